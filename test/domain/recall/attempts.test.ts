import { describe, expect, test } from '@jest/globals';
import { channelsOf, stopped } from '../../../domain/recall/attempts.ts';
import { attempted } from '../../support/attempted.ts';
import { itemsOn, onDay, recallRules, treated } from '../../support/recall-record.ts';

const record = () => onDay('2026-11-13', { treatments: [treated('botulinum-toxin', '2026-08-20')] });
const first = () => {
  const [item] = record().items;
  if (!item) throw new Error('nothing is due');
  return item;
};

describe('attempts', () => {
  test('that leave by themselves are counted apart', () => {
    const mailed = attempted(first(), recallRules, '2026-11-13', 'email');
    expect(mailed).toMatchObject({ attempts: 1, automatic: 1, attemptedOn: '2026-11-13' });
    const called = attempted(mailed, recallRules, '2026-11-27', 'call');
    expect(called).toMatchObject({ attempts: 2, automatic: 1, attemptedOn: '2026-11-27' });
  });

  test('after the automatic maximum only persons go on', () => {
    const attempt = { channels: ['email', 'letter', 'call', 'social'] as const };
    const channels = (automatic: number, automaticMaximum?: number) =>
      channelsOf(
        { automatic },
        { channels: [...attempt.channels] },
        automaticMaximum === undefined ? {} : { automaticMaximum },
      );
    expect(channels(1, 2)).toEqual(attempt.channels);
    expect(channels(2, 2)).toEqual(['call', 'social']);
    expect(channels(9)).toEqual(attempt.channels);
    expect(channelsOf({ automatic: 2 }, { channels: ['email'] }, { automaticMaximum: 2 })).toEqual(['call']);
  });

  test('for a prescription are a clinician’s', () => {
    expect(channelsOf({ clinician: true }, { channels: ['email'] }, {})).toEqual(['call']);
  });

  test('an episode keeps the version it began with', () => {
    const items = itemsOn('2026-11-14', { ...record(), items: [{ ...first(), sequence: 'v0' }] });
    expect(items[0]).toMatchObject({ sequence: 'v0' });
  });

  test('what a person stopped stays so until the next treatment', () => {
    const no = stopped(first(), 'declined', '2026-11-15');
    const known = { ...record(), items: [no] };
    expect(itemsOn('2026-11-16', known)[0]).toMatchObject({ state: 'stopped', endedBy: 'declined' });
    const treatments = [...known.treatments, treated('botulinum-toxin', '2026-12-01')];
    expect(itemsOn('2026-12-02', { ...known, treatments })[0]).toMatchObject({ state: 'open', attempts: 0 });
  });
});
