import type { Inquiries } from '../../domain/inquiry/inquiries.ts';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import { type EventOut, toolsFor } from '../../domain/practice/events-out.ts';
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

/** The same inquiries, telling at once what a change has to tell; what fails is told by the schedule, and holds nobody up. */
export function announcing(inquiries: Inquiries, ports: Omit<AnnouncePorts, 'inquiries'>): Inquiries {
  async function tellNow(inquiry: Inquiry): Promise<void> {
    try {
      await announceNow(inquiry, { ...ports, inquiries });
    } catch (error) {
      log.error('An event could not be queued; the schedule will.', { inquiryId: inquiry.id }, error);
    }
  }
  return {
    ...inquiries,
    changeCourse: async (...given) => {
      const changed = await inquiries.changeCourse(...given);
      if (changed?.inquiry.announcements?.length) await tellNow(changed.inquiry);
      return changed;
    },
  };
}
