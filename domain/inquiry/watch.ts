import type { Deliveries, Registrations } from './delivery.ts';
import type { Escalations, Inquiries } from './inquiries.ts';

export interface WatchPorts {
  readonly deliveries: Pick<Deliveries, 'unregistered'>;
  readonly registrations: Registrations;
  readonly inquiries: Pick<Inquiries, 'overdue' | 'find' | 'takeOver'>;
  readonly escalations: Pick<Escalations, 'start'>;
  /** ISO instant. */
  readonly now: string;
}

/** A beat is a minute; what is older than one was missed by whoever should have done it. */
const patienceMilliseconds = 60_000;

/** How much was repaired; more than nothing raises an alarm. */
export interface Repairs {
  readonly deliveries: number;
  readonly inquiries: number;
}

/**
 * Repairs what fell between (G3): starts the registration of deliveries that nobody registered, and the next run of inquiries whose
 * `dueAt` has passed without a plan. The index says where to look, a strong read decides.
 */
export async function watch(ports: WatchPorts): Promise<Repairs> {
  const before = new Date(Date.parse(ports.now) - patienceMilliseconds).toISOString();
  const missed = await ports.deliveries.unregistered(before);
  for (const id of missed) await ports.registrations.start(id);
  let inquiries = 0;
  for (const id of await ports.inquiries.overdue(before)) {
    const inquiry = await ports.inquiries.find(id);
    if (!inquiry?.dueAt || inquiry.dueAt > before) continue;
    const run = await ports.inquiries.takeOver(inquiry);
    if (run === undefined) continue;
    await ports.escalations.start(id, run);
    inquiries += 1;
  }
  return { deliveries: missed.length, inquiries };
}
