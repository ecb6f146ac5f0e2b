import { describe, expect, test } from '@jest/globals';
import { type ImportContext, importRow } from '../../../domain/patient/import-row.ts';
import { lakeside } from '../../support/lakeside.ts';

const context: ImportContext = {
  practice: lakeside.identity,
  types: lakeside.treatments.treatments,
  columns: lakeside.recall.import.columns,
  patientId: (id) => `pat_${id}`,
  now: '2026-11-20T16:05:00.000Z',
};
const row = { patient_id: '1', first_name: 'Rowan', email: 'Rowan@Example.com', phone: '(512) 555-0101' };

describe('a row of an export', () => {
  test('is taken with its contact points normalised', () => {
    expect(importRow(row, context).patient).toMatchObject({
      id: 'pat_1',
      email: 'rowan@example.com',
      phone: '+15125550101',
    });
  });

  test('keeps who cannot be reached, and says what is wrong', () => {
    expect(importRow({ ...row, email: 'rowan at home', phone: '12' }, context).patient.invalid).toEqual([
      'email',
      'phone',
    ]);
  });

  test('a yes without date and way is no consent; a no always counts', () => {
    expect(importRow({ ...row, email_consent: 'yes' }, context).consents).toEqual([]);
    expect(importRow({ ...row, email_consent: 'yes', consent_date: '2026-01-01' }, context).consents).toEqual(
      [],
    );
    const given = importRow(
      { ...row, email_consent: 'yes', consent_date: '1/2/2026', consent_method: 'paper' },
      context,
    ).consents;
    expect(given.map(({ purpose, action, occurredAt }) => [purpose, action, occurredAt])).toEqual([
      ['marketing', 'grant', '2026-01-02'],
    ]);
    expect(
      importRow({ ...row, email_consent: 'no' }, context).consents.every(({ action }) => action === 'deny'),
    ).toBe(true);
  });

  test.each([
    [{ patient_id: '' }, 'there is no patient id'],
    [{ location: 'north' }, 'there is no such location'],
    [{ treatment: 'Botox' }, 'the treatment has no date'],
    [
      { treatment: 'bleaching', treatment_date: '2026-01-01' },
      'the treatment is not in practice/treatments.yaml',
    ],
    [
      { treatment: 'Botox', treatment_date: '2026-02-30' },
      'the treatment date is no date; write it as 2026-11-20',
    ],
  ])('%j is refused with its reason', (changes, reason) => {
    expect(() => importRow({ ...row, ...changes }, context)).toThrow(reason);
  });
});
