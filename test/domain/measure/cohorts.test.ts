import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cohorts } from '../../../domain/measure/cohorts.ts';

const treated = (patientId: string, type: string, ...days: string[]) =>
  days.map((on) => ({ patientId, type, on }));

const treatments = [
  ...treated('A', 'toxin', '2026-01-05', '2026-01-19', '2026-04-02'),
  ...treated('B', 'toxin', '2026-01-31', '2026-02-01', '2026-04-30'),
  ...treated('C', 'toxin', '2026-01-10'),
  ...treated('C', 'filler', '2026-03-10'),
  ...treated('D', 'toxin', '2026-02-10'),
  { patientId: 'E', type: 'toxin', on: '2026-01-10', elsewhere: true },
];
const month = (after: number, active: number, returned: number) => ({ after, active, returned });

describe('retention', () => {
  test('by month of the first treatment and months since, of any treatment and of each type', () => {
    expect(cohorts(treatments, '2026-04-30')).toEqual([
      {
        month: '2026-01',
        treatment: 'all',
        patients: 3,
        months: [month(1, 1, 1), month(2, 1, 2), month(3, 2, 3)],
      },
      { month: '2026-02', treatment: 'all', patients: 1, months: [month(1, 0, 0), month(2, 0, 0)] },
      { month: '2026-03', treatment: 'filler', patients: 1, months: [month(1, 0, 0)] },
      {
        month: '2026-01',
        treatment: 'toxin',
        patients: 3,
        months: [month(1, 1, 1), month(2, 0, 1), month(3, 2, 2)],
      },
      { month: '2026-02', treatment: 'toxin', patients: 1, months: [month(1, 0, 0), month(2, 0, 0)] },
    ]);
  });

  test('a month that is not over is left out, the last day of one ends it', () => {
    expect(cohorts(treatments, '2026-04-29')[0]?.months).toHaveLength(2);
    expect(cohorts(treatments, '2026-01-30')).toEqual([]);
    expect(cohorts(treatments, '2026-01-31')).toMatchObject([{ months: [] }, { months: [] }]);
  });

  test('who returned stays returned, and never are more active than returned', () => {
    const some = fc.array(
      fc.record({
        patientId: fc.constantFrom('A', 'B', 'C', 'D'),
        type: fc.constantFrom('toxin', 'filler'),
        on: fc
          .integer({ min: 0, max: 700 })
          .map((day) => new Date(Date.parse('2025-01-01') + day * 86_400_000).toISOString().slice(0, 10)),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(some, (all) => {
        for (const { months, patients } of cohorts(all, '2026-12-31'))
          for (const [index, { active, returned }] of months.entries()) {
            expect(active).toBeLessThanOrEqual(returned);
            expect(returned).toBeLessThanOrEqual(patients);
            expect(returned).toBeGreaterThanOrEqual(months[index - 1]?.returned ?? 0);
          }
      }),
    );
  });
});
