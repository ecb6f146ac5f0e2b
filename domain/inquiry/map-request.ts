import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Source } from '../practice/source.ts';
import type { Decoded } from './decode.ts';
import { fieldText } from './field-rule.ts';
import type { Contact, Language } from './inquiry.ts';

/** One message as a request told it, with its contact points normalised. */
export interface MappedMessage {
  readonly contact: Contact;
  readonly text: string;
  readonly language: Language;
  readonly wantsPhysician: boolean;
}

const longestText = 20_000;

/** A phone number in E.164, or undefined when it is none. `country` reads numbers without a country code. */
export function normalisePhone(text: string, country: string): string | undefined {
  const number = parsePhoneNumberFromString(text, country as CountryCode);
  return number?.isPossible() ? number.number : undefined;
}

/** A mail address in lower case, or undefined when it is none. */
export function normaliseEmail(text: string): string | undefined {
  const address = text.trim().toLowerCase();
  return /^[^\s@<>",;]{1,64}@[^\s@<>",;]+\.[^\s@<>",;.]{2,}$/.test(address) && address.length <= 254
    ? address
    : undefined;
}

const spanish =
  /\b(el|la|los|las|que|por|para|con|una?|mi|me|estoy|tengo|quiero|quisiera|necesito|hola|gracias|cita|cuanto|cuesta|doctora?|se|del|hoy|ayer|puedo|favor)\b/g;
const english =
  /\b(the|and|is|are|my|i|you|to|for|of|with|have|would|like|want|need|can|how|much|please|hi|hello|thanks|after|it|about)\b/g;

/** The language a patient writes, of the two that the practice answers in; English when in doubt. */
export function languageOf(text: string): Language {
  const plain = text.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');
  const marks = /[¿¡ñ]/.test(text.toLowerCase()) ? 2 : 0;
  const es = (plain.match(spanish)?.length ?? 0) + marks;
  return es > (plain.match(english)?.length ?? 0) ? 'es' : 'en';
}

const doctor = /\b(doctor|dr|physician|doctora|medico|medica)\b/;
const wish = /\b(speak|talk|call|see|hear|ask|hablar|llame|llamar|ver|consultar|preguntar)\b/;

/** Whether a patient asks for the doctor in words, or ticked that they do. */
export function asksForPhysician(ticked: string, text: string): boolean {
  if (/^(1|true|yes|on|si|sí)$/i.test(ticked)) return true;
  const plain = text.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');
  return plain.split(/[.!?\n]+/).some((sentence) => doctor.test(sentence) && wish.test(sentence));
}

/** What a request says. Throws a sentence when nothing in it can be answered: no words, or nobody to answer. */
export function mapRequest(source: Source, request: Decoded, country: string): MappedMessage {
  const field = (name: keyof Source['mapping']): string => fieldText(source.mapping[name], request);
  const text = field('message').slice(0, longestText);
  const name = field('name').slice(0, 200);
  const email = normaliseEmail(field('email'));
  const phone = normalisePhone(field('phone'), country);
  if (!text) throw new Error('No message was found where the source’s mapping looks for it.');
  if (!email && !phone)
    throw new Error('No e-mail address and no phone number was found that could be answered.');
  return {
    contact: { ...(name ? { name } : {}), ...(email ? { email } : {}), ...(phone ? { phone } : {}) },
    text,
    language: source.language ?? languageOf(text),
    wantsPhysician: asksForPhysician(field('wantsPhysician'), text),
  };
}
