import type { Deliveries, Registrations } from './delivery.ts';
import type { Escalations, Inquiries } from './inquiries.ts';

export interface WatchPorts {
  readonly deliveries: Pick<Deliveries, 'unregistered' | 'takeOver'>;
  readonly registrations: Registrations;
  readonly inquiries: Pick<Inquiries, 'overdue' | 'find' | 'takeOver'>;
  readonly escalations: Pick<Escalations, 'start'>;
  /** ISO instant. */
  readonly now: string;
}

/** A beat is a minute; what is older than one was missed by whoever should have done it. */
const patienceMilliseconds = 60_000;
/** By then every passing fault has passed: somebody must look. */
const stuckMilliseconds = 5 * 60_000;

/** How much was repaired; more than nothing raises an alarm. */
export interface Repairs {
  readonly deliveries: number;
  readonly inquiries: number;
  /** Deliveries that have not been registered for five minutes, whatever was tried: an alarm of its own. */
  readonly stuck: number;
}

/** Does the work for each, also where it fails for some; gives how many were repaired, and the first failure. */
async function each(
  ids: readonly string[],
  work: (id: string) => Promise<boolean>,
): Promise<{ readonly repaired: number; readonly failure?: { readonly error: unknown } }> {
  let repaired = 0;
  let failure: { readonly error: unknown } | undefined;
  for (const id of ids)
    try {
      if (await work(id)) repaired += 1;
    } catch (error) {
      failure ??= { error };
    }
  return { repaired, ...(failure ? { failure } : {}) };
}

/** The next run of an escalation that nobody goes on with. */
async function goOn({ inquiries, escalations }: WatchPorts, id: string, before: string): Promise<boolean> {
  const inquiry = await inquiries.find(id);
  if (!inquiry?.dueAt || inquiry.dueAt > before) return false;
  const run = await inquiries.takeOver(inquiry);
  if (run === undefined) return false;
  await escalations.start(id, run);
  return true;
}

/** The next run of a registration, as long as the delivery is not registered: the name of a run that failed starts nothing again. */
async function registerAgain({ deliveries, registrations, now }: WatchPorts, id: string): Promise<boolean> {
  const run = await deliveries.takeOver(id, now);
  if (run === undefined) return false;
  await registrations.start(id, run);
  return true;
}

/**
 * Repairs what fell between (G3): the next run of inquiries whose `dueAt` has passed without a plan, and of registrations that came to
 * nothing. The index says where to look, a strong read decides. What fails for one is thrown once all others have been looked at.
 */
export async function watch(ports: WatchPorts): Promise<Repairs> {
  const now = Date.parse(ports.now);
  const before = new Date(now - patienceMilliseconds).toISOString();
  const overdue = await each(await ports.inquiries.overdue(before), (id) => goOn(ports, id, before));
  const missed = await ports.deliveries.unregistered(before);
  const again = await each(
    missed.map(({ id }) => id),
    (id) => registerAgain(ports, id),
  );
  const failure = overdue.failure ?? again.failure;
  if (failure) throw failure.error;
  return {
    deliveries: again.repaired,
    inquiries: overdue.repaired,
    stuck: missed.filter(({ receivedAt }) => now - Date.parse(receivedAt) >= stuckMilliseconds).length,
  };
}
