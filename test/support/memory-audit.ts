import type { SeenVersions, Versions } from '../../domain/audit/configuration.ts';
import type { KeptDay, KeptDays, TrailFiles } from '../../domain/audit/kept-trail.ts';
import type { Review, Reviews } from '../../domain/audit/review.ts';
import type { AuditEntry, AuditTrail, SignIns } from '../../domain/practice/audit.ts';
import { memoryPage } from './memory-page.ts';

/** The trail and what is kept of it, in the practice's table. */
export interface AuditStore {
  readonly trail: AuditTrail;
  readonly days: KeptDays;
  readonly reviews: Reviews;
  readonly seen: SeenVersions;
  readonly signIns: SignIns;
}

const inOrder = (a: KeptDay, b: KeptDay): number => (a.day < b.day ? -1 : 1);

/** The same in memory. */
export function memoryAudit(): AuditStore & { readonly entries: Map<string, AuditEntry> } {
  const entries = new Map<string, AuditEntry>();
  const days = new Map<string, KeptDay>();
  const reviews = new Map<string, Review>();
  const sessions = new Set<string>();
  let versions: Versions | undefined;
  const change = (month: string, changes: Partial<Review>): boolean => {
    const before = reviews.get(month);
    if (!before) return false;
    reviews.set(month, { ...before, ...changes });
    return true;
  };
  return {
    entries,
    trail: {
      append: async (entry) => {
        const key = `${entry.at}#${entry.id}`;
        if (!entries.has(key)) entries.set(key, entry);
      },
      list: async ({ day, ...query }) =>
        memoryPage(
          [...entries].filter(([key]) => key.startsWith(day)),
          query,
          'descending',
        ),
    },
    days: {
      oldest: async () => [...days.values()].toSorted(inOrder)[0],
      newest: async () => [...days.values()].toSorted(inOrder).at(-1),
      between: async (from, until) =>
        [...days.values()].filter(({ day }) => from <= day && day <= until).toSorted(inOrder),
      keep: async (day) => {
        if (!days.has(day.day)) days.set(day.day, day);
      },
    },
    reviews: {
      find: async (month) => reviews.get(month),
      list: async (query) => memoryPage(reviews, query, 'descending'),
      add: async (review) => {
        if (!reviews.has(review.month)) reviews.set(review.month, review);
      },
      noteTold: async (month, at) => void change(month, { toldAt: at }),
      sign: async (month, signed) => reviews.get(month)?.signed === undefined && change(month, { signed }),
    },
    seen: {
      current: async () => versions,
      keep: async (given) => {
        versions = given;
      },
    },
    signIns: {
      begin: async (session) => {
        const isNew = !sessions.has(session);
        sessions.add(session);
        return isNew;
      },
    },
  };
}

/** A bucket of days, and what an intruder may do to it. */
export function memoryFiles(): TrailFiles & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    write: async (day, text) => {
      texts.set(day, text);
    },
    read: async (day) => texts.get(day),
  };
}

export const auditEntry = (changes: Partial<AuditEntry> = {}): AuditEntry => ({
  id: 'e1',
  at: '2026-11-20T16:00:00.000Z',
  staff: 'marlow',
  operation: 'getPatient',
  subject: `pat_${'a'.repeat(24)}`,
  outcome: 'done',
  requestId: 'r1',
  ...changes,
});
