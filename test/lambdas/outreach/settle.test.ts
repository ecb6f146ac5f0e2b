import { describe, expect, test } from '@jest/globals';
import type { AlertSent } from '../../../domain/inquiry/alert-bounced.ts';
import type { DeliveryNews } from '../../../domain/message/delivery-news.ts';
import { newsOfMail, type SesEvent } from '../../../domain/message/mail-events.ts';
import type { Touch } from '../../../domain/recall/touch.ts';
import { type SettlePorts, settle } from '../../../lambdas/outreach/settle.ts';
import { fridayMorning, lakeside, later } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';
import { recordOf } from '../../support/recall-record.ts';

const mailNews = (event: SesEvent): DeliveryNews => {
  const news = newsOfMail(event);
  if (!news) throw new Error('The event settles nothing.');
  return news;
};

async function bounced(bounceType: string, tags: Record<string, string[]>) {
  const suppressed: string[] = [];
  const told: string[] = [];
  const ports = {
    outreach: { suppress: async (_key: string, why: string) => void suppressed.push(why) },
    addressKey: async () => 'a key for tests',
    alertBounced: async (_inquiry: string, { staff, way }: AlertSent, _now: string, bounce: string) =>
      void told.push(`${staff} ${way} ${bounce}`),
    unreached: async (_inquiry: string, { kind, messageId }: { kind: string; messageId: string }) =>
      void told.push(`${kind} ${messageId}`),
  } as unknown as SettlePorts;
  const mail = { destination: ['somebody@example.com'], tags };
  await settle(ports, mailNews({ eventType: 'Bounce', mail, bounce: { bounceType } }), fridayMorning);
  return { suppressed, told };
}

describe('a mail that came back', () => {
  const alert = { kind: ['page'], inquiryId: ['inq_1'], staffId: ['okoye'] };

  test('from a member of the staff suppresses nobody for recall', async () => {
    expect(await bounced('Permanent', alert)).toEqual({ suppressed: [], told: ['okoye email hard'] });
    const care = { kind: ['acknowledgement'], inquiryId: ['inq_1'], messageId: ['m1'] };
    expect(await bounced('Permanent', care)).toEqual({
      suppressed: ['hard-bounce'],
      told: ['acknowledgement m1'],
    });
  });

  test('for now is told apart from one that came back for good', async () => {
    expect(await bounced('Transient', alert)).toEqual({ suppressed: [], told: ['okoye email soft'] });
  });
});

const touchIn = (state: Touch['state']): Touch => ({
  id: 'p1.2026-11-20',
  schema: 1,
  patientId: 'p1',
  location: 'downtown',
  on: '2026-11-20',
  sweepId: 's',
  channel: 'email',
  otherwise: [],
  class: 'recall',
  template: 'due',
  items: [],
  state,
  sendAt: fridayMorning,
});
const tags = { kind: ['recall'], touchId: ['p1.2026-11-20'], patientId: ['p1'] };
const mail = { destination: ['somebody@example.com'], tags };

/** The touch and the day's counts after these events. */
async function outcomeOf(state: Touch['state'], ...events: readonly SesEvent[]) {
  const { outreach, all } = memoryOutreach();
  await outreach.putTouch(touchIn(state));
  const ports = {
    outreach,
    addressKey: async () => 'a key for tests',
    practice: lakeside.identity,
    patients: { record: async () => recordOf({}), byAddress: async () => [{ id: 'p1' }] },
  } as unknown as SettlePorts;
  await outreach.noteMessage('m1', touchIn(state), fridayMorning);
  for (const event of events) await settle(ports, mailNews(event), fridayMorning);
  const tasks = all.tasks().map(({ kind, why }) => `${kind}: ${why}`);
  return { state: all.touches()[0]?.state, counts: [...all.counts().values()], tasks };
}

const day = 24 * 60;

/** Soft bounces of mails to one address, so many days after one another; the first of a recall. */
async function full(days: readonly number[], bounceType = 'Transient') {
  const { outreach, all } = memoryOutreach();
  const ports = {
    outreach,
    practice: lakeside.identity,
    addressKey: async () => 'a key for tests',
    patients: {
      record: async () => recordOf({}),
      byAddress: async () => [{ id: 'p1' }, { id: 'p2', relation: 'spouse' }],
    },
  } as unknown as SettlePorts;
  const touch = touchIn('sent');
  await outreach.putTouch(touch);
  for (const [index, at] of days.entries()) {
    const about: Record<string, string[]> = index === 0 ? { touchId: [touch.id], patientId: ['p1'] } : {};
    const back = { messageId: `m${at}`, destination: ['somebody@example.com'], tags: about };
    const event = { eventType: 'Bounce', mail: back, bounce: { bounceType } };
    // SES may tell it twice.
    for (let time = 0; time < 2; time += 1)
      await settle(ports, mailNews(event), later(fridayMorning, at * day + time));
  }
  return all.tasks();
}

describe('a mailbox that is full (R22)', () => {
  test.each([
    ['once', [0], 0],
    ['twice', [0, 1], 0],
    ['three times within 30 days', [0, 10, 29], 1],
    ['three times within more', [0, 10, 31], 0],
  ])('%s', async (_how, days, tasks) => {
    const found = await full(days);
    expect(found).toHaveLength(tasks);
    for (const task of found) expect(task).toMatchObject({ patientId: 'p1', kind: 'address', state: 'open' });
  });

  test('an address that does not exist is asked for at once', async () => {
    expect(await full([0], 'Permanent')).toMatchObject([{ why: expect.stringContaining('came back') }]);
  });
});

describe('a complaint', () => {
  test('is counted once, however often it is told', async () => {
    const event = { eventType: 'Complaint', mail };
    expect((await outcomeOf('delivered', event, event, event)).counts).toMatchObject([{ complained: 1 }]);
  });
});

describe('a complaint', () => {
  test('is a person’s to look at, once', async () => {
    const event = { eventType: 'Complaint', mail: { ...mail, messageId: 'm1' } };
    const { tasks } = await outcomeOf('sent', event, event);
    expect(tasks).toEqual([expect.stringMatching(/^review: .*unwanted/)]);
  });

  test('is none where somebody took the mail out of their spam folder', async () => {
    const event = { eventType: 'Complaint', mail, complaint: { complaintFeedbackType: 'not-spam' } };
    expect(await outcomeOf('sent', event)).toEqual({ state: 'delivered', counts: [], tasks: [] });
  });
});

/** As SES's feedback notifications are: no tags, the id of the message alone. */
const feedback = (notificationType: string, what: object = {}): SesEvent => ({
  notificationType,
  mail: { messageId: 'm1', destination: ['somebody@example.com'] },
  ...what,
});

describe('a feedback notification, which bears no tags', () => {
  test.each<readonly [string, SesEvent, string, object]>([
    ['delivery', feedback('Delivery'), 'delivered', []],
    ['bounce', feedback('Bounce', { bounce: { bounceType: 'Permanent' } }), 'bounced', [{ bounced: 1 }]],
    ['complaint', feedback('Complaint'), 'delivered', [{ complained: 1 }]],
  ])('of a %s settles the touch', async (_what, event, state, counts) => {
    for (const from of ['sent', 'sending', 'unknown'] as const)
      expect(await outcomeOf(from, event, event)).toMatchObject({ state, counts });
  });

  test('of another mail settles none', async () => {
    const other = { ...feedback('Delivery'), mail: { messageId: 'm9', destination: ['x@example.com'] } };
    expect((await outcomeOf('sent', other)).state).toBe('sent');
  });
});

describe('a mail of recall', () => {
  test.each(['Reject', 'Rendering Failure'])(
    'that SES took and did not send (%s) is a task',
    async (type) => {
      const { state, tasks } = await outcomeOf('sent', { eventType: type, mail });
      expect([state, tasks]).toEqual(['bounced', [expect.stringContaining('not sent')]]);
    },
  );

  test('that came back after it was taken has come back, and is counted once', async () => {
    const delivery = { eventType: 'Delivery', mail };
    const bounce = { eventType: 'Bounce', mail, bounce: { bounceType: 'Permanent' } };
    const back = { state: 'bounced', counts: [{ bounced: 1 }] };
    expect(await outcomeOf('sent', delivery, bounce, bounce)).toMatchObject(back);
    expect(await outcomeOf('sent', bounce, delivery, bounce)).toMatchObject(back);
  });
});
