import { DomainError } from '../errors.ts';
import type { PatientRecord } from '../patient/patient.ts';
import type { Practice } from '../practice/practice.ts';
import { daysAfter, localDay } from './local-day.ts';
import { type Answer, answerOf, explainedDays } from './outlook.ts';
import type { Outreach } from './outreach.ts';
import type { RecallRules } from './recall-rules.ts';
import { sweepOf } from './sweep-gate.ts';
import { asTakenBack } from './take-back.ts';
import type { SweepDecision } from './touch.ts';
import { zoneOf } from './zones.ts';

export interface ExplainPorts {
  readonly outreach: Pick<Outreach, 'decisionsOn' | 'lastClosed' | 'findTouch'>;
  readonly practice: Practice;
  readonly rules: Pick<RecallRules, 'sweepAt'>;
  /** ISO instant. */
  readonly now: string;
}

/** A decision as it stands: what a manager has taken back contacted nobody. */
const asItStands = async (
  { outreach }: ExplainPorts,
  decision: SweepDecision,
  on: string,
): Promise<SweepDecision> =>
  decision.outcome === 'contact'
    ? asTakenBack(decision, await outreach.findTouch(decision.patientId, on))
    : decision;

/**
 * Why a patient was, or was not, on the lists of the last 30 days: what was decided, newest first; with a local day exactly one answer, whether the
 * sweep of that day looked at them or not. Throws `invalid` for a day that is further back, or that no finished sweep has reached.
 */
export async function explainedOn(
  ports: ExplainPorts,
  record: PatientRecord,
  day: string | undefined,
): Promise<readonly Answer[]> {
  const { outreach, practice, rules, now } = ports;
  const zone = zoneOf(record.patient, practice);
  const today = localDay(now, zone);
  const days = Array.from({ length: explainedDays }, (_, ago) => daysAfter(today, -ago));
  if (day === undefined) {
    const sweeps = days.map((on) => sweepOf(zone, on, rules));
    const found = await outreach.decisionsOn(
      record.patient.id,
      sweeps.map(({ sweepId }) => sweepId),
    );
    const answers = sweeps.map(async (sweep) => {
      const decision = found.find(({ sweepId }) => sweepId === sweep.sweepId);
      return decision ? [answerOf(record, sweep, await asItStands(ports, decision, sweep.on))] : [];
    });
    return (await Promise.all(answers)).flat();
  }
  if (!days.includes(day)) throw new DomainError('invalid', `Ask for a day from ${days.at(-1)} to ${today}.`);
  const sweep = sweepOf(zone, day, rules);
  const [decision] = await outreach.decisionsOn(record.patient.id, [sweep.sweepId]);
  const closed = await outreach.lastClosed(zone);
  if (!decision && (closed === undefined || closed < day))
    throw new DomainError(
      'invalid',
      `No sweep of ${day} or a later day has finished yet: ask again when one has, or preview it.`,
    );
  return [answerOf(record, sweep, decision && (await asItStands(ports, decision, day)))];
}
