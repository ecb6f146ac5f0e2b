import type { Inquiries } from '../../domain/inquiry/inquiries.ts';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import { announces, type EventOut, toolsFor } from '../../domain/practice/events-out.ts';
import type { Practice } from '../../domain/practice/practice.ts';
import { log } from './logger.ts';

export interface AnnouncePorts {
  readonly inquiries: Pick<Inquiries, 'announced'>;
  readonly queue: { put(event: EventOut): Promise<void> };
  readonly practice: Practice;
}

/** Queues what happened to an inquiry, then forgets it; a crash between the two queues it again, under the same id. Gives the number queued. */
export async function announceNow(
  { id, announcements = [] }: Pick<Inquiry, 'id' | 'announcements'>,
  { inquiries, queue, practice }: AnnouncePorts,
): Promise<number> {
  const events = announcements.flatMap((announcement) =>
    toolsFor(practice, announcement).map(({ id: tool }): EventOut => ({ tool, inquiryId: id, announcement })),
  );
  for (const event of events) await queue.put(event);
  if (announcements.length > 0) await inquiries.announced(id, announcements);
  return events.length;
}

/** What cannot be queued is told by the schedule, and holds nobody up. */
async function orLater(inquiryId: string, telling: () => Promise<unknown>): Promise<void> {
  try {
    await telling();
  } catch (error) {
    log.error('An event could not be queued; the schedule will.', { inquiryId }, error);
  }
}

/** Tells other tools at once what has happened to these inquiries, where the practice has such tools. */
export async function announceReceived(
  inquiryIds: readonly string[],
  ports: AnnouncePorts & { readonly inquiries: Pick<Inquiries, 'find'> },
): Promise<void> {
  if (!announces(ports.practice)) return;
  for (const id of new Set(inquiryIds))
    await orLater(id, async () => {
      const inquiry = await ports.inquiries.find(id);
      if (inquiry) await announceNow(inquiry, ports);
    });
}

/** The same inquiries, telling at once what a change has to tell; what fails is told by the schedule, and holds nobody up. */
export function announcing(inquiries: Inquiries, ports: Omit<AnnouncePorts, 'inquiries'>): Inquiries {
  return {
    ...inquiries,
    changeCourse: async (...given) => {
      const changed = await inquiries.changeCourse(...given);
      const { inquiry } = changed ?? {};
      if (inquiry?.announcements?.length)
        await orLater(inquiry.id, () => announceNow(inquiry, { ...ports, inquiries }));
      return changed;
    },
  };
}
