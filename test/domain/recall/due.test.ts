import { describe, expect, test } from '@jest/globals';
import { stopped } from '../../../domain/recall/attempts.ts';
import type { RecallSetting } from '../../../domain/recall/recall-item.ts';
import { attempted } from '../../support/attempted.ts';
import { itemOn, itemsOn, onDay, recallRules, recordOf, treated } from '../../support/recall-record.ts';

const toxin = 'due#botulinum-toxin';
const setting = (changes: Partial<RecallSetting>, id = toxin): RecallSetting => ({
  patientId: 'p1',
  id,
  reason: 'travels in summer',
  by: 'ana',
  at: '2026-05-10T15:00:00.000Z',
  ...changes,
});
const last = treated('botulinum-toxin', '2026-05-01');
const today = '2026-06-01';

describe('the day of the next treatment', () => {
  test('says why in words that a receptionist understands', () => {
    expect(itemOn(today, { treatments: [last] }, toxin)).toMatchObject({
      dueOn: '2026-08-01',
      episode: '2026-08-01',
      nextOn: '2026-07-25',
      sequence: 'v1',
      why: ['last treated 2026-05-01, every 3 months, so due 2026-08-01'],
    });
  });

  test('follows the calendar at the end of a month, and the minimum gap where that is later', () => {
    const lips = (on: string) =>
      itemOn('2026-06-01', { treatments: [treated('filler-lips', on)] }, 'due#filler-lips');
    expect(lips('2026-05-31')?.dueOn).toBe('2027-02-28');
    const november = itemOn('2027-01-01', { treatments: [treated('botulinum-toxin', '2026-11-30')] }, toxin);
    expect(november?.dueOn).toBe('2027-02-28');
    // February is short: three months from the 1st are 89 days.
    const february = itemOn('2027-03-01', { treatments: [treated('botulinum-toxin', '2027-02-01')] }, toxin);
    expect(february?.dueOn).toBe('2027-05-02');
    expect(february?.why?.at(-1)).toBe('not before 2027-05-02: at least 90 days lie between two treatments');
  });

  test('counts from a treatment done elsewhere, and not from one that is yet to come', () => {
    const treatments = [
      last,
      treated('botulinum-toxin', '2026-05-20', { elsewhere: true }),
      treated('botulinum-toxin', '2026-09-09'),
    ];
    const item = itemOn(today, { treatments }, toxin);
    expect(item?.dueOn).toBe('2026-08-20');
    expect(item?.why?.[0]).toContain('last treated 2026-05-20 elsewhere');
  });

  test('is the one noted at checkout, never before the minimum gap', () => {
    const noted = (nextOn: string) =>
      itemOn(today, { treatments: [treated('botulinum-toxin', '2026-05-01', { nextOn })] }, toxin);
    expect(noted('2026-09-15')).toMatchObject({ dueOn: '2026-09-15', nextOn: '2026-09-08' });
    expect(noted('2026-09-15')?.why).toEqual(['last treated 2026-05-01, noted at checkout for 2026-09-15']);
    expect(noted('2026-06-15')?.dueOn).toBe('2026-07-30');
  });

  test('of something done once is none, unless somebody noted one', () => {
    const peel = (nextOn?: string) =>
      itemOn(
        today,
        { treatments: [treated('laser-resurfacing', '2025-05-01', nextOn ? { nextOn } : {})] },
        'due#laser-resurfacing',
      );
    expect(peel()).toBeUndefined();
    expect(peel('2026-09-01')?.dueOn).toBe('2026-09-01');
  });
});

test('a deep peel is looked at a year later, and nobody is asked for another', () => {
  const record = { treatments: [treated('deep-peel', '2025-12-01')] };
  expect(itemOn(today, record, 'due#deep-peel')).toMatchObject({ dueOn: '2026-12-01', nextOn: '2026-11-17' });
});

describe('what a person set', () => {
  test('overrides the day, and says who and why', () => {
    const item = itemOn(today, { treatments: [last], settings: [setting({ dueOn: '2026-10-01' })] }, toxin);
    expect(item).toMatchObject({ dueOn: '2026-10-01', nextOn: '2026-09-24' });
    expect(item?.why).toEqual([
      'last treated 2026-05-01, set to 2026-10-01 by ana on 2026-05-10: travels in summer',
    ]);
  });

  test('of several the newest counts, also against what was noted at checkout', () => {
    const settings = [
      setting({ dueOn: '2026-11-01', at: '2026-05-12T10:00:00.000Z' }),
      setting({ dueOn: '2026-10-01' }),
    ];
    const treatments = [treated('botulinum-toxin', '2026-05-01', { nextOn: '2026-09-01' })];
    expect(itemOn(today, { treatments, settings }, toxin)?.dueOn).toBe('2026-11-01');
  });

  test('ends with a new treatment: its day and its snooze; interval and switching off stay', () => {
    const treatments = [last, treated('botulinum-toxin', '2026-05-20')];
    const with_ = (changes: Partial<RecallSetting>) =>
      itemOn(today, { treatments, settings: [setting(changes)] }, toxin);
    expect(with_({ dueOn: '2026-12-01', snoozedUntil: '2027-01-01' })).toMatchObject({
      dueOn: '2026-08-20',
      nextOn: '2026-08-13',
    });
    expect(with_({ interval: 'P5M' })?.dueOn).toBe('2026-10-20');
    const off = with_({ disabled: true });
    expect(off).toMatchObject({ state: 'stopped', endedBy: 'disabled' });
    expect(off?.nextOn).toBeUndefined();
    expect(off?.why?.at(-1)).toBe('no contact: switched off by ana on 2026-05-10: travels in summer');
  });

  test('holds when made on the local day of the treatment, although that is another day in London', () => {
    // 8 in the evening of 1 May in Chicago.
    const settings = [setting({ dueOn: '2026-09-09', at: '2026-05-02T01:00:00.000Z' })];
    expect(itemOn(today, { treatments: [last], settings }, toxin)?.dueOn).toBe('2026-09-09');
    const next = treated('botulinum-toxin', '2026-05-02');
    expect(itemOn(today, { treatments: [last, next], settings }, toxin)?.dueOn).toBe('2026-08-02');
  });

  test('a snooze holds contact, and lifting it lets it go on where it stood', () => {
    const before = onDay(today, {
      treatments: [last],
      settings: [setting({ snoozedUntil: '2026-12-24' })],
    });
    expect(before.items.find(({ id }) => id === toxin)).toMatchObject({
      dueOn: '2026-08-01',
      nextOn: '2026-12-24',
    });
    expect(itemsOn(today, { ...before, settings: [] })[0]).toMatchObject({ nextOn: '2026-07-25' });
  });

  test('switched on again, it goes on where it stood', () => {
    const open = onDay('2026-07-25', { treatments: [last] });
    const [item] = open.items;
    if (!item) throw new Error('nothing is due');
    const tried = attempted(item, recallRules, '2026-07-25', 'email');
    const off = { ...open, items: [tried], settings: [setting({ disabled: true })] };
    const disabled = { ...off, items: itemsOn('2026-07-26', off) };
    expect(disabled.items[0]).toMatchObject({ state: 'stopped', attempts: 1 });
    expect(itemsOn('2026-07-27', { ...disabled, settings: [] })[0]).toMatchObject({
      state: 'open',
      attempts: 1,
      nextOn: '2026-08-08',
    });
  });
});

describe('the interval of one patient', () => {
  const visits = (...days: string[]) => days.map((on) => treated('botulinum-toxin', on));
  // Gaps of 120, 130 and 110 days.
  const steady = visits('2025-05-06', '2025-09-03', '2026-01-11', '2026-05-01');

  test('is the median of their last three gaps', () => {
    const item = itemOn(today, { treatments: steady }, toxin);
    expect(item?.dueOn).toBe('2026-08-29');
    expect(item?.why).toEqual([
      'last treated 2026-05-01, usually comes after 120 days (median of the last three), so due 2026-08-29',
    ]);
  });

  test('is learned from three gaps only, and within the bounds of the type', () => {
    expect(itemOn(today, { treatments: steady.slice(1) }, toxin)?.dueOn).toBe('2026-08-01');
    const seldom = visits('2023-05-01', '2024-05-01', '2025-05-01', '2026-05-01');
    expect(itemOn(today, { treatments: seldom }, toxin)?.dueOn).toBe('2026-11-01');
  });

  test('gives way to a person', () => {
    const settings = [setting({ interval: 'P5M' })];
    expect(itemOn(today, { treatments: steady, settings }, toxin)?.dueOn).toBe('2026-10-01');
  });

  test('is not learned from touch-ups', () => {
    const touched = [...steady, ...visits('2025-09-17')];
    expect(itemOn(today, { treatments: touched }, toxin)?.dueOn).toBe('2026-08-29');
  });
});

describe('a treatment that is noted late', () => {
  const first = treated('botulinum-toxin', '2026-01-10');
  const finished = () => {
    const record = onDay('2026-04-03', { treatments: [first] });
    let [item] = record.items;
    for (const on of ['2026-04-03', '2026-04-17', '2026-05-17'])
      item = item && attempted(item, recallRules, on, 'email');
    if (!item) throw new Error('nothing is due');
    return { ...record, items: [item] };
  };
  const lateNoted = (treatment: ReturnType<typeof treated>, items = finished().items) =>
    itemOn('2026-06-01', { treatments: [first, treatment], items }, toxin);

  test('older than the last changes nothing of what was finished', () => {
    expect(lateNoted(treated('botulinum-toxin', '2025-09-01'))).toMatchObject({
      state: 'exhausted',
      attempts: 3,
    });
  });

  test('whose contacts were all made when it had become due stays finished', () => {
    expect(lateNoted(treated('botulinum-toxin', '2026-01-20'))).toMatchObject({
      state: 'exhausted',
      lastOn: '2026-01-20',
      attempts: 3,
    });
  });

  test('that is due only later begins an episode', () => {
    expect(lateNoted(treated('botulinum-toxin', '2026-05-15'))).toMatchObject({ state: 'open', attempts: 0 });
  });

  test('does not open what a person stopped after it was due', () => {
    const [item] = onDay('2026-04-03', { treatments: [first] }).items;
    if (!item) throw new Error('nothing is due');
    const no = stopped(item, 'declined', '2026-05-02');
    expect(lateNoted(treated('botulinum-toxin', '2026-01-20'), [no])).toMatchObject({
      state: 'stopped',
      endedBy: 'declined',
    });
  });

  test('corrected to another day, or removed, is computed anew', () => {
    const record = onDay('2026-02-01', { treatments: [first, treated('facial', '2026-01-20')] });
    expect(
      itemOn('2026-02-01', { ...record, treatments: [treated('botulinum-toxin', '2026-01-12')] }, toxin),
    ).toMatchObject({
      dueOn: '2026-04-12',
    });
    const without = itemsOn('2026-02-01', { ...record, treatments: [first] });
    expect(without.find(({ id }) => id === 'due#facial')).toMatchObject({
      state: 'stopped',
      endedBy: 'no-reason',
    });
  });

  test('a day set by hand after the end begins another episode, once', () => {
    const over = finished();
    const set = { ...over, settings: [setting({ dueOn: '2026-09-01', at: '2026-06-01T15:00:00.000Z' })] };
    const again = itemsOn('2026-06-01', set);
    expect(again[0]).toMatchObject({ state: 'open', attempts: 0, dueOn: '2026-09-01', nextOn: '2026-08-25' });
    let [item] = again;
    for (const on of ['2026-08-25', '2026-09-08', '2026-10-08'])
      item = item && attempted(item, recallRules, on, 'email');
    expect(itemOn('2026-10-09', { ...set, items: item ? [item] : [] }, toxin)).toMatchObject({
      state: 'exhausted',
      attempts: 3,
    });
  });

  test('record with nothing in it has no items', () => {
    expect(itemsOn(today, recordOf({}))).toEqual([]);
  });
});
