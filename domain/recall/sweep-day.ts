import type { PatientRecord } from '../patient/patient.ts';
import { daysAfter, instantOf, localDay } from './local-day.ts';
import { previewShard } from './preview-shard.ts';
import type { SweepPorts } from './sweep.ts';
import { shardsOf, sweepId } from './sweep-gate.ts';
import { asTakenBack } from './take-back.ts';
import type { SweepDecision, TouchState } from './touch.ts';

/** A decision with the patient whom it is on. */
export interface Told {
  readonly decision: SweepDecision;
  readonly record: PatientRecord;
  /** What became of the touch that it led to. */
  readonly state?: TouchState;
}

export interface SweepDay {
  readonly zone: string;
  /** Local day of the sweep that was made today, and what it decided; `more` where it decided on more patients than are told. */
  readonly done?: { readonly on: string; readonly told: readonly Told[]; readonly more: boolean };
  /** The next sweep: of today as long as it has not been made, else of tomorrow at its hour. */
  readonly next: { readonly on: string; readonly told: readonly Told[] };
}

/** So many decisions of a sweep are told at once; the list of its decisions has all of them. */
const mostTold = 500;
const atOnce = 10;

async function toldOf(ports: SweepPorts, decision: SweepDecision, on: string): Promise<readonly Told[]> {
  const record = await ports.patients.record(decision.patientId);
  if (!record) return [];
  const touch =
    decision.outcome === 'contact' ? await ports.outreach.findTouch(decision.patientId, on) : undefined;
  return [{ decision: asTakenBack(decision, touch), record, ...(touch ? { state: touch.state } : {}) }];
}

async function doneOn(ports: SweepPorts, zone: string, on: string): Promise<NonNullable<SweepDay['done']>> {
  const page = await ports.outreach.decisions(sweepId(zone, on), { limit: mostTold });
  const told: Told[] = [];
  for (let at = 0; at < page.items.length; at += atOnce) {
    const part = page.items.slice(at, at + atOnce);
    told.push(...(await Promise.all(part.map((decision) => toldOf(ports, decision, on)))).flat());
  }
  return { on, told, more: page.cursor !== undefined };
}

/**
 * What a zone's sweep of today decided, once it is made, and what the next one would decide as things stand: the code of the sweep itself, writing nothing.
 * `now` of the ports is an ISO instant.
 */
export async function sweepDay(ports: SweepPorts, zone: string): Promise<SweepDay> {
  const today = localDay(ports.now, zone);
  const lastClosed = await ports.outreach.lastClosed(zone);
  const isDone = lastClosed !== undefined && lastClosed >= today;
  const on = isDone ? daysAfter(today, 1) : today;
  const now = isDone ? instantOf(on, ports.rules.sweepAt, zone) : ports.now;
  const told: Told[] = [];
  for (const shard of shardsOf(zone, on, lastClosed, ports.rules.shards))
    told.push(...(await previewShard({ ...ports, now }, shard)));
  return { zone, ...(isDone ? { done: await doneOn(ports, zone, today) } : {}), next: { on, told } };
}
