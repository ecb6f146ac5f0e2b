import type { InquiryFile } from '../inquiry/inquiries.ts';
import type { Inquiry, Undelivered } from '../inquiry/inquiry.ts';
import type { Notice } from '../inquiry/notice.ts';
import type { Staff } from '../practice/practice.ts';
import { type Reach, type Recipient, recipients } from './audience.ts';
import { isRedFlag } from './choose-policy.ts';
import { readKey, writeKey } from './notice-key.ts';
import { unanswered } from './patient-notices.ts';
import type { Audience } from './policy.ts';

const automatic: readonly Notice['kind'][] = ['safety', 'acknowledgement', 'delay'];

/** What the patient was sent by itself about a message that waits, and did not get; a safety reply before all else, the oldest first. */
function failedOf(file: InquiryFile): Notice | undefined {
  const waiting = new Set(unanswered(file).map(({ id }) => id));
  const failed = file.notices
    .filter(({ kind, state }) => automatic.includes(kind) && state === 'failed')
    .filter(({ messageId = '' }) => waiting.has(messageId))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return failed.find(({ kind }) => kind === 'safety') ?? failed[0];
}

/**
 * What the patient, who waits, was sent by itself and did not get, by what is recorded at `now` (ISO): a person has to call them (R61), until one
 * has answered. Undefined where everything went out, or nothing is known to the contrary.
 */
export function undeliveredOf(file: InquiryFile, now: string): Undelivered | undefined {
  const failed = failedOf(file);
  if (failed?.messageId === undefined) return undefined;
  const { undelivered: known } = file.inquiry;
  if (known?.messageId === failed.messageId && known.kind === failed.kind) return known;
  return { kind: failed.kind as Undelivered['kind'], messageId: failed.messageId, at: now };
}

/** In words; whoever has nothing but a ring or a pager for an urgent case is rung. */
function inWords(notify: readonly Audience[], staff: Staff, reach: Reach): readonly Recipient[] {
  const by = (via: Recipient['way'][]): readonly Recipient[] =>
    recipients({ notify: [...notify], via }, staff, reach);
  const written = by(['email', 'sms']);
  const rung = reach.important ? by(['call', 'topic']) : [];
  return [...written, ...rung.filter((one) => !written.some((other) => other.staff === one.staff))];
}

const roundOf = ({ answeredCount, level }: Inquiry, { kind }: Undelivered): string =>
  `${answeredCount}.${kind}.${isRedFlag(level) ? 'urgent' : 'plain'}`;

/** Whether what tells of it was of a red flag, by the round in its key. */
export const isUrgentRound = (round: string): boolean => round.endsWith('.urgent');

/** Whether a message to be sent now will tell this person: alerts and pages do. */
function saysIt(keyText: string, person: string): boolean {
  const key = readKey(keyText);
  return 'staff' in key && key.staff === person && (key.kind === 'alert' || key.kind === 'page');
}

/**
 * Keys of what tells the staff at once that the patient did not get it: each person of `notify` once while the patient waits, except those whom an
 * alert or page has told so already, or will in this plan (`open`: its keys to be sent). Decided from what is recorded (G4).
 */
export function undeliveredNotices(
  { inquiry, notices }: InquiryFile,
  undelivered: Undelivered | undefined,
  { notify, open }: { readonly notify: readonly Audience[]; readonly open: readonly string[] },
  { staff, reach }: { readonly staff: Staff; readonly reach: Reach },
): readonly string[] {
  if (!undelivered) return [];
  const round = roundOf(inquiry, undelivered);
  const known = new Set(notices.map(({ key }) => key));
  const hasRead = (person: string): boolean =>
    open.some((key) => saysIt(key, person)) ||
    notices.some(
      ({ staff: told, says, state, at }) =>
        told === person && says === undelivered.kind && state !== 'failed' && at >= undelivered.at,
    );
  return inWords(notify, staff, reach)
    .filter(({ staff: person }) => !hasRead(person))
    .map(({ staff: person, way }) => writeKey({ kind: 'undelivered', round, staff: person, way }))
    .filter((key) => !known.has(key));
}
