import { expect, test } from '@jest/globals';
import type { Inquiries } from '../../domain/inquiry/inquiries.ts';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import type { InquiryMessage } from '../../domain/inquiry/message.ts';
import type { Notice } from '../../domain/inquiry/notice.ts';
import type { InquiryEvent } from '../../domain/inquiry/timeline-event.ts';
import { memoryInquiries } from '../../simulation/memory-inquiries.ts';
import { contract, pages } from '../support/contract.ts';
import { oneInquiry } from '../support/one-inquiry.ts';

const plain = (await oneInquiry('what does it cost?')).now();
const at = (minute: number): string => `2026-11-20T16:${String(minute).padStart(2, '0')}:00.000Z`;
const inquiry = (changes: Partial<Inquiry> = {}): Inquiry => ({ ...plain, ...changes });
const line = (id: string, minute: number): InquiryEvent => ({
  id,
  what: 'claimed',
  at: at(minute),
  actor: { system: 'test' },
});
const message = (id: string, changes: Partial<InquiryMessage> = {}): InquiryMessage => ({
  id,
  inquiryId: plain.id,
  direction: 'out',
  channel: 'email',
  text: 'Yes',
  at: at(1),
  state: 'pending',
  author: { staff: 'ana' },
  ...changes,
});
const notice = (changes: Partial<Notice> = {}): Notice => ({
  key: 'page#1#ana#sms',
  inquiryId: plain.id,
  kind: 'page',
  attempt: 1,
  state: 'sending',
  at: at(1),
  ...changes,
});

const table = 'Inquiries';
const adapter = async () => {
  const { inquiryTable } = await import('../../lambdas/adapters/inquiry-table.ts');
  return (name: string) => inquiryTable(name);
};

contract<Inquiries>('inquiries', { table, adapter, memory: memoryInquiries }, (fresh) => {
  const withOne = async (changes: Partial<Inquiry> = {}) => {
    const port = await fresh();
    const one = inquiry(changes);
    await port.create(one);
    return { port, one, now: async () => (await port.find(one.id)) as Inquiry };
  };

  test('are created once, and found as they were given', async () => {
    const { port, one } = await withOne();
    expect(await port.create(inquiry({ status: 'closed' }))).toBe(false);
    expect(await port.find(one.id)).toEqual(one);
    expect(await port.find('inq_unknown')).toBeUndefined();
    expect(await port.file('inq_unknown')).toBeUndefined();
  });

  test('have their messages by time, then by id, each stored once, and their notices by key', async () => {
    const { port, one } = await withOne();
    await port.addMessage(message('b', { at: at(2) }));
    await port.addMessage(message('d'));
    await port.addMessage(message('c'));
    await port.addMessage(message('c', { text: 'another' }));
    await port.settleNotice(notice({ key: 'warning#1' }));
    await port.settleNotice(notice());
    const file = await port.file(one.id);
    expect(file?.messages.map(({ id, text }) => `${id} ${text}`)).toEqual(['c Yes', 'd Yes', 'b Yes']);
    expect(file?.notices.map(({ key }) => key)).toEqual(['page#1#ana#sms', 'warning#1']);
    expect(file?.inquiry).toEqual(one);
    expect(await port.findMessage(one.id, 'b')).toMatchObject({ at: at(2) });
    expect(await port.findMessage(one.id, 'z')).toBeUndefined();
    expect(await port.findNotice(one.id, 'z')).toBeUndefined();
  });

  test('keep that a message failed, whichever was told first', async () => {
    const { port, one } = await withOne();
    const settle = (state: 'accepted' | 'failed') =>
      port.settleMessage(one.id, 'a', { state, deliveredAt: at(3) });
    expect(await settle('accepted')).toBe(false);
    await port.addMessage(message('a'));
    expect(await settle('accepted')).toBe(true);
    expect(await port.findMessage(one.id, 'a')).toEqual(
      message('a', { state: 'accepted', deliveredAt: at(3) }),
    );
    expect(await settle('failed')).toBe(true);
    expect(await port.findMessage(one.id, 'a')).toEqual(message('a', { state: 'failed' }));
    expect(await settle('accepted')).toBe(false);
  });

  test('change their course only as they were seen, and give the token to wake', async () => {
    const { port, one, now } = await withOne({ dueAt: at(1), claimedBy: 'ana' });
    expect(await port.holdToken(one, 'waiting')).toBe(true);
    const event = line('2', 5);
    const course = { status: 'closed', claimedBy: undefined } as const;
    const changed = await port.changeCourse(one, course, event, at(5));
    const { claimedBy, ...before } = one;
    const after = { ...before, status: 'closed', revision: one.revision + 1, dueAt: at(5), lastEvent: event };
    expect([claimedBy, changed]).toEqual(['ana', { inquiry: after, token: 'waiting' }]);
    expect(await now()).toEqual(after);
    expect(await port.timeline(one.id)).toEqual([one.lastEvent]);
    expect(await port.changeCourse(one, course, event, at(6))).toBeUndefined();
    const next = await port.changeCourse(await now(), {}, line('3', 6), at(6), { nextRun: true });
    expect(next).toMatchObject({ inquiry: { run: one.run + 1, revision: one.revision + 2 } });
    expect(next).not.toHaveProperty('token');
  });

  test('stay at rest where nothing is left to do, and do not wake for whoever saw them otherwise', async () => {
    const { port, one, now } = await withOne({ dueAt: at(1) });
    expect(await port.rest(one)).toBe(true);
    expect(await port.overdue(at(9))).toEqual([]);
    expect(await port.changeCourse(one, {}, line('2', 5), at(5))).toBeUndefined();
    const resting = await now();
    expect(resting.dueAt).toBeUndefined();
    const still = await port.changeCourse(resting, {}, line('2', 5), at(5), { atRest: true });
    expect(still?.inquiry.dueAt).toBeUndefined();
    expect((await now()).dueAt).toBeUndefined();
  });

  test('are planned, held and put to rest only in the run and revision that was seen', async () => {
    const { port, one, now } = await withOne({ dueAt: at(1) });
    for (const stale of [
      { ...one, run: one.run + 1 },
      { ...one, revision: one.revision + 1 },
      { ...one, id: 'inq_unknown' },
    ]) {
      expect(await port.plan(stale, { dueAt: at(8) })).toBe(false);
      expect(await port.holdToken(stale, 'late')).toBe(false);
      expect(await port.rest(stale)).toBe(false);
    }
    expect(await port.plan(one, { dueAt: at(8), step: 2, claimUntil: undefined })).toBe(true);
    expect(await now()).toEqual({ ...one, dueAt: at(8), step: 2 });
  });

  test('are overdue in the order of time, and taken over once', async () => {
    const { port, one, now } = await withOne({ dueAt: at(5) });
    await port.create(inquiry({ id: 'inq_a', dueAt: at(6) }));
    await port.create(inquiry({ id: 'inq_b', dueAt: at(4) }));
    expect(await port.overdue(at(6))).toEqual(['inq_b', one.id]);
    await port.holdToken(one, 'lost');
    expect(await port.takeOver({ ...one, dueAt: at(4) })).toBeUndefined();
    expect(await port.takeOver(one)).toBe(one.run + 1);
    expect(await port.takeOver(one)).toBeUndefined();
    expect(await now()).toEqual({ ...one, run: one.run + 1 });
  });

  test('keep when they were first acknowledged, and their state if it is another', async () => {
    const { port, one, now } = await withOne({ status: 'new' });
    await port.acknowledged(one.id, at(2));
    await port.acknowledged(one.id, at(3));
    expect(await now()).toMatchObject({ status: 'acknowledged', acknowledgedAt: at(2) });
    await port.create(inquiry({ id: 'inq_a', status: 'claimed' }));
    await port.acknowledged('inq_a', at(2));
    expect(await port.find('inq_a')).toMatchObject({ status: 'claimed', acknowledgedAt: at(2) });
    await port.acknowledged('inq_unknown', at(2));
    expect(await port.find('inq_unknown')).toBeUndefined();
  });

  test('have one reply on its way for more than a minute, or until it is released', async () => {
    const { port, one, now } = await withOne();
    expect(await port.reserveReply({ ...one, revision: 99 }, 'm0', at(1))).toBe(false);
    expect(await port.reserveReply(one, 'm1', at(1))).toBe(true);
    expect(await port.reserveReply(one, 'm2', at(2))).toBe(false);
    expect(await port.reserveReply(one, 'm2', '2026-11-20T16:02:00.001Z')).toBe(true);
    await port.releaseReply(one.id, 'm1');
    expect(await now()).toMatchObject({ pendingReply: 'm2' });
    await port.releaseReply(one.id, 'm2');
    expect(await now()).toEqual(one);
  });

  test('let a notice begin once, and once more where its outcome is unknown', async () => {
    const { port, one } = await withOne();
    expect(await port.beginNotice(notice({ attempt: 2 }))).toBe(false);
    expect(await port.beginNotice(notice())).toBe(true);
    expect(await port.beginNotice(notice())).toBe(false);
    await port.settleNotice(notice({ state: 'unknown' }));
    expect(await port.beginNotice(notice({ attempt: 2 }))).toBe(true);
    expect(await port.beginNotice(notice({ attempt: 2 }))).toBe(false);
    await port.settleNotice(notice({ state: 'unknown' }));
    expect(await port.beginNotice(notice({ attempt: 2 }))).toBe(false);
    const sent = notice({ key: 'page#2#ana#sms', state: 'sent' });
    await port.settleNotice(sent);
    expect(await port.beginNotice({ ...sent, attempt: 2 })).toBe(false);
    expect(await port.findNotice(one.id, sent.key)).toEqual(sent);
  });

  test('have a timeline by time, each line once', async () => {
    const { port, one } = await withOne();
    const [late, early] = [line('10', 9), line('9', 8)];
    for (const event of [late, early, late]) await port.record(one.id, event);
    // The same number at another time is another line.
    await port.record(one.id, line('9', 10));
    expect(await port.timeline(one.id)).toEqual([early, late, line('9', 10)]);
  });

  test('are listed a page at a time: open ones by deadline, all by when they came, the newest first', async () => {
    const port = await fresh();
    const few = [
      ['a', 'new', 30, 1],
      ['b', 'answered', 20, 2],
      ['c', 'claimed', 10, 3],
      ['d', 'closed', 40, 4],
      ['w', 'waiting-on-patient', 5, 0],
    ] as const;
    for (const [id, status, due, came] of few)
      await port.create(inquiry({ id, status, deadline: at(due), receivedAt: at(came), location: 'here' }));
    await port.create(inquiry({ id: 'e', location: 'there', receivedAt: at(5) }));
    const ids = async (status: Parameters<Inquiries['list']>[0]['status'], limit: number) =>
      (await pages((query) => port.list({ ...query, status, locations: ['here'] }), limit))
        .map((page) => page.map(({ id }) => id))
        .filter((page) => page.length > 0);
    expect(await ids('open', 1)).toEqual([['c'], ['a']]);
    expect(await ids('claimed', 5)).toEqual([['c']]);
    expect(await ids('closed', 5)).toEqual([['d']]);
    expect(await ids('waiting-on-patient', 5)).toEqual([['w']]);
    expect(await ids(undefined, 2)).toEqual([['d', 'c'], ['b', 'a'], ['w']]);
    const between = await port.receivedBetween(at(2), at(4));
    expect(between.map(({ id }) => id)).toEqual(['b', 'c']);
  });

  test('are found by the lock of an address, which moves only from its holder', async () => {
    const { port, one } = await withOne();
    expect(await port.addressHolder('key')).toBeUndefined();
    expect(await port.lockAddress('key', one.id)).toBe(one.id);
    expect(await port.lockAddress('key', 'inq_b')).toBe(one.id);
    await port.noteSender(['key'], one.id);
    expect(await port.moveLock('key', 'inq_b', 'inq_c')).toBe(false);
    expect(await port.ofAddresses(['key', 'other'])).toEqual({ inquiries: [one] });
    await port.create(inquiry({ id: 'inq_b' }));
    expect(await port.moveLock('key', one.id, 'inq_b', at(7))).toBe(true);
    expect(await port.moveLock('key', 'inq_b', 'inq_b')).toBe(true);
    await port.lockAddress('other', 'inq_b');
    const both = await port.ofAddresses(['key', 'other']);
    expect(both).toEqual({ inquiries: [inquiry({ id: 'inq_b' })], caseClosedAt: at(7) });
    expect(await port.addressHolder('key')).toBe('inq_b');
  });

  test('have nothing to tell where no other tool is told', async () => {
    const { port, one } = await withOne();
    await port.changeCourse(one, { status: 'closed' }, line('2', 5), at(5));
    expect(await port.unannounced()).toEqual([]);
  });
});
