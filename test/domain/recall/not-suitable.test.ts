import { describe, expect, test } from '@jest/globals';
import type { Consultation } from '../../../domain/patient/patient.ts';
import { notSuitableSince } from '../../../domain/recall/not-suitable.ts';
import { itemOn, onDay, treated } from '../../support/recall-record.ts';

const today = '2026-11-20';
const type = 'botulinum-toxin';
const talk = (
  on: string,
  outcome: Consultation['outcome'],
  about: string | undefined = type,
): Consultation => ({
  patientId: 'p1',
  id: `k-${on}-${outcome}`,
  on,
  outcome,
  ...(about === '' ? {} : { about }),
});

describe('a treatment that was found not suitable', () => {
  test.each<[string, readonly Consultation[], readonly ReturnType<typeof treated>[], string | undefined]>([
    ['nobody said so', [talk('2026-10-01', 'open')], [], undefined],
    ['somebody did', [talk('2026-10-01', 'not-suitable')], [], '2026-10-01'],
    ['of another one', [talk('2026-10-01', 'not-suitable', 'filler-lips')], [], undefined],
    [
      'a later talk was open',
      [talk('2026-10-01', 'not-suitable'), talk('2026-10-02', 'open')],
      [],
      undefined,
    ],
    [
      'one of that day was open',
      [talk('2026-10-01', 'not-suitable'), talk('2026-10-01', 'open')],
      [],
      '2026-10-01',
    ],
    [
      'declined later',
      [talk('2026-10-01', 'not-suitable'), talk('2026-10-02', 'declined')],
      [],
      '2026-10-01',
    ],
    ['given here after all', [talk('2026-10-01', 'not-suitable')], [treated(type, '2026-10-02')], undefined],
    ['given that day', [talk('2026-10-01', 'not-suitable')], [treated(type, '2026-10-01')], '2026-10-01'],
    [
      'given elsewhere',
      [talk('2026-10-01', 'not-suitable')],
      [treated(type, '2026-10-02', { elsewhere: true })],
      '2026-10-01',
    ],
    ['tomorrow', [talk('2026-11-21', 'not-suitable')], [], undefined],
  ])('%s', (_name, consultations, treatments, expected) => {
    expect(notSuitableSince({ consultations, treatments }, type, { today })).toBe(expected);
  });

  test('one that names no treatment counts only where that is asked', () => {
    const told = { consultations: [talk('2026-10-01', 'not-suitable', '')], treatments: [] };
    expect(notSuitableSince(told, type, { today })).toBeUndefined();
    expect(notSuitableSince(told, type, { today, orUnnamed: true })).toBe('2026-10-01');
  });

  const before = { treatments: [treated(type, '2026-07-20')] };
  const item = (changes: object) =>
    itemOn(today, { ...before, items: onDay('2026-09-01', before).items, ...changes }, `due#${type}`);
  const unsuited = { consultations: [talk('2026-10-01', 'not-suitable')] };

  test('is due no more, and is again once a talk says otherwise', () => {
    expect(item({})?.state).toBe('open');
    const ended = item(unsuited);
    expect(ended).toMatchObject({ state: 'stopped', endedBy: 'consultation-not-suitable' });
    expect(ended?.nextOn).toBeUndefined();
    const again = { consultations: [...unsuited.consultations, talk('2026-11-01', 'open')] };
    expect(itemOn(today, { ...before, ...again, items: ended ? [ended] : [] }, `due#${type}`)?.state).toBe(
      'open',
    );
  });

  test.each([
    ['after it', '2026-10-02T15:00:00.000Z', 'open'],
    ['before it', '2026-09-02T15:00:00.000Z', 'stopped'],
  ])('is due on the day that a person set %s', (_name, at, state) => {
    const setting = {
      patientId: 'p1',
      id: `due#${type}`,
      dueOn: '2026-11-25',
      by: 'okoye',
      reason: 'asked',
      at,
    };
    expect(item({ ...unsuited, settings: [setting] })?.state).toBe(state);
  });

  test('asks nobody for the rest of a course', () => {
    const series = [{ patientId: 'p1', id: 's1', type, sessions: 3, startedOn: '2026-07-01', paid: false }];
    const items = onDay('2026-09-01', { ...before, series }).items;
    expect(itemOn(today, { ...before, series, items }, 'series#s1')?.state).not.toBe('stopped');
    expect(itemOn(today, { ...before, series, items, ...unsuited }, 'series#s1')).toMatchObject({
      state: 'stopped',
      endedBy: 'consultation-not-suitable',
    });
  });
});
