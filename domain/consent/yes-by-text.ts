import type { Arrival } from '../inquiry/arrival.ts';
import type { Inquiries } from '../inquiry/inquiries.ts';
import type { Texter } from '../message/senders.ts';
import type { Outreach } from '../recall/outreach.ts';
import { askedAt } from './ask-to-confirm.ts';
import { type ConfirmPorts, confirmConsent, waitingAt } from './confirm-consent.ts';
import type { ConsentAddress } from './given-consents.ts';
import { type KeywordAnswerPorts, wordsOf } from './keyword-answer.ts';
import type { Revoking } from './revocation.ts';
import { squeezed } from './revocation-rule-set.ts';
import { unquoted } from './unquoted.ts';

export interface YesPorts extends ConfirmPorts, Pick<KeywordAnswerPorts, 'practice' | 'templates'> {
  readonly outreach: ConfirmPorts['outreach'] & Pick<Outreach, 'answersTo' | 'beginAnswer' | 'contactsOf'>;
  readonly inquiries: Pick<Inquiries, 'addressHolder' | 'file'>;
  readonly revoking: Revoking;
  readonly addressKeys: (contact: Arrival['contact']) => Promise<{ readonly phone?: string }>;
  readonly texter?: Texter | undefined;
}

/** What a text confirms. */
export interface Confirming {
  readonly of: ConsentAddress;
  /** Id of what waited. */
  readonly pending: string;
  readonly word: 'yes' | 'start';
}

const yes: ReadonlySet<string> = new Set(['yes', 'yesplease', 'si', 'siporfavor', 'yesiagree']);

/** YES, SI, SÍ, with a please: the whole message, as it is asked for. */
export const saysYes = (text: string): boolean => yes.has(squeezed(unquoted(text)));

/** So long a bare YES is taken for the answer. START says by itself what it is about. */
const answerDays = 3;
const day = 86_400_000;

/** Whether anything else has been asked by text since: then nobody knows what a YES answers. */
async function askedElse(
  { addressKeys }: Arrival,
  { key }: ConsentAddress,
  since: string,
  { inquiries, outreach }: YesPorts,
): Promise<boolean> {
  const contacts = await outreach.contactsOf(key, since, []);
  if (contacts.some(({ at, channel }) => channel === 'text' && at > since)) return true;
  const holders = await Promise.all(addressKeys.map((one) => inquiries.addressHolder(one)));
  const files = await Promise.all(
    [...new Set(holders)].map((id) => (id === undefined ? undefined : inquiries.file(id))),
  );
  return files.some((file) =>
    file?.messages.some(
      ({ direction, channel, at, state }) =>
        direction === 'out' && channel === 'sms' && at > since && state !== 'failed',
    ),
  );
}

/** `said` is as `asKeyword` left it: only a bare keyword is looked at again. */
const wordOf = ({ text, keyword }: Arrival, { revoking }: YesPorts): Confirming['word'] | undefined => {
  if (saysYes(text)) return 'yes';
  return keyword && revoking(text).intent === 'start' ? 'start' : undefined;
};

const isFromNumber = ({ channel, typed, review, assessment }: Arrival): boolean =>
  channel === 'sms' && !typed && review === undefined && assessment.level === 'R';

/** What was asked about last: what waited when the question went out. Told again, a text finds what it confirmed itself. */
async function askedAbout(of: ConsentAddress, asked: string, said: Arrival, ports: YesPorts) {
  const own = (await ports.patients.ofAddress(of.key)).find(
    ({ confirms, occurredAt, method }) =>
      confirms !== undefined && method === 'keyword' && occurredAt === said.receivedAt,
  );
  if (own?.confirms !== undefined) return own.confirms;
  const waiting = await waitingAt(of, ports);
  return waiting.filter(({ recordedAt }) => recordedAt <= asked).at(-1)?.id;
}

/**
 * What a text from a number agrees to: a bare YES within three days of the question that was texted to it, where nothing else was asked by
 * text since, or START. Undefined for any other message: it is a patient's words.
 */
export async function confirmationIn(said: Arrival, ports: YesPorts): Promise<Confirming | undefined> {
  const word = isFromNumber(said) ? wordOf(said, ports) : undefined;
  const { phone } = said.contact;
  const key = word && (await ports.addressKeys(said.contact)).phone;
  if (!word || !phone || key === undefined) return undefined;
  const of = { channel: 'text', address: phone, key } as const;
  const asked = askedAt(await ports.outreach.answersTo(key));
  if (asked === undefined || asked > said.receivedAt) return undefined;
  const pending = await askedAbout(of, asked, said, ports);
  if (pending === undefined) return undefined;
  if (word === 'start') return { of, pending, word };
  const late = Date.parse(said.receivedAt) - Date.parse(asked) > answerDays * day;
  return late || (await askedElse(said, of, asked, ports)) ? undefined : { of, pending, word };
}

/** Grants it, and tells the number once what it gets and how to end it (R43); START is answered by itself. */
export async function confirmByText(
  { of, pending, word }: Confirming,
  said: Arrival,
  ports: YesPorts,
): Promise<void> {
  const { messageId, receivedAt, text } = said;
  const source = `text: ${unquoted(text).slice(0, 40)}`;
  if (!(await confirmConsent(of, pending, { method: 'keyword', at: receivedAt, source }, ports))) return;
  if (word === 'start' || !ports.texter) return;
  const answer = { key: `yes#${messageId}`, at: ports.now };
  if (!(await ports.outreach.beginAnswer(of.key, answer))) return;
  const about = { audience: 'patient', kind: 'consent-confirmed', messageId } as const;
  const words = wordsOf('consent-confirmed', said, ports);
  await ports.texter.send({ stream: 'care', to: of.address, text: words, about }).catch(() => undefined);
}
