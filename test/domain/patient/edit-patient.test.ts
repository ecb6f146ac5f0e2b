import { describe, expect, test } from '@jest/globals';
import { edited } from '../../../domain/patient/edit-patient.ts';
import type { Patient } from '../../../domain/patient/patient.ts';
import { lakeside } from '../../support/lakeside.ts';

const rowan: Patient = {
  id: 'pat_1',
  schema: 1,
  externalId: '1',
  firstName: 'Rowan',
  lastName: 'Ash',
  language: 'en',
  location: 'downtown',
  email: 'rowan@example.com',
  invalid: ['phone'],
};
const changedBy = (edit: Parameters<typeof edited>[1]) => edited(rowan, edit, lakeside.identity);

describe('a patient corrected by the staff', () => {
  test('keeps what is not said', () => {
    expect(changedBy({ lastName: 'Elm', email: undefined })).toEqual({ ...rowan, lastName: 'Elm' });
  });

  test('gets an address as it can be written to, and is no longer flagged for it', () => {
    const { invalid, ...rest } = rowan;
    expect(invalid).toEqual(['phone']);
    expect(changedBy({ phone: '(512) 555-0101' })).toEqual({ ...rest, phone: '+15125550101' });
  });

  test('loses what is taken away', () => {
    expect(changedBy({ email: null })).not.toHaveProperty('email');
  });

  test.each([
    [{ phone: '12' }, 'Correct the phone: it cannot be reached.'],
    [{ email: 'rowan at home' }, 'Correct the email: it cannot be reached.'],
    [{ location: 'north' }, 'There is no such location.'],
    [{ zone: 'Mars/Olympus' }, 'There is no such time zone.'],
  ])('%j is refused', (edit, sentence) => {
    expect(() => changedBy(edit)).toThrow(sentence);
  });
});
