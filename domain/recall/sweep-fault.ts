import { daysAfter } from './local-day.ts';
import type { Shard, SweepPorts } from './sweep.ts';
import type { SweepDecision } from './touch.ts';

/** Told of a patient whom a sweep or a fill could not work on; the others go on. */
export type OnFault = (patientId: string, fault: unknown) => void;

const faultOf = (sweepId: string, patientId: string): SweepDecision => ({
  sweepId,
  patientId,
  items: [],
  outcome: 'not-now',
  reason: 'something in this record cannot be worked with: correct it, or ask whoever looks after Heard',
  rules: ['fault'],
});

/**
 * One patient whose record cannot be worked with stops nobody else: once more, then they are put to tomorrow and it is told. A fault of the
 * tables is thrown by what is written here, and the whole part is begun again.
 */
export async function apart(
  ports: Pick<SweepPorts, 'patients' | 'outreach' | 'onFault'>,
  shard: Pick<Shard, 'sweepId' | 'zone' | 'shard' | 'on'>,
  patientId: string,
  work: () => Promise<SweepDecision | undefined>,
): Promise<SweepDecision | undefined> {
  try {
    return await work().catch(work);
  } catch (fault) {
    const decision = faultOf(shard.sweepId, patientId);
    await ports.outreach.recordDecision(decision);
    await ports.patients.saveLook(patientId, daysAfter(shard.on, 1), shard);
    ports.onFault?.(patientId, fault);
    return decision;
  }
}

/** As `apart`, where nothing is written. */
export const apartInPreview = (
  patientId: string,
  work: () => Promise<SweepDecision | undefined>,
): Promise<SweepDecision | undefined> => work().catch(() => faultOf('preview', patientId));
