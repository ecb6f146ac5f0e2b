import { describe, expect, test } from '@jest/globals';
import { changedSetting, overrideOf } from '../../../domain/recall/overrides.ts';
import type { RecallSetting } from '../../../domain/recall/recall-item.ts';

const who = { patientId: 'p1', id: 'due#filler-lips' };
const chen = { ...who, by: 'chen', reason: 'sooner', at: '2026-05-01T15:00:00.000Z' };
const bell = { ...who, by: 'bell', reason: 'travels', at: '2026-07-01T15:00:00.000Z' };

const overrideAfter = (setting: RecallSetting, lastOn: string) =>
  overrideOf({ settings: [setting] }, who.id, lastOn, {});

describe('what a person sets for an item', () => {
  const due = changedSetting(undefined, { dueOn: '2026-06-10', interval: 'P6M' }, chen);
  const snoozed = changedSetting(due, { snoozedUntil: '2026-07-15' }, bell);

  test('ends with the next treatment, whatever else is set afterwards', () => {
    const override = overrideAfter(snoozed, '2026-06-09');
    expect(override).not.toHaveProperty('dueOn');
    expect(override).toMatchObject({ heldUntil: '2026-07-15', interval: 'P6M', on: '2026-05-01' });
  });

  test('stays theirs who set it', () => {
    const { said } = overrideAfter(snoozed, '2026-04-01');
    expect(said).toMatchObject({
      dueOn: 'by chen on 2026-05-01: sooner',
      snoozedUntil: 'by bell on 2026-07-01: travels',
    });
  });

  test('is theirs who set it last', () => {
    const again = changedSetting(
      snoozed,
      { dueOn: '2026-08-01' },
      { ...bell, at: '2026-08-01T15:00:00.000Z' },
    );
    expect(overrideAfter(again, '2026-06-09').said.dueOn).toBe('by bell on 2026-08-01: travels');
    expect(overrideAfter(again, '2026-07-20')).not.toHaveProperty('heldUntil');
  });

  test('is taken away by null, and by nothing else', () => {
    const ended = changedSetting(snoozed, { snoozedUntil: null }, bell);
    expect(ended).toMatchObject({ dueOn: '2026-06-10', interval: 'P6M' });
    expect(ended).not.toHaveProperty('snoozedUntil');
    expect(Object.keys(ended.parts ?? {}).sort()).toEqual(['dueOn', 'interval']);
  });
});
