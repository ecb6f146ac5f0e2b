import { campaignIdOf, treatmentsOf } from '../campaign/campaign.ts';
import { decide } from '../consent/decide.ts';
import { type Try, triesLeft } from './attempts.ts';
import { nextVisit } from './bookings.ts';
import { daysAfter } from './calendar.ts';
import { callBackOf, callFirst } from './call-backs.ts';
import { type Answer, chosen, escalatedBy, notBy, obstacles } from './channel-answers.ts';
import { stepOn } from './consult-steps.ts';
import type { Escalation } from './escalated.ts';
import { localDay } from './local-day.ts';
import { readyItems } from './ready-items.ts';
import type { RecallItem } from './recall-item.ts';
import type { Sequence } from './recall-rules.ts';
import type { Known } from './recipient.ts';
import { type SweepDecision, type Touch, wasContact } from './touch.ts';
import { type Planning, questionOf } from './touch-question.ts';

/** What one sweep plans for one patient, and why. */
export interface Planned {
  readonly decision: SweepDecision;
  /** Absent when nobody is contacted. */
  readonly touch?: Touch;
  /** What only a person may do, for the item that speaks: it came before what is sent, or nothing is. */
  readonly escalated?: { readonly item: RecallItem; readonly decision: Escalation };
  /**
   * Items that cannot be acted on today, and the local day on which they are looked at again, where what stands in the way passes by
   * itself. Without a day they wait until something about the patient changes.
   */
  readonly retry?: { readonly on?: string; readonly items: readonly RecallItem[] };
}

/** A visit that is booked ends these by itself only where any visit is what they ask for; others end as their own visit is booked. */
const asksForAnyVisit = ({ type }: RecallItem): boolean => type === 'lapsed' || type === 'campaign';

/** The reason that the list gives for whoever is held out. */
export const heldOutReason = 'held out, so that the effect of contacting can be measured';

/** Held out: everything else allows it, so it counts as if it had been sent, and is not (spec: "would have sent"). */
function withoutHoldout(known: Known): Known {
  return { ...known, heldOut: false };
}

/** Another touch of this patient that lets a new one wait until tomorrow. */
function contactBefore({ record, touches }: Known, today: string): string | undefined {
  const own = touches.filter(({ aftercare }) => !aftercare);
  // The ceiling or a pause may hold a touch back for days: nobody gets a second one for that.
  if (own.some(({ state, on }) => state === 'planned' && on < today))
    return 'an earlier message still waits to leave';
  const merged = own.filter(({ patientId, on }) => patientId !== record.patient.id && on === today);
  return merged.some((touch) => wasContact(touch))
    ? 'contacted today under the record that was merged into this one'
    : undefined;
}

/** What speaks to whom in one touch. */
interface Choice {
  readonly known: Known;
  readonly sweepId: string;
  readonly planning: Planning;
  readonly items: readonly RecallItem[];
  readonly leading: RecallItem;
  readonly paid: boolean;
  readonly sequence: Sequence;
}

/** What consent and law say to each channel of each try, in the order of the sequence. */
function answersTo(
  tries: readonly Try[],
  { known, planning, leading, paid, sequence }: Choice,
): readonly Answer[] {
  const bookedOn = asksForAnyVisit(leading)
    ? nextVisit(known.record, planning.now, planning.homeZone)
    : undefined;
  const remunerated = planning.campaigns?.get(leading.id)?.content.thirdPartyRemuneration ?? false;
  const about = { class: sequence.class, paid, bookedOn, remunerated, ahead: true };
  return tries.flatMap((attempt) =>
    attempt.channels.map((channel) => ({
      attempt,
      channel,
      decision: decide(questionOf(withoutHoldout(known), planning, { channel, ...about })),
    })),
  );
}

/** What is planned, and would be sent, but for the holdout. */
const isHeldOut = ({ known, paid, sequence }: Choice): boolean =>
  known.heldOut && !paid && sequence.class !== 'care';

const sendAtOf = ({ decision }: Answer, { planning }: Choice): string =>
  decision.outcome === 'defer' ? decision.until : planning.now;

/** What the campaign of a touch is about. */
function aboutOf({ planning, leading }: Choice): Pick<Touch, 'about'> {
  const content = planning.campaigns?.get(leading.id)?.content;
  const about = content ? treatmentsOf(content) : [];
  return about.length > 0 ? { about } : {};
}

/** The touch that an answer allows. */
function touchOf(answer: Answer, choice: Choice): Touch {
  const { known, sweepId, planning, items, leading, sequence } = choice;
  const { channel, attempt } = answer;
  const { patient } = known.record;
  const on = localDay(planning.now, planning.homeZone);
  const campaign = campaignIdOf(leading.id);
  const callBack = callBackOf(items);
  return {
    id: `${patient.id}.${on}`,
    schema: 1,
    patientId: patient.id,
    location: patient.location,
    on,
    sweepId,
    channel,
    otherwise: attempt.channels.slice(attempt.channels.indexOf(channel) + 1),
    class: sequence.class,
    template: attempt.template,
    items: items.map(({ id, episode, attempts, treatment }) => ({
      id,
      episode,
      attempts,
      attempt: id === leading.id ? attempt.index : attempts,
      ...(treatment === undefined ? {} : { treatment }),
    })),
    ...(campaign === undefined ? {} : { campaign, ...aboutOf(choice) }),
    state: isHeldOut(choice) ? 'held-out' : 'planned',
    sendAt: sendAtOf(answer, choice),
    ...(callBack ? { callBack } : {}),
  };
}

/** What the list of the sweep says of the touch that an answer allows. */
function decisionOf(answer: Answer, choice: Choice): SweepDecision {
  const ids = choice.items.map(({ id }) => id);
  const heldOut = isHeldOut(choice);
  return {
    sweepId: choice.sweepId,
    patientId: choice.known.record.patient.id,
    items: ids,
    outcome: heldOut ? 'held-out' : 'contact',
    channel: answer.channel,
    template: answer.attempt.template,
    sendAt: sendAtOf(answer, choice),
    reason: heldOut ? heldOutReason : ids.join(', '),
    rules: heldOut ? ['holdout'] : answer.decision.rules,
  };
}

/**
 * One patient in one sweep: everything that is due merged into at most one touch of this local day, by the first channel of the
 * sequence that may be used. The same function makes the preview.
 */
export function planTouch(known: Known, sweepId: string, planning: Planning): Planned {
  const today = localDay(planning.now, planning.homeZone);
  const items = readyItems(known.record, today);
  const told = (part: Omit<SweepDecision, 'sweepId' | 'patientId' | 'items'>): Planned => ({
    decision: { sweepId, patientId: known.record.patient.id, items: items.map(({ id }) => id), ...part },
  });
  const [leading] = items;
  if (!leading) return told({ outcome: 'not-due', reason: 'nothing is due today', rules: [] });

  const before = contactBefore(known, today);
  if (before !== undefined)
    return {
      ...told({ outcome: 'not-now', reason: before, rules: [] }),
      retry: { on: daysAfter(today, 1), items },
    };

  const sequence = planning.sequenceOf(leading);
  const step = stepOn(leading, sequence, today);
  const left = triesLeft(leading, sequence, known.record, known.touches);
  const tries = callFirst(
    items,
    left.filter(({ index }) => index >= step),
  );
  if (tries.length === 0)
    return {
      ...told({ outcome: 'not-due', reason: 'its attempts are used up', rules: [] }),
      retry: { items: [leading] },
    };

  const choice = {
    known,
    sweepId,
    planning,
    items,
    leading,
    sequence,
    paid: items.some(({ paid }) => paid === true),
  };
  const answers = answersTo(tries, choice);
  const { now: answer, later } = chosen(answers, planning);
  const forPerson = escalatedBy(answers, answer);
  const escalated = forPerson ? { escalated: { item: leading, decision: forPerson } } : {};
  if (!answer)
    return {
      ...told({ outcome: 'not-now', ...obstacles(answers) }),
      ...escalated,
      retry: { items, ...(later === undefined ? {} : { on: later }) },
    };

  const decision = { ...decisionOf(answer, choice), ...notBy(answers, answer) };
  return { decision, touch: touchOf(answer, choice), ...escalated };
}
