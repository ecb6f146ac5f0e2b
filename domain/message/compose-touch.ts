import type { MessageFinding } from '../consent/question.ts';
import type { Practice } from '../practice/practice.ts';
import type { EducationItem } from './education.ts';
import { paragraphsOf, renderLayout } from './mail-html.ts';
import { type FrameWords, type RecallWords, wordsFor } from './recall-words.ts';
import { renderMessage } from './render.ts';
import { type RevealingWords, revealed } from './revealing-words.ts';
import { gsmPlain, segmentsOf } from './segments.ts';
import type { Templates } from './templates.ts';
import { reasonFor, type Spoke, type Spoken, type TouchValues, touchValues } from './touch-values.ts';

/** Links of one touch; each is signed for this patient. */
export interface TouchLinks {
  /** One-click unsubscribe (RFC 8058): never expires (R19). */
  readonly unsubscribe: string;
  readonly preferences: string;
}

export interface TouchMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly findings: readonly MessageFinding[];
}

export interface TouchText {
  readonly text: string;
  readonly segments: number;
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly findings: readonly MessageFinding[];
}

export interface TouchWords {
  readonly practice: Practice;
  readonly templates: RecallWords;
  /** practice/templates/recall-layout.mjml, compiled. */
  readonly layout: string;
  readonly revealing: RevealingWords;
  /** What a mail carries besides. */
  readonly carried?: EducationItem | undefined;
}

/** The words of a touch in one set, in the patient's language. Throws when the practice has none. */
export function templateOf(set: Templates, file: string, touch: Spoke, record: Spoken) {
  const template = wordsFor(set, touch.template, reasonFor(touch, record));
  if (!template) throw new Error(`practice/templates/${file} lacks ${touch.template}.`);
  return template[record.patient.language];
}

interface Framed {
  readonly sender: string;
  readonly why: string;
  readonly words: FrameWords;
  readonly links: TouchLinks;
  /** What belongs to a booked visit cannot be unsubscribed from (R20). */
  readonly isCare: boolean;
}

function framed(touch: Spoke, values: TouchValues, words: FrameWords, links: TouchLinks): Framed {
  const isCare = touch.class === 'care';
  const fill = (text: string): string => renderMessage({ text }, values).text.trim();
  const sender = fill(isCare ? words.sender : `${words.advertisement} ${words.sender}`);
  return { sender, why: fill(isCare ? words.whyCare : words.why), words, links, isCare };
}

/** The mail for who reads no HTML: everything is in it, the links written out. */
const plainMail = (
  body: string,
  { sender, why, words, links, isCare }: Framed,
  { bookingUrl }: Practice,
): string =>
  [
    body.trim(),
    ...(bookingUrl && !isCare ? ['', `${words.book}: ${bookingUrl}`] : []),
    '',
    '-- ',
    sender,
    why,
    `${words.preferences}: ${links.preferences}`,
    ...(isCare ? [] : [`${words.unsubscribe}: ${links.unsubscribe}`]),
    '',
  ].join('\n');

function htmlMail(
  body: string,
  subject: string,
  language: string,
  { sender, why, words, links, isCare }: Framed,
  { practice, layout }: TouchWords,
): string {
  return renderLayout(layout, {
    language,
    subject,
    practice: practice.name,
    paragraphs: paragraphsOf(body),
    booking: isCare ? null : (practice.bookingUrl ?? null),
    bookWords: words.book,
    sender,
    why,
    preferences: links.preferences,
    preferencesWords: words.preferences,
    unsubscribe: isCare ? null : links.unsubscribe,
    unsubscribeWords: words.unsubscribe,
  });
}

/** What a template engine cannot promise of a commercial mail: address, one-click unsubscribe, nothing revealed (R18, R20, R25). */
function mailFindings(
  { subject, text, headers }: Omit<TouchMail, 'findings' | 'html'>,
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
 * A mail of recall: the practice's words in the frame that commercial mail must have (R18), as text and as HTML, with one-click unsubscribe
 * (R20), which mail about a booked visit does not have. Throws when the practice has no such template.
 */
export function composeMail(touch: Spoke, record: Spoken, links: TouchLinks, words: TouchWords): TouchMail {
  const { practice, templates, carried } = words;
  const { language } = record.patient;
  const values = touchValues(touch, record, practice);
  const template = templateOf(templates.mails, 'recall.yaml', touch, record);
  const { subject, text: own } = renderMessage(template, { ...values, ...links });
  const text = carried ? `${own.trim()}\n\n${carried.title[language]}: ${carried.text[language]}\n` : own;
  const frame = framed(touch, values, templates.frame[language], links);
  const mail: Pick<TouchMail, 'subject' | 'text' | 'headers'> = {
    subject: subject.trim(),
    text: plainMail(text, frame, practice),
    headers: frame.isCare
      ? {}
      : {
          'List-Unsubscribe': `<${links.unsubscribe}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        },
  };
  return {
    ...mail,
    html: htmlMail(text, mail.subject, language, frame, words),
    findings: mailFindings(mail, values.address, words.revealing),
  };
}

const stopWords = /\b(STOP|ALTO)\b/;

/** A text of recall: the brand first, how to stop it in every one (R44), nothing revealed (R25). Throws when there is no such template. */
export function composeText(touch: Spoke, record: Spoken, links: TouchLinks, words: TouchWords): TouchText {
  const { practice, templates } = words;
  const template = templateOf(templates.texts, 'recall-texts.yaml', touch, record);
  const values = touchValues(touch, record, practice);
  // One accent that the alphabet of texts lacks would double the price of the whole text.
  const named = {
    ...values,
    firstName: gsmPlain(values.firstName),
    visitOn: values.visitOn && gsmPlain(values.visitOn),
    offerGives: values.offerGives && gsmPlain(values.offerGives),
  };
  const plain = renderMessage(template, { ...named, ...links }).text.trim();
  return {
    text: plain,
    ...segmentsOf(plain),
    findings: [
      ...revealed(plain, words.revealing),
      ...(plain.startsWith(practice.shortName) ? [] : (['no-brand'] as const)),
      ...(stopWords.test(plain) ? [] : (['no-opt-out'] as const)),
    ],
  };
}

/** A letter or postcard: its paragraphs, without address and frame. Throws when there is no such template. */
export function composePost(
  touch: Spoke,
  record: Spoken,
  channel: 'letter' | 'postcard',
  { practice, templates, revealing }: Omit<TouchWords, 'layout'>,
): { readonly text: string; readonly findings: readonly MessageFinding[] } {
  const [set, file] =
    channel === 'letter'
      ? ([templates.letters, 'recall-letters.yaml'] as const)
      : ([templates.postcards, 'recall-postcards.yaml'] as const);
  const template = templateOf(set, file, touch, record);
  const text = renderMessage(template, touchValues(touch, record, practice)).text.trim();
  return { text, findings: revealed(text, revealing) };
}
