import { later } from './calendar.ts';
import { isFinished } from './episode.ts';
import type { RecallItem } from './recall-item.ts';

/** The last local day on which somebody contacted the patient for it, or it ended by a person; empty when neither. */
const acted = ({ attemptedOn, endedOn }: RecallItem): string => later(attemptedOn, endedOn);

/** Ended by a word of a person before ended by its last attempt before all else: whoever said no has said it. */
const rank = (item: RecallItem): number => (isFinished(item) ? (item.state === 'stopped' ? 2 : 1) : 0);

const firmer = (a: RecallItem, b: RecallItem): RecallItem => (rank(b) > rank(a) ? b : a);

type Ending = Pick<RecallItem, 'state' | 'nextOn' | 'endedBy' | 'endedOn'>;

function endingOf(base: RecallItem, other: RecallItem): Ending {
  const firm = firmer(base, other);
  const { state, endedBy, endedOn } = firm;
  const nextOn = rank(firm) === 0 && state === 'open' ? later(base.nextOn, other.nextOn) : '';
  return {
    state,
    ...(nextOn ? { nextOn } : {}),
    ...(endedBy ? { endedBy } : {}),
    ...(endedOn ? { endedOn } : {}),
  };
}

/**
 * One item of two records of one person. The cycle is the newer one's; attempts and endings of the other count where they belong to it, or came
 * after it began, so that the person is asked no oftener than as one, and a "no" to either is one to both. Doing it again changes nothing.
 */
export function mergedItem(ours: RecallItem | undefined, theirs: RecallItem, patientId: string): RecallItem {
  if (!ours) return { ...theirs, patientId };
  const [base, other] = theirs.lastOn > ours.lastOn ? [theirs, ours] : [ours, theirs];
  const counts = other.lastOn === base.lastOn || acted(other) > base.lastOn;
  if (!counts) return { ...base, patientId };
  const { nextOn, endedBy, endedOn, automatic: known = 0, attemptedOn, ...rest } = base;
  void [nextOn, endedBy, endedOn];
  const automatic = Math.max(known, other.automatic ?? 0);
  const contactedOn = later(attemptedOn, other.attemptedOn);
  return {
    ...rest,
    patientId,
    attempts: Math.max(base.attempts, other.attempts),
    ...(automatic > 0 ? { automatic } : {}),
    ...(contactedOn ? { attemptedOn: contactedOn } : {}),
    ...endingOf(base, other),
  };
}
