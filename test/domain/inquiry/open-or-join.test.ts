import { describe, expect, test } from '@jest/globals';
import { type Arrival, messageCame } from '../../../domain/inquiry/arrival.ts';
import type { Inquiry } from '../../../domain/inquiry/inquiry.ts';
import { joined, opened } from '../../../domain/inquiry/open-or-join.ts';
import { assess, downtown, fridayMorning, later, rules } from '../../support/lakeside.ts';

const came = (text: string, minutes = 0): Arrival =>
  messageCame({
    id: `message-${minutes}`,
    receivedAt: later(fridayMorning, minutes),
    channel: 'web-form',
    source: 'src_typeform',
    location: downtown,
    contact: { email: 'rowan.ellery@example.com' },
    text,
    language: 'en',
    assessment: assess(text),
  });
const at = (minutes = 0) => ({ rules, now: later(fridayMorning, minutes) });
const waiting = opened(came('How much is a consultation?'), at());
const course = (inquiry: Inquiry, text: string, minutes: number) =>
  joined(inquiry, came(text, minutes), at(minutes)).course;

describe('one more message', () => {
  test('of somebody who waits leaves the promise as it is', () => {
    const changes = course(waiting, 'Are you open on Saturday?', 10);
    expect(changes).not.toHaveProperty('deadline');
    expect(changes).not.toHaveProperty('chain');
    expect(changes).toMatchObject({ messageCount: 2 });
  });

  test('of a red flag while somebody waits never moves the promise later, and starts the chain again', () => {
    const { deadline, level, chain } = course(waiting, 'my lip turned white and it hurts', 14);
    expect([level, chain]).toEqual(['E1', 1]);
    expect(deadline).toBe(waiting.deadline);
  });

  test('of somebody known adds them to the people; of somebody beside, nobody', () => {
    const known: Inquiry = { ...waiting, people: [{ patientId: 'pat_1' }] };
    const spouse = { people: [{ patientId: 'pat_2', relation: 'spouse' }], onBehalf: 'spouse' };
    const own = joined(known, { ...came('Hello', 10), ...spouse }, at(10)).course;
    expect(own.people?.map(({ patientId }) => patientId)).toEqual(['pat_2', 'pat_1']);
    const typed = {
      ...came('Hello', 10),
      ...spouse,
      typed: true as const,
      contact: { email: 'm@example.com' },
    };
    expect(joined(known, typed, at(10)).course).not.toHaveProperty('people');
    expect(joined(known, typed, at(10)).course).not.toHaveProperty('onBehalf');
  });

  test('after an answer starts a promise of its own', () => {
    const answered: Inquiry = { ...waiting, answeredCount: 1, status: 'answered', respondedAt: at(5).now };
    const { deadline, firstDeadline, status } = course(answered, 'And on Sunday?', 60);
    expect(deadline).toBe(later(waiting.deadline, 60));
    expect([firstDeadline, status]).toEqual([undefined, 'new']);
  });

  test('opens again what was closed, and counts what was closed unanswered as done', () => {
    const closed: Inquiry = { ...waiting, status: 'closed', closedAt: at(5).now };
    const { course: changes, event } = joined(closed, came('Hello again', 60), at(60));
    expect(changes).toMatchObject({ answeredCount: 1, messageCount: 2, status: 'new' });
    expect([event.what, changes.closedAt]).toEqual(['reopened', undefined]);
  });
});
