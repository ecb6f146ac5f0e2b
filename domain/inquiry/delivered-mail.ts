import { isEmergency } from '../escalation/choose-policy.ts';
import type { Assessment } from '../red-flag/assess.ts';
import { asIfRead } from '../red-flag/unread.ts';
import type { Arrival } from './arrival.ts';
import { belowText, type KnownWords, withBelow } from './below-words.ts';
import { type DecodedMail, decodeEmail } from './decoders/email.ts';
import { mailNoticeOf, perhapsForged, perhapsSpam, provesSender, suspicionOf } from './inbound-mail.ts';
import { contactIn, fromMachineReason, mailKeys, passedOnBy } from './machine-mail.ts';
import { type MailSender, senderOf } from './mail-sender.ts';
import type { Attachment } from './message.ts';
import { outside, type RegistrationFacts } from './registration-facts.ts';

const mostFiles = 50;

/** A mail behind a notice, with what is known about it. */
export interface OpenedMail {
  readonly mail: DecodedMail;
  /** Where the bucket has it, if it does. */
  readonly key?: string;
  readonly suspicion: string | undefined;
  readonly sender: MailSender;
  /** Whoever wrote it is who its From says. */
  readonly proved: boolean;
  readonly recipients: readonly string[];
}

const bytesOf = (content: string): Uint8Array => {
  // SES gives a mail as text, or in base64 where the topic says so; base64 has no colon, every mail has one.
  if (content.slice(0, 2000).includes(':')) return new TextEncoder().encode(content);
  return Uint8Array.from(atob(content.replaceAll(/\s/g, '')), (letter) => letter.charCodeAt(0));
};

/** Opens the mail behind a notice of SES's and puts it where the mapping finds it. */
export async function openMail(facts: RegistrationFacts, body: unknown): Promise<OpenedMail | undefined> {
  const notice = mailNoticeOf(body);
  if (!notice) return undefined;
  const { stored, content, recipients } = notice;
  const bytes = content ? bytesOf(content) : stored && (await outside(facts.storedMail(stored)));
  if (!bytes) return undefined;
  const mail = await decodeEmail(bytes);
  (body as { mail?: DecodedMail }).mail = mail;
  const sender = senderOf(mail, facts.practice);
  const passedOn = sender.kind === 'for-person' || sender.kind === 'machine';
  return {
    mail,
    ...(stored ? { key: stored.key } : {}),
    suspicion: suspicionOf(notice),
    sender,
    proved: !passedOn && provesSender(notice, mail),
    recipients: [...recipients, ...mail.to],
  };
}

/** What was said before is known of a conversation that may be shown; an emergency does not wait for it. */
async function knownTo(facts: RegistrationFacts, arrival: Arrival): Promise<KnownWords> {
  const { care, marketing, replyTo, inbound } = facts.practice.mail;
  const own = [care, marketing, replyTo, inbound].filter((address) => address !== undefined);
  try {
    return { said: await facts.saidBefore(arrival), templates: facts.templates, own };
  } catch (error) {
    if (!isEmergency(arrival.assessment.level)) throw error;
    return { said: [], templates: facts.templates, own };
  }
}

/** The assessment of a mail with what stands below its words. What an answer of a machine quotes is nobody's new words. */
async function assessedWhole(
  facts: RegistrationFacts,
  arrived: Arrival,
  { mail, sender }: Pick<OpenedMail, 'mail' | 'sender'>,
): Promise<Assessment> {
  const { review, assessment } = arrived;
  // Spam in other languages is usual; a patient whose mail nobody vouches for is still one.
  const own = review === undefined || review === perhapsForged ? assessment : asIfRead(assessment);
  if (mail.below.length === 0 || sender.kind === 'ends') return own;
  const whole = await withBelow(own, mail.below, facts.assess, await knownTo(facts, arrived));
  return review === fromMachineReason ? asIfRead(whole) : whole;
}

/** What a mail adds to the message in it: its thread, its files, and why a person should look first. */
export async function withMail(
  facts: RegistrationFacts,
  given: Arrival,
  { mail, key, suspicion, recipients, proved, sender }: OpenedMail,
): Promise<Arrival> {
  const attachments: Attachment[] = [];
  for (const [index, file] of mail.attachments.slice(0, mostFiles).entries())
    attachments.push({
      name: file.name.slice(0, 200),
      type: file.type.slice(0, 100),
      bytes: file.content.length,
      key: await facts.keepFile(given.messageId, index, file),
    });
  const named = await Promise.all(recipients.slice(0, 20).map((address) => facts.inquiryOf(address)));
  const threadOf = named.find((id) => id !== undefined);
  // Not whoever is awaited: a bare digit from them looks like spam to a machine.
  const spared = suspicion === perhapsSpam && proved && (await facts.awaited(given));
  const held = sender.kind === 'machine' && threadOf === undefined ? fromMachineReason : undefined;
  const review = given.review ?? (spared ? undefined : suspicion) ?? held;
  const { typed, ...rest } = given;
  const nobodys = sender.kind === 'machine' || sender.kind === 'ends';
  const below = belowText(mail.below);
  const arrived: Arrival = {
    ...rest,
    ...(typed && !proved ? { typed } : {}),
    contact: contactIn(sender, given.contact),
    ...passedOnBy(sender, mail, given),
    ...(nobodys ? { byMachine: true, wantsPhysician: false } : {}),
    mail: {
      id: mail.messageId,
      attachments,
      ...(key === undefined ? {} : { key }),
      ...(below === undefined ? {} : { below }),
    },
    ...(threadOf !== undefined && review === undefined ? { threadOf } : {}),
    ...(review === undefined ? {} : { review }),
  };
  const found = { ...arrived, addressKeys: mailKeys(facts, sender, mail, arrived) };
  return { ...found, assessment: await assessedWhole(facts, found, { mail, sender }) };
}
