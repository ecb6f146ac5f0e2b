import type { ConsentEvent, ConsentPurpose } from './consent-event.ts';
import type { ContactChannel } from './question.ts';

/** What is asked of the events. Addresses are as normalised: E.164, mail in lower case. */
export interface Scope {
  readonly channel: ContactChannel;
  readonly purpose: ConsentPurpose;
  /** The address it would go to. A grant for another one counts for nothing; where one of the two is not known, it counts only if `anyAddress`. */
  readonly address?: string | undefined;
  readonly anyAddress?: boolean;
  readonly seller?: string;
  /** What the message is: a grant whose words name one use alone counts for no other. Where nothing is said, for any. */
  readonly use?: string;
  /** ISO instant. */
  readonly now: string;
}

const byPost = (channel: ContactChannel): string => (channel === 'postcard' ? 'letter' : channel);

const isFor = ({ channel, purpose }: ConsentEvent, scope: Scope): boolean =>
  (channel === 'all' || channel === byPost(scope.channel)) &&
  (purpose === 'all' || purpose === scope.purpose);

/** R9: STOP to any text ends all texts, whatever it was an answer to. */
const stopsTexts = ({ channel, action }: ConsentEvent, scope: Scope): boolean =>
  scope.channel === 'text' && channel === 'text' && action === 'revoke';

const isPending = ({ action }: Pick<ConsentEvent, 'action'>): boolean => action === 'pending';

/** Neither a grant nor what only waits to be one. */
export const takesBack = (event: Pick<ConsentEvent, 'action'>): boolean =>
  event.action !== 'grant' && !isPending(event);

/** What a merge left of two grants: the one use that both allow. */
const isSpared = ({ except }: ConsentEvent, { use }: Scope): boolean =>
  except !== undefined && except === use;

/** A grant counts for the address and the brand it names; what takes back counts for every address. */
const counts = (event: ConsentEvent, scope: Scope): boolean => {
  if (isPending(event) || event.occurredAt > scope.now) return false;
  if (takesBack(event)) return (isFor(event, scope) && !isSpared(event, scope)) || stopsTexts(event, scope);
  return isGivenFor(event, scope);
};

/** Whether a grant, or what waits to be one, is for this scope. */
const isGivenFor = (event: ConsentEvent, scope: Scope): boolean => {
  if (!isFor(event, scope)) return false;
  if (event.only !== undefined && scope.use !== undefined && event.only !== scope.use) return false;
  const eitherUnknown = event.address === undefined || scope.address === undefined;
  const addressed = eitherUnknown ? scope.anyAddress === true : event.address === scope.address;
  return addressed && (scope.seller === undefined || event.seller === scope.seller);
};

/**
 * What an event is ordered by. Of a "no" of which only the day is known nobody knows whether it came after a "yes" of that day: it counts
 * until that day is over everywhere on earth.
 */
const orderOf = (event: ConsentEvent): string => {
  const { occurredAt } = event;
  if (!takesBack(event) || occurredAt.length !== 10) return occurredAt;
  return new Date(Date.parse(occurredAt) + 36 * 3_600_000).toISOString();
};

const newer = (a: ConsentEvent, b: ConsentEvent): boolean => {
  const [first, second] = [orderOf(a), orderOf(b)];
  if (first !== second) return first > second;
  return takesBack(a) || !takesBack(b);
};

/** Expired on a date means: through the end of that date by UTC, or until the instant. */
const expired = ({ until }: ConsentEvent, now: string): boolean =>
  until !== undefined && (until.length === 10 ? until < now.slice(0, 10) : until <= now);

/**
 * The event that is in force for a scope: the newest; of two of one instant the one that takes back (R69). Undefined when there never was
 * one. A date without a time counts as its beginning where it grants, and as its end where it takes back.
 */
export function inForce(events: readonly ConsentEvent[], scope: Scope): ConsentEvent | undefined {
  return events
    .filter((event) => counts(event, scope))
    .reduce<ConsentEvent | undefined>(
      (latest, event) => (!latest || newer(event, latest) ? event : latest),
      undefined,
    );
}

/** The grant that is in force for a scope, if the last word was a grant and it has not expired. */
export function grantInForce(events: readonly ConsentEvent[], scope: Scope): ConsentEvent | undefined {
  const event = inForce(events, scope);
  return event?.action === 'grant' && !expired(event, scope.now) ? event : undefined;
}

/** Whether the last word on a scope takes it back: no word at all is not that. */
export function takenBack(events: readonly ConsentEvent[], scope: Scope): boolean {
  const event = inForce(events, { ...scope, anyAddress: true });
  return event !== undefined && takesBack(event);
}

/**
 * Since when a scope is taken back (ISO instant; of a day alone its end everywhere on earth): undefined where the last word on it is none that
 * takes back.
 */
export function takenBackSince(events: readonly ConsentEvent[], scope: Scope): string | undefined {
  const event = inForce(events, { ...scope, anyAddress: true });
  return event && takesBack(event) ? orderOf(event) : undefined;
}

/** Whether something pending can still be confirmed: not expired, and with no taking back after it, whoever wrote it down. */
export function stillWaits(pending: ConsentEvent, events: readonly ConsentEvent[], now: string): boolean {
  const { id, channel, purpose } = pending;
  if (!isPending(pending) || expired(pending, now) || channel === 'all' || purpose === 'all') return false;
  const scope = { channel, purpose, now };
  return !events.some(
    (event) =>
      event.confirms === id ||
      (takesBack(event) &&
        orderOf(event) >= pending.occurredAt &&
        (isFor(event, scope) || stopsTexts(event, scope))),
  );
}

/** Whether somebody gave a wish for this scope that whoever has the address has not confirmed yet. It never allows. */
export const isWaiting = (events: readonly ConsentEvent[], scope: Scope): boolean =>
  events.some(
    (event) =>
      event.occurredAt <= scope.now &&
      isGivenFor(event, { ...scope, anyAddress: true }) &&
      stillWaits(event, events, scope.now),
  );

const signed: ReadonlySet<ConsentEvent['method']> = new Set([
  'web-checkbox',
  'paper',
  'keyword',
  'preference-page',
]);

/** A signature, or an act of the person's own: no reading of the practice's. */
export const isOwnAct = (method: ConsentEvent['method']): boolean => signed.has(method);

/**
 * Prior express written consent (R1): a signature or an act of the person's own, words that are kept, for this number and this brand.
 * Methods of the practice's own reading such as `import` or `verbal` are none.
 */
export const isWritten = (event: ConsentEvent): boolean =>
  isOwnAct(event.method) &&
  event.affirmative === true &&
  Boolean(event.wording?.text) &&
  event.address !== undefined &&
  event.seller !== undefined;
