import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PatientRecord, Treatment } from '../../../domain/patient/patient.ts';
import { aftercareOf, aftercareSince, hotOn } from '../../../domain/recall/aftercare.ts';
import { daysAfter } from '../../../domain/recall/calendar.ts';
import { localDay } from '../../../domain/recall/local-day.ts';
import { slotOf, type Touch } from '../../../domain/recall/touch.ts';
import { fridayMorning, lakeside, later } from '../../support/lakeside.ts';
import { zone } from '../../support/recall-house.ts';

const { treatments: types } = lakeside.treatments;
const practice = lakeside.identity;
const treated = (type: string, on: string): Treatment => ({
  patientId: 'p1',
  id: `${type}#${on}`,
  type,
  on,
});
const recordOf = (treatments: readonly Treatment[], location = 'downtown'): PatientRecord => ({
  patient: {
    id: 'p1',
    schema: 1,
    externalId: '1',
    firstName: 'Rowan',
    lastName: 'Ellery',
    language: 'en',
    location,
  },
  treatments,
  purchases: [],
  consultations: [],
  series: [],
  appointments: [],
  settings: [],
  consents: [],
  items: [],
  checks: [],
});
const asked = (treatments: readonly Treatment[], now = fridayMorning, touches: readonly Touch[] = []) =>
  aftercareOf(recordOf(treatments), touches, { practice, types, now });
const slots = (touches: readonly Touch[]): readonly string[] => touches.map(slotOf);

describe('what somebody who was treated lately lacks', () => {
  test('is the number to call, at once, and a question the day after', () => {
    expect(asked([treated('filler-lips', '2026-11-20')])).toMatchObject([
      {
        id: 'p1.2026-11-20.direct-line',
        class: 'care',
        channel: 'text',
        otherwise: ['email', 'call'],
        sendAt: fridayMorning,
        items: [],
      },
      { id: 'p1.2026-11-21.check-in', sendAt: later(fridayMorning, 24 * 60) },
    ]);
  });

  test('after surgery is asked again, and called where no answer comes', () => {
    const touches = asked([treated('surgery', '2026-11-20')]);
    expect(slots(touches)).toEqual([
      '2026-11-20.direct-line',
      ...['2026-11-21', '2026-11-23', '2026-11-27'].flatMap((on) => [`${on}.check-in`, `${on}.no-answer`]),
    ]);
    const [, question, call] = touches;
    expect(call).toMatchObject({
      channel: 'call',
      otherwise: [],
      follows: { slot: '2026-11-21.check-in', hours: 4 },
      sendAt: later(question?.sendAt ?? '', 4 * 60),
    });
  });

  test.each([
    ['of history', [treated('filler-lips', '2026-11-16')]],
    ['that is to come', [treated('filler-lips', '2026-11-21')]],
    ['that nothing follows', [treated('facial', '2026-11-20')]],
    ['done elsewhere', [{ ...treated('filler-lips', '2026-11-20'), elsewhere: true }]],
  ])('is nothing after a treatment %s', (_kind, treatments) => {
    expect(asked(treatments)).toEqual([]);
  });

  test('is no number where the practice has none, and the question all the same', () => {
    const record = recordOf([treated('filler-lips', '2026-11-20')], 'west');
    expect(slots(aftercareOf(record, [], { practice, types, now: fridayMorning }))).toEqual([
      '2026-11-21.check-in',
    ]);
  });

  test('is the number once for several treatments of a day, of the day after, and again for a later one', () => {
    const filler = treated('filler-lips', '2026-11-20');
    const first = asked([filler, treated('botulinum-toxin', '2026-11-20')]);
    expect(slots(first)).toEqual(['2026-11-20.direct-line', '2026-11-21.check-in']);
    const next = asked([filler, treated('botulinum-toxin', '2026-11-21')], later(fridayMorning, 1440), first);
    expect(next).toEqual([]);
    const after = asked(
      [filler, treated('botulinum-toxin', '2026-11-22')],
      later(fridayMorning, 2880),
      first,
    );
    expect(slots(after)).toEqual(['2026-11-22.direct-line']);
  });

  test('is a question that was missed, made up for once and only while it is hot', () => {
    const filler = treated('filler-lips', '2026-11-18');
    const first = asked([filler]);
    expect(slots(first)).toEqual(['2026-11-20.direct-line', '2026-11-21.check-in']);
    expect(first.at(-1)?.sendAt).toBe('2026-11-21T18:00:00.000Z');
    expect(asked([filler], later(fridayMorning, 1440), first)).toEqual([]);
    expect(slots(asked([treated('filler-lips', '2026-11-17')]))).toEqual(['2026-11-20.direct-line']);
  });

  test('leaves some hours between the number and a question of the same day', () => {
    const touches = asked([treated('filler-lips', '2026-11-19')], '2026-11-20T21:00:00.000Z');
    expect(touches.map(({ sendAt }) => sendAt)).toEqual([
      '2026-11-20T21:00:00.000Z',
      '2026-11-20T23:00:00.000Z',
    ]);
  });

  test('begins with what the patient prefers', () => {
    const preferences = { patientId: 'p1', channel: 'email' as const, at: fridayMorning, by: 'p1' };
    const record = { ...recordOf([treated('filler-lips', '2026-11-20')]), preferences } as PatientRecord;
    const [line] = aftercareOf(record, [], { practice, types, now: fridayMorning });
    expect([line?.channel, line?.otherwise]).toEqual(['email', ['text', 'call']]);
  });
});

const day = fc.integer({ min: 0, max: 30 }).map((days) => daysAfter('2026-10-25', days));
const treatment = fc
  .tuple(fc.constantFrom(...types.map(({ id }) => id)), day, fc.boolean())
  .map(([type, on, elsewhere]) => ({ ...treated(type, on), ...(elsewhere ? { elsewhere } : {}) }));
const treatments = fc.uniqueArray(treatment, { maxLength: 5, selector: ({ id }) => id });
const instant = fc
  .tuple(day, fc.integer({ min: 0, max: 1439 }))
  .map(([on, minutes]) => later(`${on}T00:00:00.000Z`, minutes));

describe('aftercare, whatever was done and whenever it is recorded', () => {
  test('is none outside a hot window, at most one number, and never twice the same', () => {
    fc.assert(
      fc.property(treatments, instant, (given, now) => {
        const touches = asked(given, now);
        const hot = hotOn(localDay(now, zone), given, types);
        if (hot.length === 0) expect(touches).toEqual([]);
        expect(touches.filter(({ aftercare }) => aftercare === 'direct-line').length).toBeLessThanOrEqual(1);
        expect(new Set(slots(touches)).size).toBe(touches.length);
      }),
    );
  });

  test('asked again at any time with what it gave, gives no second number for the same treatments, and nothing at once', () => {
    fc.assert(
      fc.property(treatments, instant, fc.integer({ min: 0, max: 72 }), (given, now, hours) => {
        const touches = asked(given, now);
        const told = touches.filter(({ aftercare }) => aftercare === 'direct-line');
        expect(asked(given, now, touches)).toEqual([]);
        const hotThen = hotOn(localDay(now, zone), given, types);
        const again = asked(hotThen, later(now, hours * 60), touches);
        expect(told.length === 0 ? [] : again.filter(({ aftercare }) => aftercare === 'direct-line')).toEqual(
          [],
        );
      }),
    );
  });

  test('leaves after it was recorded, on the day it says, and says nothing of what was done', () => {
    fc.assert(
      fc.property(treatments, instant, (given, now) => {
        for (const touch of asked(given, now)) {
          expect(touch.sendAt >= now).toBe(true);
          expect(touch.on >= localDay(now, zone)).toBe(true);
          expect(touch.class).toBe('care');
          const words = JSON.stringify(touch);
          for (const { type } of given) expect(words).not.toContain(type);
        }
      }),
    );
  });

  test('is looked for since before the oldest treatment that is hot', () => {
    fc.assert(
      fc.property(treatments, day, (given, today) => {
        const hot = hotOn(today, given, types);
        const since = aftercareSince(hot);
        expect(since === undefined).toBe(hot.length === 0);
        for (const { on } of hot) expect((since ?? '9') < on).toBe(true);
      }),
    );
  });
});
