import { parse } from 'csv-parse/sync';
import { type PolicyName, policyNames } from '../domain/escalation/policy.ts';
import type { Channel } from '../domain/inquiry/inquiry.ts';
import { channels } from '../domain/practice/source.ts';
import { chance } from './chance.ts';

/** One inquiry of a log, or of a synthetic month. */
export interface PastInquiry {
  readonly id: string;
  /** ISO instant. */
  readonly at: string;
  readonly channel: Channel;
  readonly priority: PolicyName;
  readonly location?: string;
}

const priorities: readonly PolicyName[] = [...policyNames, 'review'];

/**
 * Reads a log: CSV with the columns received (ISO instant), channel, priority and, if it likes, location, one of `locations`. Throws with the line that is
 * wrong.
 */
export function readLog(csv: string, locations: readonly string[]): readonly PastInquiry[] {
  const rows = parse(csv, { columns: true, bom: true, skip_empty_lines: true, trim: true }) as Record<
    string,
    string
  >[];
  return rows.map(({ received = '', channel, priority, location }, index) => {
    const wrong = (what: string): Error => new Error(`Line ${index + 2}: ${what}`);
    if (Number.isNaN(Date.parse(received)))
      throw wrong(`"${received}" is no instant; write 2026-11-20T16:05:00Z.`);
    const known = channels.find((name) => name === channel);
    if (!known) throw wrong(`"${channel}" is no channel; there are ${channels.join(', ')}.`);
    const policy = priorities.find((name) => name === priority);
    if (!policy) throw wrong(`"${priority}" is no priority; there are ${priorities.join(', ')}.`);
    if (location && !locations.includes(location))
      throw wrong(`"${location}" is no location; there are ${locations.join(', ')}.`);
    return {
      id: String(index + 1),
      at: new Date(received).toISOString(),
      channel: known,
      priority: policy,
      ...(location ? { location } : {}),
    };
  });
}

/** How often each comes, by weight. */
const mix: readonly (readonly [PastInquiry['priority'], number])[] = [
  ['new-lead', 60],
  ['other', 25],
  ['asks-for-physician', 6],
  ['post-treatment', 5],
  ['U', 2],
  ['E1', 1.5],
  ['E0', 0.5],
];
const day = 86_400_000;

function picked<T>(weights: readonly (readonly [T, number])[], number: number): T {
  let left = number * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of weights) {
    left -= weight;
    if (left < 0) return value;
  }
  return (weights.at(-1) as readonly [T, number])[0];
}

/** A month of so many inquiries from an instant on: most by day, many in the evening, some at night and on weekends. */
export function syntheticMonth(
  count: number,
  from: string,
  locations: readonly string[],
  seed: number,
): readonly PastInquiry[] {
  const made = Array.from({ length: count }, (_, index): PastInquiry => {
    const number = chance(seed, 'month', index);
    const dayOfMonth = Math.floor(number() * 30);
    const hour = picked(
      [
        [15 + number() * 8, 55],
        [23 + number() * 5, 30],
        [4 + number() * 11, 15],
      ],
      number(),
    );
    const at = Date.parse(from) + dayOfMonth * day + Math.floor(hour * 3600) * 1000;
    return {
      id: String(index + 1),
      at: new Date(at).toISOString(),
      channel: picked(
        [
          ['web-form', 50],
          ['sms', 20],
          ['phone', 15],
          ['email', 15],
        ],
        number(),
      ),
      priority: picked(mix, number()),
      location: locations[Math.floor(number() * locations.length)] as string,
    };
  });
  return made.toSorted((a, b) => (a.at < b.at ? -1 : 1));
}
