import { announcementsOf, openingAnnouncement } from '../../domain/inquiry/announcements.ts';
import type { Course, Inquiries, Seen } from '../../domain/inquiry/inquiries.ts';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import type { Condition, Documents, Item } from './documents.ts';
import { indexed, inquiryKey, toInquiry } from './inquiry-items.ts';

const replyPatienceMilliseconds = 60_000;

const asSeen = ({ run, revision }: Seen): Condition => ({
  expression: '#run = :run AND revision = :revision',
  names: { '#run': 'run' },
  values: { ':run': run, ':revision': revision },
});

/**
 * A plan that puts the inquiry to rest changes no revision: whoever saw it due must not change its course as if an execution still
 * waited, and the other way round.
 */
function asSeenAndDue(seen: Inquiry): Condition {
  const { expression, ...rest } = asSeen(seen);
  return {
    expression: `${expression} AND attribute_${seen.dueAt === undefined ? 'not_' : ''}exists(dueAt)`,
    ...rest,
  };
}

/** `undefined` in a course removes; so it does in the indexes. */
function changes(course: Course & { dueAt?: string }): Item {
  return { ...course, ...indexed(course as Partial<Inquiry>) };
}

/** How an inquiry comes to be and changes: one conditional update of its item each (G1 to G3, G5). */
export function inquiryCourse(
  items: Documents,
  { announces, record }: { readonly announces: boolean } & Pick<Inquiries, 'record'>,
): Pick<
  Inquiries,
  | 'create'
  | 'changeCourse'
  | 'plan'
  | 'holdToken'
  | 'rest'
  | 'acknowledged'
  | 'reserveReply'
  | 'releaseReply'
  | 'takeOver'
> {
  /** What a change of course has to tell joins what is still to be told (docs/decisions/013). */
  function told(seen: Inquiry, course: Course, now: string): Pick<Inquiry, 'announcements'> {
    const news = announces ? announcementsOf(seen, course, now) : [];
    return news.length > 0 ? { announcements: [...(seen.announcements ?? []), ...news] } : {};
  }

  return {
    create: (given) => {
      const inquiry = announces ? { ...given, announcements: [openingAnnouncement(given)] } : given;
      return items.putIf({ ...inquiryKey(inquiry.id), ...inquiry, ...indexed(inquiry), listShard: 'all' });
    },

    changeCourse: async (seen, course, event, now, options = {}) => {
      // The line of the revision that ends here goes to the timeline before it is replaced (docs/decisions/004).
      await record(seen.id, seen.lastEvent);
      const next: Partial<Inquiry> = {
        ...(course as Partial<Inquiry>),
        ...told(seen, course, now),
        revision: seen.revision + 1,
        ...(options.nextRun ? { run: seen.run + 1 } : {}),
        ...(options.atRest ? {} : { dueAt: now }),
        lastEvent: event,
      };
      const old = await items.updateIf(
        inquiryKey(seen.id),
        { ...next, token: undefined, ...indexed(next) },
        asSeenAndDue(seen),
      );
      if (!old) return undefined;
      const { token, ...before } = toInquiry(old);
      return { inquiry: { ...before, ...next }, ...(token === undefined ? {} : { token }) };
    },

    plan: async (seen, planned) =>
      (await items.updateIf(inquiryKey(seen.id), changes(planned), asSeen(seen))) !== undefined,
    holdToken: async (seen, token) =>
      (await items.updateIf(inquiryKey(seen.id), { token }, asSeen(seen))) !== undefined,
    rest: async (seen) =>
      (await items.updateIf(
        inquiryKey(seen.id),
        { dueAt: undefined, dueShard: undefined, token: undefined },
        asSeen(seen),
      )) !== undefined,

    acknowledged: async (id, at) => {
      const first = await items.updateIf(
        inquiryKey(id),
        { acknowledgedAt: at, status: 'acknowledged' },
        { expression: '#status = :new', names: { '#status': 'status' }, values: { ':new': 'new' } },
      );
      if (first) return;
      await items.updateIf(
        inquiryKey(id),
        { acknowledgedAt: at },
        { expression: 'attribute_exists(pk) AND attribute_not_exists(acknowledgedAt)' },
      );
    },

    reserveReply: async (seen, messageId, now) => {
      const stale = new Date(Date.parse(now) - replyPatienceMilliseconds).toISOString();
      const { expression, names, values } = asSeen(seen);
      const free = await items.updateIf(
        inquiryKey(seen.id),
        { pendingReply: messageId, pendingReplyAt: now },
        {
          expression: `${expression} AND (attribute_not_exists(pendingReply) OR pendingReplyAt < :stale)`,
          names: { ...names },
          values: { ...values, ':stale': stale },
        },
      );
      return free !== undefined;
    },
    releaseReply: async (id, messageId) => {
      await items.updateIf(
        inquiryKey(id),
        { pendingReply: undefined, pendingReplyAt: undefined },
        { expression: 'pendingReply = :mine', values: { ':mine': messageId } },
      );
    },

    takeOver: async (seen) => {
      const { expression, names, values } = asSeen(seen);
      const taken = await items.updateIf(
        inquiryKey(seen.id),
        { run: seen.run + 1, token: undefined },
        {
          expression: `${expression} AND dueAt = :dueAt`,
          names: { ...names },
          values: { ...values, ':dueAt': seen.dueAt },
        },
      );
      return taken && seen.run + 1;
    },
  };
}
