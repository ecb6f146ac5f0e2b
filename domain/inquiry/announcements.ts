import type { Course } from './inquiries.ts';
import type { Inquiry } from './inquiry.ts';

export const announcementTypes = ['received', 'answered', 'missed', 'closed'] as const;
export type AnnouncementType = (typeof announcementTypes)[number];

/** Something that happened to an inquiry and that the practice's other tools are to be told. */
export interface Announcement {
  /** The same however often it is told: receivers tell repeats by it. */
  readonly id: string;
  readonly type: AnnouncementType;
  /** ISO instant. */
  readonly at: string;
}

const announcement = (inquiry: Inquiry, type: AnnouncementType, at: string): Announcement => ({
  id: `${inquiry.id}.${inquiry.revision}.${type}`,
  type,
  at,
});

/** What an inquiry that is opened has to tell. */
export const openingAnnouncement = (inquiry: Inquiry): Announcement =>
  announcement(inquiry, 'received', inquiry.receivedAt);

/** What a change of course has to tell: that it is answered for the first time, that it is closed. */
export function announcementsOf(inquiry: Inquiry, course: Course, now: string): readonly Announcement[] {
  return [
    ...(course.respondedAt !== undefined && inquiry.respondedAt === undefined
      ? [announcement(inquiry, 'answered', now)]
      : []),
    ...(course.status === 'closed' && inquiry.status !== 'closed'
      ? [announcement(inquiry, 'closed', now)]
      : []),
  ];
}

/** What a plan has to tell when it finds the promise missed. */
export const missedAnnouncement = (inquiry: Inquiry, now: string): Announcement =>
  announcement(inquiry, 'missed', now);
