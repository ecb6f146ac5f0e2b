import type { Mail, Mailer } from '../../domain/message/senders.ts';
import type { StaffMember } from '../../domain/practice/practice.ts';

/** Mails a member of the staff at each of their mail addresses; true when one was accepted. */
export async function mailMember(
  { reach }: StaffMember,
  mail: Omit<Mail, 'stream' | 'to'>,
  mailer: Mailer,
): Promise<boolean> {
  let told = false;
  for (const { way, address } of reach) {
    if (way !== 'email') continue;
    const outcome = await mailer.send({ stream: 'care', to: address, ...mail }).catch(() => undefined);
    told ||= outcome?.state === 'accepted';
  }
  return told;
}
