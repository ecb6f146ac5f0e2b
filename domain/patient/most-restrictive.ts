import {
  type ConsentChannel,
  type ConsentEvent,
  type ConsentPurpose,
  consentChannels,
  consentPurposes,
} from '../consent/consent-event.ts';
import { grantInForce, isWritten, takenBack } from '../consent/standing.ts';
import type { MergeActor } from './merge.ts';

/** One thing that `decide` may ask of the events. */
interface Asked {
  readonly channel: ConsentChannel;
  readonly purpose: ConsentPurpose;
  readonly use?: string;
  readonly seller?: string;
  /** Whether only consent in writing will do (R1). */
  readonly written?: boolean;
}

const uses: Readonly<Partial<Record<ConsentPurpose, readonly string[]>>> = {
  care: ['care'],
  marketing: ['recall', 'marketing', 'education'],
};

/** Where nothing said is no. Elsewhere (post, calls, care by mail and chat) only what was taken back is. */
const needsGrant = ({ channel, purpose }: Asked): boolean => {
  if (purpose !== 'care' && purpose !== 'marketing') return true;
  return channel === 'text' || (purpose === 'marketing' && (channel === 'email' || channel === 'social'));
};

/** Everything that may be asked about a channel and a purpose, of every brand that somebody named. */
function questions(
  channel: ConsentChannel,
  purpose: ConsentPurpose,
  united: readonly ConsentEvent[],
): readonly Asked[] {
  const brands = [...new Set(united.flatMap(({ seller }) => seller ?? []))];
  const written = channel === 'text' && purpose === 'marketing';
  return (uses[purpose] ?? [undefined]).flatMap((use) => {
    const plain = { channel, purpose, ...(use ? { use } : {}) };
    return [plain, ...(written ? brands.map((seller) => ({ ...plain, seller, written })) : [])];
  });
}

/** Whether the events allow what is asked at an instant, at some address that they name. */
function allows(events: readonly ConsentEvent[], asked: Asked, now: string): boolean {
  const { written = false, ...about } = asked;
  if (!needsGrant(asked)) return !takenBack(events, { ...about, now });
  const addresses = [undefined, ...new Set(events.flatMap(({ address }) => address ?? []))];
  return addresses.some((address) =>
    [true, false].some((anyAddress) => {
      const grant = grantInForce(events, { ...about, address, anyAddress, now });
      return grant !== undefined && (!written || isWritten(grant));
    }),
  );
}

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString();

/** When the answer may change: now, when a grant ends, when one that is dated ahead begins. */
function instants(united: readonly ConsentEvent[], now: string): readonly string[] {
  const ends = united.flatMap(({ until }) =>
    until === undefined ? [] : [until.length === 10 ? dayAfter(until) : until],
  );
  const begins = united.map(({ occurredAt }) =>
    occurredAt.length === 10 ? `${occurredAt}T00:00:00.000Z` : occurredAt,
  );
  return [now, ...[...new Set([...ends, ...begins])].filter((at) => at > now).sort()];
}

interface Two {
  readonly ours: readonly ConsentEvent[];
  readonly theirs: readonly ConsentEvent[];
  readonly denials: readonly ConsentEvent[];
}

/** What the merged record would allow although one of the two does not; at the merge itself, whatever one of them alone allows. */
const tooMuch = (
  asked: readonly Asked[],
  { ours, theirs, denials }: Two,
  at: string,
  first: boolean,
): readonly Asked[] =>
  asked.filter((one) => {
    const [mine, other] = [allows(ours, one, at), allows(theirs, one, at)];
    if (mine && other) return false;
    return (first && mine !== other) || allows([...ours, ...theirs, ...denials], one, at);
  });

/**
 * What the merged record must be denied so that it allows nothing that either record did not allow (R69), now or later. Asked as `decide`
 * asks: of each use, brand and kind of consent. Where both allow recall and only one allows more, recall is left. None where both allow,
 * or neither. `now` is an ISO instant; ids follow the other record, so repeating a merge denies nothing twice.
 */
export function restrictions(
  ours: readonly ConsentEvent[],
  theirs: readonly ConsentEvent[],
  whose: { readonly patientId: string; readonly otherId: string } & MergeActor,
): readonly ConsentEvent[] {
  const united = [...ours, ...theirs];
  const times = instants(united, whose.now);
  const denial = (channel: ConsentChannel, purpose: ConsentPurpose, spares: boolean, at: string) => ({
    id: `merged#${whose.otherId}#${channel}#${purpose}${spares ? '#but-recall' : ''}${at === whose.now ? '' : `#${at}`}`,
    patientId: whose.patientId,
    channel,
    purpose,
    action: 'deny' as const,
    ...(spares ? { except: 'recall' as const } : {}),
    occurredAt: at,
    recordedAt: whose.now,
    method: 'api' as const,
    actor: whose.by,
  });
  const about = (channel: ConsentChannel, purpose: ConsentPurpose): readonly ConsentEvent[] => {
    const asked = questions(channel, purpose, united);
    const denials: ConsentEvent[] = [];
    for (const at of times) {
      const lost = tooMuch(asked, { ours, theirs, denials }, at, at === whose.now);
      const spares = purpose === 'marketing' && lost.every(({ use }) => use !== 'recall');
      if (lost.length > 0) denials.push(denial(channel, purpose, spares, at));
    }
    return denials;
  };
  return consentChannels.flatMap((channel) => consentPurposes.flatMap((purpose) => about(channel, purpose)));
}
