import type { Practice } from '../practice/practice.ts';
import type { DecodedMail } from './decoders/email.ts';
import { type FormPerson, formPerson } from './form-person.ts';
import { normaliseEmail } from './map-request.ts';
import { domainOf, isOwnDomain, isRelated, ownAddresses } from './own-domains.ts';

/** What ends without an inquiry: an answer of a machine (RFC 3834), a report of a delivery (RFC 3464), Heard's own mail that came back. */
export type MailEnd = 'auto-reply' | 'delivery-report' | 'own-mail';

/**
 * Whom a mail is from (docs/decisions/070). `person`: whoever its From says. `for-person`: a machine or a group passes on what this person wrote. `machine`:
 * a machine's, which names nobody for sure; `answersTo` is where an answer would go.
 */
export type MailSender =
  | { readonly kind: 'person' }
  | { readonly kind: 'ends'; readonly as: MailEnd }
  | { readonly kind: 'for-person'; readonly person: FormPerson }
  | { readonly kind: 'machine'; readonly answersTo?: FormPerson };

const local = (names: string): RegExp => new RegExp(`(^|[-_.+])(${names})([-_.+\\d].*)?@`, 'i');
const reporters = local('mailer-daemon');
const robots = local(
  'postmaster|(no|do[-_.]?not|dont)[-_.]?reply|no[-_.]?respond(er|a)?|bounces?|notifications?|notify|newsletters?|automated|wordpress',
);
const automaticWords =
  /^\s*(re:\s*)?(auto(mat(ic|ed))?[-\s]?(reply|response|answer)|out\s+of\s+(the\s+)?office|respuesta\s+autom[aá]tica|fuera\s+de\s+(la\s+)?oficina|r[eé]ponse\s+automatique|automatische\s+antwort|resposta\s+autom[aá]tica|risposta\s+automatica)/i;

const headerOf = ({ headers }: DecodedMail, name: string): string => headers[name]?.trim() ?? '';
const isSet = (mail: DecodedMail, name: string): boolean =>
  mail.headers[name] !== undefined && !/^no\b/i.test(headerOf(mail, name));

const isReport = (mail: DecodedMail): boolean =>
  /multipart\/report/i.test(headerOf(mail, 'content-type')) || reporters.test(mail.from.address);

const precedence = (mail: DecodedMail, names: RegExp): boolean => names.test(headerOf(mail, 'precedence'));
const isAutoSubmitted = (mail: DecodedMail): boolean => /^auto/i.test(headerOf(mail, 'auto-submitted'));

/** Sent to many: their senders say so, for else nobody takes their mail (RFC 2369, RFC 8058). */
const isBulk = (mail: DecodedMail): boolean =>
  precedence(mail, /\b(bulk|junk|list)\b/i) ||
  ['list-id', 'list-unsubscribe', 'list-unsubscribe-post', 'list-post'].some((name) => isSet(mail, name));

/** What a group adds to what passes through it, it has not; the newsletter itself has. */
const isNewsletter = (mail: DecodedMail): boolean =>
  isSet(mail, 'list-unsubscribe-post') || isSet(mail, 'feedback-id') || isAutoSubmitted(mail);

/** An answer of a machine: it says so itself, or a vacation program's, which older ones only show by their subject. */
function isAutoReply(mail: DecodedMail): boolean {
  if (/^auto-replied/i.test(headerOf(mail, 'auto-submitted'))) return true;
  if (isSet(mail, 'x-autoreply') || isSet(mail, 'x-autorespond')) return true;
  if (precedence(mail, /\bauto_reply\b/i)) return true;
  return (
    (isAutoSubmitted(mail) || isBulk(mail)) && mail.inReplyTo !== '' && automaticWords.test(mail.subject)
  );
}

const plain = (address: string): string => address.toLowerCase().replace(/\+[^@]*(?=@)/, '');

/** An address of the practice's, at a domain of its own or anywhere. */
const isOwn = (address: string, practice: Practice): boolean =>
  isOwnDomain(domainOf(address), practice) || ownAddresses(practice).map(plain).includes(plain(address));

/** The name before "via Front Desk" of a group, or of a form tool. */
const nameVia = (name: string): string =>
  (/^['"‘“]?(.{1,200}?)['"’”]?\s+(via|vía)\s/i.exec(name)?.[1] ?? '').trim();

/** Whom a mail says that it was from before a machine or a group passed it on; never the practice, and never a machine. */
function namedBy(mail: DecodedMail, practice: Practice): FormPerson | undefined {
  const original = normaliseEmail(headerOf(mail, 'x-original-from') || headerOf(mail, 'x-original-sender'));
  const candidates = [...(original ? [{ name: '', address: original }] : []), ...mail.replyTo];
  const found = candidates.find(
    ({ address }) => normaliseEmail(address) && !isOwn(address, practice) && !robots.test(address),
  );
  const email = found && normaliseEmail(found.address);
  if (!email) return undefined;
  const name = nameVia(mail.from.name) || found.name;
  return { ...(name ? { name } : {}), email };
}

/** Whether it came through a group of the practice's own: its front desk's mailbox may be one. */
function isOfOwnGroup(mail: DecodedMail, practice: Practice): boolean {
  const named = ['list-post', 'list-id', 'mailing-list', 'x-list', 'sender'].map((name) =>
    headerOf(mail, name),
  );
  const domains = named.flatMap((text) => [
    ...(text.match(/@[\w.-]+/g) ?? []).map(domainOf),
    ...(/^[^<]*<([\w.-]+)>/.exec(text)?.slice(1) ?? []),
  ]);
  const own = ownAddresses(practice);
  return (
    named.some((text) => own.some((address) => text.toLowerCase().includes(address))) ||
    domains.some((domain) => isOwnDomain(domain.toLowerCase(), practice))
  );
}

/** A form tool's notification names whoever filled it in; what was sent to many only counts as one where it has the fields of a form. */
function fromMachine(mail: DecodedMail, practice: Practice): MailSender {
  const from = domainOf(mail.from.address);
  const isTheirs = (address: string): boolean =>
    !isOwn(address, practice) && !robots.test(address) && !isRelated(domainOf(address), from);
  const whole = [mail.text, ...mail.below.map(({ by, text }) => `${by}\n${text}`)].join('\n');
  const form = formPerson(whole, { country: practice.country, isTheirs, bulk: isBulk(mail) });
  const answersTo = namedBy(mail, practice);
  const named = answersTo?.email && isTheirs(answersTo.email) ? answersTo : undefined;
  if (form) return { kind: 'for-person', person: form.email ? form : { ...named, ...form } };
  if (named && !isBulk(mail)) return { kind: 'for-person', person: named };
  return { kind: 'machine', ...(answersTo ? { answersTo } : {}) };
}

/** What came through a group is of whoever wrote to it. */
function fromGroup(mail: DecodedMail, practice: Practice): MailSender {
  if (isNewsletter(mail) || robots.test(mail.from.address)) return fromMachine(mail, practice);
  if (!isOwn(mail.from.address, practice)) return { kind: 'person' };
  const person = namedBy(mail, practice);
  return person ? { kind: 'for-person', person } : { kind: 'machine' };
}

/** Mail from an address of the practice's own: Heard's, the front desk's, or that of a website or a group that passes on what a patient wrote. */
function fromOwn(mail: DecodedMail, practice: Practice): MailSender | undefined {
  const own = plain(mail.from.address);
  const passedOn = isOwn(own, practice) && namedBy(mail, practice) !== undefined;
  if (passedOn && !isBulk(mail)) return fromMachine(mail, practice);
  if (passedOn) return undefined;
  if (!ownAddresses(practice).map(plain).includes(own)) return undefined;
  const { care, marketing, inbound } = practice.mail;
  const heards = [care, marketing, inbound].some((address) => address && plain(address) === own);
  // What is left is the front desk's: somebody there passes on by hand what a patient wrote.
  return heards ? { kind: 'ends', as: 'own-mail' } : fromMachine(mail, practice);
}

/**
 * Whom a mail is from. Only what a machine answered, or reports, and Heard's own mail ends without an inquiry; a person sees all other mail of machines, for
 * forms, groups and platforms pass on what patients wrote.
 */
export function senderOf(mail: DecodedMail, practice: Practice): MailSender {
  if (isReport(mail)) return { kind: 'ends', as: 'delivery-report' };
  if (isAutoReply(mail)) return { kind: 'ends', as: 'auto-reply' };
  const own = fromOwn(mail, practice);
  if (own) return own;
  if (headerOf(mail, 'return-path') === '<>') {
    const passedOn = fromMachine(mail, practice);
    return passedOn.kind === 'for-person' ? passedOn : { kind: 'ends', as: 'delivery-report' };
  }
  if (isBulk(mail) && isOfOwnGroup(mail, practice)) return fromGroup(mail, practice);
  if (isBulk(mail) || isAutoSubmitted(mail) || robots.test(mail.from.address))
    return fromMachine(mail, practice);
  return { kind: 'person' };
}
