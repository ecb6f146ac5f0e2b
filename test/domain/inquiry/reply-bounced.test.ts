import { expect, test } from '@jest/globals';
import { announcementsOf } from '../../../domain/inquiry/announcements.ts';
import { close } from '../../../domain/inquiry/closing.ts';
import { reply } from '../../../domain/inquiry/reply.ts';
import { replyBounced } from '../../../domain/inquiry/reply-bounced.ts';
import { fridayMorning, later, rules } from '../../support/lakeside.ts';
import { oneInquiry } from '../../support/one-inquiry.ts';

/** Answered by a mail that came back ten minutes later. */
async function afterBounce() {
  const one = await oneInquiry('Are you open on Saturday?', {
    contact: { email: 'bounce@example.com', phone: '+15125550123' },
  });
  const send = async () => ({ state: 'accepted', providerId: 'p' }) as const;
  const writes = (messageId: string, minutes: number, channel?: 'sms') =>
    reply(
      { ...one.ports, send },
      { ...one.by('marlow', later(fridayMorning, minutes)), text: 'Yes, until noon.', messageId, channel },
    );
  await writes('r1', 2);
  const now = later(fridayMorning, 12);
  await replyBounced({ ...one.ports, rules, now }, one.now().id, 'r1');
  return { ...one, writes };
}

test('a reply that came back was no answer, whoever had written it', async () => {
  const { now } = await afterBounce();
  expect(now()).toMatchObject({ status: 'new', answeredCount: 0, answers: [] });
  expect([now().respondedAt, now().respondedBy]).toEqual([undefined, undefined]);
});

test('after it staff may write by another channel, and that is the answer', async () => {
  const { now, writes } = await afterBounce();
  await writes('r2', 15, 'sms');
  expect(now()).toMatchObject({
    status: 'answered',
    respondedAt: later(fridayMorning, 15),
    respondedBy: 'marlow',
  });
});

test('the practice’s other tools are told of that answer', async () => {
  const { now } = await afterBounce();
  const at = later(fridayMorning, 15);
  expect(announcementsOf(now(), { respondedAt: at }, at).map(({ type }) => type)).toEqual(['answered']);
});

test('it cannot be closed as answered', async () => {
  const { ports, by } = await afterBounce();
  const closing = { ...by('marlow', later(fridayMorning, 15)), reason: 'answered' as const };
  await expect(close(ports, closing)).rejects.toThrow('Nobody has answered it yet');
});

test('the same bounce again changes nothing', async () => {
  const { ports, now } = await afterBounce();
  const before = now();
  await replyBounced({ ...ports, rules, now: later(fridayMorning, 20) }, before.id, 'r1');
  expect(now()).toEqual(before);
});
