import { DomainError } from '../errors.ts';
import { isEmergency, isRedFlag } from '../escalation/choose-policy.ts';
import { nothingLeft } from '../escalation/plan.ts';
import type { StaffMember } from '../practice/practice.ts';
import { type Action, isClinician } from './action.ts';
import type { Inquiry } from './inquiry.ts';
import { type ReplyPorts, reply } from './reply.ts';
import { claim, escalateNow, logCall } from './staff-actions.ts';

/** What a member of the staff can do by text about the inquiry with this code. */
export interface StaffCommand {
  readonly verb: 'claim' | 'reply' | 'done' | 'escalate';
  readonly code: number;
  /** The words for the patient, of a reply. */
  readonly text: string;
}

const verbs = { c: 'claim', r: 'reply', d: 'done', e: 'escalate' } as const;
const verb = /^\s*(c(?:laim)?|r(?:eply)?|d(?:one)?|e(?:scalate)?)\s*#?\s*/iu;
/** A code ends where the text does, or with a space, also after a colon, a comma, a full stop or an exclamation mark. */
const code = /^(\d{2,4})(?:[:,.!]?(?:\s+(.*))?)$/su;

/**
 * Reads `c 12`, `r 12 words`, `d 12`, `e 12`, in capitals or not, the verb as a letter or whole; undefined for any other text. The words of a reply are kept
 * as they are.
 */
export function readStaffText(text: string): StaffCommand | undefined {
  const [start = '', name = ''] = verb.exec(text) ?? [];
  const [, number = '', words = ''] = code.exec(text.slice(start.length)) ?? [];
  const known = verbs[name.slice(0, 1).toLowerCase() as keyof typeof verbs];
  if (!known || !number) return undefined;
  // Words behind a code that takes none were meant for something: they are not thrown away. An emoji is none.
  if (known !== 'reply' && /[\p{L}\p{N}]/u.test(words)) return undefined;
  return { verb: known, code: Number(number), text: known === 'reply' ? words.trim() : '' };
}

/** Whether a text begins as a command does, and so was meant for one. */
export const isNearlyCommand = (text: string): boolean => {
  const [start] = verb.exec(text) ?? [];
  return start !== undefined && /^\d/u.test(text.slice(start.length));
};

/** What is told to whoever wrote what is nearly a command. */
export const howToWrite =
  'Nothing was done. Write c 12 to claim, r 12 and your words to reply, d 12 when you reached them, e 12 to escalate.';

/** Short numbers by which a member of the staff names an inquiry in a text. */
export interface StaffCodes {
  /** The number of this inquiry for this member: the same as before, or a new one that was not theirs for 30 days. `saw`: patient's messages. */
  codeFor(staff: string, inquiryId: string, saw: number, now: string): Promise<number>;
  /** The inquiry that was alerted to this member under this number within 30 days, and how many messages it had by the last alert. */
  alerted(
    staff: string,
    code: number,
    now: string,
  ): Promise<{ readonly inquiryId: string; readonly saw: number } | undefined>;
}

export interface StaffTextPorts extends ReplyPorts {
  readonly codes: Pick<StaffCodes, 'alerted' | 'codeFor'>;
}

/**
 * A claim by text holds only if its actor was told of every message (G1). Who was not is told so, and how urgent it is now; then they have seen that, and
 * may claim it by the next text.
 */
async function claimAsSeen(
  { code, saw }: { readonly code: number; readonly saw: number },
  action: Action,
  { codes, ...ports }: StaffTextPorts,
): Promise<Inquiry | string> {
  try {
    return await claim(ports, { ...action, ifMessageCount: saw });
  } catch (error) {
    const { messageCount, level } = ((error as DomainError).current ?? {}) as Partial<Inquiry>;
    if (!(error instanceof DomainError) || messageCount === undefined || messageCount === saw) throw error;
    await codes.codeFor(action.by.id, action.inquiryId, messageCount, action.now);
    const now = level && isRedFlag(level) ? `is ${level} now` : 'has a newer message';
    return `NOT claimed, it ${now}; open it, or c ${code} again`;
  }
}

async function obey(
  command: StaffCommand,
  action: Action,
  saw: number,
  messageId: string,
  ports: StaffTextPorts,
) {
  const seen = { ...action, ifMessageCount: saw };
  if (command.verb === 'claim') {
    const claimed = await claimAsSeen({ code: command.code, saw }, action, ports);
    if (typeof claimed === 'string') return claimed;
    const { claimUntil = action.now, claimedBy } = claimed;
    // Only of a text that comes again: somebody has released it, or taken it, since.
    if (claimedBy !== action.by.id) return 'it was yours, and is no more; open the inquiry';
    const minutes = Math.round((Date.parse(claimUntil) - Date.parse(action.now)) / 60_000);
    const goesOn = isEmergency(claimed.level) && !isClinician(action.by);
    return `yours for ${minutes} min${goesOn ? '; the pages go on until a clinician claims it' : ''}`;
  }
  if (command.verb === 'done') {
    const inquiry = await logCall(ports, { ...seen, outcome: 'reached' });
    return nothingLeft(inquiry) ? 'done' : 'noted; a clinician must still answer it';
  }
  if (command.verb === 'escalate') {
    await escalateNow(ports, action);
    return 'escalated';
  }
  if (!command.text) throw new DomainError('invalid', `Write your words behind it: r ${command.code} words.`);
  // A repeat of this text must not send the reply again.
  if (await ports.inquiries.findMessage(action.inquiryId, messageId))
    return 'your reply came before; open the inquiry to see whether it left';
  await reply(ports, { ...seen, text: command.text, messageId });
  return 'sent';
}

/**
 * Does what a text of the staff says, and gives the text that answers it: no patient data, the code first. `id` is the same however often the
 * text is handled.
 */
export async function answerStaffText(
  command: StaffCommand,
  { by, id, now }: { readonly by: StaffMember; readonly id: string; readonly now: string },
  ports: StaffTextPorts,
): Promise<string> {
  const known = await ports.codes.alerted(by.id, command.code, now);
  if (!known) return `${command.code}: there is no such number among your alerts.`;
  const action = { inquiryId: known.inquiryId, by, now, textId: id };
  try {
    return `${command.code}: ${await obey(command, action, known.saw, `text-${id}`, ports)}.`;
  } catch (error) {
    if (error instanceof DomainError) return `${command.code}: ${error.message}`;
    throw error;
  }
}
