import type { PatientRecord, RecallItem } from '../patient/patient.ts';
import { type Decision, decide, localDay, type Question } from './decide.ts';
import { daysAfter } from './items.ts';
import type { OutreachChannel, RecallRules } from './recall-rules.ts';
import type { SweepDecision, Touch } from './touch.ts';

export interface Circumstances {
  readonly touchedOn: readonly string[];
  readonly suppressed: (channel: OutreachChannel) => boolean;
  readonly openInquiry: boolean;
  readonly zones: readonly string[];
  readonly homeZone: string;
  readonly now: string;
}

export interface Planned {
  readonly decision: SweepDecision;
  /** Absent when nobody is contacted. */
  readonly touch?: Touch;
  /** Local day on which these items are looked at again, where what stands in the way passes by itself. */
  readonly retry?: { readonly on: string; readonly items: readonly RecallItem[] };
}

/** Rules that stand in the way for a while only: caps, hours, an inquiry that waits. */
const passing = new Set(['R4', 'R5', 'R58']);

/** Items whose day has come. A reason of its own wins over "not seen for a while" (they never run together). */
function dueItems(record: PatientRecord, today: string): readonly RecallItem[] {
  const ready = record.items.filter(
    ({ state, nextOn }) => state === 'open' && nextOn !== undefined && nextOn <= today,
  );
  const own = ready.filter(({ type }) => type === 'due');
  const waitsElsewhere = record.items.some(
    ({ type, state, dueOn }) => type === 'due' && state === 'open' && dueOn >= today,
  );
  return own.length > 0 ? own : ready.filter(({ type }) => type === 'lapsed' && !waitsElsewhere);
}

/**
 * One patient in one sweep: everything that is due merged into at most one touch of this local day, by the first channel of the
 * sequence that is allowed. The same function makes the preview.
 */
export function planTouch(
  record: PatientRecord,
  sweepId: string,
  circumstances: Circumstances,
  rules: RecallRules,
): Planned {
  const { patient } = record;
  const today = localDay(circumstances.now, circumstances.homeZone);
  const items = dueItems(record, today);
  const ids = items.map(({ id }) => id);
  const told = (part: Omit<SweepDecision, 'sweepId' | 'patientId' | 'items'>): Planned => ({
    decision: { sweepId, patientId: patient.id, items: ids, ...part },
  });
  const [leading] = items;
  if (!leading) return told({ outcome: 'not-due', reason: 'nothing is due today', rules: [] });

  const sequence = rules.sequences[leading.type];
  const attempt = sequence.attempts[leading.attempts];
  if (!attempt) return told({ outcome: 'not-due', reason: 'its attempts are used up', rules: [] });

  const answers = attempt.channels.map((channel) => {
    const question: Question = {
      record,
      channel,
      messageClass: sequence.class,
      touchedOn: circumstances.touchedOn,
      suppressed: circumstances.suppressed(channel),
      openInquiry: circumstances.openInquiry,
      zones: circumstances.zones,
      homeZone: circumstances.homeZone,
      now: circumstances.now,
    };
    return { channel, decision: decide(question, rules) };
  });
  const chosen = answers.find(({ decision }) => decision.outcome !== 'block');
  if (!chosen) {
    const reasons = answers.map(
      ({ channel, decision }) =>
        `${channel}: ${(decision as Extract<Decision, { outcome: 'block' }>).reason}`,
    );
    const rulesHit = answers.flatMap(({ decision }) => decision.rules);
    const passes = rulesHit.some((rule) => passing.has(rule));
    return {
      ...told({ outcome: 'not-now', reason: reasons.join('; '), rules: rulesHit }),
      ...(passes ? { retry: { on: daysAfter(today, 1), items } } : {}),
    };
  }

  const sendAt = chosen.decision.outcome === 'defer' ? chosen.decision.until : circumstances.now;
  const { decision } = told({
    outcome: 'contact',
    channel: chosen.channel,
    sendAt,
    reason: ids.join(', '),
    rules: chosen.decision.rules,
  });
  const touch: Touch = {
    id: `${patient.id}.${today}`,
    schema: 1,
    patientId: patient.id,
    on: today,
    sweepId,
    channel: chosen.channel,
    class: sequence.class,
    template: attempt.template,
    items: items.map(({ id, episode, attempts }) => ({ id, episode, attempts })),
    state: 'planned',
    sendAt,
  };
  return { decision, touch };
}
