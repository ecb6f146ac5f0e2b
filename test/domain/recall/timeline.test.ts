import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Appointment, PatientRecord, Treatment } from '../../../domain/patient/patient.ts';
import { stopped } from '../../../domain/recall/attempts.ts';
import { daysAfter, localDay } from '../../../domain/recall/local-day.ts';
import { nextLook } from '../../../domain/recall/next-look.ts';
import type { RecallItem, RecallSetting } from '../../../domain/recall/recall-item.ts';
import { attempted } from '../../support/attempted.ts';
import {
  itemsOn,
  onDay,
  options,
  recallRules,
  recordOf,
  treated,
  types,
} from '../../support/recall-record.ts';

const zero = '2026-01-01';
const day = (max: number, min = 0) => fc.integer({ min, max }).map((days) => daysAfter(zero, days));
const typeIds = ['botulinum-toxin', 'filler-lips', 'facial', 'microneedling', 'deep-peel', 'threads'];
const treatment = fc
  .record({
    type: fc.constantFrom(...typeIds),
    on: day(500),
    nextIn: fc.option(fc.integer({ min: -5, max: 400 }), { nil: undefined, freq: 3 }),
    elsewhere: fc.boolean(),
  })
  .map(({ type, on, nextIn, elsewhere }) =>
    treated(type, on, {
      ...(nextIn === undefined ? {} : { nextOn: daysAfter(on, nextIn) }),
      ...(elsewhere ? { elsewhere } : {}),
    }),
  );
const setting: fc.Arbitrary<RecallSetting> = fc
  .record({
    id: fc.constantFrom(
      ...typeIds.map((id) => `due#${id}`),
      'lapsed',
      'consult#c',
      'series#s',
      'restock#serum-30ml',
    ),
    at: day(500).map((on) => `${on}T18:00:00.000Z`),
    dueOn: fc.option(day(900), { nil: undefined }),
    snoozedUntil: fc.option(day(900), { nil: undefined }),
    interval: fc.option(fc.constantFrom('P2W', 'P2M', 'P1Y', 'P6M1D', 'P2M2W'), { nil: undefined }),
    disabled: fc.boolean(),
  })
  .map(({ dueOn, snoozedUntil, interval, ...rest }) => ({
    ...rest,
    patientId: 'p1',
    by: 'ana',
    reason: 'asked for it',
    ...(dueOn === undefined ? {} : { dueOn }),
    ...(snoozedUntil === undefined ? {} : { snoozedUntil }),
    ...(interval === undefined ? {} : { interval }),
  }));
const appointment: fc.Arbitrary<Appointment> = fc
  .record({
    on: day(900),
    status: fc.constantFrom('booked', 'cancelled', 'fulfilled', 'noshow'),
    type: fc.option(fc.constantFrom(...typeIds), { nil: undefined }),
  })
  .map(({ type, ...rest }) => ({ patientId: 'p1', id: `a#${rest.on}`, ...rest, ...(type ? { type } : {}) }));
const record: fc.Arbitrary<PatientRecord> = fc
  .record({
    treatments: fc.array(treatment, { maxLength: 5 }),
    settings: fc.array(setting, { maxLength: 3 }),
    appointments: fc.array(appointment, { maxLength: 3 }),
    purchases: fc.array(
      day(500).map((on) => ({ patientId: 'p1', id: on, product: 'serum-30ml', on, quantity: 1 })),
      { maxLength: 3 },
    ),
    consultations: fc.array(
      fc.record({ on: day(500), outcome: fc.constantFrom('open', 'declined') }).map((one) => ({
        patientId: 'p1',
        id: 'c',
        ...one,
      })),
      { maxLength: 1 },
    ),
    series: fc.array(
      day(300).map((startedOn) => ({
        patientId: 'p1',
        id: 's',
        type: 'microneedling',
        sessions: 3,
        startedOn,
        paid: true,
      })),
      { maxLength: 1 },
    ),
  })
  .map(recordOf);

const gapOf = (id: string | undefined) => types.find((type) => type.id === id)?.minimumGapDays ?? 0;
const lastOf = (treatments: readonly Treatment[], type: string | undefined, today: string) =>
  treatments
    .filter((one) => one.type === type && one.on <= today)
    .map(({ on }) => on)
    .toSorted()
    .at(-1);

describe('for any record', () => {
  test('nothing is due before the minimum gap, whoever said so', () => {
    fc.assert(
      fc.property(record, day(900), (given, today) => {
        const early = itemsOn(today, given).filter(({ type, treatment, dueOn }) => {
          const last = lastOf(given.treatments, treatment, today);
          const isTreatment = type === 'due' || type === 'series';
          return isTreatment && last !== undefined && dueOn < daysAfter(last, gapOf(treatment));
        });
        expect(early).toEqual([]);
      }),
    );
  });

  /** The item of a type on the day of its newest treatment. */
  const onNewest = (type: string, days: readonly string[]) => {
    const treatments = days.map((one) => treated(type, one));
    return itemsOn(days.toSorted().at(-1) ?? zero, recordOf({ treatments }))[0];
  };
  const visits = fc.array(day(700), { minLength: 1, maxLength: 5 });
  const ahead = fc.integer({ min: 1, max: 300 });
  const oneMore = (days: readonly string[], gap: number) => [
    ...days,
    daysAfter(days.toSorted().at(-1) ?? zero, gap),
  ];

  test('a newer treatment never moves its day to an earlier one, where nothing is learned', () => {
    fc.assert(
      fc.property(visits, ahead, (days, gap) => {
        const [before, after] = [days, oneMore(days, gap)].map((on) => onNewest('filler-tear-trough', on));
        expect((after?.dueOn ?? '') >= (before?.dueOn ?? 'nothing is due')).toBe(true);
      }),
    );
  });

  test('a newer treatment moves its day to an earlier one only by what it shortened of what is usual', () => {
    const usualDays = (item: RecallItem | undefined) =>
      Number(/usually comes after (\d+) days/.exec(item?.why?.[0] ?? '')?.[1] ?? 0);
    fc.assert(
      fc.property(visits, ahead, (days, gap) => {
        const [before, after] = [days, oneMore(days, gap)].map((on) => onNewest('botulinum-toxin', on));
        const shortened = Math.max(0, usualDays(before) - usualDays(after));
        expect((after?.dueOn ?? '') >= daysAfter(before?.dueOn ?? '', -shortened)).toBe(true);
      }),
      // After 159 days, 90 and 159; then after a touch-up, and 90 days from the treatment before it: now 90 are usual.
      { examples: [[['2026-01-01', '2026-06-09', '2026-09-07', '2027-02-13', '2027-03-09'], 66]] },
    );
  });

  test('a day set by hand loses to a newer treatment, and to nothing else', () => {
    const id = 'due#filler-lips';
    const visits = fc.array(day(500), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(record, visits, setting, day(900), (given, days, one, dueOn) => {
        const treatments = [...given.treatments, ...days.map((on) => treated('filler-lips', on))];
        const others = given.settings.filter((other) => other.id !== id);
        const settings = [...others, { ...one, id, dueOn, disabled: true }];
        const today = daysAfter(zero, 501);
        const item = itemsOn(today, { ...given, treatments, settings }).find((other) => other.id === id);
        const last = lastOf(treatments, 'filler-lips', today) ?? '';
        const said = item?.why?.some((line) => line.includes(`set to ${dueOn}`));
        expect(said).toBe(localDay(one.at, options.zone) >= last);
      }),
    );
  });

  test('computing again changes nothing, and no item has two lives', () => {
    fc.assert(
      fc.property(record, day(900), day(900), (given, first, second) => {
        const items = itemsOn(second, { ...given, items: itemsOn(first, given) });
        expect(itemsOn(second, { ...given, items })).toEqual(items);
        expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
        const odd = items.filter(
          ({ state, nextOn, why }) => (nextOn !== undefined) !== (state === 'open') || !why?.length,
        );
        expect(odd).toEqual([]);
      }),
    );
  });

  test('nothing changes by itself before the next look, and something does on it', () => {
    const shown = (items: ReturnType<typeof itemsOn>, today: string) =>
      items
        .map((item) => ({
          ...item,
          nextOn: item.nextOn !== undefined && item.nextOn < today ? today : item.nextOn,
        }))
        .toSorted((a, b) => a.id.localeCompare(b.id));
    fc.assert(
      fc.property(record, day(700), fc.integer({ min: 1, max: 400 }), (given, today, ahead) => {
        const known = { ...given, items: itemsOn(today, given) };
        const look = nextLook(known, types, recallRules, today, options);
        const then = daysAfter(today, ahead);
        const before = look === undefined || then < look ? then : daysAfter(look, -1);
        expect(shown(itemsOn(before, known), before)).toEqual(shown(known.items, before));
        const on = look ?? today;
        const changes =
          JSON.stringify(shown(itemsOn(on, known), on)) !== JSON.stringify(shown(known.items, on));
        expect(changes).toBe(look !== undefined);
      }),
    );
  });

  test('the day after an appointment is looked at, whatever became of it', () => {
    const booked = { patientId: 'p1', id: 'a', on: '2026-04-10', status: 'booked' } as const;
    const known = onDay('2026-03-25', {
      treatments: [treated('botulinum-toxin', zero)],
      appointments: [booked],
    });
    expect(nextLook(known, types, recallRules, '2026-03-25', options)).toBe('2026-04-11');
  });

  test('what is stored wrongly is looked at today', () => {
    const stale = recordOf({ treatments: [treated('facial', zero)] });
    expect(nextLook(stale, types, recallRules, zero, options)).toBe(zero);
    expect(nextLook(recordOf({}), types, recallRules, zero, options)).toBeUndefined();
  });
});

describe('recall and not being seen', () => {
  const contacted = (known: PatientRecord, today: string): PatientRecord => ({
    ...known,
    items: known.items.map((item) =>
      item.state === 'open' && (item.nextOn ?? '9999') <= today
        ? attempted(item, recallRules, today, 'email')
        : item,
    ),
  });

  /** Lives through the days, recomputing only on the days it was told to look; yields the states of each day, the lapsed one's first. */
  function* live(given: PatientRecord, contactable: boolean, days: number) {
    let known = given;
    for (let offset = 0; offset <= days; offset += 1) {
      const today = daysAfter(zero, offset);
      if (contactable) known = contacted(known, today);
      while ((nextLook(known, types, recallRules, today, options) ?? '9999') <= today)
        known = { ...known, items: itemsOn(today, known) };
      yield {
        seen: known.treatments.some(({ on, elsewhere }) => on <= today && !elsewhere),
        lapsed: known.items.find(({ id }) => id === 'lapsed')?.state,
        others: known.items.some(({ id, state }) => id !== 'lapsed' && state === 'open'),
      };
    }
  }

  test('follow each other without a hole, and never run together', () => {
    const own = fc.array(
      fc
        .record({ type: fc.constantFrom('botulinum-toxin', 'facial', 'surgery'), on: day(200) })
        .map(({ type, on }) => treated(type, on)),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(own, fc.boolean(), (treatments, contactable) => {
        const days = [...live(recordOf({ treatments }), contactable, 420)];
        expect(days.filter(({ lapsed, others }) => others && lapsed === 'open')).toEqual([]);
        const holes = days.filter(
          ({ seen, lapsed, others }) => seen && !others && lapsed !== 'open' && lapsed !== 'exhausted',
        );
        expect(holes).toEqual([]);
      }),
      { numRuns: 6 },
    );
  }, 60_000);

  test('the lapsed one takes over on the day after the last of six months overdue', () => {
    const treatments = [treated('filler-lips', '2026-01-15')];
    const due = onDay('2027-04-15', { treatments });
    expect(due.items).toMatchObject([{ id: 'due#filler-lips', dueOn: '2026-10-15', state: 'open' }]);
    expect(nextLook(due, types, recallRules, '2027-04-15', options)).toBe('2027-04-16');
    expect(itemsOn('2027-04-16', due)).toMatchObject([
      { id: 'due#filler-lips', state: 'exhausted', endedBy: 'overdue' },
      {
        id: 'lapsed',
        state: 'open',
        nextOn: '2027-04-16',
        why: ['last seen 2026-01-15, not seen for 6 months on 2026-07-15'],
      },
    ]);
  });

  test('attempts count since the last visit, and anew after the next', () => {
    const treatments = [treated('laser-resurfacing', '2026-01-15')];
    const record = onDay('2026-07-15', { treatments });
    const [item] = record.items;
    if (!item) throw new Error('nobody lapsed');
    const tried = attempted(item, recallRules, '2026-07-15', 'email');
    expect(itemsOn('2026-07-16', { ...record, items: [tried] })).toMatchObject([
      { id: 'lapsed', attempts: 1 },
    ]);
    const visit: Appointment = { patientId: 'p1', id: 'a', on: '2026-07-20', status: 'fulfilled' };
    expect(itemsOn('2026-07-21', { ...record, items: [tried], appointments: [visit] })).toMatchObject([
      { id: 'lapsed', attempts: 0, lastOn: '2026-07-20', dueOn: '2027-01-20' },
    ]);
  });

  test('whoever said no is left alone for as long again', () => {
    const record = onDay('2026-04-08', { treatments: [treated('botulinum-toxin', '2026-01-15')] });
    const [item] = record.items;
    if (!item) throw new Error('nothing is due');
    const items = itemsOn('2026-06-02', { ...record, items: [stopped(item, 'declined', '2026-06-01')] });
    expect(items.find(({ id }) => id === 'lapsed')).toMatchObject({ nextOn: '2026-12-01' });
  });
});
