import { nothingLeft } from '../escalation/plan.ts';
import type { Escalations, Inquiries } from './inquiries.ts';

export interface ReplanPorts {
  readonly inquiries: Inquiries;
  readonly escalations: Pick<Escalations, 'wake'>;
  /** ISO instant. */
  readonly now: string;
  /** Id of the member who changed what the plans depend on. */
  readonly by: string;
}

const pageSize = 100;
const attempts = 5;

async function replanOne(ports: ReplanPorts, id: string): Promise<boolean> {
  for (let tries = 0; tries < attempts; tries += 1) {
    const inquiry = await ports.inquiries.find(id);
    if (!inquiry || inquiry.dueAt === undefined || nothingLeft(inquiry)) return false;
    const line = {
      id: `${inquiry.revision + 1}`,
      what: 'rota-changed',
      at: ports.now,
      actor: { staff: ports.by },
    };
    const changed = await ports.inquiries.changeCourse(inquiry, {}, line, ports.now);
    if (!changed) continue;
    if (changed.token !== undefined) await ports.escalations.wake(changed.token);
    return true;
  }
  return false;
}

/**
 * Plans every open inquiry at these locations anew, because who is on call has changed: who came on call is told at once. Gives how many.
 * One that the index does not show yet is planned with the rota as it is by then anyway.
 */
export async function replanOpen(ports: ReplanPorts, locations: readonly string[]): Promise<number> {
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await ports.inquiries.list({ status: 'open', locations, cursor, limit: pageSize });
    for (const { id } of page.items) if (await replanOne(ports, id)) count += 1;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return count;
}
