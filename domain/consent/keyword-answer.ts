import type { Spoken } from '../inquiry/arrival.ts';
import { phoneText } from '../message/phone-text.ts';
import { renderMessage } from '../message/render.ts';
import type { Texter } from '../message/senders.ts';
import type { Templates } from '../message/templates.ts';
import type { Practice } from '../practice/practice.ts';
import type { Outreach } from '../recall/outreach.ts';
import { decide } from './decide.ts';
import type { Law } from './law.ts';
import type { Question } from './question.ts';
import type { Revocation } from './revocation.ts';

export interface KeywordAnswerPorts {
  readonly outreach: Pick<Outreach, 'beginAnswer' | 'answersTo' | 'suppressions'>;
  /** Absent where the practice has no texts. */
  readonly texter?: Texter;
  readonly practice: Practice;
  readonly law: Law;
  readonly templates: Templates;
  readonly addressKeys: (contact: Spoken['contact']) => Promise<{ readonly phone?: string }>;
  /** ISO instant. */
  readonly now: string;
}

type Answered = Readonly<{ key: string; at: string }>;
type Answers = readonly Answered[];

/** One confirmation for each time that texts are stopped: a START in between begins anew (R10). */
function stopKey(answers: Answers): string {
  const started = answers
    .filter(({ key }) => key.startsWith('start#'))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return `stop#${started.at(-1)?.key.slice('start#'.length) ?? 'first'}`;
}

const numberKey = async ({ contact }: Spoken, ports: KeywordAnswerPorts): Promise<string | undefined> =>
  (await ports.addressKeys(contact)).phone;

/** Whether the confirmation of a STOP, which offers CARE, went to this number. */
export async function wasConfirmed(arrival: Spoken, ports: KeywordAnswerPorts): Promise<boolean> {
  const key = await numberKey(arrival, ports);
  return (
    key !== undefined && (await ports.outreach.answersTo(key)).some((one) => one.key.startsWith('stop#'))
  );
}

const templateOf: Partial<Record<Revocation['intent'], string>> = {
  revoke: 'stop-confirmation',
  'revoke-all': 'stop-confirmation',
  help: 'keyword-help',
  start: 'keyword-start',
  care: 'keyword-care',
};

/** One of the automatic texts of practice/templates/care.yaml, as it goes to this number. */
export function wordsOf(
  name: string,
  { language, location }: Pick<Spoken, 'language' | 'location'>,
  { practice, templates }: Pick<KeywordAnswerPorts, 'practice' | 'templates'>,
): string {
  const found = templates[name];
  if (!found) throw new Error(`practice/templates/care.yaml has no template named ${name}.`);
  const phone = phoneText(location.phone, practice.country);
  return renderMessage(found[language], { practice: practice.name, phone }).text;
}

/** The words in which CARE was offered. */
export const offerOfCare = (arrival: Spoken, ports: KeywordAnswerPorts): string =>
  wordsOf('stop-confirmation', arrival, ports);

/** Whether a text may go out that answers somebody at once: `decide` is asked this. */
export function questionOf(
  arrival: Pick<Spoken, 'contact' | 'location' | 'receivedAt'>,
  ports: Pick<KeywordAnswerPorts, 'practice' | 'law' | 'now'>,
  text: string,
  known: {
    readonly purpose: 'stop-confirmation' | 'help-reply';
    readonly confirmedBefore: boolean;
    readonly suppressed: Question['recipient']['suppressed'];
  },
): Question {
  const { practice, law, now } = ports;
  const uses = practice.channels?.textFor ?? [];
  const { phone } = arrival.contact;
  return {
    message: {
      purpose: known.purpose,
      seller: practice.name,
      findings: text.includes(practice.name) || text.includes(practice.shortName) ? [] : ['no-brand'],
      remunerated: false,
      clinical: false,
      paidSeries: false,
      requestedAt: arrival.receivedAt,
      confirmedBefore: known.confirmedBefore,
    },
    channel: 'text',
    by: 'automatic',
    recipient: {
      ...(phone ? { phone } : {}),
      hasPostal: false,
      country: practice.country,
      deceased: false,
      forbids: [],
      onlyBy: [],
      topicsOff: [],
      wroteFirst: true,
      doNotCall: { internal: false },
      suppressed: known.suppressed,
      contacts: [],
      numberContacts: [],
    },
    consents: [],
    circumstances: {
      holdout: false,
      openInquiry: false,
      openCase: false,
      textNumber: { care: uses.includes('care'), marketing: uses.includes('marketing') },
      emailWarned: false,
      brandRevealsTreatment: practice.brandRevealsTreatment === true,
    },
    rules: {
      caps: { marketing: { day: 0, week: 0, month: 0 }, care: { day: 0, week: 0 } },
      sendBetween: { from: '09:00', to: '20:00' },
    },
    law,
    homeZone: arrival.location.zone,
    now,
  };
}

/** So that two robots never talk to each other for ever. */
const mostAnswersADay = 5;
const day = 86_400_000;

const isFull = (answers: Answers, now: string): boolean =>
  answers.filter(({ at }) => Date.parse(now) - Date.parse(at) < day).length >= mostAnswersADay;

/**
 * Answers STOP by one confirmation and HELP or START by one text each (R10, R11, R46). It is noted before it is sent and never sent again,
 * also where nobody knows whether it left; what came more than five minutes ago is not answered any more.
 */
export async function answerKeyword(
  { intent, channels }: Revocation,
  arrival: Spoken,
  ports: KeywordAnswerPorts,
  /** Whether START brings any texts back: nobody is promised what does not come. */
  brings = true,
): Promise<void> {
  // Who wants no more mail is told nothing by text.
  const elsewhere = intent === 'revoke' && channels.length > 0 && !channels.includes('text');
  const name = elsewhere ? undefined : templateOf[intent];
  const { phone } = arrival.contact;
  const key = await numberKey(arrival, ports);
  const texted = arrival.channel === 'sms' && !arrival.typed;
  if (!name || !texted || !ports.texter || !phone || key === undefined) return;
  const answers = await ports.outreach.answersTo(key);
  const stops = name === 'stop-confirmation';
  const answer = stops ? stopKey(answers) : `${intent}#${arrival.messageId}`;
  const text = wordsOf(name === 'keyword-start' && !brings ? 'keyword-start-none' : name, arrival, ports);
  const decision = decide(
    questionOf(arrival, ports, text, {
      purpose: stops ? 'stop-confirmation' : 'help-reply',
      confirmedBefore: answers.some((one) => one.key === answer),
      suppressed: await ports.outreach.suppressions(key, 'phone'),
    }),
  );
  if (decision.outcome !== 'allow' || isFull(answers, ports.now)) return;
  if (!(await ports.outreach.beginAnswer(key, { key: answer, at: ports.now }))) return;
  const about = { audience: 'patient', kind: name, messageId: arrival.messageId } as const;
  // Unknown or refused: it stays as it is. A second confirmation would be one too many.
  await ports.texter.send({ stream: 'care', to: phone, text, about }).catch(() => undefined);
}
