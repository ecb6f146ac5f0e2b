import { describe, expect, test } from '@jest/globals';
import type { Inquiry, Level } from '../../../domain/inquiry/inquiry.ts';
import { withRepeats } from '../../../domain/inquiry/repeat-contact.ts';
import { fridayMorning, later } from '../../support/lakeside.ts';

const inquiry = (level: Level, symptomsAt: readonly string[], status: Inquiry['status'] = 'answered') =>
  ({ level, symptomsAt, status }) as Inquiry;
const again = (given: Inquiry, level: Level, minutes = 60, called = false) =>
  withRepeats(given, { level, flags: [] }, { at: later(fridayMorning, minutes), called });

describe('who writes again (R60)', () => {
  test.each([
    ['a second time of symptoms: one level more', inquiry('S', [fridayMorning]), 'S', 'U'],
    ['a second time of something urgent', inquiry('S', [fridayMorning]), 'U', 'E1'],
    [
      'a third time: the physician, whatever it says',
      inquiry('S', [fridayMorning, fridayMorning]),
      'S',
      'E1',
    ],
    ['a second time, but of a price', inquiry('S', [fridayMorning]), 'R', 'R'],
    ['anything while a red flag is not closed', inquiry('U', [], 'acknowledged'), 'R', 'S'],
    ['anything once it is closed', inquiry('U', [], 'closed'), 'R', 'R'],
  ] as const)('%s', (_name, given, level, expected) => {
    expect(again(given, level).assessment.level).toBe(expected);
  });

  test('a day later it counts from the beginning', () => {
    expect(again(inquiry('S', [fridayMorning]), 'S', 24 * 60).assessment.level).toBe('S');
  });

  test('a missed call counts', () => {
    const { assessment, symptomsAt } = again(inquiry('S', [fridayMorning]), 'R', 60, true);
    expect([assessment.level, assessment.flags, symptomsAt.length]).toEqual(['S', ['R60'], 2]);
  });
});
