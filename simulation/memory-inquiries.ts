import type { Course, Inquiries, Seen } from '../domain/inquiry/inquiries.ts';
import type { Inquiry } from '../domain/inquiry/inquiry.ts';
import type { InquiryMessage } from '../domain/inquiry/message.ts';
import type { Notice } from '../domain/inquiry/notice.ts';
import type { InquiryEvent } from '../domain/inquiry/timeline-event.ts';

interface Partition {
  inquiry?: Inquiry;
  readonly messages: Map<string, InquiryMessage>;
  readonly notices: Map<string, Notice>;
  readonly events: Map<string, InquiryEvent>;
}

/** Called around every call of the port, so that a test can interleave, fail or record it. */
export type Around = <T>(operation: string, call: () => T) => Promise<T>;

const plainly: Around = async (_operation, call) => call();
const replyPatience = 60_000;

function changed(inquiry: Inquiry, changes: Course | Record<string, unknown>): Inquiry {
  const merged: Record<string, unknown> = { ...inquiry, ...changes };
  for (const key of Object.keys(merged)) if (merged[key] === undefined) delete merged[key];
  return merged as unknown as Inquiry;
}

const isStillOpen = (status: string): boolean =>
  !['answered', 'waiting-on-patient', 'closed'].includes(status);
const byDeadline = (a: Inquiry, b: Inquiry): number => a.deadline.localeCompare(b.deadline);
const newestFirst = (a: Inquiry, b: Inquiry): number => b.receivedAt.localeCompare(a.receivedAt);
/** As the table orders what stands beside an inquiry. */
const byKey = <T>(entries: ReadonlyMap<string, T>): readonly T[] =>
  [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
const placeOf = ({ id, at }: InquiryEvent): string => `${at}#${id.padStart(8, '0')}`;
const fitsStatus = (inquiry: Inquiry, status: string | undefined): boolean =>
  status === undefined || (status === 'open' ? isStillOpen(inquiry.status) : inquiry.status === status);

/** The port of the inquiries over plain maps, with the same conditions as the table. */
export function memoryInquiries(
  around: Around = plainly,
): Inquiries & { readonly all: () => readonly Inquiry[]; notices(id: string): readonly Notice[] } {
  const partitions = new Map<string, Partition>();
  const locks = new Map<string, string>();
  const closings = new Map<string, string>();
  const senders = new Map<string, Set<string>>();
  const partition = (id: string): Partition => {
    const found = partitions.get(id) ?? { messages: new Map(), notices: new Map(), events: new Map() };
    partitions.set(id, found);
    return found;
  };
  const everything = (): readonly Inquiry[] =>
    [...partitions.values()].flatMap(({ inquiry }) => inquiry ?? []);
  const fits = (seen: Seen): boolean => {
    const { inquiry } = partition(seen.id);
    return inquiry?.run === seen.run && inquiry.revision === seen.revision;
  };
  function update(seen: Seen, changes: Course | Record<string, unknown>): boolean {
    const kept = partition(seen.id);
    if (!kept.inquiry || !fits(seen)) return false;
    kept.inquiry = changed(kept.inquiry, changes);
    return true;
  }

  return {
    all: everything,
    notices: (id) => [...partition(id).notices.values()],
    find: (id) => around('find', () => partition(id).inquiry),
    file: (id) =>
      around('file', () => {
        const { inquiry, messages, notices, events } = partition(id);
        return (
          inquiry && {
            inquiry,
            messages: byKey(messages).toSorted((a, b) => a.at.localeCompare(b.at)),
            notices: byKey(notices),
            events: byKey(events),
          }
        );
      }),
    timeline: (id) => around('timeline', () => byKey(partition(id).events)),
    list: ({ status, locations, cursor, limit }) =>
      around('list', () => {
        const sorted = everything().toSorted(
          status !== undefined && isStillOpen(status) ? byDeadline : newestFirst,
        );
        // Behind the last one of the page before, whatever has become of that meanwhile.
        const wanted = sorted
          .slice(sorted.findIndex(({ id }) => id === cursor) + 1)
          .filter((inquiry) => locations.includes(inquiry.location) && fitsStatus(inquiry, status));
        const items = wanted.slice(0, limit);
        const last = items.at(-1);
        return { items, ...(last && items.length < wanted.length ? { cursor: last.id } : {}) };
      }),
    receivedBetween: async (from: string, until: string) =>
      everything()
        .filter(({ receivedAt }) => receivedAt >= from && receivedAt < until)
        .toSorted((a, b) => a.receivedAt.localeCompare(b.receivedAt)),
    create: (inquiry) =>
      around('create', () => {
        const kept = partition(inquiry.id);
        if (kept.inquiry) return false;
        kept.inquiry = inquiry;
        return true;
      }),
    addMessage: (message) =>
      around('addMessage', () => {
        const { messages } = partition(message.inquiryId);
        if (!messages.has(message.id)) messages.set(message.id, message);
      }),
    settleMessage: (inquiryId, messageId, outcome) =>
      around('settleMessage', () => {
        const { messages } = partition(inquiryId);
        const message = messages.get(messageId);
        if (!message || (outcome.state === 'accepted' && message.state === 'failed')) return false;
        const { deliveredAt, ...kept } = { ...message, ...outcome };
        const arrived = outcome.state === 'failed' || deliveredAt === undefined ? {} : { deliveredAt };
        messages.set(messageId, { ...kept, ...arrived });
        return true;
      }),
    changeCourse: (seen, course, event, now, options = {}) =>
      around('changeCourse', () => {
        const kept = partition(seen.id);
        kept.events.set(placeOf(seen.lastEvent), seen.lastEvent);
        const token = kept.inquiry?.token;
        const changes = {
          ...course,
          revision: seen.revision + 1,
          ...(options.nextRun ? { run: seen.run + 1 } : {}),
          ...(options.atRest ? {} : { dueAt: now }),
          lastEvent: event,
          token: undefined,
        };
        if ((kept.inquiry?.dueAt === undefined) !== (seen.dueAt === undefined)) return undefined;
        if (!update(seen, changes)) return undefined;
        return { inquiry: kept.inquiry as Inquiry, ...(token === undefined ? {} : { token }) };
      }),
    plan: (seen, planned) => around('plan', () => update(seen, planned)),
    holdToken: (seen, token) => around('holdToken', () => update(seen, { token })),
    rest: (seen) => around('rest', () => update(seen, { dueAt: undefined, token: undefined })),
    acknowledged: (id, at) =>
      around('acknowledged', () => {
        const kept = partition(id);
        if (!kept.inquiry) return;
        const status = kept.inquiry.status === 'new' ? 'acknowledged' : kept.inquiry.status;
        kept.inquiry = { ...kept.inquiry, status, acknowledgedAt: kept.inquiry.acknowledgedAt ?? at };
      }),
    reserveReply: (seen, messageId, now) =>
      around('reserveReply', () => {
        const { pendingReplyAt } = partition(seen.id).inquiry ?? {};
        if (pendingReplyAt && Date.parse(now) - Date.parse(pendingReplyAt) <= replyPatience) return false;
        return update(seen, { pendingReply: messageId, pendingReplyAt: now });
      }),
    releaseReply: (id, messageId) =>
      around('releaseReply', () => {
        const kept = partition(id);
        if (kept.inquiry?.pendingReply === messageId)
          kept.inquiry = changed(kept.inquiry, { pendingReply: undefined, pendingReplyAt: undefined });
      }),
    overdue: (before) =>
      around('overdue', () =>
        everything()
          .filter(({ dueAt }) => dueAt !== undefined && dueAt < before)
          .toSorted((a, b) => `${a.dueAt}`.localeCompare(`${b.dueAt}`))
          .map(({ id }) => id),
      ),
    takeOver: (seen) =>
      around('takeOver', () => {
        if (partition(seen.id).inquiry?.dueAt !== seen.dueAt) return undefined;
        return update(seen, { run: seen.run + 1, token: undefined }) ? seen.run + 1 : undefined;
      }),
    beginNotice: (notice) =>
      around('beginNotice', () => {
        const { notices } = partition(notice.inquiryId);
        const known = notices.get(notice.key);
        const free = notice.attempt === 1 ? !known : known?.attempt === 1 && known.state !== 'sent';
        if (free) notices.set(notice.key, notice);
        return free;
      }),
    settleNotice: (notice) =>
      around('settleNotice', () => {
        const { notices } = partition(notice.inquiryId);
        if ((notices.get(notice.key)?.attempt ?? 1) <= notice.attempt) notices.set(notice.key, notice);
      }),
    findNotice: (id, key) => around('findNotice', () => partition(id).notices.get(key)),
    findMessage: (id, messageId) => around('findMessage', () => partition(id).messages.get(messageId)),
    record: (id, event) => around('record', () => void partition(id).events.set(placeOf(event), event)),
    lockAddress: (key, id) =>
      around('lockAddress', () => {
        const holder = locks.get(key) ?? id;
        locks.set(key, holder);
        return holder;
      }),
    noteSender: (keys, id) =>
      around('noteSender', () => {
        for (const key of keys) senders.set(key, new Set([...(senders.get(key) ?? []), id]));
      }),
    addressHolder: (key) => around('addressHolder', () => locks.get(key)),
    unannounced: () => around('unannounced', () => []),
    announced: () => around('announced', () => undefined),
    ofAddresses: (keys) =>
      around('ofAddresses', () => {
        const found = keys.flatMap((key) => partition(locks.get(key) ?? '').inquiry ?? []);
        const closed = keys
          .flatMap((key) => closings.get(key) ?? [])
          .sort()
          .at(-1);
        return {
          inquiries: [...new Map(found.map((inquiry) => [inquiry.id, inquiry])).values()],
          ...(closed ? { caseClosedAt: closed } : {}),
        };
      }),
    moveLock: (key, from, to, caseClosedAt) =>
      around('moveLock', () => {
        if (locks.get(key) !== from) return false;
        locks.set(key, to);
        if (caseClosedAt) closings.set(key, caseClosedAt);
        return true;
      }),
  };
}
