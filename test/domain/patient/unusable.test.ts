import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { edited } from '../../../domain/patient/edit-patient.ts';
import { contactPoints, countriesOf } from '../../../domain/patient/import-patient.ts';
import { mergedPatient } from '../../../domain/patient/merge.ts';
import { withNews } from '../../../domain/patient/merge-known.ts';
import type { Patient } from '../../../domain/patient/patient.ts';
import { correctionTasks } from '../../../domain/patient/unusable.ts';
import { patientView } from '../../../lambdas/desk/recall-view.ts';
import { person } from '../../support/known-people.ts';
import { lakeside } from '../../support/lakeside.ts';

const practice = lakeside.identity;
const said = (id: string, given: { email?: string; phone?: string }) => ({
  id,
  schema: 1 as const,
  externalId: id,
  ...contactPoints({ email: '', phone: '', ...given }, ['US']),
});
const email = fc.constantFrom(undefined, 'rowan@example.com', 'ash@example.com', 'rowan at home', 'ash@');
const phone = fc.constantFrom(undefined, '(512) 555-0101', '5125550102', '12', 'none');
const given = fc.record({ email, phone });
const isGood = (field: 'email' | 'phone', written: string): boolean =>
  field in contactPoints({ email: '', phone: '', [field]: written }, ['US']);

/** For each contact point the last that can be used, and the last of all where that cannot. */
function expected(
  all: readonly Partial<Record<'email' | 'phone', string | undefined>>[],
  field: 'email' | 'phone',
) {
  const written = all.flatMap((one) => one[field] ?? []);
  const good = written.filter((one) => isGood(field, one)).at(-1);
  const last = written.at(-1);
  return {
    used: good && contactPoints({ email: '', phone: '', [field]: good }, ['US'])[field],
    noted: last !== undefined && !isGood(field, last) ? last : undefined,
  };
}

describe('a contact point that cannot be used', () => {
  test('is noted as it stood, and what was known stays in use, until one comes that can be used', () => {
    fc.assert(
      fc.property(fc.array(given, { minLength: 1, maxLength: 6 }), (all) => {
        const patient = all.reduce<Patient | undefined>(
          (known, one) => withNews(known, said('1', JSON.parse(JSON.stringify(one))), practice),
          undefined,
        ) as Patient;
        for (const field of ['email', 'phone'] as const) {
          const { used, noted } = expected(all, field);
          expect(patient[field]).toBe(used);
          expect(patient.unusable?.[field]).toBe(noted);
          expect(patient.invalid?.includes(field) ?? false).toBe(noted !== undefined);
        }
        expect('unusable' in patient).toBe('invalid' in patient);
        const again = withNews(patient, said('1', JSON.parse(JSON.stringify(all.at(-1)))), practice);
        expect(again).toEqual(patient);
      }),
    );
  });

  test('is asked about where another is in use, once for each', () => {
    const at = { practice, now: '2026-11-20T15:00:00.000Z' };
    const known = person('1', { email: 'rowan@example.com', phone: '+15125550101' });
    const now = withNews(known, said('1', { email: 'rowan at home', phone: '12' }), practice);
    const tasks = correctionTasks(known, now, at);
    expect(tasks.map(({ id }) => id)).toEqual(['unusable.1.email.2026-11-20', 'unusable.1.phone.2026-11-20']);
    expect(JSON.stringify(tasks)).not.toContain('rowan');
    expect(correctionTasks(now, { ...now, lastName: 'Elm' }, at)).toEqual([]);
    expect(correctionTasks(undefined, now, at)).toEqual([]);
    expect(correctionTasks(known, { ...now, deceased: true }, at)).toEqual([]);
    const nothing = person('2');
    expect(correctionTasks(nothing, withNews(nothing, said('2', { phone: '12' }), practice), at)).toEqual([]);
  });

  test('is kept no longer than an address is', () => {
    const { unusable } = contactPoints({ email: `  ${'x'.repeat(5000)}`, phone: '' }, ['US']);
    expect(unusable?.email).toBe('x'.repeat(200));
  });

  const flagged = person('1', {
    email: 'rowan@example.com',
    invalid: ['email', 'phone'],
    unusable: { email: 'rowan at home', phone: '12' },
  });

  test('is seen by the staff, and gone when they correct it or take it away', () => {
    expect(patientView(flagged)).toMatchObject({
      email: 'rowan@example.com',
      invalid: ['email', 'phone'],
      unusable: { email: 'rowan at home', phone: '12' },
    });
    const corrected = edited(flagged, { email: 'right@example.com' }, practice);
    expect(corrected).toMatchObject({ invalid: ['phone'], unusable: { phone: '12' } });
    const { invalid, unusable, ...right } = edited(corrected, { phone: null }, practice);
    expect([invalid, unusable]).toEqual([undefined, undefined]);
    expect(patientView(right)).toMatchObject({ invalid: [], unusable: { email: null, phone: null } });
  });

  test('goes with its record into one of two, where that record’s address does', () => {
    const other = person('2', { email: 'two@example.com', phone: '+15125550102' });
    expect(mergedPatient(flagged, other)).toMatchObject({
      email: 'rowan@example.com',
      phone: '+15125550102',
      invalid: ['email'],
      unusable: { email: 'rowan at home' },
    });
    expect(mergedPatient(other, flagged)).not.toHaveProperty('unusable');
    expect(
      mergedPatient(person('3'), person('4', { invalid: ['phone'], unusable: { phone: '7' } })),
    ).toMatchObject({
      invalid: ['phone'],
      unusable: { phone: '7' },
    });
  });
});

describe('a number without a country code', () => {
  const read = (number: string, ...countries: string[]) =>
    contactPoints({ email: '', phone: number }, countries).phone;

  test.each([
    ['020 7946 0100', ['GB', 'US'], '+442079460100'],
    ['(512) 555-0101', ['GB', 'US'], '+15125550101'],
    ['+49 30 901820', ['GB', 'US'], '+4930901820'],
    ['020 7946 0100', ['US'], undefined],
  ] as const)('%s is read in the way of %j: %s', (number, countries, read164) => {
    expect(read(number, ...countries)).toBe(read164);
  });

  test('is read in the way of the practice’s country, then of the person’s own', () => {
    expect(countriesOf('GB', practice)).toEqual(['US', 'GB']);
    expect(countriesOf(undefined, practice)).toEqual(['US']);
    const abroad = person('1', { country: 'GB' });
    expect(edited(abroad, { phone: '020 7946 0100' }, practice).phone).toBe('+442079460100');
  });
});
