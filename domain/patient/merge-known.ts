import type { Practice } from '../practice/practice.ts';
import type { RecallSetting } from '../recall/recall-item.ts';
import type { ImportedPatient } from './imported.ts';
import type { Appointment, Consultation, Patient } from './patient.ts';
import { withFlags, withoutFlags } from './unusable.ts';

const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, member]) => member !== undefined)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, member]) => [name, sorted(member)]),
        )
      : value;

/** Whether two records say the same; the order of their members does not count. */
export const same = (a: object, b: object | undefined): boolean =>
  b !== undefined && JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/**
 * The patient after another system said something: what it does not say stays as it is known. An address that cannot be right is noted beside the
 * one that was known, which stays in use (docs/decisions/064); one that can be used takes the note away.
 */
export function withNews(
  known: Patient | undefined,
  news: ImportedPatient,
  { locations }: Pick<Practice, 'locations'>,
): Patient {
  const before = known ?? {
    firstName: '',
    lastName: '',
    language: 'en' as const,
    location: locations[0]?.id ?? '',
  };
  const { invalid = [], unusable = {}, ...said } = news;
  const right = (['email', 'phone'] as const).filter((field) => field in said);
  const otherIds = [...new Set([...(known?.otherIds ?? []), ...(news.otherIds ?? [])])].toSorted();
  const merged = { ...before, ...said, ...(otherIds.length > 0 ? { otherIds } : {}) } as Patient;
  return withFlags(withoutFlags(merged, right), { invalid, unusable });
}

interface Versioned {
  readonly updatedAt?: string;
}

const later = (known: Versioned, news: Versioned): boolean =>
  known.updatedAt === undefined || (news.updatedAt !== undefined && news.updatedAt >= known.updatedAt);

/** An entry after news of it, or as it was: older news never overwrite newer ones, nor do those without a time any that have one. */
export const newer = <T extends Versioned>(known: T | undefined, news: T): T =>
  known === undefined ? news : later(known, news) ? { ...known, ...news } : known;

/** The consultation after another system said something of it: what was settled here is not opened again. */
export const withOutcome = (known: Consultation | undefined, news: Consultation): Consultation =>
  known && known.outcome !== 'open' && news.outcome === 'open' ? known : { ...known, ...news };

const longestReason = 500;

/**
 * The setting after another system planned a day, or (without `dueOn`) plans it no more. A plan that was made before somebody here decided does
 * not undo it; a newer one moves the day, and leaves "never again", a snooze and an interval as a person set them.
 */
export function newerSetting(known: RecallSetting | undefined, news: RecallSetting): RecallSetting {
  if (!known) return news;
  if (known.at >= news.at) return known;
  const { dueOn: before, ...others } = known;
  void before;
  const isOurs = known.by !== news.by;
  // Planned no more: what a person set instead stays.
  if (news.dueOn === undefined) return isOurs ? known : { ...others, at: news.at };
  const { disabled, snoozedUntil, interval } = known;
  const isSet = [disabled, snoozedUntil, interval].some((value) => value !== undefined);
  const both = isOurs ? `${news.reason}; before, by ${known.by}: ${known.reason}` : known.reason;
  return { ...others, ...news, ...(isSet ? { reason: both.slice(0, longestReason) } : {}) };
}

const mostMoves = 5;

/** An appointment after news of it that came at `now` (ISO): one that moved to another day keeps where it was, and without a time has none any more. */
export function newerVisit(known: Appointment | undefined, news: Appointment, now: string): Appointment {
  const merged = newer(known, news);
  if (known === undefined || merged === known || known.on === news.on) return merged;
  const moves = [...(known.moves ?? []), { from: known.on, at: news.updatedAt ?? now }].slice(-mostMoves);
  const { at, ...rest } = merged;
  void at;
  return { ...rest, ...(news.at === undefined ? {} : { at: news.at }), moves };
}
