import { type CountryCode, findPhoneNumbersInText, parsePhoneNumberFromString } from 'libphonenumber-js';
import { languageSaid } from '../message/language.ts';
import { withoutAdvertisement } from '../message/own-words.ts';
import { readable } from '../message/readable.ts';
import type { Source } from '../practice/source.ts';
import { asksForPhysician } from './asks-for-physician.ts';
import type { Decoded } from './decode.ts';
import { itemsOf } from './field-path.ts';
import { fieldText, holds, itemKeys, type Reading } from './field-text.ts';
import type { Contact, Language } from './inquiry.ts';
import type { Call, GivenConsent } from './message.ts';
import { type Field, unmappedFields } from './unmapped-fields.ts';

/** One message as a request told it, with its contact points normalised. */
export interface MappedMessage {
  readonly contact: Contact;
  /** What the patient said; empty for a call that left no words. */
  readonly text: string;
  /** All that they wrote, in whichever field and however long: what the red-flag check reads. */
  readonly said: string;
  /** Undefined when in doubt. */
  readonly language?: Language;
  readonly wantsPhysician: boolean;
  readonly details?: Readonly<Record<string, string>>;
  readonly call?: Call;
  /** A picture, a film or a recording came with it; `wordless` where nothing else says what it is about. */
  readonly media?: true;
  readonly wordless?: true;
  readonly suspicion?: string;
  readonly consents?: readonly GivenConsent[];
}

/** What became of one item of a request. */
export type Mapped = { readonly key?: string | undefined } & (
  | { readonly message: MappedMessage }
  | { readonly ignored: true }
  | { readonly unreadable: string; readonly contact: Contact }
);

const longestText = 20_000;
const longestDetail = 4000;
/** All of them: what is kept of a message must fit an item of its table. The raw request keeps the rest. */
const longestDetails = 40_000;
/** A family's whole name is shorter. */
const longestName = 60;
const longestTold = 1000;

/** A phone number in E.164, or undefined when it is none. `country` reads numbers without a country code. */
export function normalisePhone(text: string, country: string): string | undefined {
  const number = parsePhoneNumberFromString(text, country as CountryCode);
  return number?.isPossible() ? number.number : undefined;
}

/**
 * A phone number in E.164 as it is read in the first of these countries in which it is one that can exist, else in the first in which its length
 * is right; undefined where it is none.
 */
export function phoneIn(text: string, countries: readonly string[]): string | undefined {
  const read = countries.flatMap((country) => parsePhoneNumberFromString(text, country as CountryCode) ?? []);
  const found = read.find((number) => number.isValid()) ?? read.find((number) => number.isPossible());
  return found?.number;
}

/** `Jordan Avery <jordan@example.com>`, as mail programs write a person. */
const mailbox = /^\s*"?([^"<]*?)"?\s*<([^<>]+)>\s*$/;

/** Longer texts are no names and no addresses, and patterns must not be made to work on them. */
const longestMailbox = 500;
const mailboxIn = (text: string): RegExpExecArray | null =>
  text.length <= longestMailbox ? mailbox.exec(text) : null;

/** A mail address in lower case, or undefined when it is none. */
export function normaliseEmail(text: string): string | undefined {
  const address = (mailboxIn(text)?.[2] ?? text.slice(0, longestMailbox)).trim().toLowerCase();
  return /^[^\s@<>",;]{1,64}@[^\s@<>",;]+\.[^\s@<>",;.]{2,}$/.test(address) && address.length <= 254
    ? address
    : undefined;
}

function contactOf(source: Source, reading: Reading, country: string): Contact {
  const field = (name: 'name' | 'email' | 'phone' | 'person' | 'page'): string =>
    fieldText(source.mapping[name], reading);
  const named = field('name');
  const name = (mailboxIn(named)?.[1] ?? named).slice(0, 200);
  const email = normaliseEmail(field('email'));
  const phone = normalisePhone(field('phone'), country);
  const person = field('person').slice(0, 200);
  const page = field('page').slice(0, 200);
  return {
    ...(name ? { name } : {}),
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
    ...(person ? { account: { channel: source.channel, person, page, source: source.id } } : {}),
  };
}

/** What a person in a chat tells of themselves, so that they can be reached when the chat closes. */
function toldIn(whole: string, country: string): Contact {
  const text = whole.slice(0, longestTold);
  const number = findPhoneNumbersInText(text, country as CountryCode).find(({ number: found }) =>
    found.isValid(),
  );
  const address = text.match(/[^\s<>,;:()]+@[^\s<>,;:()]+\.[a-z]{2,}/i)?.[0];
  const email = address && normaliseEmail(address);
  return { ...(number ? { phone: number.number.number } : {}), ...(email ? { email } : {}) };
}

const detailsOf = (source: Source, reading: Reading): readonly Field[] =>
  Object.entries(source.mapping.details ?? {}).flatMap(([label, rule]) => {
    const text = readable(fieldText(rule, reading));
    return text ? [[label, text] as const] : [];
  });

/** Fields as staff see them; of two with one name both. */
function shownFields(fields: readonly Field[]): Readonly<Record<string, string>> {
  const shown: Record<string, string> = {};
  let left = longestDetails;
  for (const [label, text] of fields) {
    const before = Object.hasOwn(shown, label) ? `${shown[label]}\n` : '';
    const more = text.slice(0, Math.max(0, Math.min(longestDetail - before.length, left)));
    if (more) shown[label] = `${before}${more}`;
    left -= more.length;
  }
  return shown;
}

/** Forms have fields of their own; what others send besides is no person's. Our own form's are all mapped. */
const hasOwnFields = ({ channel, verifier }: Source): boolean =>
  channel === 'web-form' && verifier.kind !== 'hosted-form';

function callOf(source: Source, reading: Reading): Call | undefined {
  const rules = source.mapping.call;
  if (rules === undefined) return undefined;
  const id = fieldText(rules.id, reading).slice(0, 200);
  const recording = fieldText(rules.recording, reading).slice(0, 1000);
  const seconds = Number.parseInt(fieldText(rules.seconds, reading), 10);
  const reached = (rules.reached ?? []).some((condition) => holds(condition, reading));
  const spoken = recording !== '' || fieldText(rules.transcript, reading) !== '';
  return {
    id,
    outcome: reached ? 'reached' : spoken ? 'voicemail' : 'missed',
    ...(Number.isFinite(seconds) ? { seconds } : {}),
    ...(recording ? { recording } : {}),
  };
}

/** Only our own form knows the words that stood beside its boxes; a tick on another's form is no evidence of them (R68). */
function consentsOf({ verifier }: Source, { request }: Reading): readonly GivenConsent[] {
  if (verifier.kind !== 'hosted-form') return [];
  return (request.body as { consents?: readonly GivenConsent[] }).consents ?? [];
}

interface Words {
  readonly text: string;
  readonly said: string;
  readonly details: Readonly<Record<string, string>>;
}

/** Everything that a request says in words. Where nothing stands in the field of the message, what stands in others is it. */
function wordsOf(source: Source, reading: Reading): Words {
  const places: (readonly string[])[] = [];
  const looking = { ...reading, read: (path: readonly string[]) => void places.push(path) };
  const text = readable(fieldText(source.mapping.call?.transcript ?? source.mapping.message, looking));
  const mapped = detailsOf(source, looking);
  for (const rule of ['wantsPhysician', 'language', 'suspicion'] as const)
    fieldText(source.mapping[rule], looking);
  // Whoever writes a sentence where their name or number belongs has said it all the same.
  for (const rule of ['name', 'email', 'phone'] as const)
    if (fieldText(source.mapping[rule], reading).length <= longestName)
      fieldText(source.mapping[rule], looking);
  for (const place of places) reading.read?.(place);
  const told = [text, ...mapped.map(([, detail]) => detail)];
  const name = readable(fieldText(source.mapping.name, reading));
  const others = hasOwnFields(source) ? unmappedFields(reading.item, places, [...told, name]) : [];
  const said = [...told, ...others.map(([, detail]) => detail)].filter(Boolean).join('\n');
  const instead = text === '' && others.some(([, detail]) => /\s/.test(detail));
  const lines = instead ? others.map(([label, detail]) => `${label}: ${detail}`).join('\n') : text;
  const details = shownFields(instead ? mapped : [...mapped, ...others]);
  return { text: lines.slice(0, longestText), said, details };
}

/** What a program writes in place of a picture that it does not pass on. */
const placeholder =
  /^[[(<]\s*(photo|picture|image|video|audio|file|attachment|voice message|foto|imagen|archivo|nota de voz)s?\s*[\])>]$/i;
/** "My photo", "see attached": so few words beside a picture say nothing of it. */
const fewWords = 2;

/** Whether a picture or a recording is all that says what a message is about (R55). */
function mediaOf(source: Source, reading: Reading, text: string, call: Call | undefined) {
  const sent = (source.mapping.media ?? []).some((condition) => holds(condition, reading));
  const own = withoutAdvertisement(text).replaceAll(/\w+:\/\/\S+/g, '');
  const words = own.match(/\p{L}+/gu)?.length ?? 0;
  const recorded = call?.outcome === 'voicemail' && words === 0;
  const wordless = (sent && words <= fewWords) || recorded || placeholder.test(text);
  return { ...(sent ? { media: true as const } : {}), ...(wordless ? { wordless: true as const } : {}) };
}

function mapItem(
  source: Source,
  reading: Reading,
  country: string,
): { readonly message: MappedMessage } | { readonly unreadable: string; readonly contact: Contact } {
  const call = callOf(source, reading);
  const { text, said, details } = wordsOf(source, reading);
  const named = contactOf(source, reading, country);
  const contact = named.account ? { ...toldIn(text, country), ...named } : named;
  const media = mediaOf(source, reading, text, call);
  if (!text && !call && !media.media)
    return { unreadable: 'No message was found where the source’s mapping looks for it.', contact };
  if (!contact.email && !contact.phone && !contact.account && !call?.id) {
    const unreadable = 'No e-mail address and no phone number was found that could be answered.';
    return { unreadable, contact };
  }
  const suspicion = fieldText(source.mapping.suspicion, reading);
  const consents = consentsOf(source, reading);
  const stated = fieldText(source.mapping.language, reading);
  const language = stated === 'es' || stated === 'en' ? stated : (source.language ?? languageSaid(said));
  const message = {
    contact,
    text,
    said,
    ...(language ? { language } : {}),
    wantsPhysician: asksForPhysician(fieldText(source.mapping.wantsPhysician, reading), text),
    ...(Object.keys(details).length > 0 ? { details } : {}),
    ...(call ? { call } : {}),
    ...media,
    ...(suspicion ? { suspicion } : {}),
    ...(consents.length > 0 ? { consents } : {}),
  };
  return { message };
}

/**
 * What a request says: one entry for each of its messages. An item is `ignored` when the source's rules say that it is no message
 * (a delivery receipt, an echo), `unreadable` with a sentence when there are no words or nobody to answer. `read` is told of every
 * place in the body that was looked at.
 */
export function mapRequest(
  source: Source,
  request: Decoded,
  country: string,
  read?: Reading['read'],
): readonly Mapped[] {
  const keys = itemKeys(source, request);
  return itemsOf(request.body, source.each).map((item, index) => {
    const reading: Reading = { item, request, read };
    const key = keys[index];
    if ((source.ignore ?? []).some((condition) => holds(condition, reading))) return { key, ignored: true };
    return { key, ...mapItem(source, reading, country) };
  });
}
