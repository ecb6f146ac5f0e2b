import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Location, StaffMember } from '../../domain/practice/practice.ts';
import { type Assess, type Assessment, assessor } from '../../domain/red-flag/assess.ts';
import { compile } from '../../lib/practice/compile.ts';
import type { PracticeFolder } from '../../lib/practice/read-practice.ts';

/** Reading and validating the folder takes half a second: the tests' set-up did it once for all of them (shipped-practice.ts). */
async function shipped(): Promise<PracticeFolder> {
  const read = process.env.HEARD_SHIPPED_PRACTICE;
  if (read) return JSON.parse(readFileSync(read, 'utf8'));
  const { readPractice } = await import('../../lib/practice/read-practice.ts');
  return readPractice(resolve(import.meta.dirname, '../../practice'));
}

/** The practice that the project ships with. */
export const lakeside: PracticeFolder = await shipped();
export const rules = compile(lakeside.escalation);

/** Compiling the rules takes a quarter of a second, and few of the files that need the practice assess anything. */
function onceNeeded(flags: () => Parameters<typeof assessor>[0]): Assess {
  let made: Assess | undefined;
  return (text) => {
    made ??= assessor(flags());
    return made(text);
  };
}

const assessed = new Map<string, Assessment>();
const assessAnew = onceNeeded(() => lakeside['red-flags']);

/** The red-flag check; interleavings say the same few sentences a thousand times. */
export const assess: Assess = (text) => {
  const known = assessed.get(text) ?? assessAnew(text);
  assessed.set(text, known);
  return known;
};
/** What the phrase rules find without the examples. */
export const assessByRules = onceNeeded(() => {
  const { likeness: _likeness, emergencyLikeness: _emergencies, ...rulesAlone } = lakeside['red-flags'];
  return rulesAlone;
});
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
