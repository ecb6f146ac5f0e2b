import { announcementsOf, openingAnnouncement } from '../../domain/inquiry/announcements.ts';
import type { Course, Inquiries, Seen } from '../../domain/inquiry/inquiries.ts';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import type { InquiryEvent } from '../../domain/inquiry/timeline-event.ts';
import { type Condition, documents, type Item, partition } from './documents.ts';
import {
  eventKey,
  indexed,
  inquiryKey,
  inquiryPartition,
  lockKey,
  messageKey,
  noticeKey,
  senderKey,
  toEvent,
  toFile,
  toInquiry,
} from './inquiry-items.ts';

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

/** The inquiries in their table: one partition an inquiry, its item last in every sequence of writes (G7). */
export function inquiryTable(table: string, announces = false): Inquiries {
  const items = documents(table);

  async function record(inquiryId: string, event: InquiryEvent): Promise<void> {
    await items.put({ ...eventKey(inquiryId, event), ...event });
  }

  async function query(
    index: string,
    shard: readonly [name: string, value: string],
    cursor: string | undefined,
    limit: number,
  ) {
    return items.page(
      {
        IndexName: index,
        KeyConditionExpression: `${shard[0]} = :shard`,
        ExpressionAttributeValues: { ':shard': shard[1] },
        ScanIndexForward: index !== 'by-received',
        Limit: limit,
      },
      cursor,
    );
  }

  /** What a change of course has to tell joins what is still to be told (docs/decisions/013). */
  function told(seen: Inquiry, course: Course, now: string): Pick<Inquiry, 'announcements'> {
    const news = announces ? announcementsOf(seen, course, now) : [];
    return news.length > 0 ? { announcements: [...(seen.announcements ?? []), ...news] } : {};
  }

  return {
    find: async (id) => {
      const item = await items.get(inquiryKey(id));
      return item && toInquiry(item);
    },
    file: async (id) => toFile(await items.all(partition(inquiryPartition(id)))),
    timeline: async (id) => (await items.all(partition(inquiryPartition(id), 'event#'))).map(toEvent),

    list: async ({ status, locations, cursor, limit }) => {
      const open = status !== undefined && status !== 'closed' && status !== 'answered';
      const index = open ? 'open-by-deadline' : 'by-received';
      const shard = open ? (['openShard', 'open'] as const) : (['listShard', 'all'] as const);
      const found: Inquiry[] = [];
      let next = cursor;
      do {
        const page = await query(index, shard, next, limit - found.length);
        const wanted = page.items
          .map(toInquiry)
          .filter(
            (inquiry) =>
              locations.includes(inquiry.location) &&
              (status === undefined || status === 'open' || inquiry.status === status),
          );
        found.push(...wanted);
        next = page.cursor;
      } while (next !== undefined && found.length < limit);
      return { items: found, ...(next === undefined ? {} : { cursor: next }) };
    },

    receivedBetween: async (from, until) => {
      const found = await items.all({
        IndexName: 'by-received',
        KeyConditionExpression: 'listShard = :shard AND receivedAt BETWEEN :from AND :until',
        ExpressionAttributeValues: { ':shard': 'all', ':from': from, ':until': until },
      });
      return found.map(toInquiry).filter(({ receivedAt }) => receivedAt < until);
    },
    create: (given) => {
      const inquiry = announces ? { ...given, announcements: [openingAnnouncement(given)] } : given;
      return items.putIf({ ...inquiryKey(inquiry.id), ...inquiry, ...indexed(inquiry), listShard: 'all' });
    },

    addMessage: async (message) => {
      await items.putIf({ ...messageKey(message.inquiryId, message.id), ...message });
    },
    settleMessage: async (inquiryId, messageId, outcome) => {
      const unlessBounced =
        outcome.state === 'accepted'
          ? {
              expression: 'attribute_exists(pk) AND #s <> :failed',
              names: { '#s': 'state' },
              values: { ':failed': 'failed' },
            }
          : { expression: 'attribute_exists(pk)' };
      // A failure stands, whichever was told first.
      const said = outcome.state === 'failed' ? { ...outcome, deliveredAt: undefined } : outcome;
      return (await items.updateIf(messageKey(inquiryId, messageId), said, unlessBounced)) !== undefined;
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

    overdue: async (before) => {
      const found = await items.all({
        IndexName: 'by-due-at',
        KeyConditionExpression: 'dueShard = :due AND dueAt < :before',
        ExpressionAttributeValues: { ':due': 'due', ':before': before },
      });
      return found.map((item) => String(item.id));
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

    beginNotice: (notice) =>
      items.putIf(
        { ...noticeKey(notice.inquiryId, notice.key), ...notice },
        notice.attempt === 1
          ? undefined
          : {
              expression: 'attempt = :first AND #state <> :sent',
              names: { '#state': 'state' },
              values: { ':first': 1, ':sent': 'sent' },
            },
      ),
    settleNotice: (notice) => items.put({ ...noticeKey(notice.inquiryId, notice.key), ...notice }),
    findNotice: async (inquiryId, key) => {
      const item = await items.get(noticeKey(inquiryId, key));
      return item && toFile([{ sk: 'inquiry' }, item])?.notices[0];
    },
    findMessage: async (inquiryId, id) => {
      const item = await items.get(messageKey(inquiryId, id));
      return item && toFile([{ sk: 'inquiry' }, item])?.messages[0];
    },
    record,

    lockAddress: async (addressKey, inquiryId) => {
      if (await items.putIf({ ...lockKey(addressKey), inquiryId })) return inquiryId;
      const held = await items.get(lockKey(addressKey));
      return String(held?.inquiryId ?? inquiryId);
    },
    noteSender: async (addressKeys, inquiryId) => {
      for (const key of addressKeys) await items.put({ ...senderKey(key, inquiryId), inquiryId });
    },
    addressHolder: async (addressKey) => {
      const held = await items.get(lockKey(addressKey));
      return held && String(held.inquiryId);
    },
    unannounced: async () => {
      const found = await items.all({
        IndexName: 'to-announce',
        KeyConditionExpression: 'announceShard = :waiting',
        ExpressionAttributeValues: { ':waiting': 'waiting' },
      });
      const inquiries: Inquiry[] = [];
      for (const { pk } of found) {
        const item = await items.get({ pk: String(pk), sk: 'inquiry' });
        if (item) inquiries.push(toInquiry(item));
      }
      return inquiries;
    },
    announced: async (id, announcements) => {
      // The newest one stands for all of them: whatever happens adds one.
      await items.updateIf(
        inquiryKey(id),
        { announcements: undefined, announceShard: undefined, announceMark: undefined },
        {
          expression: 'announceMark = :newest',
          values: { ':newest': announcements.at(-1)?.id ?? '' },
        },
      );
    },
    ofAddresses: async (addressKeys) => {
      const locks = await Promise.all(addressKeys.map((key) => items.get(lockKey(key))));
      const ids = [...new Set(locks.flatMap((lock) => (lock ? [String(lock.inquiryId)] : [])))];
      const found = await Promise.all(ids.map((id) => items.get(inquiryKey(id))));
      const closed = locks.flatMap((lock) => (lock?.caseClosedAt ? [String(lock.caseClosedAt)] : []));
      const caseClosedAt = closed.sort().at(-1);
      return {
        inquiries: found.flatMap((item) => (item ? [toInquiry(item)] : [])),
        ...(caseClosedAt ? { caseClosedAt } : {}),
      };
    },
    moveLock: async (addressKey, from, to, caseClosedAt) =>
      (await items.updateIf(
        lockKey(addressKey),
        { inquiryId: to, ...(caseClosedAt ? { caseClosedAt } : {}) },
        { expression: 'inquiryId = :from', values: { ':from': from } },
      )) !== undefined,
  };
}
