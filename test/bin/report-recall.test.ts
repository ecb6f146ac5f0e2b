import { expect, test } from '@jest/globals';
import { type Row, recallParagraphs } from '../../bin/commands/report-recall.ts';

const row: Row = {
  type: 'all',
  location: 'all',
  eligible: 12,
  heldOut: 2,
  touches: 9,
  attributed: { bookings: 2, visits: 1, revenue: 39_000 },
  influenced: { bookings: 3, visits: 2, revenue: 51_050 },
  bookingDayUnknown: 0,
  incremental: { visits90: { state: 'not enough data', why: 'few households' } },
  return: { cost: 111, net: 38_889 },
};

test('the report of recall has its three numbers, and money as money', () => {
  expect(recallParagraphs([row])).toBe(
    [
      'all, all: 12 due (2 held out), 9 touches',
      '  attributed   2 booked, 1 came, 390.00',
      '  influenced   3 booked, 2 came, 510.50',
      '  incremental  not enough data (few households)',
      '  cost 1.11, net 388.89',
      '',
    ].join('\n'),
  );
  const visits90 = { state: 'measured', difference: 0.081, low: 0.012, high: 0.15 };
  expect(recallParagraphs([{ ...row, incremental: { visits90 } }])).toContain(
    '8.1 points more came within 90 days (1.2 to 15.0)',
  );
});

test('it says of how many bookings nobody knows when they were made, once', () => {
  const part = { ...row, type: 'due', location: 'downtown', bookingDayUnknown: 4 };
  const text = recallParagraphs([{ ...row, bookingDayUnknown: 5 }, part]);
  expect(text).toContain('Of 5 bookings after a touch it is not known when they were made');
  expect(text.match(/too low/g)).toHaveLength(1);
  expect(recallParagraphs([row])).not.toContain('not known when');
});
