import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import type { InquiryEvent } from '../../domain/inquiry/timeline-event.ts';
import type { Response } from '../../domain/report/response.ts';
import type { RolledDay, RollUpPorts } from '../../domain/report/roll-up.ts';
import { readYaml } from './read-yaml.ts';

const file = (name: string): string => resolve(import.meta.dirname, '../fixtures/reports', name);

/** When the month is looked at. */
export const lookedAt = '2026-11-30T15:30:00.000Z';

/** The month worked by hand: each inquiry's timeline. */
export const timelines = readYaml(file('november.yaml')) as Readonly<Record<string, readonly InquiryEvent[]>>;

/** The same, as it must come out by hand. */
export const byHand = (
  parse(readFileSync(file('november.csv'), 'utf8'), { columns: true }) as Record<string, string>[]
).map((row) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '')),
) as unknown as Response[];

export const exportByHand = readFileSync(file('november-export.csv'), 'utf8');

/** The inquiries as they stand beside their timelines, in the order in which they came. */
export function novemberInquiries(): Inquiry[] {
  const items = byHand.map(({ staff, notNeeded, ...times }) => {
    const lines = timelines[times.id] ?? [];
    const last = lines.findLast(({ id }) => /^\d+$/.test(id)) as InquiryEvent;
    const item = {
      ...times,
      firstDeadline: times.deadline,
      revision: Number(last.id),
      lastEvent: last,
      ...(staff ? { respondedBy: staff } : {}),
      ...(notNeeded ? { closeReason: notNeeded } : {}),
    };
    return item as unknown as Inquiry;
  });
  return items.toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
}

/** Ports over these inquiries and the month's timelines; what was read, kept and found to disagree is noted. */
export function rollUpPorts(inquiries: readonly Inquiry[] = novemberInquiries(), now = lookedAt) {
  const days = new Map<string, RolledDay>();
  const read: string[] = [];
  const kept: string[] = [];
  const disagreements: string[] = [];
  const ports: RollUpPorts = {
    inquiries: {
      receivedBetween: async (from, until) =>
        inquiries.filter(({ receivedAt }) => receivedAt >= from && receivedAt < until),
      find: async (id) => inquiries.find((inquiry) => inquiry.id === id),
      timeline: async (id) => {
        read.push(id);
        return timelines[id] ?? [];
      },
    },
    days: {
      find: async (day) => days.get(day),
      keep: async (day, rolled) => {
        kept.push(day);
        days.set(day, rolled);
      },
    },
    now,
    disagreed: (id) => disagreements.push(id),
  };
  return { ports, days, read, kept, disagreements };
}
