import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PatientRecord } from '../../../domain/patient/patient.ts';
import { raised } from '../../../domain/recall/attempts.ts';
import { daysAfter, daysBetween } from '../../../domain/recall/calendar.ts';
import { stepOn } from '../../../domain/recall/consult-steps.ts';
import { recallItems } from '../../../domain/recall/items.ts';
import type { RecallSetting } from '../../../domain/recall/recall-item.ts';
import { recallHouse } from '../../support/recall-house.ts';
import { itemOn, options, recallRules, recordOf } from '../../support/recall-record.ts';

const on = '2026-03-02';
const consultation = { patientId: 'p1', id: 'c1', on, about: 'filler-lips', outcome: 'open' } as const;
const day = (days: number) => daysAfter(on, days);
const { consult } = recallRules.sequences;
const steps = [2, 7, 21, 60];
const lastDay = 67;

interface Contact {
  readonly day: number;
  readonly step: number;
}

/** Every contact of a consultation that is first known on a day; each comes so many days after it might, and its item is worked out anew each day. */
function contacts(
  firstKnown: number,
  delays: readonly number[] = [],
  changes: Partial<PatientRecord> = {},
): readonly Contact[] {
  const made: Contact[] = [];
  let record = recordOf({ consultations: [consultation], ...changes });
  let waited = 0;
  for (let today = firstKnown; today < 130; today += 1) {
    const items = recallItems(record, [], recallRules, day(today), options);
    record = { ...record, items };
    const item = items.find(({ id }) => id === 'consult#c1');
    if (item?.state !== 'open' || item.nextOn === undefined || item.nextOn > day(today)) continue;
    if (waited < (delays[made.length] ?? 0)) {
      waited += 1;
      continue;
    }
    const step = stepOn(item, consult, day(today));
    made.push({ day: today, step });
    waited = 0;
    const tried = raised(item, consult, { attempt: step, on: day(today), channel: 'email' });
    record = { ...record, items: items.map((one) => (one === item ? tried : one)) };
  }
  return made;
}
const daysOf = (made: readonly Contact[]) => made.map(({ day: one }) => one);

describe('the days of a consultation', () => {
  test('are 2, 7, 21 and 60 after it when nothing is in the way', () => {
    expect(contacts(0)).toEqual(steps.map((one, step) => ({ day: one, step })));
  });

  test.each([
    [2, [2, 7, 21, 60]],
    [3, [3, 7, 21, 60]],
    [6, [6, 8, 21, 60]],
    [7, [7, 21, 60]],
    [20, [20, 22, 60]],
    [45, [45, 60]],
    [59, [59, 61]],
    [60, [60]],
    [67, [67]],
    [68, []],
    [150, []],
  ])('first known on day %i', (firstKnown, expected) => {
    expect(daysOf(contacts(firstKnown))).toEqual(expected);
  });

  test('skips the steps that passed while something was in the way', () => {
    expect(contacts(0, [0, 20])).toEqual([
      { day: 2, step: 0 },
      { day: 27, step: 2 },
      { day: 60, step: 3 },
    ]);
    expect(daysOf(contacts(0, [0, 0, 0, 8]))).toEqual([2, 7, 21]);
  });

  test('go on behind a touch that was for something else too', () => {
    const item = itemOn(day(7), { consultations: [consultation] }, 'consult#c1');
    const tried = item && raised(item, consult, { attempt: 0, on: day(7), channel: 'email' });
    expect(tried).toMatchObject({ attempts: 1, nextOn: day(21), followsOn: day(21) });
  });

  test('come in their order, apart, never in a bunch and never after the end, whatever is in the way', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 90 }),
        fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 4 }),
        (firstKnown, delays) => {
          const made = contacts(firstKnown, delays);
          const gaps = made.slice(1).map((one, index) => one.day - (made[index]?.day ?? 0));
          expect(made.length).toBeLessThanOrEqual(steps.length);
          expect(gaps.filter((gap) => gap < 2)).toEqual([]);
          expect(made.filter((one) => one.day > lastDay)).toEqual([]);
          // Each is the step whose day came last, and none is made twice.
          expect(made.map(({ step }) => step)).toEqual(
            made.map((one) => steps.filter((days) => days <= one.day).length - 1),
          );
          expect(new Set(made.map(({ step }) => step)).size).toBe(made.length);
          // Nobody in time is left out.
          if (firstKnown <= lastDay && delays.length === 0) expect(made.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('on time where nothing is in the way, whatever a practice sets', () => {
    const spacing = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(spacing, (gaps) => {
        const attempts = [0, ...gaps].map((afterDays) => ({
          afterDays,
          channels: ['email' as const],
          template: 'consult',
        }));
        const own = { ...consult, attempts };
        let item = itemOn(on, { consultations: [consultation] }, 'consult#c1');
        const made: number[] = [];
        while (item?.state === 'open' && item.nextOn) {
          made.push(daysBetween(on, item.nextOn));
          const step = stepOn(item, own, item.nextOn);
          item = raised(item, own, { attempt: step, on: item.nextOn, channel: 'email' });
        }
        const sums = [0, ...gaps].map((_, index) => 2 + gaps.slice(0, index).reduce((a, b) => a + b, 0));
        expect(made).toEqual(sums);
      }),
    );
  });
});

describe('a day that a person set', () => {
  const setting = (changes: Partial<RecallSetting>): Partial<PatientRecord> => ({
    settings: [
      {
        patientId: 'p1',
        id: 'consult#c1',
        reason: 'asked',
        by: 'ana',
        at: `${on}T20:00:00.000Z`,
        ...changes,
      },
    ],
  });

  test.each([
    ['sooner', { dueOn: day(1) }, [1, 7, 21, 60]],
    ['later', { dueOn: day(45) }, [45, 60]],
    ['after the last step', { dueOn: day(100) }, [100]],
    ['as the end of a snooze', { snoozedUntil: day(30) }, [30, 60]],
    ['as the end of a long snooze', { snoozedUntil: day(100) }, [100]],
  ])('is that of the first contact: %s', (_when, changes, expected) => {
    const made = contacts(0, [], setting(changes));
    expect(daysOf(made)).toEqual(expected);
    expect(made[0]?.step).toBe(0);
  });
});

describe('a consultation in a sweep', () => {
  const known = async (
    at: string,
    consents: readonly ('email' | 'call')[] = ['email'],
    talked = '2026-11-20',
  ) => {
    const house = recallHouse({ at });
    const about = { ...consultation, on: talked };
    await house.person({ treatments: [], consultations: [about], consents });
    return house;
  };
  const item = 'consult#c1';
  const daily = async (house: Awaited<ReturnType<typeof known>>, days: number) => {
    for (let count = 0; count < days; count += 1) {
      await house.sweep();
      await house.send();
      house.wait(24 * 60);
    }
  };

  test('that is imported on day 45 is contacted then, on day 60, and never again', async () => {
    const house = await known('2027-01-04T16:05:00.000Z');
    await daily(house, 120);
    expect(house.all.touches().map(({ on: made, template }) => [made, template])).toEqual([
      ['2027-01-04', 'consult'],
      ['2027-01-19', 'consult'],
    ]);
    expect(await house.item(item)).toMatchObject({ state: 'exhausted' });
  });

  test('whose first contact an open inquiry held up goes on with the steps that are left', async () => {
    const house = await known('2026-11-20T16:05:00.000Z');
    house.standing.set('p1@example.com', { openInquiry: true, openCase: false });
    await daily(house, 30);
    expect(house.sent).toEqual([]);
    house.standing.delete('p1@example.com');
    await daily(house, 100);
    expect(house.all.touches().map(({ on: made }) => made)).toEqual(['2026-12-20', '2027-01-19']);
  });

  test('of which nobody could be contacted until after the end is one for nobody', async () => {
    const house = await known('2026-11-20T16:05:00.000Z');
    house.standing.set('p1@example.com', { openInquiry: true, openCase: false });
    await daily(house, 70);
    house.standing.delete('p1@example.com');
    await daily(house, 30);
    expect(house.all.touches()).toEqual([]);
    expect(await house.item(item)).toMatchObject({ state: 'exhausted', endedBy: 'overdue' });
  });

  test('keeps a call that was put off, on the day that was agreed and as the call that it was', async () => {
    const house = await known('2026-11-20T16:05:00.000Z', ['call', 'email'], '2026-11-18');
    await house.sweep();
    await house.send();
    const [task] = house.all.tasks();
    const put = { by: 'okoye', outcome: 'call-back', callBackOn: '2027-03-01' } as const;
    await house.end(task?.id ?? '', put);
    house.goTo('2027-02-10T16:05:00.000Z');
    await house.refresh();
    expect(await house.item(item)).toMatchObject({ state: 'open', nextOn: '2027-03-01' });
    house.goTo('2027-03-01T16:05:00.000Z');
    const asked = { patientId: 'p1', number: '+15125550101', answer: 'no' as const, on: '2027-02-20' };
    await house.patients.saveCheck({ ...asked, kind: 'do-not-call' });
    await house.patients.saveCheck({ ...asked, kind: 'reassigned' });
    await house.sweep();
    await house.send();
    expect(house.all.touches().at(-1)).toMatchObject({ channel: 'call', items: [{ id: item, attempt: 0 }] });
    expect(await house.item(item)).toMatchObject({ state: 'exhausted' });
  });

  test('stays on the version of its sequence that it began with', async () => {
    const house = await known('2026-11-22T16:05:00.000Z');
    await house.sweep();
    await house.send();
    const { sequences } = house.ports().rules;
    const short = { ...consult, attempts: consult.attempts.slice(0, 2) };
    house.configure({ sequences: { ...sequences, consult: short } });
    house.wait(24 * 60);
    await daily(house, 90);
    expect(house.all.touches().map(({ on: made }) => made)).toEqual([
      '2026-11-22',
      '2026-11-27',
      '2026-12-11',
      '2027-01-19',
    ]);
  });
});
