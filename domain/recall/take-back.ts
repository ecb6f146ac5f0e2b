import { DomainError } from '../errors.ts';
import { type GiveBackPorts, giveBack } from './give-back.ts';
import type { SweepDecision, Touch, TouchState } from './touch.ts';

export interface TakingBack {
  readonly sweepId: string;
  /** Staff member's id. */
  readonly by: string;
  readonly reason: string;
  /** Where an earlier call left off. */
  readonly cursor?: string | undefined;
  /** Of the sweep's decisions in one call. */
  readonly limit: number;
}

/** What became of the touches of some decisions, by count; and where to go on, absent at the end. */
export interface TakenBack {
  readonly takenBack: number;
  /** Left, on their way, or made by a person: they stay. */
  readonly sent: number;
  /** Tasks that people have. */
  readonly tasks: number;
  /** Had ended before, by a booking for example. */
  readonly ended: number;
  /** Whose touches are taken back. */
  readonly patients: readonly string[];
  /** The sweep is closed: nothing more is planned by it. Where it is not, what it plans from now on has to be taken back by another call. */
  readonly finished: boolean;
  readonly cursor?: string;
}

/** Nothing has left of these: for all others it is too late. */
const unsent = ['planned', 'to-print'] as const satisfies readonly TouchState[];

type End = 'takenBack' | 'sent' | 'tasks' | 'ended';

const endings: Partial<Readonly<Record<TouchState, End>>> = {
  cancelled: 'ended',
  failed: 'ended',
  'held-out': 'ended',
  task: 'tasks',
};
const endOf = ({ takenBack, state }: Touch): End => (takenBack ? 'takenBack' : (endings[state] ?? 'sent'));

/**
 * One conditional write, against whoever sends or prints it at the same moment: the sender and the batch of letters take a touch by the same kind of write, so
 * that only one of them has it.
 */
async function cancel(
  { outreach, now: at }: GiveBackPorts,
  touch: Touch,
  { by, reason }: TakingBack,
): Promise<void> {
  const changes = {
    state: 'cancelled' as const,
    reason: 'taken back before it was sent',
    takenBack: { by, at, reason },
  };
  for (const from of unsent) if (await outreach.move(touch, from, changes)) return;
}

async function takeBackOne(
  ports: GiveBackPorts,
  { patientId, channel }: SweepDecision,
  on: string,
  taking: TakingBack,
): Promise<{ readonly patientId: string; readonly end: End } | undefined> {
  const ours = async (): Promise<Touch | undefined> => {
    const touch = await ports.outreach.findTouch(patientId, on);
    return touch?.sweepId === taking.sweepId ? touch : undefined;
  };
  const seen = await ours();
  if (!seen) return undefined;
  if (unsent.some((state) => state === seen.state)) await cancel(ports, seen, taking);
  const touch = (await ours()) ?? seen;
  // Also where an earlier call was cut off after it had cancelled.
  if (touch.takenBack) await giveBack(ports, touch, channel ?? touch.channel);
  return { patientId, end: endOf(touch) };
}

/** Looked at side by side: each asks the ledger and the record. */
const atOnce = 10;

/**
 * Takes back what a sweep planned and what has not been sent or printed: it is cancelled, its items get back the attempt that they had counted, and the
 * next sweep looks at them again. What was sent, and what people have as tasks, stays. A page of the sweep's decisions at a time; a call that was cut off
 * and is repeated takes nothing back twice. Throws `not-found` for a sweep that there is none of.
 */
export async function takeBack(ports: GiveBackPorts, taking: TakingBack): Promise<TakenBack> {
  const sweep = await ports.outreach.sweep(taking.sweepId);
  if (!sweep) throw new DomainError('not-found', 'There is no such sweep: GET /v1/sweeps lists them.');
  const { items, cursor } = await ports.outreach.decisions(sweep.id, taking);
  const contacts = items.filter(({ outcome }) => outcome === 'contact');
  const ends: { readonly patientId: string; readonly end: End }[] = [];
  for (let at = 0; at < contacts.length; at += atOnce) {
    const part = contacts.slice(at, at + atOnce);
    const found = await Promise.all(part.map((one) => takeBackOne(ports, one, sweep.on, taking)));
    ends.push(...found.filter((one) => one !== undefined));
  }
  const count = (end: End): number => ends.filter((one) => one.end === end).length;
  return {
    takenBack: count('takenBack'),
    sent: count('sent'),
    tasks: count('tasks'),
    ended: count('ended'),
    finished: sweep.state === 'closed',
    patients: ends.filter(({ end }) => end === 'takenBack').map(({ patientId }) => patientId),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

/** A decision to contact somebody as it stands once its touch was taken back. */
export function asTakenBack(decision: SweepDecision, touch: Touch | undefined): SweepDecision {
  if (decision.outcome !== 'contact' || !touch?.takenBack) return decision;
  const { by, at, reason } = touch.takenBack;
  return {
    ...decision,
    outcome: 'not-now',
    reason: `taken back by ${by} on ${at.slice(0, 10)} before it was sent: ${reason}`,
  };
}
