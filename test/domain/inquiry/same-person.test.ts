import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messageCame } from '../../../domain/inquiry/arrival.ts';
import { registerMessage } from '../../../domain/inquiry/register-message.ts';
import { memoryInquiries } from '../../../simulation/memory-inquiries.ts';
import { downtown, fridayMorning, rules } from '../../support/lakeside.ts';

/** Three people, each known by up to three addresses; which of them a message shows is left to chance. */
const people = [
  ['mail:a', 'phone:a', 'chat:a'],
  ['mail:b', 'phone:b', 'chat:b'],
  ['mail:c', 'phone:c', 'chat:c'],
] as const;

const message = fc.record({
  id: fc.integer({ min: 0, max: 8 }),
  person: fc.integer({ min: 0, max: 2 }),
  shown: fc.subarray([0, 1, 2], { minLength: 1 }),
});
type Message = { id: number; person: number; shown: number[] };

function arrivalOf({ id, person, shown }: Message) {
  const keys = shown.map((index) => people[person]?.[index] ?? '');
  return messageCame({
    id: `${person}${id}${'x'.repeat(30)}`,
    receivedAt: fridayMorning,
    channel: 'web-form',
    source: 'src_x',
    location: downtown,
    contact: {},
    addressKeys: keys,
    text: 'Hello',
    language: 'en',
    assessment: { level: 'R', flags: [] },
  });
}

function setting() {
  const inquiries = memoryInquiries();
  const escalations = { start: async () => {}, wake: async () => {} };
  return { inquiries, register: { inquiries, escalations, rules, now: fridayMorning } };
}

/** One message of a person's is one message, whatever it shows of them: the first telling of it counts. */
const distinct = (messages: readonly Message[]): readonly Message[] => [
  ...new Map(messages.toReversed().map((one) => [`${one.person}.${one.id}`, one])).values(),
];

describe('the same person', () => {
  test('however messages repeat, each is in one inquiry once, and never in another person’s', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 14 }), async (messages) => {
        const { inquiries, register } = setting();
        const wanted = distinct(messages);
        const byId = new Map(wanted.map((one) => [`${one.person}.${one.id}`, one]));
        for (const one of messages)
          await registerMessage(arrivalOf(byId.get(`${one.person}.${one.id}`) as Message), register);
        const all = inquiries.all();
        const ids = all.flatMap(({ messageIds }) => messageIds);
        expect(ids).toHaveLength(new Set(ids).size);
        expect(ids).toHaveLength(wanted.length);
        for (const { messageIds, messageCount } of all) {
          expect(new Set(messageIds.map((id) => id[0])).size).toBe(1);
          expect(messageCount).toBe(messageIds.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('messages that show a common address are one inquiry, in whatever order they come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 2 }), async (order) => {
        const { inquiries, register } = setting();
        for (const id of order)
          await registerMessage(
            arrivalOf({ id, person: 0, shown: id % 2 === 0 ? [0, 1] : [1, 2] }),
            register,
          );
        expect(inquiries.all()).toHaveLength(1);
      }),
    );
  });

  test('messages at the same instant are one inquiry, and each is in it once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 6 }),
        async (scheduler, ids) => {
          const { inquiries, register } = setting();
          const slow = new Proxy(inquiries, {
            get: (target, name) => {
              const method = target[name as keyof typeof target] as (...given: unknown[]) => unknown;
              if (typeof method !== 'function' || name === 'all' || name === 'notices') return method;
              // Each call of the store may take effect after any other that was made before it.
              return (...given: unknown[]) =>
                scheduler.schedule(Promise.resolve(), String(name)).then(() => method(...given));
            },
          });
          const work = ids.map((id) =>
            registerMessage(arrivalOf({ id, person: 0, shown: [0] }), { ...register, inquiries: slow }),
          );
          const done = Promise.all(work);
          await scheduler.waitFor(done);
          expect(new Set(await done).size).toBe(1);
          const [inquiry] = inquiries.all();
          expect(inquiry?.messageIds.toSorted()).toEqual(
            [...new Set(ids)].map((id) => `0${id}${'x'.repeat(30)}.0`).toSorted(),
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});
