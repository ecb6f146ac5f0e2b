import PostalMime, { type Address, type Email } from 'postal-mime';
import { type Below, mailParts } from '../../message/own-words.ts';
import { readable } from '../../message/readable.ts';

/** A file in a mail. */
export interface MailFile {
  readonly name: string;
  readonly type: string;
  readonly content: Uint8Array;
}

/** A mail as the mapping reads it. */
export interface DecodedMail {
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo: readonly { readonly name: string; readonly address: string }[];
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  readonly inReplyTo: string;
  readonly references: readonly string[];
  /** By lower-case name; of a header that stands twice the first, as the newest hop writes on top. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the person wrote, and what stands below it: quoted history, a forwarded mail, a signature. */
  readonly text: string;
  readonly below: readonly Below[];
  readonly attachments: readonly MailFile[];
}

const maxHeadersSize = 256 * 1024;
const maxNestingDepth = 30;
/** Nobody writes more; the mail itself stays in the bucket, whole. */
const longestText = 400_000;

const mailbox = (address: Address | undefined): { name: string; address: string } => ({
  name: address?.name ?? '',
  address: address?.address ?? '',
});

const blocks = /<\/(p|div|tr|td|th|li|h[1-6]|blockquote|table)>|<br\s*\/?>/gi;

/** Quoted lines of HTML as those of a plain text are marked, so that an answer below them is told from them. */
function quotedLines(html: string): string {
  let depth = 0;
  return html
    .split(/(<blockquote\b[^<>]*>|<\/blockquote>)/i)
    .map((part) => {
      if (/^<blockquote/i.test(part)) depth += 1;
      else if (/^<\/blockquote/i.test(part)) depth = Math.max(0, depth - 1);
      else if (depth > 0) return `\n> ${part.replaceAll(/[\r\n]+/g, ' ').replaceAll(blocks, '\n> ')}`;
      else return part;
      return '\n';
    })
    .join('');
}

/** The text of a mail that has only HTML; what is never shown is left out. */
function textOfHtml(html: string): string {
  const words = quotedLines(html)
    .replaceAll(/<(style|script|head|title)\b[\s\S]*?(<\/\1>|$)/gi, '')
    .replaceAll(blocks, '\n')
    .replaceAll(/<[^<>]*>/g, '');
  return readable(words)
    .replaceAll(/[ \t\u00a0]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

const ids = (text: string | undefined): readonly string[] => text?.match(/<[^<>\s]+>/g) ?? [];

function headersOf(email: Email): Record<string, string> {
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const { key, value } of email.headers) headers[key] ??= value;
  return headers;
}

/** A file of 40 MB has half of this; parsing takes some microseconds a line, and a registration has a minute. */
const mostLines = 1_000_000;

function lineCount(body: Uint8Array): number {
  let count = 0;
  for (let at = body.indexOf(10); at >= 0; at = body.indexOf(10, at + 1)) count += 1;
  return count;
}

/** Reads a mail (RFC 5322, MIME). Throws when its headers or its nesting are beyond what a mail has. */
export async function decodeEmail(body: Uint8Array): Promise<DecodedMail> {
  if (lineCount(body) > mostLines) throw new SyntaxError('The mail has more lines than a mail has.');
  const email = await PostalMime.parse(body, { maxHeadersSize, maxNestingDepth });
  const words = email.text?.trim() ? email.text : textOfHtml((email.html ?? '').slice(0, longestText));
  const whole = readable(words.slice(0, longestText).replaceAll('\r\n', '\n'));
  const { own, below } = mailParts(whole);
  return {
    from: mailbox(email.from),
    replyTo: (email.replyTo ?? []).map(mailbox),
    to: [...(email.to ?? []), ...(email.cc ?? [])].flatMap(({ address }) => address ?? []),
    subject: email.subject ?? '',
    messageId: email.messageId ?? '',
    inReplyTo: ids(email.inReplyTo)[0] ?? '',
    references: ids(email.references),
    headers: headersOf(email),
    text: own,
    below,
    attachments: email.attachments.map(({ filename, mimeType, content }) => ({
      name: filename ?? '',
      type: mimeType,
      content: typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content),
    })),
  };
}
