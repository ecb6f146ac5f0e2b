import type { ConsentEvent } from './consent-event.ts';

/** Gives the hex SHA-256 of a text. */
export type Sha256 = (text: string) => string;

/** The same event is the same text, in whatever order its fields came back from a table. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, field]) => [name, sorted(field)]));
}

/** The chain value of an event: a hash over all of it, and over the chain of the event before it (R68: integrity). */
export function chainOf(
  { chain, ...event }: ConsentEvent,
  before: string | undefined,
  sha256: Sha256,
): string {
  void chain;
  return sha256(`${before ?? ''}\n${JSON.stringify(sorted(event))}`);
}

/** An event with its place in the chain after the last one. */
export const chained = (
  event: ConsentEvent,
  last: ConsentEvent | undefined,
  sha256: Sha256,
): ConsentEvent => ({
  ...event,
  chain: chainOf(event, last?.chain, sha256),
});

/**
 * Index of the first event that is not as it was appended, in the order of appending; undefined when all hold. A line that was changed,
 * left out or put in between breaks it; lines cut off at the end do not. A line of an erased person holds its place, and is not checked.
 */
export function brokenAt(events: readonly ConsentEvent[], sha256: Sha256): number | undefined {
  const index = events.findIndex(
    (event, at) => !event.redacted && event.chain !== chainOf(event, events[at - 1]?.chain, sha256),
  );
  return index === -1 ? undefined : index;
}
