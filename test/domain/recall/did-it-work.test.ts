import { expect, test } from '@jest/globals';
import { didItWork, type MadeReport } from '../../../domain/recall/did-it-work.ts';
import { lakeside } from '../../support/lakeside.ts';

const october = { from: '2026-10-01', to: '2026-10-31' };
const now = '2026-11-20T16:05:00.000Z';

/** The report of October, with one that the night kept. */
const asked = (kept: MadeReport | undefined) =>
  didItWork(
    {
      facts: async () => ({ events: [], touches: [], appointments: [], treatments: [], purchases: [] }),
      treatments: async () => [],
      kept: {
        find: async () => kept,
        keep: async () => {},
        retention: async () => undefined,
        keepRetention: async () => {},
      },
      rules: lakeside.recall,
      zone: 'America/Chicago',
    },
    october,
    { now, afresh: false },
  );

test('a month is as the night made it, unless that was before today, or does not say how many bookings it could not count', async () => {
  const made = await asked(undefined);
  const kept = { ...made, rows: made.rows.map((row) => ({ ...row, touches: 7 })) };
  expect((await asked(kept)).rows[0]).toMatchObject({ touches: 7, bookingDayUnknown: 0 });
  const older = { ...kept, span: { ...kept.span, knownUntil: '2026-11-18' } };
  expect((await asked(older)).rows[0]).toMatchObject({ touches: 0 });
  const before = JSON.parse(JSON.stringify(kept), (name, value) =>
    name === 'bookingDayUnknown' ? undefined : value,
  );
  expect((await asked(before)).rows[0]).toMatchObject({ touches: 0, bookingDayUnknown: 0 });
});
