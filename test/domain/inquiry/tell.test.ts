import { describe, expect, test } from '@jest/globals';
import { messageCame, messageOf } from '../../../domain/inquiry/arrival.ts';
import { opened } from '../../../domain/inquiry/open-or-join.ts';
import { tell } from '../../../domain/inquiry/tell.ts';
import { memoryInquiries } from '../../../simulation/memory-inquiries.ts';
import { assess, downtown, fridayMorning, rules } from '../../support/lakeside.ts';

const text = 'my lip turned white and it hurts';
const came = messageCame({
  id: 'a-message-for-a-test',
  receivedAt: fridayMorning,
  channel: 'web-form',
  source: 'src_typeform',
  location: downtown,
  contact: { email: 'rowan.ellery@example.com' },
  text,
  language: 'en',
  assessment: assess(text),
});

/** Tells a notice that another turn began after this one was planned, and whose outcome nobody knows yet; gives what left. */
async function toldBeside(key: string, kind: 'acknowledgement' | 'safety'): Promise<readonly string[]> {
  const inquiries = memoryInquiries();
  const inquiry = opened(came, { rules, now: fridayMorning });
  await inquiries.addMessage(messageOf(came, inquiry.id));
  await inquiries.create(inquiry);
  await inquiries.beginNotice({
    key,
    inquiryId: inquiry.id,
    kind,
    attempt: 1,
    messageId: came.messageId,
    state: 'sending',
    at: fridayMorning,
  });
  const left: string[] = [];
  await tell(
    {
      inquiries,
      escalations: { start: async () => {}, wake: async () => {} },
      message: inquiries.findMessage,
      notice: inquiries.findNotice,
      alerted: async () => 1,
      send: async (_inquiry, sent) => {
        left.push(sent.kind);
        return { state: 'accepted', providerId: 'one' };
      },
      now: () => fridayMorning,
    },
    { token: 'token', id: inquiry.id, run: 1, revision: 1, dueAt: fridayMorning, notices: [key] },
  );
  return left;
}

describe('what another turn has begun to tell', () => {
  test('is not told again', async () => {
    expect(await toldBeside(`acknowledgement#${came.messageId}`, 'acknowledgement')).toEqual([]);
  });

  test('is told again, once, if it is a safety reply: two are better than none', async () => {
    expect(await toldBeside(`safety#${came.messageId}`, 'safety')).toEqual(['safety']);
  });
});

/** Tells one notice by a channel that is asked too much at once; gives what is recorded of it. */
async function toldThrottled(key: string): Promise<string | undefined> {
  const inquiries = memoryInquiries();
  const inquiry = opened(came, { rules, now: fridayMorning });
  await inquiries.addMessage(messageOf(came, inquiry.id));
  await inquiries.create(inquiry);
  await tell(
    {
      inquiries,
      escalations: { start: async () => {}, wake: async () => {} },
      message: inquiries.findMessage,
      notice: inquiries.findNotice,
      alerted: async () => 1,
      send: async () => ({ state: 'refused', reason: 'TooManyRequestsException', throttled: true }),
      now: () => fridayMorning,
    },
    { token: 'token', id: inquiry.id, run: 1, revision: 1, dueAt: fridayMorning, notices: [key] },
  );
  return (await inquiries.findNotice(inquiry.id, key))?.state;
}

describe('what a channel takes too much of at once', () => {
  test('may be told once more if it is a safety reply or a page, and is given up if it is not', async () => {
    expect(await toldThrottled(`safety#${came.messageId}`)).toBe('unknown');
    expect(await toldThrottled('page#0.0.0#okoye#email')).toBe('unknown');
    expect(await toldThrottled(`acknowledgement#${came.messageId}`)).toBe('failed');
  });
});

/** Tells one person of an inquiry, where this many alerts to them are known of; gives how often they were counted, and what is recorded. */
async function toldInAFlood(known: number, key: string, words: string) {
  const inquiries = memoryInquiries();
  const arrival = { ...came, text: words, assessment: assess(words) };
  const inquiry = opened(arrival, { rules, now: fridayMorning });
  await inquiries.create(inquiry);
  const counted: string[] = [];
  const left: string[] = [];
  const orders = {
    token: 'token',
    id: inquiry.id,
    run: 1,
    revision: 1,
    dueAt: fridayMorning,
    notices: [key],
  };
  const told = () =>
    tell(
      {
        inquiries,
        escalations: { start: async () => {}, wake: async () => {} },
        message: inquiries.findMessage,
        notice: inquiries.findNotice,
        alerted: async (staff) => counted.push(staff) && known + 1,
        alertedAtLeast: () => known,
        send: async (_inquiry, sent) => {
          left.push(sent.kind);
          return { state: 'accepted', providerId: 'one' };
        },
        now: () => fridayMorning,
      },
      orders,
    );
  await told();
  await told();
  return { counted: counted.length, left, notices: inquiries.notices(inquiry.id) };
}

describe('in a flood', () => {
  const alert = 'alert#0.0.0#marlow#email';

  test('what is held back for certain is recorded once, and counted no more', async () => {
    const { counted, left, notices } = await toldInAFlood(13, alert, 'Are you open?');
    expect([counted, left]).toEqual([0, []]);
    expect(notices).toMatchObject([{ key: alert, state: 'sent', reason: 'bundled' }]);
  });

  test('the last that is sent, and the one that says that more wait, are counted', async () => {
    expect(await toldInAFlood(11, alert, 'Are you open?')).toMatchObject({ counted: 1, left: ['alert'] });
    expect(await toldInAFlood(12, alert, 'Are you open?')).toMatchObject({ counted: 1, left: ['bundle'] });
  });

  test('a page of a red flag always leaves', async () => {
    const page = 'page#0.0.0#okoye#email';
    expect(await toldInAFlood(500, page, text)).toMatchObject({ counted: 0, left: ['page'] });
    const warning = 'warning#0.50#okoye#email';
    expect(await toldInAFlood(500, warning, text)).toMatchObject({ counted: 0, left: ['warning'] });
  });
});
