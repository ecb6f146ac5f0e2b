import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alertBounced } from '../../../domain/inquiry/alert-bounced.ts';
import { patientUnreached } from '../../../domain/inquiry/patient-unreached.ts';
import { reply } from '../../../domain/inquiry/reply.ts';
import { replyBounced } from '../../../domain/inquiry/reply-bounced.ts';
import { newsOfText, type TextEvent, textEventTypes } from '../../../domain/message/text-events.ts';
import { type SettlePorts, settle } from '../../../lambdas/outreach/settle.ts';
import { fridayMorning, lakeside, later, rules } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';
import { oneInquiry } from '../../support/one-inquiry.ts';
import { emptyRecord } from '../../support/recall-record.ts';

const providerId = 'text-1';
const now = later(fridayMorning, 5);

const eventOf = (eventType: string, context: TextEvent['context'] = {}, isFinal = true): TextEvent => ({
  eventType,
  isFinal,
  messageId: providerId,
  destinationPhoneNumber: '+15125550143',
  context,
});

/** A patient who wrote by text, was acknowledged and answered by text, after an alert and in a recall by text. */
async function texted() {
  const one = await oneInquiry('Do you have time on Tuesday?', {
    channel: 'sms',
    contact: { phone: '+15125550143' },
  });
  const { id } = one.now();
  const common = { inquiryId: id, attempt: 1, state: 'sent', at: fridayMorning, providerId } as const;
  const alert = { kind: 'alert', round: '0.0.0', staff: 'marlow', way: 'sms' } as const;
  await one.inquiries.settleNotice({ ...common, ...alert, key: 'alert#0.0.0#marlow#sms' });
  const safety = { kind: 'safety', messageId: 'm1' } as const;
  await one.inquiries.settleNotice({ ...common, ...safety, key: 'safety#m1' });
  const given = { ...one.by('okoye', now), text: 'Tuesday at ten?', messageId: 'r1' };
  await reply({ ...one.ports, send: async () => ({ state: 'accepted', providerId }) }, given);
  const { outreach, all } = memoryOutreach();
  await outreach.putTouch({
    id: 'p1.2026-11-20',
    schema: 1,
    patientId: 'p1',
    location: 'downtown',
    on: '2026-11-20',
    sweepId: 's',
    channel: 'text',
    otherwise: [],
    class: 'recall',
    template: 'due',
    items: [],
    state: 'sent',
    sendAt: fridayMorning,
  });
  const { inquiries } = one;
  const suppressed = new Set<string>();
  const course = { inquiries, escalations: one.ports.escalations, now };
  const ports: SettlePorts = {
    patients: { record: async () => emptyRecord, byAddress: async () => [] },
    practice: lakeside.identity,
    outreach: { ...outreach, suppress: async (_key, reason) => void suppressed.add(reason) },
    addressKey: async () => 'a key for tests',
    delivered: async (inquiryId, messageId) =>
      void (await inquiries.settleMessage(inquiryId, messageId, { state: 'accepted', deliveredAt: now })),
    alertBounced: (inquiryId, sent, _now, bounce) => alertBounced(course, inquiryId, sent, bounce),
    bounced: (inquiryId, messageId) =>
      replyBounced({ ...course, rules, practice: lakeside.identity }, inquiryId, messageId),
    unreached: (inquiryId, key) => patientUnreached(course, inquiryId, key),
  };
  const contexts = {
    reply: { kind: 'reply', inquiryId: id, messageId: 'r1' },
    alert: { kind: 'alert', inquiryId: id, staffId: 'marlow', round: '0.0.0' },
    safety: { kind: 'safety', inquiryId: id, messageId: 'm1' },
    recall: { kind: 'recall', patientId: 'p1', touchId: 'p1.2026-11-20' },
  };
  return {
    comes: async (event: TextEvent) => {
      const news = newsOfText(event);
      if (news) await settle(ports, news, now);
    },
    contexts,
    state: async () => {
      const file = await inquiries.file(id);
      const message = file?.messages.find(({ direction }) => direction === 'out');
      return {
        reply: [message?.state, message?.deliveredAt, message?.bounceSettled],
        inquiry: [file?.inquiry.status, file?.inquiry.answeredCount],
        notices: file?.notices.map(({ key, state, reason }) => [key, state, reason]).toSorted(),
        touch: all.touches()[0]?.state,
        tasks: all.tasks().map(({ why }) => why),
        suppressed: [...suppressed],
        counts: [...all.counts().values()],
      };
    },
  };
}

type Of = keyof Awaited<ReturnType<typeof texted>>['contexts'];

async function stateAfter(of: Of, types: readonly string[]) {
  const text = await texted();
  for (const type of types) await text.comes(eventOf(type, text.contexts[of]));
  return text.state();
}

describe('events of a text', () => {
  test('of any number and in any order end in the same state', async () => {
    const told = fc
      .uniqueArray(fc.constantFrom(...textEventTypes), { minLength: 1, maxLength: 4 })
      .chain((types) =>
        fc.tuple(
          fc.constant(types),
          fc.shuffledSubarray([...types, ...types], { minLength: types.length, maxLength: types.length * 2 }),
        ),
      )
      .filter(([types, again]) => types.every((type) => again.includes(type)));
    const kinds = fc.constantFrom<Of>('reply', 'alert', 'safety', 'recall');
    await fc.assert(
      fc.asyncProperty(kinds, told, async (of, [types, again]) => {
        expect(await stateAfter(of, again)).toEqual(await stateAfter(of, types));
      }),
      { numRuns: 150 },
    );
  });

  test('that are not the last, or of which nothing follows, settle nothing', async () => {
    const text = await texted();
    const before = await text.state();
    for (const context of Object.values(text.contexts)) {
      await text.comes(eventOf('TEXT_UNREACHABLE', context, false));
      await text.comes(eventOf('TEXT_PENDING', context, false));
      await text.comes(eventOf('TEXT_QUEUED', context));
      await text.comes(eventOf('VOICE_COMPLETED', context));
    }
    expect(await text.state()).toEqual(before);
  });

  test('which tell that a reply did not arrive open its inquiry again; a receipt stands at the reply', async () => {
    expect(await stateAfter('reply', ['TEXT_DELIVERED'])).toMatchObject({
      reply: ['accepted', now, undefined],
      inquiry: ['answered', 1],
    });
    for (const type of textEventTypes.slice(2))
      expect([type, await stateAfter('reply', [type])]).toMatchObject([
        type,
        { reply: ['failed', undefined, true], inquiry: ['new', 0] },
      ]);
  });

  test('make an alert count as failed, or as unknown where it may arrive later', async () => {
    const notice = async (type: string) => (await stateAfter('alert', [type])).notices?.[0];
    expect(await notice('TEXT_INVALID')).toEqual(['alert#0.0.0#marlow#sms', 'failed', 'bounced']);
    expect(await notice('TEXT_SPAM')).toEqual(['alert#0.0.0#marlow#sms', 'failed', 'bounced']);
    expect(await notice('TEXT_UNREACHABLE')).toEqual(['alert#0.0.0#marlow#sms', 'unknown', 'held-up']);
    expect(await notice('TEXT_SUCCESSFUL')).toEqual(['alert#0.0.0#marlow#sms', 'sent', undefined]);
  });

  test('suppress a number that takes no texts, and never one of the staff or for what our message was', async () => {
    expect((await stateAfter('recall', ['TEXT_INVALID'])).suppressed).toEqual(['carrier-blocked']);
    expect((await stateAfter('recall', ['TEXT_BLOCKED'])).suppressed).toEqual(['carrier-blocked']);
    for (const type of ['TEXT_SPAM', 'TEXT_CARRIER_BLOCKED', 'TEXT_PROTECT_BLOCKED', 'TEXT_UNREACHABLE'])
      expect((await stateAfter('recall', [type])).suppressed).toEqual([]);
    expect((await stateAfter('alert', ['TEXT_INVALID'])).suppressed).toEqual([]);
  });

  test('of recall make a task when it did not arrive, and count nothing against marketing mail', async () => {
    expect(await stateAfter('recall', ['TEXT_CARRIER_BLOCKED'])).toMatchObject({
      touch: 'bounced',
      tasks: [expect.stringContaining('did not arrive')],
      counts: [],
    });
    expect(await stateAfter('recall', ['TEXT_DELIVERED'])).toMatchObject({ touch: 'delivered', tasks: [] });
  });

  test('say in the timeline that a safety reply did not arrive', async () => {
    expect((await stateAfter('safety', ['TEXT_UNREACHABLE'])).notices?.at(-1)).toEqual([
      'safety#m1',
      'failed',
      'undelivered',
    ]);
  });
});
