import type { NoticeKey } from '../../domain/escalation/notice-key.ts';
import { isUrgentRound } from '../../domain/escalation/undelivered.ts';
import type { SendOutcome } from '../../domain/message/senders.ts';
import type { StaffMember } from '../../domain/practice/practice.ts';

type StaffKey = Extract<NoticeKey, { staff: string }>;

/** What wakes people: it goes to every address that they have for it. */
export const isPage = ({ kind }: StaffKey): boolean => kind === 'page' || kind === 'welfare';
/** What counts as important where a person has addresses of their own for that. */
const isImportant = (key: StaffKey): boolean =>
  isPage(key) || key.kind === 'gap' || (key.kind === 'undelivered' && isUrgentRound(key.round));

/** The addresses of a person for a message, in order of preference: those for such messages; any of that way where their addresses have changed since. */
export function addressesFor({ reach }: StaffMember, key: StaffKey): readonly string[] {
  const kind = isImportant(key) ? 'important' : 'normal';
  const ofWay = reach.filter(({ way }) => way === key.way);
  const meant = ofWay.filter((one) => (one.for ?? kind) === kind);
  return (meant.length > 0 ? meant : ofWay).map(({ address }) => address);
}

/**
 * Sends to all addresses, or until one of them takes it; accepted where one did. Throws where none did and nobody knows of one whether it left.
 */
export async function sendByAll(
  addresses: readonly string[],
  all: boolean,
  send: (to: string) => Promise<SendOutcome>,
): Promise<SendOutcome> {
  let accepted: SendOutcome | undefined;
  let refusal: SendOutcome = { state: 'refused', reason: 'left' };
  let unknown: { readonly error: unknown } | undefined;
  for (const to of addresses)
    try {
      const outcome = await send(to);
      if (outcome.state === 'accepted') accepted ??= outcome;
      else refusal = outcome;
      if (accepted && !all) return accepted;
    } catch (error) {
      unknown ??= { error };
      // What is never sent twice is not tried by another address either: it may have left.
      if (!all) throw error;
    }
  if (accepted) return accepted;
  if (unknown) throw unknown.error;
  return refusal;
}
