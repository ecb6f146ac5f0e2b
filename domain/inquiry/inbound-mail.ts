import type { DecodedMail } from './decoders/email.ts';
import { domainOf } from './own-domains.ts';

/** What SES says of a mail that it received (https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html). */
export interface MailNotice {
  /** Where the mail is kept, or the mail itself. */
  readonly stored?: { readonly bucket: string; readonly key: string };
  readonly content?: string;
  readonly recipients: readonly string[];
  readonly verdicts: Readonly<Record<string, string>>;
  /** The sender of the envelope, for which SPF speaks. */
  readonly envelope?: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** The notice in a decoded SNS message; undefined when it is about something else. */
export function mailNoticeOf(body: unknown): MailNotice | undefined {
  const message = record(record(body).message);
  if (message.notificationType !== 'Received') return undefined;
  const receipt = record(message.receipt);
  const action = record(receipt.action);
  const verdicts = Object.entries(receipt).flatMap(([name, value]) =>
    name.endsWith('Verdict') ? [[name.replace('Verdict', ''), text(record(value).status)] as const] : [],
  );
  const recipients = Array.isArray(receipt.recipients) ? receipt.recipients.map(text) : [];
  const bucket = text(action.bucketName);
  const key = text(action.objectKey);
  const envelope = text(record(message.mail).source);
  return {
    recipients,
    ...(envelope ? { envelope } : {}),
    verdicts: Object.fromEntries(verdicts),
    ...(bucket && key ? { stored: { bucket, key } } : {}),
    ...(text(message.content) ? { content: text(message.content) } : {}),
  };
}

export const perhapsForged =
  'The sender of this mail may be forged: call before you say anything about a patient.';
export const perhapsSpam = 'The mail may be spam: look before you answer.';

/**
 * Why a mail is held apart for a person instead of being answered by itself; undefined when nothing speaks against it. A mail that is
 * signed by nobody is usual; one that neither SPF nor DKIM vouches for, or that its own domain disowns (DMARC), may be forged.
 */
export function suspicionOf({ verdicts }: MailNotice): string | undefined {
  const passed = (name: string): boolean => verdicts[name] === undefined || verdicts[name] === 'PASS';
  if (!passed('virus')) return 'The mail did not pass the check for viruses: do not open its files.';
  if (!passed('spam')) return perhapsSpam;
  if (verdicts.dmarc === 'FAIL' || (!passed('spf') && !passed('dkim'))) return perhapsForged;
  return undefined;
}

/**
 * Whether a mail proves that it comes from the address in its From: DMARC passed, or SPF did for that very domain. SPF alone speaks for the
 * envelope, DKIM alone for whoever signed (RFC 7489, 3.1): anybody can have those for a domain of their own.
 */
export function provesSender({ verdicts, envelope = '' }: MailNotice, { from }: DecodedMail): boolean {
  if (verdicts.dmarc === 'PASS') return true;
  return (
    verdicts.dmarc !== 'FAIL' && verdicts.spf === 'PASS' && domainOf(envelope) === domainOf(from.address)
  );
}

const most = 6;

/** Message-IDs that name a mail's thread: what it answers first, its own last. A thread of hundreds is known by its ends. */
export function threadIds({ messageId, inReplyTo, references }: DecodedMail): readonly string[] {
  const ids = [inReplyTo, ...references.slice(-most).toReversed(), references[0] ?? '', messageId];
  return [...new Set(ids.filter(Boolean))];
}
