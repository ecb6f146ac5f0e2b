import { daysAfter, later } from './calendar.ts';
import type { RecallItem } from './recall-item.ts';
import type { Sequence } from './recall-rules.ts';

/** The first contact after a consultation, in days; what the sequence says of the others is added to it. */
export const firstContactDays = 2;
/** Days that lie at least between a contact that came late and the next one. */
const apartDays = 2;
/** Days after its last step for which a consultation may still be contacted for the first time: as long as the cap of a week (R5) holds a contact back. */
const lateDays = 7;

type Placed = Pick<RecallItem, 'lastOn' | 'dueOn' | 'heldUntil'>;
type Steps = Pick<Sequence, 'attempts'>;

/** Two steps are never on one day. */
const gapOf = ({ afterDays }: Steps['attempts'][number]): number => Math.max(1, afterDays);

/** The local day of each step: all count from the consultation, whenever a contact was made; a person's day takes the place of the first. */
function stepDays({ lastOn, dueOn, heldUntil }: Placed, { attempts }: Steps): readonly string[] {
  let days = firstContactDays;
  return attempts.map((attempt, step) => {
    if (step === 0) return later(dueOn, heldUntil);
    days += gapOf(attempt);
    return daysAfter(lastOn, days);
  });
}

/**
 * The day of the contact that follows one on the local day `on`, when so many attempts are made or passed over: the first step whose day has not passed,
 * at least two days later. Undefined when none is left.
 */
export function nextConsultDay(
  item: Placed,
  sequence: Steps,
  attempts: number,
  on: string,
): string | undefined {
  const days = stepDays(item, sequence);
  const step = days.findIndex((day, index) => index >= attempts && day > on);
  const attempt = sequence.attempts[step];
  return attempt && later(days[step], daysAfter(on, Math.min(apartDays, gapOf(attempt))));
}

/**
 * The step (from 0) that a contact on a local day is: steps whose day has passed are skipped. A call that was put off is the call that it was, and so
 * is every attempt that is not for a consultation.
 */
export function stepOn(
  item: Placed & Pick<RecallItem, 'type' | 'attempts' | 'callBack'>,
  sequence: Steps,
  today: string,
): number {
  if (item.type !== 'consult' || item.callBack) return item.attempts;
  const come = stepDays(item, sequence)
    .map((day, step) => ({ day, step }))
    .filter(({ day, step }) => step >= item.attempts && day <= today)
    .toSorted((a, b) => a.day.localeCompare(b.day));
  return come.at(-1)?.step ?? item.attempts;
}

/**
 * The last local day on which a consultation is a reason to contact anybody: some days after its last step, or after the day that a person set or
 * agreed on. `known` is its item: an episode that has begun keeps the days of the version of the sequence that it began with.
 */
export function lastConsultDay(reason: Placed, sequence: Steps, known: RecallItem | undefined): string {
  const open = known?.state === 'open' ? known : undefined;
  const agreedOn = open?.callBack ? open.nextOn : undefined;
  return daysAfter(later(...stepDays(reason, sequence), open?.followsOn, agreedOn), lateDays);
}
