import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { credits, undatedAfterTouch } from '../../../domain/measure/attribution.ts';
import type { AppointmentFact, TouchedItem, TouchFact } from '../../../domain/measure/facts.ts';

const toxin: TouchedItem = {
  item: 'due#botulinum-toxin',
  episode: '2026-07-20',
  type: 'due',
  treatment: 'botulinum-toxin',
};
const filler: TouchedItem = { item: 'due#filler', episode: '2026-07-20', type: 'due', treatment: 'filler' };
const touch = (at: string, more: Partial<TouchFact> = {}): TouchFact => ({
  id: at,
  patientId: 'pat_1',
  location: 'downtown',
  at,
  on: at.slice(0, 10),
  channel: 'email',
  class: 'recall',
  items: [toxin],
  ...more,
});
const booking = (bookedAt: string, more: Partial<AppointmentFact> = {}): AppointmentFact => ({
  id: bookedAt,
  patientId: 'pat_1',
  location: 'downtown',
  bookedAt,
  on: '2026-08-20',
  status: 'fulfilled',
  ...more,
});
const event = (episode: string, on: string, endedOn?: string) => ({
  patientId: 'pat_1',
  item: toxin.item,
  episode,
  on,
  ...(endedOn === undefined ? {} : { endedOn }),
});
const found = (
  touches: TouchFact[],
  appointments: AppointmentFact[],
  events: ReturnType<typeof event>[] = [],
) =>
  credits({ touches, appointments, events }).map(({ booking, touch, item, attributed }) => [
    booking.id,
    touch.id,
    item.item,
    attributed,
  ]);

const first = '2026-07-06T15:00:00.000Z';
const second = '2026-07-10T15:00:00.000Z';

describe('which touch a booking follows', () => {
  test('the last before it, for seven days to the second', () => {
    const touches = [touch(second), touch(first)];
    expect(found(touches, [booking('2026-07-10T14:59:59.000Z')])[0]?.[1]).toBe(first);
    expect(found(touches, [booking('2026-07-17T15:00:00.000Z')])[0]?.slice(1)).toEqual([
      second,
      toxin.item,
      true,
    ]);
    expect(found(touches, [booking('2026-07-17T15:00:01.000Z')])[0]?.slice(1)).toEqual([
      second,
      toxin.item,
      false,
    ]);
    expect(found(touches, [booking('2026-07-06T14:59:59.000Z')])).toEqual([]);
    expect(found(touches, [{ ...booking(second), patientId: 'pat_2' }])).toEqual([]);
  });

  test('and of it the item about the same treatment, otherwise the one that made it leave', () => {
    const merged = [touch(first, { items: [toxin, filler] })];
    const item = (treatment?: string) =>
      found(merged, [booking(second, treatment === undefined ? {} : { treatment })])[0]?.[2];
    expect(item('filler')).toBe(filler.item);
    expect(item('botulinum-toxin')).toBe(toxin.item);
    expect(item('laser')).toBe(toxin.item);
    expect(item()).toBe(toxin.item);
  });

  test('a booking ends the episode of its item; one that was cancelled or missed does not', () => {
    const merged = [touch(first, { items: [toxin, filler] })];
    const of = (status: AppointmentFact['status']) =>
      found(merged, [
        booking('2026-07-07T15:00:00.000Z', { status, treatment: 'botulinum-toxin' }),
        booking('2026-07-08T15:00:00.000Z', { treatment: 'botulinum-toxin' }),
        booking('2026-07-09T15:00:00.000Z', { treatment: 'botulinum-toxin' }),
      ]).map(([, , item]) => item);
    expect(of('cancelled')).toEqual([toxin.item, toxin.item, filler.item]);
    expect(of('noshow')).toEqual([toxin.item, toxin.item, filler.item]);
    expect(of('booked')).toEqual([toxin.item, filler.item]);
    expect(of('fulfilled')).toEqual([toxin.item, filler.item]);
  });

  test('not of an episode that was over: declined, or followed by the next', () => {
    const late = [booking('2026-09-01T15:00:00.000Z')];
    const started = event('2026-07-20', '2026-07-06');
    expect(found([touch(first)], late, [started])).toHaveLength(1);
    expect(found([touch(first)], late, [event('2026-07-20', '2026-07-06', '2026-08-31')])).toEqual([]);
    expect(found([touch(first)], late, [event('2026-10-20', '2026-08-31'), started])).toEqual([]);
    expect(found([touch(first)], late, [event('2026-10-20', '2026-10-06'), started])).toHaveLength(1);
  });

  test('a booking of which it is not known when it was made follows nothing', () => {
    const { bookedAt, ...unknown } = booking(second);
    expect(bookedAt).toBe(second);
    expect(found([touch(first)], [unknown])).toEqual([]);
  });

  test('and may follow the last touch on or before the day of its visit', () => {
    const { bookedAt: _, ...unknown } = booking(second);
    const undated = (on: string, ...appointments: AppointmentFact[]) =>
      undatedAfterTouch({
        touches: [touch(first), touch(second)],
        appointments: [{ ...unknown, on }, ...appointments],
      }).map(({ touch }) => touch.id);
    expect(undated('2026-07-05')).toEqual([]);
    expect(undated('2026-07-06')).toEqual([first]);
    expect(undated('2026-07-10')).toEqual([second]);
    expect(undated('2026-09-10', booking(second), { ...unknown, patientId: 'pat_2' })).toEqual([second]);
  });

  test('no booking is credited twice, and none to a touch after it', () => {
    const instants = fc
      .integer({ min: 0, max: 60 * 24 })
      .map((hour) => new Date(Date.parse('2026-07-01T00:00:00.000Z') + hour * 3_600_000).toISOString());
    const items = fc.subarray([toxin, filler], { minLength: 1 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(instants, items), { maxLength: 8 }),
        fc.uniqueArray(instants, { maxLength: 8 }),
        (touched, booked) => {
          const all = credits({
            events: [],
            touches: touched.map(([at, of]) => touch(at, { items: of })),
            appointments: booked.map((at) => booking(at)),
          });
          expect(new Set(all.map(({ booking }) => booking.id)).size).toBe(all.length);
          for (const { booking, touch, attributed } of all) {
            const hours = (Date.parse(booking.bookedAt ?? '') - Date.parse(touch.at)) / 3_600_000;
            expect(hours).toBeGreaterThanOrEqual(0);
            expect(attributed).toBe(hours <= 168);
          }
        },
      ),
    );
  });
});

test('a booking of which only the day is known is credited to a touch of that day, and for seven days', () => {
  const dayOf = (day: number) => ({
    bookedUntil: `2026-07-${String(day + 1).padStart(2, '0')}T05:00:00.000Z`,
  });
  const morning = touch('2026-07-20T15:00:00.000Z');
  const booked = (day: number) => booking(`2026-07-${day}T05:00:00.000Z`, dayOf(day));
  expect(found([morning], [booked(20)]).map(([, of, , attributed]) => [of, attributed])).toEqual([
    [morning.id, true],
  ]);
  expect(found([morning], [booked(27)]).map(([, , , attributed]) => attributed)).toEqual([true]);
  expect(found([morning], [booked(28)]).map(([, , , attributed]) => attributed)).toEqual([false]);
  expect(found([morning], [booked(19)])).toEqual([]);
});
