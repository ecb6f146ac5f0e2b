import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Consultation, Purchase, Series } from '../../../domain/patient/patient.ts';
import { stopped, templateOf } from '../../../domain/recall/attempts.ts';
import { daysAfter, daysBetween } from '../../../domain/recall/calendar.ts';
import { attempted } from '../../support/attempted.ts';
import { itemOn, itemsOn, onDay, recallRules, recordOf, treated } from '../../support/recall-record.ts';

describe('a course', () => {
  const series: Series = {
    patientId: 'p1',
    id: 's1',
    type: 'laser-hair-face',
    sessions: 3,
    startedOn: '2026-01-05',
    paid: true,
  };
  const sessions = (...days: string[]) => days.map((on) => treated('laser-hair-face', on));
  const on = (today: string, ...days: string[]) =>
    itemsOn(today, recordOf({ series: [series], treatments: sessions(...days) }));

  test('begins on its first day, then the next session is due by its spacing', () => {
    expect(on('2026-01-05')).toMatchObject([
      { id: 'series#s1', session: 1, dueOn: '2026-01-05', paid: true },
    ]);
    expect(on('2026-02-01', '2026-01-05')).toMatchObject([
      {
        id: 'series#s1',
        type: 'series',
        session: 2,
        sessions: 3,
        dueOn: '2026-02-16',
        state: 'open',
        paid: true,
      },
    ]);
    expect(on('2026-02-01', '2026-01-05')[0]?.why).toEqual([
      'session 2 of 3, paid for',
      'last treated 2026-01-05, every 6 weeks, so due 2026-02-16',
    ]);
  });

  test('is followed by the maintenance interval from its last session', () => {
    const known = onDay('2026-03-01', { series: [series], treatments: sessions('2026-01-05', '2026-02-16') });
    const done = itemsOn('2026-04-01', {
      ...known,
      treatments: sessions('2026-01-05', '2026-02-16', '2026-03-30'),
    });
    expect(done.find(({ id }) => id === 'due#laser-hair-face')).toMatchObject({
      dueOn: '2026-09-30',
      state: 'open',
    });
    expect(done.find(({ id }) => id === 'series#s1')?.state).toBe('done');
  });

  test('without a record of one there is maintenance only', () => {
    const items = itemsOn('2026-02-01', recordOf({ treatments: sessions('2026-01-05') }));
    expect(items).toMatchObject([{ id: 'due#laser-hair-face', dueOn: '2026-07-05' }]);
  });

  test('a session done elsewhere moves the next one and uses up none', () => {
    const treatments = [
      ...sessions('2026-01-05'),
      treated('laser-hair-face', '2026-01-26', { elsewhere: true }),
    ];
    const [item] = itemsOn('2026-02-01', recordOf({ series: [series], treatments }));
    expect(item).toMatchObject({ session: 2, dueOn: '2026-03-09' });
  });

  test('that is late, and whose attempts are used up, never becomes marketing', () => {
    const record = onDay('2026-02-09', { series: [series], treatments: sessions('2026-01-05') });
    let [item] = record.items;
    for (const day of ['2026-02-09', '2026-02-16']) item = item && attempted(item, recallRules, day, 'call');
    const later = itemsOn('2028-01-01', { ...record, items: item ? [item] : [] });
    expect(later.map(({ id, state }) => [id, state])).toEqual([['series#s1', 'exhausted']]);
  });

  test('that a person ended gives way to maintenance; switched off it says why', () => {
    const record = onDay('2026-02-09', { series: [series], treatments: sessions('2026-01-05') });
    const [item] = record.items;
    if (!item) throw new Error('nothing is due');
    const items = itemsOn('2026-02-10', { ...record, items: [stopped(item, 'declined', '2026-02-10')] });
    expect(items.map(({ id, state }) => [id, state])).toEqual([
      ['due#laser-hair-face', 'open'],
      ['series#s1', 'stopped'],
    ]);
    const setting = {
      patientId: 'p1',
      id: 'series#s1',
      disabled: true,
      reason: 'moved',
      by: 'ana',
      at: '2026-02-01T12:00:00.000Z',
    };
    const off = itemOn('2026-02-10', { ...record, settings: [setting] }, 'series#s1');
    expect(off).toMatchObject({ state: 'stopped', endedBy: 'disabled' });
    expect(off?.why?.at(-1)).toContain('switched off by ana');
  });

  test('its spacing is nobody’s habit', () => {
    const four = { ...series, type: 'microneedling', sessions: 4, startedOn: '2026-01-05' };
    const days = ['2026-01-05', '2026-02-16', '2026-03-30', '2026-05-11'];
    const treatments = days.map((day) => treated('microneedling', day));
    const item = itemOn('2026-05-12', { series: [four], treatments }, 'due#microneedling');
    expect(item?.why?.[0]).toContain('every 6 weeks');
  });
});

describe('a consultation that did not move forward', () => {
  const consultation: Consultation = {
    patientId: 'p1',
    id: 'c1',
    on: '2026-03-02',
    about: 'filler-lips',
    outcome: 'open',
    reason: 'price',
    quoteUntil: '2026-04-01',
  };
  const on = (today: string, changes: Partial<Consultation> = {}, rest = {}) =>
    itemOn(today, { consultations: [{ ...consultation, ...changes }], ...rest }, 'consult#c1');

  test('is followed up on days 2, 7, 21 and 60, then no more', () => {
    let item = on('2026-03-02');
    expect(item?.why).toEqual([
      'consultation on 2026-03-02 did not move forward: the price',
      'the quote is valid until 2026-04-01',
    ]);
    const days: string[] = [];
    while (item?.nextOn) {
      days.push(item.nextOn);
      item = attempted(item, recallRules, item.nextOn, 'email');
    }
    expect(days).toEqual(['2026-03-04', '2026-03-09', '2026-03-23', '2026-05-01']);
    expect(item?.state).toBe('exhausted');
  });

  test.each(['not-suitable', 'declined', 'went-ahead'] as const)('never after %s', (outcome) => {
    expect(on('2026-03-10', { outcome })).toBeUndefined();
    const items = on(
      '2026-03-10',
      { outcome },
      { items: onDay('2026-03-02', { consultations: [consultation] }).items },
    );
    expect(items?.state).toBe(outcome === 'went-ahead' ? 'done' : 'stopped');
    expect(items?.nextOn).toBeUndefined();
  });

  describe('and another talk that was decided', () => {
    const { about, ...unnamed } = consultation;
    const later = (outcome: Consultation['outcome'], changes: Partial<Consultation> = {}) =>
      ({ ...unnamed, id: 'c2', about, on: '2026-03-03', outcome, ...changes }) as Consultation;
    const beside = (other: Consultation) => {
      const { items } = onDay('2026-03-02', { consultations: [consultation] });
      return itemOn('2026-03-10', { consultations: [consultation, other], items }, 'consult#c1');
    };

    test.each([
      ['not-suitable', { state: 'stopped', endedBy: 'consultation-not-suitable' }],
      ['declined', { state: 'stopped', endedBy: 'consultation-declined' }],
      ['went-ahead', { state: 'done' }],
    ] as const)('on the same treatment ends it: %s', (outcome, ending) => {
      expect(beside(later(outcome))).toMatchObject(ending);
      expect(beside(later(outcome))?.nextOn).toBeUndefined();
    });

    test('"not suitable" ends it also where no treatment was named, and nothing else does', () => {
      expect(beside(later('not-suitable', { about: undefined } as never))?.state).toBe('stopped');
      expect(beside(later('declined', { about: undefined } as never))?.state).toBe('open');
      expect(beside(later('not-suitable', { about: 'facial' }))?.state).toBe('open');
      expect(beside(later('not-suitable', { on: '2026-03-01' }))?.state).toBe('open');
      expect(beside(later('open'))?.state).toBe('open');
    });
  });

  test('ends when the treatment it was about followed, or any where none was named', () => {
    const facial = { treatments: [treated('facial', '2026-03-05')] };
    const { about, ...unnamed } = consultation;
    void about;
    expect(on('2026-03-10', {}, facial)?.state).toBe('open');
    expect(itemOn('2026-03-10', { ...facial, consultations: [unnamed] }, 'consult#c1')).toBeUndefined();
    expect(on('2026-03-10', {}, { treatments: [treated('filler-lips', '2026-03-05')] })).toBeUndefined();
    expect(on('2026-03-10', {}, { treatments: [treated('filler-lips', '2026-03-01')] })?.state).toBe('open');
  });

  test('has a script for its reason', () => {
    const record = recordOf({ consultations: [consultation] });
    const attempt = { template: 'consult' };
    expect(templateOf({ id: 'consult#c1', type: 'consult' }, attempt, record)).toBe('consult-price');
    expect(templateOf({ id: 'consult#c2', type: 'consult' }, attempt, record)).toBe('consult');
    expect(templateOf({ id: 'due#facial', type: 'due' }, attempt, record)).toBe('consult');
  });
});

describe('a product that runs out', () => {
  const bought = (on: string, quantity = 1, product = 'serum-30ml'): Purchase => ({
    patientId: 'p1',
    id: `${product}#${on}`,
    product,
    on,
    quantity,
  });
  const on = (today: string, ...purchases: Purchase[]) => itemsOn(today, recordOf({ purchases }))[0];

  test('lasts as long as its size and its use say; contact starts at 80 % of that', () => {
    // 30 ml, 0.2 ml twice a day: 75 days.
    expect(on('2026-03-01', bought('2026-03-01'))).toMatchObject({
      id: 'restock#serum-30ml',
      dueOn: '2026-05-15',
      nextOn: '2026-04-30',
    });
  });

  test('lasts longer with what was at home already', () => {
    expect(on('2026-03-31', bought('2026-03-01'), bought('2026-03-31', 2))).toMatchObject({
      lastOn: '2026-03-31',
      // One gap of 30 days, at least half of 75: 37 for what was left at home, 75 for two more.
      dueOn: '2026-06-21',
    });
    // Two serums at once, and a third on the next day: nobody uses one a day.
    expect(on('2026-03-02', bought('2026-03-01', 2), bought('2026-03-02'))?.dueOn).toBe('2026-06-21');
  });

  test.each([
    ['as it is', '2026-02-10', '2026-03-22', 40],
    ['no shorter than half of the computed days', '2026-01-21', '2026-03-16', 37],
    ['no longer than twice the computed days', '2026-12-01', '2027-04-30', 150],
  ])('is learned from the second purchase, %s', (_how, again, dueOn, days) => {
    expect(on('2026-01-01', bought('2026-01-01'))?.why?.[0]).not.toContain('their own');
    const item = on(again, bought('2026-01-01'), bought(again));
    expect(item).toMatchObject({ dueOn });
    expect(item?.why?.[0]).toContain(`${days} days each by their own purchases`);
  });

  test('is learned from the median where there are more gaps than one', () => {
    const two = [bought('2026-01-01'), bought('2026-02-10')];
    // 40 and 50 days: 45.
    expect(on('2026-04-01', ...two, bought('2026-04-01'))).toMatchObject({
      dueOn: '2026-05-16',
      nextOn: '2026-05-07',
      why: ['bought 1 on 2026-04-01, 45 days each by their own purchases, so used up 2026-05-16'],
    });
  });

  test('never ends before what one gap allows, nor long after it, however often and late it is bought', () => {
    const gap = fc.integer({ min: 1, max: 700 });
    fc.assert(
      fc.property(
        gap,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        (days, first, then) => {
          const again = daysAfter('2024-01-01', days);
          const item = on(again, bought('2024-01-01', first), bought(again, then));
          const supply = daysBetween(again, item?.dueOn ?? '');
          expect(supply).toBeGreaterThanOrEqual(Math.floor(37.5 * then));
          expect(supply).toBeLessThanOrEqual(150 * (then + first));
          // What was bought first is used up before: only the rest of it is at home.
          if (days >= 75 * first) expect(supply).toBe(Math.floor(Math.min(days / first, 150) * then));
        },
      ),
    );
  });

  test('any purchase of it ends the episode', () => {
    const record = onDay('2026-05-01', { purchases: [bought('2026-03-01')] });
    const [item] = record.items;
    if (!item) throw new Error('nothing runs out');
    const tried = attempted(item, recallRules, '2026-05-01', 'email');
    const [next] = itemsOn('2026-05-03', {
      ...record,
      purchases: [...record.purchases, bought('2026-05-03')],
      items: [tried],
    });
    expect(next).toMatchObject({ attempts: 0, lastOn: '2026-05-03', state: 'open' });
  });

  test('on prescription is a clinician’s, and none once it has lapsed for 90 days', () => {
    // 45 g, 0.4 g a day: 112 days.
    const purchases = [bought('2026-01-01', 1, 'tretinoin-45g')];
    const open = onDay('2026-07-22', { purchases });
    expect(open.items).toMatchObject([{ clinician: true, dueOn: '2026-04-23', state: 'open' }]);
    expect(itemsOn('2026-07-23', open)).toMatchObject([{ state: 'exhausted', endedBy: 'overdue' }]);
    expect(itemsOn('2026-07-23', recordOf({ purchases }))).toEqual([]);
  });
});
