import type { ItemCampaigns } from '../campaign/planning.ts';
import { type Decision, decide } from '../consent/decide.ts';
import type { Law } from '../consent/law.ts';
import type { Question } from '../consent/question.ts';
import type { Practice } from '../practice/practice.ts';
import { type Try, triesLeft } from './attempts.ts';
import { nextVisit } from './bookings.ts';
import { daysAfter } from './calendar.ts';
import { callBackOf, callFirst } from './call-backs.ts';
import type { Escalation } from './escalated.ts';
import { localDay } from './local-day.ts';
import { readyItems } from './ready-items.ts';
import type { RecallItem } from './recall-item.ts';
import type { OutreachChannel, RecallRules, Sequence } from './recall-rules.ts';
import { circumstancesOf, type Known, recipientOf } from './recipient.ts';
import { leavesByItself, type SweepDecision, type Touch, wasContact } from './touch.ts';

/** What planning needs besides the patient. */
export interface Planning {
  readonly practice: Practice;
  readonly rules: RecallRules;
  readonly law: Law;
  /** The sequence of an item, in the version that its episode began with. */
  readonly sequenceOf: (item: RecallItem) => Sequence;
  /** Campaigns by the id of their item. */
  readonly campaigns?: ItemCampaigns;
  readonly homeZone: string;
  /** ISO instant. */
  readonly now: string;
}

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

/** Rules that stand in the way for a while only: hours, caps, a case or an inquiry that is open, an address that is paused. */
const passing = new Set(['R3', 'R4', 'R5', 'R6', 'R21', 'R22', 'R58']);

/** The question that a touch asks on a channel. `findings` are what the linters found in its words, once there are any. */
export function questionOf(
  known: Known,
  planning: Planning,
  touch: {
    readonly channel: OutreachChannel;
    readonly class: Sequence['class'];
    readonly paid: boolean;
    readonly bookedOn?: string | undefined;
    readonly id?: string;
    readonly findings?: Question['message']['findings'];
    readonly remunerated?: boolean;
    readonly aftercare?: boolean;
    readonly asksHealth?: boolean;
    /** Asked when it is planned: a reminder is, though a message of theirs waits; it is held at sending until a person has looked. */
    readonly ahead?: boolean;
  },
): Question {
  const { practice, rules, law, homeZone, now } = planning;
  const around = circumstancesOf(known, practice, touch.bookedOn, now);
  return {
    message: {
      purpose: touch.class,
      seller: practice.name,
      findings: touch.findings ?? [],
      remunerated: touch.remunerated ?? false,
      clinical: false,
      paidSeries: touch.paid,
      ...(touch.aftercare ? { aftercare: true } : {}),
      ...(touch.asksHealth ? { asksHealth: true } : {}),
    },
    channel: touch.channel,
    by: leavesByItself(touch.channel) ? 'automatic' : 'person',
    recipient: recipientOf(known, practice, touch.id),
    consents: known.record.consents,
    circumstances: { ...around, openInquiry: around.openInquiry && !(touch.ahead && touch.class === 'care') },
    rules,
    law,
    homeZone,
    now,
  };
}

/** A visit that is booked ends these by itself only where any visit is what they ask for; others end as their own visit is booked. */
const asksForAnyVisit = ({ type }: RecallItem): boolean => type === 'lapsed' || type === 'campaign';

interface Answer {
  readonly channel: OutreachChannel;
  readonly attempt: Try;
  readonly decision: Decision;
}

/** The day on which an answer would let the message go; none for what blocks. */
const dayOf = ({ decision }: Answer, { now, homeZone }: Planning): string | undefined => {
  if (decision.outcome === 'allow') return localDay(now, homeZone);
  return decision.outcome === 'defer' ? localDay(decision.until, homeZone) : undefined;
};

/** Whether what blocks goes away with time alone. */
export const onlyForAWhile = (decision: Decision): boolean =>
  decision.outcome === 'block' && decision.rules.every((rule) => passing.has(rule));

const passes = (answers: readonly Answer[]): boolean =>
  answers.some(({ decision }) => onlyForAWhile(decision));

/** The first channel that may be used today; a later try of the sequence speaks when none of an earlier one ever may. */
function chosen(
  answers: readonly Answer[],
  planning: Planning,
): { readonly now?: Answer; readonly later?: string } {
  const today = localDay(planning.now, planning.homeZone);
  for (const attempt of new Set(answers.map(({ attempt: one }) => one))) {
    const own = answers.filter((answer) => answer.attempt === attempt);
    const days = own
      .map((answer) => ({ answer, day: dayOf(answer, planning) }))
      .filter(({ day }) => day !== undefined);
    const now = days.find(({ day }) => day === today);
    if (now) return { now: now.answer };
    const [later] = days.map(({ day }) => day as string).sort();
    if (later !== undefined) return { later };
    if (passes(own)) return { later: daysAfter(today, 1) };
  }
  return {};
}

/** The first answer before `until` that asks for a person. */
function escalatedBy(answers: readonly Answer[], until: Answer | undefined): Escalation | undefined {
  const before = until ? answers.slice(0, answers.indexOf(until)) : answers;
  return before.map(({ decision }) => decision).find((decision) => decision.outcome === 'escalate');
}

const reasonsOf = (answers: readonly Answer[]): string => {
  const reasons = answers.map(({ channel, decision }) =>
    decision.outcome === 'allow' ? channel : `${channel}: ${decision.reason}`,
  );
  return [...new Set(reasons)].join('; ');
};

function obstacles(answers: readonly Answer[]): Pick<SweepDecision, 'reason' | 'rules'> {
  const [first] = answers;
  const next = answers.filter(({ attempt }) => attempt === first?.attempt);
  return { reason: reasonsOf(next), rules: [...new Set(next.flatMap(({ decision }) => decision.rules))] };
}

/** Why none of the channels that come before this one is taken; nothing where it is the first. */
function notBy(answers: readonly Answer[], answer: Answer): Pick<SweepDecision, 'notBy'> {
  const before = answers.slice(0, answers.indexOf(answer));
  return before.length === 0 ? {} : { notBy: reasonsOf(before) };
}

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

/**
 * One patient in one sweep: everything that is due merged into at most one touch of this local day, by the first channel of the
 * sequence that may be used. The same function makes the preview.
 */
export function planTouch(known: Known, sweepId: string, planning: Planning): Planned {
  const { patient } = known.record;
  const today = localDay(planning.now, planning.homeZone);
  const items = readyItems(known.record, today);
  const ids = items.map(({ id }) => id);
  const told = (part: Omit<SweepDecision, 'sweepId' | 'patientId' | 'items'>): Planned => ({
    decision: { sweepId, patientId: patient.id, items: ids, ...part },
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
  const tries = callFirst(items, triesLeft(leading, sequence, known.record, known.touches));
  if (tries.length === 0)
    return {
      ...told({ outcome: 'not-due', reason: 'its attempts are used up', rules: [] }),
      retry: { items: [leading] },
    };

  const paid = items.some((item) => item.paid === true);
  const bookedOn = asksForAnyVisit(leading)
    ? nextVisit(known.record, planning.now, planning.homeZone)
    : undefined;
  const remunerated = planning.campaigns?.get(leading.id)?.content.thirdPartyRemuneration ?? false;
  const about = { class: sequence.class, paid, bookedOn, remunerated };
  const ask = (attempt: Try, channel: OutreachChannel): Answer => ({
    attempt,
    channel,
    decision: decide(questionOf(withoutHoldout(known), planning, { channel, ...about, ahead: true })),
  });
  const answers = tries.flatMap((attempt) => attempt.channels.map((channel) => ask(attempt, channel)));
  const { now: answer, later } = chosen(answers, planning);
  const forPerson = escalatedBy(answers, answer);
  const escalated = forPerson ? { escalated: { item: leading, decision: forPerson } } : {};
  if (!answer)
    return {
      ...told({ outcome: 'not-now', ...obstacles(answers) }),
      ...escalated,
      retry: { items, ...(later === undefined ? {} : { on: later }) },
    };

  const planned = touchFrom(answer, { known, sweepId, planning, items, leading, paid, sequence });
  return { ...planned, decision: { ...planned.decision, ...notBy(answers, answer) }, ...escalated };
}

export const heldOutReason = 'held out, so that the effect of contacting can be measured';

interface Choice {
  readonly known: Known;
  readonly sweepId: string;
  readonly planning: Planning;
  readonly items: readonly RecallItem[];
  readonly leading: RecallItem;
  readonly paid: boolean;
  readonly sequence: Sequence;
}

/** The touch that an answer allows, and what the list says of it. */
function touchFrom({ channel, attempt, decision }: Answer, choice: Choice): Planned {
  const { known, sweepId, planning, items, leading, paid, sequence } = choice;
  const { patient } = known.record;
  const on = localDay(planning.now, planning.homeZone);
  const ids = items.map(({ id }) => id);
  const heldOut = known.heldOut && !paid && sequence.class !== 'care';
  const sendAt = decision.outcome === 'defer' ? decision.until : planning.now;
  const callBack = callBackOf(items);
  const touch: Touch = {
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
    ...(leading.type === 'campaign' ? { campaign: leading.id.slice('campaign#'.length) } : {}),
    state: heldOut ? 'held-out' : 'planned',
    sendAt,
    ...(callBack ? { callBack } : {}),
  };
  return {
    decision: {
      sweepId,
      patientId: patient.id,
      items: ids,
      outcome: heldOut ? 'held-out' : 'contact',
      channel,
      template: attempt.template,
      sendAt,
      reason: heldOut ? heldOutReason : ids.join(', '),
      rules: heldOut ? ['holdout'] : decision.rules,
    },
    touch,
  };
}
