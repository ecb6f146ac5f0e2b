import type { ConsentEvent } from '../consent/consent-event.ts';

/** A no of another system that does not say when it was said: its id is the same at every import. */
const isUndatedNo = ({ id, action }: ConsentEvent): boolean =>
  action === 'deny' && id.endsWith('#undated#deny');

const overlaps = (a: ConsentEvent, b: ConsentEvent): boolean =>
  (a.channel === b.channel || a.channel === 'all' || b.channel === 'all') &&
  (a.purpose === b.purpose || a.purpose === 'all' || b.purpose === 'all');

/**
 * Consents of an import that are not known yet, each added to `known`. An undated no counts again once something was granted since it counted
 * last: which of the two came first cannot be told, and a tie takes back (R69, docs/decisions/047). While nothing was, it is the same no,
 * and importing again writes nothing.
 */
export function consentNews(
  brought: readonly ConsentEvent[],
  known: Map<string, ConsentEvent>,
): readonly ConsentEvent[] {
  return brought.flatMap((event) => {
    if (!known.has(event.id)) {
      known.set(event.id, event);
      return [event];
    }
    if (!isUndatedNo(event)) return [];
    const before = [...known.values()].filter(({ id }) => id === event.id || id.startsWith(`${event.id}#`));
    const last =
      before
        .map(({ recordedAt }) => recordedAt)
        .toSorted()
        .at(-1) ?? '';
    const isGrantedSince = [...known.values()].some(
      (one) => one.action === 'grant' && overlaps(one, event) && one.recordedAt > last,
    );
    if (!isGrantedSince) return [];
    const again = { ...event, id: `${event.id}#${event.occurredAt}` };
    known.set(again.id, again);
    return [again];
  });
}
