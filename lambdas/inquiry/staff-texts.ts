import type { Arrival } from '../../domain/inquiry/arrival.ts';
import { answerStaffText, readStaffText, type StaffTextPorts } from '../../domain/inquiry/staff-text.ts';
import type { Texter } from '../../domain/message/senders.ts';
import type { Staff, StaffMember } from '../../domain/practice/practice.ts';
import { log } from '../kit/logger.ts';

export interface StaffTextsPorts extends StaffTextPorts {
  readonly staff: () => Promise<Pick<Staff, 'members'>>;
  readonly texter?: Texter;
  /** ISO instant. */
  readonly now: string;
}

/** What was done is done, also where its answer cannot be sent: a repeat for the answer's sake would do it again. */
async function answered(
  by: StaffMember,
  { to, text, messageId }: { readonly to: string; readonly text: string; readonly messageId: string },
  texter: Texter | undefined,
): Promise<void> {
  const about = { audience: 'staff', kind: 'answer', staffId: by.id, messageId } as const;
  try {
    const sent = await texter?.send({ stream: 'care', to, text, about });
    if (sent?.state !== 'accepted')
      log.warn('The answer to a text of the staff was not taken.', {
        messageId,
        code: sent?.state ?? 'no-texts',
      });
  } catch (error) {
    log.error('Nobody knows whether the answer to a text of the staff left.', { messageId }, error);
  }
}

/**
 * Whether a text that came in was a command of the staff, and so is no inquiry: then it has been obeyed, and answered by a text. Anything
 * else that staff write, and every text of a number that nobody of the staff has, is a message like any other.
 */
export async function obeyedStaffText(arrival: Arrival, ports: StaffTextsPorts): Promise<boolean> {
  const { channel, contact, text, messageId } = arrival;
  const command = channel === 'sms' && contact.phone ? readStaffText(text) : undefined;
  if (!command) return false;
  const { members } = await ports.staff();
  const by = members.find(({ reach }) =>
    reach.some(({ way, address }) => way === 'sms' && address === contact.phone),
  );
  if (!by) return false;
  const answer = await answerStaffText(command, { by, id: messageId, now: ports.now }, ports);
  await answered(by, { to: contact.phone ?? '', text: answer, messageId }, ports.texter);
  log.info('A text of the staff was obeyed.', { messageId, kind: command.verb });
  return true;
}
