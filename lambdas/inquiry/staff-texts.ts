import { isRedFlag } from '../../domain/escalation/choose-policy.ts';
import type { Arrival } from '../../domain/inquiry/arrival.ts';
import {
  answerStaffText,
  howToWrite,
  isNearlyCommand,
  readStaffText,
  type StaffTextPorts,
} from '../../domain/inquiry/staff-text.ts';
import type { Texter } from '../../domain/message/senders.ts';
import type { AuditTrail } from '../../domain/practice/audit.ts';
import type { Staff, StaffMember } from '../../domain/practice/practice.ts';
import { log } from '../kit/logger.ts';

export interface StaffTextsPorts extends StaffTextPorts {
  readonly staff: () => Promise<Pick<Staff, 'members'>>;
  readonly texter?: Texter;
  readonly audit: Pick<AuditTrail, 'append'>;
  /** ISO instant. */
  readonly now: string;
}

/** Writes into the trail who asked for what by a text (R28). What was done is done, also where that fails; what came of it the inquiry's timeline says. */
async function noteText(
  operation: string,
  {
    by,
    subject,
    messageId,
  }: { readonly by: StaffMember; readonly subject: string; readonly messageId: string },
  { audit, now }: StaffTextsPorts,
): Promise<void> {
  await audit
    .append({
      id: `text-${messageId}`,
      at: now,
      staff: by.id,
      operation,
      subject,
      outcome: 'done',
      requestId: messageId,
    })
    .catch((error: unknown) =>
      log.error('A text of the staff is not in the audit trail.', { messageId }, error),
    );
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

const textedAt = ({ reach }: StaffMember, number: string | undefined): boolean =>
  number !== undefined && reach.some(({ way, address }) => way === 'sms' && address === number);

/** Of several with one number, whoever was alerted under the code; undefined where that are several as well. */
async function meantBy(
  people: readonly StaffMember[],
  code: number,
  { codes, now }: StaffTextsPorts,
): Promise<StaffMember | undefined> {
  if (people.length === 1) return people[0];
  const alerted: StaffMember[] = [];
  for (const member of people) if (await codes.alerted(member.id, code, now)) alerted.push(member);
  return alerted.length > 1 ? undefined : (alerted[0] ?? people[0]);
}

async function answerTo(
  { text, messageId }: Arrival,
  people: readonly StaffMember[],
  ports: StaffTextsPorts,
): Promise<string> {
  const command = readStaffText(text);
  if (!command) return howToWrite;
  const by = await meantBy(people, command.code, ports);
  if (!by) return `${command.code}: several people with this number have it; open the link instead.`;
  let subject: string | undefined;
  const alerted: StaffTextsPorts['codes']['alerted'] = async (...asked) => {
    const known = await ports.codes.alerted(...asked);
    subject = known?.inquiryId;
    return known;
  };
  const codes = { ...ports.codes, alerted };
  const answer = await answerStaffText(command, { by, id: messageId, now: ports.now }, { ...ports, codes });
  if (subject !== undefined) await noteText(`text:${command.verb}`, { by, subject, messageId }, ports);
  log.info('A text of the staff was obeyed.', { messageId, kind: command.verb });
  return answer;
}

/** What is nearly a command of the staff is answered, and with a red flag in it is a message as well. */
const isMeant = ({ text, assessment }: Arrival): boolean =>
  readStaffText(text) !== undefined || (isNearlyCommand(text) && !isRedFlag(assessment.level));

/**
 * Whether a text that came in was a command of the staff, or meant for one, and so is no inquiry: then it has been obeyed, and answered by a text. Anything
 * else that staff write, and every text of a number that nobody of the staff has, is a message like any other (docs/decisions/054).
 */
export async function obeyedStaffText(arrival: Arrival, ports: StaffTextsPorts): Promise<boolean> {
  const { channel, contact, messageId } = arrival;
  if (channel !== 'sms' || !contact.phone || !isMeant(arrival)) return false;
  const { members } = await ports.staff();
  const people = members.filter((member) => textedAt(member, contact.phone));
  const [first] = people;
  if (!first) return false;
  const text = await answerTo(arrival, people, ports);
  await answered(first, { to: contact.phone, text, messageId }, ports.texter);
  return true;
}
