import { unquoted } from '../consent/unquoted.ts';
import { higher, isEmergency } from '../escalation/choose-policy.ts';
import type { Patients } from '../patient/patients.ts';
import { daysAfter } from '../recall/calendar.ts';
import type { Outreach } from '../recall/outreach.ts';
import type { CheckInAnswer, Touch, TouchState } from '../recall/touch.ts';
import type { Arrival } from './arrival.ts';
import type { Level } from './inquiry.ts';

/** A digit alone, or with the very word that the question gives it; after 2 and 3 anything may follow, for it only raises. */
const answers: readonly (readonly [RegExp, CheckInAnswer])[] = [
  [/^1\P{L}*(?:(?:fine|bien)\P{L}*)?$/u, 'fine'],
  [/^2\P{L}*(?:(?:concern|duda|molestia)\b.*)?$/su, 'concern'],
  [/^3\P{L}*(?:(?:urgent|urgente)\b.*)?$/su, 'urgent'],
];
const moreDigits = /^\P{N}*\p{N}\P{N}*\p{N}/u;

/** What a message says in answer to a check-in (R66): a bare 1, 2 or 3, with or without its word, else words of the patient's own. */
export function checkInAnswer(text: string): CheckInAnswer {
  // The keys 1, 2 and 3 of a telephone as one sign are a digit with two marks behind it.
  const said = unquoted(text)
    .normalize('NFKC')
    .replaceAll(/[\uFE0F\u20E3]/g, '')
    .trim()
    .toLowerCase();
  const bare = answers.find(([pattern]) => pattern.test(said))?.[1];
  return bare === undefined || (moreDigits.test(said) && !/\p{L}/u.test(said)) ? 'words' : bare;
}

const least: Readonly<Record<Exclude<CheckInAnswer, 'fine'>, Level>> = {
  concern: 'U',
  urgent: 'E1',
  words: 'S',
};

const inWords: Partial<Record<CheckInAnswer, string>> = { concern: '2, a concern', urgent: '3, urgent' };

/** An answer to a check-in goes to whoever looks after patients treated lately, no less urgent than it says itself. */
function raised(sender: Arrival, answer: Exclude<CheckInAnswer, 'fine'>): Arrival {
  const { level, flags } = sender.assessment;
  const said = inWords[answer];
  return {
    ...sender,
    postTreatment: sender.postTreatment ?? 'watch',
    assessment: { level: higher(level, least[answer]), flags: [...flags, 'R66'] },
    ...(said ? { details: { ...sender.details, 'Check-in': said } } : {}),
  };
}

/** Nothing but a 1, proved to be from the one person who was asked at this address, with no red flag and no photograph: nobody has to answer it. */
const asksForNothing = (said: Arrival, asked: readonly Touch[]): boolean =>
  !said.typed &&
  asked.length === 1 &&
  said.assessment.level === 'R' &&
  !said.media &&
  (said.mail?.attachments.length ?? 0) === 0;

/**
 * A message from an address at which check-ins are open. `said` is it as the red-flag check left it, which comes first (R55); `sender` with what is known
 * of whoever sent it. A 1 of which one cannot tell whose it is counts as words; no answer of which nobody has proved who wrote it is noted.
 */
export function asAnswer(
  { said, sender }: { readonly said: Arrival; readonly sender: Arrival },
  asked: readonly Touch[],
): { readonly arrival: Arrival; readonly answer?: CheckInAnswer } {
  if (asked.length === 0 || said.review !== undefined || said.keyword) return { arrival: sender };
  const told = checkInAnswer(said.text);
  const answer = told === 'fine' && !asksForNothing(said, asked) ? 'words' : told;
  // What is only claimed raises, but it is not the answer: whoever was asked is asked again by a call.
  if (answer !== 'fine') return { arrival: raised(sender, answer), ...(said.typed ? {} : { answer }) };
  return { arrival: { ...sender, assessment: said.assessment, keyword: true, checkIn: true }, answer };
}

export interface CheckInPorts {
  readonly patients: Pick<Patients, 'byAddress'>;
  readonly outreach: Pick<Outreach, 'touches' | 'noteAnswer'>;
  /** Told when an emergency goes on without what it answers. */
  readonly unknown: (error: unknown) => void;
}

/** So long a message from whoever was asked is taken for the answer. */
const answerDays = 3;
const arrived: readonly TouchState[] = ['sent', 'delivered', 'sending', 'unknown'];

const isAsked = ({ aftercare, channel, state, startedAt }: Touch, since: string): boolean =>
  aftercare === 'check-in' &&
  (channel === 'text' || channel === 'email') &&
  arrived.includes(state) &&
  startedAt !== undefined &&
  startedAt >= since;

async function openCheckIns({ addressKeys }: Arrival, ports: CheckInPorts, now: string) {
  const since = new Date(Date.parse(now) - answerDays * 86_400_000).toISOString();
  const found = await ports.patients.byAddress(addressKeys);
  const own = found.filter(({ relation }) => relation === undefined);
  const touches = await Promise.all(
    own.map(({ id }) => ports.outreach.touches(id, daysAfter(since.slice(0, 10), -answerDays - 1))),
  );
  // Of one person the last question counts.
  return touches.flatMap((all) => all.filter((touch) => isAsked(touch, since)).slice(-1));
}

/** The check-ins that a message may be the answer to: only by text or mail, and never so that an emergency waits for it. */
export async function checkInsFor(
  arrival: Arrival,
  ports: CheckInPorts,
  now: string,
): Promise<readonly Touch[]> {
  const { channel, addressKeys, review, assessment } = arrival;
  if (review !== undefined || addressKeys.length === 0 || (channel !== 'sms' && channel !== 'email'))
    return [];
  try {
    return await openCheckIns(arrival, ports, now);
  } catch (error) {
    if (!isEmergency(assessment.level)) throw error;
    ports.unknown(error);
    return [];
  }
}

/** What weighs less comes first: a person has to look at words, a nurse at a concern, the physician is paged for what is urgent. */
const weights: readonly CheckInAnswer[] = ['fine', 'words', 'concern', 'urgent'];

/**
 * Writes an answer down where it was asked for. Of several the one that weighs most stays, in whatever order they are written: nothing that wants a person
 * is taken back by a 1 that was sent, or handled, at the same moment or later.
 */
export async function noteAnswer(
  { outreach }: { readonly outreach: Pick<Outreach, 'noteAnswer'> },
  asked: readonly Touch[],
  { answer, at }: { readonly answer: CheckInAnswer; readonly at: string },
): Promise<void> {
  const over = weights.slice(0, weights.indexOf(answer));
  for (const touch of asked)
    await outreach.noteAnswer(touch, { answer, answeredAt: at }, { states: arrived, over });
}
