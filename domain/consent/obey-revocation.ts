import type { Spoken } from '../inquiry/arrival.ts';
import type { Patients } from '../patient/patients.ts';
import type { Practice } from '../practice/practice.ts';
import { localDay } from '../recall/local-day.ts';
import type { Outreach } from '../recall/outreach.ts';
import type { CallTask } from '../recall/touch.ts';
import { bringsTexts } from './brings-texts.ts';
import type { AddressConsent } from './consent-event.ts';
import { givenBack } from './given-back.ts';
import { answerKeyword, type KeywordAnswerPorts, offerOfCare, wasConfirmed } from './keyword-answer.ts';
import type { Revocation, Revoking } from './revocation.ts';
import { type CameBy, careOnly, type Said, takenBackBy } from './taken-back.ts';
import { unquoted } from './unquoted.ts';

export interface RevocationPorts extends KeywordAnswerPorts {
  readonly revoking: Revoking;
  readonly patients: Pick<
    Patients,
    'record' | 'byAddress' | 'addConsent' | 'keepForAddress' | 'ofAddress' | 'saveCheck'
  >;
  readonly outreach: KeywordAnswerPorts['outreach'] &
    Pick<Outreach, 'suppress' | 'liftSuppression' | 'addTask'>;
  readonly practice: Practice;
  readonly addressKeys: (contact: Spoken['contact']) => Promise<{
    readonly phone?: string;
    readonly email?: string;
  }>;
  /** An id for a task that repeats with its message. */
  readonly taskId: (of: string) => string;
}

export const cameBy = ({ channel }: Pick<Spoken, 'channel'>): CameBy => {
  if (channel === 'sms') return 'text';
  if (channel === 'email') return 'email';
  return channel === 'phone' ? 'call' : 'other';
};

const keywords = new Set<Revocation['intent']>(['help', 'start', 'care']);
/** A revocation of more words may ask for something besides. */
const fewWords = 15;

/**
 * Whether a message says nothing but that: then nobody has to answer it. CANCEL may have meant the appointment, and a question wants an
 * answer. CARE only means something after a STOP.
 */
export function isBare({ intent, perhapsAppointment, method }: Revocation, text: string): boolean {
  if (intent === 'revoke' && perhapsAppointment) return false;
  if (keywords.has(intent)) return true;
  if (intent !== 'revoke' && intent !== 'revoke-all') return false;
  return method === 'keyword' || (!text.includes('?') && unquoted(text).split(/\s+/).length <= fewWords);
}

/** A message that came in by a channel on which keywords are a way of speaking: a text, from the number itself. */
export function read(arrival: Spoken, revoking: Revoking): Revocation {
  const found = revoking(arrival.text);
  const texted = cameBy(arrival) === 'text' && !arrival.typed;
  return keywords.has(found.intent) && !texted ? { ...found, intent: 'no' } : found;
}

interface AddressOwner {
  readonly id: string;
  /** The address that it came from, where it was a number. */
  readonly phone: string | undefined;
}

/** The patients to whom the address of a message belongs. */
export async function ownersOf(
  arrival: Spoken,
  ports: Pick<RevocationPorts, 'patients' | 'addressKeys'>,
): Promise<readonly AddressOwner[]> {
  const keys = Object.values(await ports.addressKeys(arrival.contact)).filter((key) => key !== undefined);
  const found = await ports.patients.byAddress(keys);
  // Whoever may ask for a patient takes nothing back for them.
  return found
    .filter(({ relation }) => relation === undefined)
    .map(({ id }) => ({ id, phone: arrival.contact.phone }));
}

/** The address that an event is about: none where it is about all. */
function addressOf({ channel }: AddressConsent, { phone, email }: Spoken['contact']): string | undefined {
  if (channel === 'email') return email;
  return channel === 'text' || channel === 'call' ? phone : undefined;
}

async function keepByAddress(
  event: AddressConsent,
  arrival: Spoken,
  { addressKeys, patients }: RevocationPorts,
): Promise<void> {
  const { phone, email } = await addressKeys(arrival.contact);
  const keys = event.channel === 'all' ? [phone, email] : [event.channel === 'email' ? email : phone];
  for (const key of keys) if (key !== undefined) await patients.keepForAddress(key, event);
}

/** By address first, so that a crash leaves the address stopped. */
async function takeBack(
  events: readonly AddressConsent[],
  arrival: Spoken,
  people: readonly AddressOwner[],
  ports: RevocationPorts,
): Promise<void> {
  for (const event of events) await keepByAddress(event, arrival, ports);
  for (const { id } of people)
    for (const event of events) {
      const address = addressOf(event, arrival.contact);
      await ports.patients.addConsent({ ...event, patientId: id, ...(address ? { address } : {}) });
    }
}

/** Whether the number itself said so: whoever types a number, or writes about one, may silence somebody else. */
const saidByNumber = ({ channel, typed, review }: Spoken): boolean =>
  channel === 'sms' && !typed && review === undefined;

const hearsay =
  'somebody wrote, not from the number itself, that it belongs to somebody else: ask, and put another number down';
const backAgain =
  'wrote that the number is somebody else’s, and START since: make sure whose number it is, and note it; until then nothing is sent to it';

const whyOf = ({ intent, perhapsAppointment, sentence }: Revocation, arrival: Spoken): string | undefined => {
  if (intent === 'wrong-number' && !saidByNumber(arrival)) return hearsay;
  if (perhapsAppointment) return 'wrote CANCEL: texts have stopped; did they mean the appointment? Ask them';
  const by = sentence ? ` (“${sentence}”)` : '';
  if (intent === 'unsure')
    return `perhaps wants no more messages${by}: marketing has stopped; read what they wrote`;
  return intent === 'wrong-number' ? 'the number belongs to somebody else: ask for another' : undefined;
};

async function giveTasks(
  revocation: Revocation,
  arrival: Spoken,
  people: readonly AddressOwner[],
  ports: RevocationPorts,
): Promise<void> {
  const why = whyOf(revocation, arrival);
  if (why)
    await giveEach(revocation.intent === 'wrong-number' ? 'address' : 'review', why, arrival, people, ports);
}

async function giveEach(
  kind: CallTask['kind'],
  why: string,
  arrival: Spoken,
  people: readonly AddressOwner[],
  ports: RevocationPorts,
): Promise<void> {
  for (const { id } of people) {
    const taskId = ports.taskId(`${arrival.messageId} ${id}`);
    const { location } = arrival;
    const dueOn = localDay(arrival.receivedAt, location.zone);
    await ports.outreach.addTask({
      id: taskId,
      touchId: taskId,
      patientId: id,
      location: location.id,
      kind,
      dueOn,
      why,
      ...(kind === 'review' ? { revokedAt: arrival.receivedAt } : {}),
      state: 'open',
    });
  }
}

async function reassigned(
  arrival: Spoken,
  people: readonly AddressOwner[],
  ports: RevocationPorts,
): Promise<void> {
  const { phone } = arrival.contact;
  const key = (await ports.addressKeys(arrival.contact)).phone;
  if (!phone || key === undefined) return;
  await ports.outreach.suppress(key, 'wrong-number', ports.now);
  const on = localDay(arrival.receivedAt, arrival.location.zone);
  for (const { id } of people)
    await ports.patients.saveCheck({ patientId: id, kind: 'reassigned', number: phone, answer: 'yes', on });
}

const liftedByStart = ['carrier-blocked', 'wrong-number'] as const;

/**
 * START from the number itself: texts reach it again, also where the carrier took none. Where it was said to be somebody else's, a person of the staff
 * asks whose it is: no consent comes back by it, and the answer of the register stands until that person notes another (R14, R69), for the number
 * may have a new holder. The lift comes last.
 */
async function inUseAgain(
  arrival: Spoken,
  people: readonly AddressOwner[],
  ports: RevocationPorts,
): Promise<void> {
  const key = (await ports.addressKeys(arrival.contact)).phone;
  if (!saidByNumber(arrival) || key === undefined) return;
  const known = new Set((await ports.outreach.suppressions(key, 'phone')).map(({ reason }) => reason));
  if (known.has('wrong-number')) await giveEach('address', backAgain, arrival, people, ports);
  for (const reason of liftedByStart)
    if (known.has(reason))
      await ports.outreach.liftSuppression(key, reason, { at: ports.now, by: 'START from the number' });
}

/** START and CARE: texts again, as far as this number had agreed to them or does so now. */
async function giveBack(
  intent: 'start' | 'care',
  said: Said,
  people: readonly AddressOwner[],
  arrival: Spoken,
  ports: RevocationPorts,
): Promise<void> {
  const { phone } = arrival.contact;
  if (!phone) return;
  for (const { id } of people) {
    const record = await ports.patients.record(id);
    if (!record) continue;
    const offer = { wording: offerOfCare(arrival, ports), seller: ports.practice.name, now: ports.now };
    const events =
      intent === 'start'
        ? givenBack(record.consents, id, phone, said, ports.now)
        : [careOnly(id, phone, said, offer)];
    for (const event of events) await ports.patients.addConsent(event);
  }
}

/**
 * Does what a message says about further messages: takes back for everybody who shares the address, and for whoever turns up with it later;
 * tells staff what a person has to settle; answers STOP, HELP and START by one text. Repeating it changes nothing. `writtenDown`: a member of the staff
 * wrote down what was said.
 */
export async function obeyRevocation(
  came: Spoken,
  ports: RevocationPorts,
  writtenDown?: Said['writtenDown'],
): Promise<Revocation> {
  const revocation = read(came, ports.revoking);
  const { intent } = revocation;
  const arrival: Spoken = revocation.spanish ? { ...came, language: 'es' } : came;
  if (intent === 'no') return revocation;
  const said: Said = {
    messageId: arrival.messageId,
    text: unquoted(arrival.text).slice(0, 1000),
    language: arrival.language,
    at: arrival.receivedAt,
    cameBy: cameBy(arrival),
    ...(writtenDown ? { writtenDown } : {}),
  };
  const people = await ownersOf(arrival, ports);
  if (intent === 'care' && !(await wasConfirmed(arrival, ports))) return { ...revocation, intent: 'no' };
  if (intent === 'start' || intent === 'care') await giveBack(intent, said, people, arrival, ports);
  if (intent === 'start') await inUseAgain(arrival, people, ports);
  if (intent !== 'wrong-number' || saidByNumber(arrival)) {
    await takeBack(takenBackBy(revocation, said, ports.now), arrival, people, ports);
    if (intent === 'wrong-number') await reassigned(arrival, people, ports);
  }
  await giveTasks(revocation, arrival, people, ports);
  const brings = intent !== 'start' || (await bringsTexts(arrival, people, ports));
  await answerKeyword(revocation, arrival, ports, brings);
  return revocation;
}
