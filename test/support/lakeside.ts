import { resolve } from 'node:path';
import type { Location, StaffMember } from '../../domain/practice/practice.ts';
import { assessor } from '../../domain/red-flag/assess.ts';
import { compile, type PracticeFolder, readPractice } from '../../lib/practice/read-practice.ts';

/** The practice that the project ships with. */
export const lakeside: PracticeFolder = readPractice(resolve(import.meta.dirname, '../../practice'));
export const rules = compile(lakeside.escalation);
export const assess = assessor(lakeside['red-flags']);
export const downtown = lakeside.identity.locations[0] as Location;

export function staffMember(id: string): StaffMember {
  const found = lakeside.staff.members.find((member) => member.id === id);
  if (!found) throw new Error(`Nobody at Lakeside is ${id}.`);
  return found;
}

/** Friday, 20 November 2026, 10:05 in Chicago: downtown is open. */
export const fridayMorning = '2026-11-20T16:05:00.000Z';

export const later = (at: string, minutes: number): string =>
  new Date(Date.parse(at) + minutes * 60_000).toISOString();
