import type { PatientRecord } from '../patient/patient.ts';
import { daysAfter } from './calendar.ts';
import { nextConsultDay } from './consult-steps.ts';
import type { RecallItem } from './recall-item.ts';
import type { OutreachChannel, Sequence } from './recall-rules.ts';
import { nextReminder } from './reminders.ts';
import { type Touch, wasReceived } from './touch.ts';

type Attempt = Sequence['attempts'][number];

/** Channels by which a person contacts the patient; all others leave by themselves. */
const byPerson: ReadonlySet<OutreachChannel> = new Set(['call', 'social']);

/** An attempt that was made: which of its sequence (from 0), on which local day, by which channel. */
export interface Made {
  readonly attempt: number;
  readonly on: string;
  readonly channel?: OutreachChannel;
}

/**
 * The day of the attempt that follows one on a local day, when so many are made; undefined when none is left. It counts from the attempt before,
 * so that whoever is long overdue gets none in a bunch; a consultation's count from the consultation (docs/decisions/066).
 */
export function followingDay(
  item: Pick<RecallItem, 'type' | 'lastOn' | 'dueOn' | 'heldUntil'>,
  sequence: Pick<Sequence, 'attempts'>,
  attempts: number,
  on: string,
): string | undefined {
  if (item.type === 'consult') return nextConsultDay(item, sequence, attempts, on);
  const next = sequence.attempts[attempts];
  return next && daysAfter(on, next.afterDays);
}

/**
 * The item after an attempt of its sequence: the next one's day, or exhausted when that was the last. By a channel that leaves by itself
 * the attempt also counts as automatic.
 */
export function raised(item: RecallItem, sequence: Sequence, { attempt, on, channel }: Made): RecallItem {
  const attempts = attempt + 1;
  const { nextOn, followsOn, callBack, ...rest } = item;
  void [nextOn, followsOn, callBack];
  const leftByItself = channel !== undefined && !byPerson.has(channel);
  const counted = {
    ...rest,
    attempts,
    attemptedOn: on,
    firstOn: item.firstOn ?? on,
    ...(leftByItself ? { automatic: (item.automatic ?? 0) + 1 } : {}),
  };
  if (item.type === 'reminder') {
    const later = nextReminder(item.dueOn, sequence, attempts, on);
    return later ? { ...counted, ...later } : { ...counted, state: 'exhausted', endedOn: on };
  }
  const day = followingDay(item, sequence, attempts, on);
  if (day === undefined) return { ...counted, state: 'exhausted', endedOn: on };
  return { ...counted, nextOn: day, followsOn: day };
}

/** The item as a person stops it on a local day, with the outcome or reason; it stays stopped for this episode. */
export function stopped(item: RecallItem, endedBy: string, on: string): RecallItem {
  const { nextOn, ...rest } = item;
  void nextOn;
  return { ...rest, state: 'stopped', endedBy, endedOn: on };
}

/**
 * The channels left for an attempt, in its order of preference. After the automatic maximum only persons' channels are left, a call at least; a
 * prescription is never but a clinician's task, which is a call.
 */
export function channelsOf(
  item: Pick<RecallItem, 'automatic' | 'clinician'>,
  attempt: Pick<Attempt, 'channels'>,
  { automaticMaximum }: Pick<Sequence, 'automaticMaximum'>,
): readonly OutreachChannel[] {
  if (item.clinician) return ['call'];
  if (automaticMaximum === undefined || (item.automatic ?? 0) < automaticMaximum) return attempt.channels;
  const persons = attempt.channels.filter((channel) => byPerson.has(channel));
  return persons.length > 0 ? persons : ['call'];
}

/** Name of the template of an attempt: after a consultation the one for the reason it did not move forward, where there is a reason. */
export function templateOf(
  item: Pick<RecallItem, 'id' | 'type'>,
  attempt: Pick<Attempt, 'template'>,
  { consultations }: Pick<PatientRecord, 'consultations'>,
): string {
  const reason =
    item.type === 'consult' ? consultations.find(({ id }) => `consult#${id}` === item.id)?.reason : undefined;
  return reason === undefined ? attempt.template : `${attempt.template}-${reason}`;
}

/** How many touches of its episode the patient got for an item, by whatever channel. */
export const receivedOf = ({ id, episode }: RecallItem, touches: readonly Touch[]): number =>
  touches.filter(
    (touch) =>
      touch.items.some((touched) => touched.id === id && touched.episode === episode) && wasReceived(touch),
  ).length;

/**
 * The attempt whose words a try speaks: that of so many touches as the patient really got, so that the first thing somebody gets is never the
 * last note; and none ahead of its own step, so that a call that was put off is the same call. Reminders speak of the days to the visit, and keep
 * the words of their step.
 */
const speakingAttempt = (
  item: RecallItem,
  { attempts }: Sequence,
  index: number,
  received: number,
): Attempt | undefined => attempts[item.type === 'reminder' ? index : Math.min(received, index)];

/** One try of a sequence: what the patient would get, and by which channels in which order. */
export interface Try {
  /** Index in the sequence. */
  readonly index: number;
  readonly template: string;
  readonly channels: readonly OutreachChannel[];
}

/**
 * The tries that are left of an item's sequence, the next first; the patient's preferred channel comes first in each. `touches` are those of the
 * patient since the item's first attempt: they decide on the words.
 */
export function triesLeft(
  item: RecallItem,
  sequence: Sequence,
  record: Pick<PatientRecord, 'consultations' | 'preferences'>,
  touches: readonly Touch[],
): readonly Try[] {
  const preferred = record.preferences?.channel;
  const received = receivedOf(item, touches);
  return sequence.attempts
    .map((attempt, index) => ({
      index,
      template: templateOf(item, speakingAttempt(item, sequence, index, received) ?? attempt, record),
      channels: channelsOf(item, attempt, sequence).toSorted(
        (a, b) => Number(b === preferred) - Number(a === preferred),
      ),
    }))
    .slice(item.attempts);
}
