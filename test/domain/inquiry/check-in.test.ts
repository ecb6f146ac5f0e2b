import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isHigher } from '../../../domain/escalation/choose-policy.ts';
import { type Arrival, messageCame } from '../../../domain/inquiry/arrival.ts';
import { asAnswer, checkInAnswer, checkInsFor, noteAnswer } from '../../../domain/inquiry/check-in.ts';
import { fromKnown } from '../../../domain/inquiry/known-sender.ts';
import { registerMessage } from '../../../domain/inquiry/register-message.ts';
import type { Touch } from '../../../domain/recall/touch.ts';
import { memoryInquiries } from '../../../simulation/memory-inquiries.ts';
import { assess, downtown, fridayMorning, later, rules } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';

const said = (text: string, changes: Partial<Arrival> = {}): Arrival => ({
  ...messageCame({
    id: 'message-of-a-patient-0000',
    receivedAt: fridayMorning,
    channel: 'sms',
    source: 'src_texts',
    location: downtown,
    contact: { phone: '+15125550143' },
    addressKeys: ['rowan'],
    text,
    language: 'en',
    assessment: assess(text),
  }),
  ...changes,
});
const checkIn: Touch = {
  id: 'p1.2026-11-20.check-in',
  schema: 1,
  patientId: 'p1',
  location: 'downtown',
  on: '2026-11-20',
  sweepId: 'aftercare',
  channel: 'text',
  otherwise: [],
  class: 'care',
  aftercare: 'check-in',
  template: 'check-in',
  items: [],
  state: 'sent',
  sendAt: later(fridayMorning, -60),
  startedAt: later(fridayMorning, -60),
};
const answered = (text: string, window: 'hot' | 'watch' | 'none' = 'hot', asked = [checkIn]) => {
  const message = said(text);
  const sender = fromKnown(message, window === 'none' ? {} : { postTreatment: window });
  return asAnswer({ said: message, sender }, asked);
};

describe('what a message says in answer to a check-in', () => {
  test.each([
    ['1', 'fine'],
    [' 1. ', 'fine'],
    ['1️⃣', 'fine'],
    ['１', 'fine'],
    ['1 fine', 'fine'],
    ['1) bien!', 'fine'],
    ['1\n\nOn Fri, Nov 20, 2026 at 10:05 Lakeside wrote:\n> Reply 1 fine, 2 concern, 3 urgent', 'fine'],
    ['2', 'concern'],
    ['2 - concern', 'concern'],
    ['2 duda, me arde', 'concern'],
    ['3', 'urgent'],
    ['3!!!', 'urgent'],
    ['3 urgente', 'urgent'],
    ['3 URGENT please call', 'urgent'],
    ['1 fine but my lip is white', 'words'],
    ['1 or 2?', 'words'],
    ['12', 'words'],
    ['1 2', 'words'],
    ['3 days ago it began', 'words'],
    ['fine', 'words'],
    ['', 'words'],
  ])('%j: %s', (text, answer) => {
    expect(checkInAnswer(text)).toBe(answer);
  });

  test('is fine only where nothing else is said', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (more) => {
        fc.pre(/\p{L}|\p{N}/u.test(more.normalize('NFKC')) && !/fine|bien/i.test(more.normalize('NFKC')));
        expect(checkInAnswer(`1 ${more}.`)).not.toBe('fine');
      }),
    );
  });
});

describe('an answer to a check-in', () => {
  test('1 asks for nothing, also within the hot window', () => {
    const { arrival, answer } = answered('1');
    expect(answer).toBe('fine');
    expect(arrival).toMatchObject({ keyword: true, checkIn: true, assessment: { level: 'R' } });
  });

  test.each([
    ['2', 'hot', 'U', { 'Check-in': '2, a concern' }],
    ['2', 'none', 'U', { 'Check-in': '2, a concern' }],
    ['3', 'hot', 'E1', { 'Check-in': '3, urgent' }],
    ['3', 'watch', 'E1', { 'Check-in': '3, urgent' }],
    ['It is a bit tender', 'hot', 'U', undefined],
    ['When may I do sports?', 'none', 'S', undefined],
  ] as const)('%j in window %s is %s', (text, window, level, details) => {
    const { arrival } = answered(text, window);
    expect(arrival.assessment.level).toBe(level);
    expect(arrival.assessment.flags).toContain('R66');
    expect(arrival.postTreatment).toBe(window === 'none' ? 'watch' : window);
    expect(arrival.details).toEqual(details);
    expect(arrival.keyword).toBeUndefined();
  });

  test('1 of one of two who share the number goes to a person, for nobody knows whose it is', () => {
    const { arrival, answer } = answered('1', 'hot', [checkIn, { ...checkIn, patientId: 'p2' }]);
    expect([answer, arrival.keyword, arrival.assessment.level]).toEqual(['words', undefined, 'U']);
  });

  test('1 with a photograph goes to a person', () => {
    const file = { name: 'lip.jpg', type: 'image/jpeg', size: 1, key: 'k' };
    const message = said('1', { channel: 'email', mail: { id: 'm', attachments: [file as never] } });
    const { arrival } = asAnswer({ said: message, sender: message }, [checkIn]);
    expect([arrival.keyword, arrival.assessment.level]).toEqual([undefined, 'S']);
  });

  test('1 of which nobody has proved who wrote it goes to a person, and no answer that is only claimed stands for theirs', () => {
    for (const [text, level] of [
      ['1', 'S'],
      ['2', 'U'],
      ['3', 'E1'],
      ['All is well', 'S'],
    ] as const) {
      const message = said(text, { channel: 'email', typed: true });
      const { arrival, answer } = asAnswer({ said: message, sender: message }, [checkIn]);
      expect([answer, arrival.keyword, arrival.assessment.level]).toEqual([undefined, undefined, level]);
    }
  });

  test('to nothing that was asked, STOP, and what is held for review stay as they are', () => {
    for (const [message, asked] of [
      [said('1'), []],
      [said('STOP', { keyword: true }), [checkIn]],
      [said('3', { review: 'The mail may be spam.' }), [checkIn]],
    ] as const)
      expect(asAnswer({ said: message, sender: message }, asked)).toEqual({ arrival: message });
  });

  test('never lowers what the red-flag check found, and only a bare 1 is answered by nobody (R55, R66)', () => {
    const words = fc.oneof(
      fc.constantFrom('1', '2', '3', '1 fine', 'my lip turned white', 'I cannot see', 'stop the bleeding'),
      fc.tuple(fc.constantFrom('1 ', '2 ', '3 ', ''), fc.string()).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(
        words,
        fc.constantFrom('hot' as const, 'watch' as const, 'none' as const),
        (text, window) => {
          const { arrival, answer } = answered(text, window);
          expect(isHigher(said(text).assessment.level, arrival.assessment.level)).toBe(false);
          if (answer === 'fine') expect(said(text).assessment.level).toBe('R');
          else expect(isHigher('S', arrival.assessment.level)).toBe(false);
          expect(arrival.keyword === true).toBe(answer === 'fine');
        },
      ),
    );
  });
});

describe('an answer on its way into the house', () => {
  const portsOf = (touches: readonly Touch[]) => {
    const { outreach, all } = memoryOutreach();
    const unknown: unknown[] = [];
    const byAddress = async () => [{ id: 'p1' }, { id: 'p2', relation: 'spouse' }];
    const put = async () => {
      for (const touch of touches) await outreach.putTouch(touch);
    };
    return {
      ports: { patients: { byAddress }, outreach, unknown: (error: unknown) => void unknown.push(error) },
      put,
      all,
      unknown,
    };
  };

  test('is one to the last question of who was asked at the address, for three days', async () => {
    const earlier = { ...checkIn, id: 'p1.2026-11-19.check-in', on: '2026-11-19' };
    const others: readonly Touch[] = [
      { ...checkIn, id: 'p1.2026-11-20', aftercare: undefined } as unknown as Touch,
      { ...checkIn, patientId: 'p2' },
      { ...checkIn, id: 'p1.2026-11-21.check-in', on: '2026-11-21', state: 'planned' },
    ];
    const { ports, put } = portsOf([earlier, checkIn, ...others]);
    await put();
    expect(await checkInsFor(said('1'), ports, fridayMorning)).toEqual([checkIn]);
    expect(await checkInsFor(said('1'), ports, later(fridayMorning, 3 * 1440))).toEqual([]);
    expect(await checkInsFor(said('1', { channel: 'web-form' }), ports, fridayMorning)).toEqual([]);
  });

  test('no emergency waits for what it answers; anything else is tried again', async () => {
    const broken = portsOf([]);
    const ports = { ...broken.ports, patients: { byAddress: () => Promise.reject(new Error('down')) } };
    expect(await checkInsFor(said('I cannot see'), ports, fridayMorning)).toEqual([]);
    expect(broken.unknown).toHaveLength(1);
    await expect(checkInsFor(said('2'), ports, fridayMorning)).rejects.toThrow('down');
  });

  test('is written down where it was asked for, and a later 1 takes nothing back', async () => {
    const { ports, put, all } = portsOf([{ ...checkIn, state: 'delivered' }]);
    await put();
    await noteAnswer(ports, [checkIn], { answer: 'concern', at: fridayMorning });
    expect(all.touches()).toMatchObject([
      { answer: 'concern', answeredAt: fridayMorning, state: 'delivered' },
    ]);
    await noteAnswer(ports, all.touches(), { answer: 'fine', at: fridayMorning });
    expect(all.touches()).toMatchObject([{ answer: 'concern' }]);
    await noteAnswer(ports, all.touches(), { answer: 'urgent', at: fridayMorning });
    expect(all.touches()).toMatchObject([{ answer: 'urgent' }]);
  });

  test('of answers that are handled at the same moment the worst stays, whichever is written last', async () => {
    const weights = ['fine', 'words', 'concern', 'urgent'] as const;
    const order = fc.array(fc.constantFrom(...weights), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        order,
        fc.constantFrom('sent', 'delivered', 'unknown', 'sending'),
        async (said, state) => {
          const { ports, put, all } = portsOf([{ ...checkIn, state: state as Touch['state'] }]);
          await put();
          // Each has read the touch before any other wrote.
          const read = said.map((answer) => ({ answer, asked: all.touches() }));
          for (const { answer, asked } of read) await noteAnswer(ports, asked, { answer, at: fridayMorning });
          const worst = Math.max(...said.map((answer) => weights.indexOf(answer)));
          expect(all.touches()).toMatchObject([{ answer: weights[worst], state }]);
        },
      ),
    );
  });

  test('is noted also where the touch is settled while it is', async () => {
    const { ports, put, all } = portsOf([{ ...checkIn, state: 'sending' }]);
    await put();
    const asked = all.touches();
    await ports.outreach.move(checkIn, 'sending', { state: 'sent' });
    await noteAnswer(ports, asked, { answer: 'urgent', at: fridayMorning });
    expect(all.touches()).toMatchObject([{ answer: 'urgent', state: 'sent' }]);
    await ports.outreach.move(checkIn, 'sent', { state: 'failed' });
    await noteAnswer(ports, asked, { answer: 'urgent', at: later(fridayMorning, 1) });
    expect(all.touches()).toMatchObject([{ answeredAt: fridayMorning }]);
  });

  test('1 is kept in an inquiry that is closed, and wakes nobody', async () => {
    const inquiries = memoryInquiries();
    const started: string[] = [];
    const escalations = { start: async (id: string) => void started.push(id), wake: async () => {} };
    const id = await registerMessage(answered('1').arrival, {
      inquiries,
      escalations,
      rules,
      now: fridayMorning,
    });
    expect(await inquiries.find(id)).toMatchObject({
      status: 'closed',
      closeReason: 'no-answer-needed',
      lastEvent: { what: 'check-in-answered', why: ['R66'] },
    });
    expect(started).toEqual([]);
  });
});
