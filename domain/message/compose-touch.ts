import type { MessageFinding } from '../consent/question.ts';
import type { Patient } from '../patient/patient.ts';
import { locationOf, type Practice } from '../practice/practice.ts';
import type { Touch } from '../recall/touch.ts';
import { phoneText } from './phone-text.ts';
import { renderMessage } from './render.ts';
import { type RevealingWords, revealed } from './revealing-words.ts';
import { segmentsOf } from './segments.ts';
import type { Templates } from './templates.ts';

/** Links of one touch; each is signed for this patient. */
export interface TouchLinks {
  /** One-click unsubscribe (RFC 8058): never expires (R19). */
  readonly unsubscribe: string;
  readonly preferences: string;
}

export interface TouchMail {
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly findings: readonly MessageFinding[];
}

export interface TouchText {
  readonly text: string;
  readonly segments: number;
  readonly findings: readonly MessageFinding[];
}

export interface TouchWords {
  readonly practice: Practice;
  readonly templates: Templates;
  readonly revealing: RevealingWords;
}

function values(touch: Touch, patient: Patient, practice: Practice) {
  const location = locationOf(practice, patient.location);
  const phone = phoneText(location.phone, practice.country);
  return {
    practice: practice.name,
    shortName: practice.shortName,
    firstName: patient.firstName,
    booking: practice.bookingUrl ?? phone,
    phone,
    offer: touch.offerCode ?? null,
    address: location.address.join(', '),
  };
}

function templateOf(name: string, { templates }: TouchWords) {
  const template = templates[name];
  if (!template) throw new Error(`practice/templates/recall.yaml lacks ${name}.`);
  return template;
}

/** What a template engine cannot promise of a commercial mail: address, one-click unsubscribe, nothing revealed (R18, R20, R25). */
function mailFindings(
  { subject, text, headers }: Omit<TouchMail, 'findings'>,
  address: string,
  revealing: RevealingWords,
): readonly MessageFinding[] {
  return [
    ...revealed(`${subject}\n${text}`, revealing),
    ...(text.includes(address) ? [] : (['no-postal-address'] as const)),
    ...(headers['List-Unsubscribe'] && headers['List-Unsubscribe-Post'] ? [] : (['no-unsubscribe'] as const)),
  ];
}

/**
 * A recall mail: the practice's words in the frame that commercial mail must have (R18), with one-click unsubscribe (R20). Throws when
 * the practice has no such template.
 */
export function composeMail(touch: Touch, patient: Patient, links: TouchLinks, words: TouchWords): TouchMail {
  const { practice } = words;
  const given = { ...values(touch, patient, practice), ...links };
  const { subject, text } = renderMessage(templateOf(touch.template, words)[patient.language], given);
  const framed = renderMessage(templateOf('frame', words)[patient.language], { ...given, body: text });
  const mail = {
    subject,
    text: framed.text,
    headers: {
      'List-Unsubscribe': `<${links.unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  };
  return { ...mail, findings: mailFindings(mail, given.address, words.revealing) };
}

const stopWords = /\b(STOP|ALTO)\b/;

/** A recall text: the brand first, how to stop it in every one (R44), nothing revealed (R25). Throws when there is no such template. */
export function composeText(touch: Touch, patient: Patient, links: TouchLinks, words: TouchWords): TouchText {
  const { practice } = words;
  const template = templateOf(`${touch.template}-text`, words)[patient.language];
  const { text } = renderMessage(template, { ...values(touch, patient, practice), ...links });
  const plain = text.trim();
  return {
    text: plain,
    segments: segmentsOf(plain).segments,
    findings: [
      ...revealed(plain, words.revealing),
      ...(plain.startsWith(practice.shortName) ? [] : (['no-brand'] as const)),
      ...(stopWords.test(plain) ? [] : (['no-opt-out'] as const)),
    ],
  };
}
