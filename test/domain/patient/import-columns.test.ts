import { describe, expect, test } from '@jest/globals';
import { columnsIn } from '../../../domain/patient/import-columns.ts';
import { importedBirthDate, importedDate, importedMoment } from '../../../domain/patient/import-dates.ts';
import { importedMoney, saysPaid } from '../../../domain/patient/import-values.ts';
import { withImportPresets } from '../../../lib/practice/import-presets.ts';
import { lakeside } from '../../support/lakeside.ts';

const { systems } = lakeside.recall.import;

describe('whose export a file is', () => {
  test.each([
    ['heard', ['patient_id', 'first_name', 'treatment', 'treatment_date']],
    ['boulevard', ['Client ID', 'Client Name', 'Appointment State', 'Service Name', 'Start At', 'Booked On']],
    ['zenoti', ['Guest Code', 'Guest Name', 'Center Name', 'Service Name', 'Appointment Date']],
    ['vagaro', ['Customer ID', 'First Name', 'Last Name', 'Cell', 'Appt Date', 'Booking Status']],
    ['open-dental', ['PatNum', 'LName', 'FName', 'WirelessPhone', 'ProcDate', 'Descript']],
    ['jane', ['Patient Number', 'First Name', 'State of Appointment', 'Treatment Name', 'Start At']],
    ['square', ['Square Customer ID', 'First Name', 'Last Name', 'Street Address 1', 'Birthday']],
    ['mindbody', ['MB Client ID', 'First Name', 'Send Promotional Emails', 'Visit Date', 'Visit Type']],
    ['aestheticspro', ['Client #', 'First Name', 'Appt Date', 'Appt Status', 'Assigned Provider']],
    ['aesthetic-record', ['Patient ID', 'Patient Name', 'Procedure Name', 'Procedure Date', 'Clinic Name']],
    ['mangomint', ['Client ID', 'Client', 'Date & Time', 'Accepts Text Marketing', 'Preferred Staff']],
  ])('%s', (system, header) => {
    const found = columnsIn(header, systems, { country: 'US' });
    expect(found?.system).toBe(system);
    expect(found?.unused).toEqual([]);
  });

  test('case and punctuation do not count, and what is not used is named', () => {
    expect(columnsIn(['PATIENT-ID', 'First name:', 'Shoe size'], systems, { country: 'US' })).toMatchObject({
      of: { id: 'PATIENT-ID', firstName: 'First name:' },
      unused: ['Shoe size'],
    });
  });

  test('a file without a patient’s id is nobody’s', () => {
    expect(columnsIn(['First Name', 'Email'], systems, { country: 'US' })).toBeUndefined();
  });

  test('a named system is taken though another knows more', () => {
    expect(
      columnsIn(['Client ID', 'Client Name', 'Appointment State'], systems, { country: 'US', named: 'jane' }),
    ).toBeUndefined();
    expect(
      columnsIn(['Client ID', 'Client Name', 'Email'], systems, { country: 'US', named: 'mangomint' })
        ?.system,
    ).toBe('mangomint');
  });

  test('the practice’s own names come before those of a known system', () => {
    const written = {
      import: { systems: [{ name: 'jane', dates: 'DMY', columns: { id: ['Number of ours'] } }] },
    };
    const { import: all } = withImportPresets(written) as typeof lakeside.recall;
    const found = columnsIn(['Number of ours', 'State of Appointment', 'Patient Number'], all.systems, {
      country: 'US',
    });
    expect(found).toMatchObject({ system: 'jane', dates: 'DMY', of: { id: 'Number of ours' } });
  });
});

describe('values of exports', () => {
  test.each([
    ['2026-03-04', 'MDY', '2026-03-04'],
    ['3/4/2026', 'MDY', '2026-03-04'],
    ['3/4/2026', 'DMY', '2026-04-03'],
    ['04.03.2026', 'DMY', '2026-03-04'],
    ['Mar 4, 2026', 'MDY', '2026-03-04'],
    ['4 March 2026', 'DMY', '2026-03-04'],
    ['2026/03/04', 'DMY', '2026-03-04'],
    ['3/4/26', 'MDY', '2026-03-04'],
    ['Wed, Mar 4, 2026', 'MDY', '2026-03-04'],
  ] as const)('the date %s (%s) is %s', (text, order, iso) => {
    expect(importedDate(text, 'it', order)).toBe(iso);
  });

  test.each(['2026-02-30', '13/13/2026', 'Foo 4, 2026', '3/4/026', '20261120'])('%s is no date', (text) => {
    expect(() => importedDate(text, 'it', 'MDY')).toThrow('it is no date; write it as 2026-11-20');
  });

  test.each([
    ['2026-11-20', '', { on: '2026-11-20' }],
    ['2026-11-20', '2:30 PM', { on: '2026-11-20', at: '2026-11-20T20:30:00.000Z' }],
    ['11/20/2026 14:30', '', { on: '2026-11-20', at: '2026-11-20T20:30:00.000Z' }],
    ['2026-07-01T09:00:00', '', { on: '2026-07-01', at: '2026-07-01T14:00:00.000Z' }],
    ['2026-11-21T03:00:00Z', '', { on: '2026-11-20', at: '2026-11-21T03:00:00.000Z' }],
    ['2026-11-20 00:00:00', '', { on: '2026-11-20' }],
    ['2026-12-01 10:00:00 -0600', '', { on: '2026-12-01', at: '2026-12-01T16:00:00.000Z' }],
    ['2026-12-01T10:00:00-0600', '', { on: '2026-12-01', at: '2026-12-01T16:00:00.000Z' }],
    ['2026-12-01 16:00:00 UTC', '', { on: '2026-12-01', at: '2026-12-01T16:00:00.000Z' }],
    ['Tue, Dec 1, 2026 10:00 AM', '', { on: '2026-12-01', at: '2026-12-01T16:00:00.000Z' }],
  ])('the appointment %s %s', (day, time, moment) => {
    expect(importedMoment({ day, time }, { field: 'it', order: 'MDY', zone: 'America/Chicago' })).toEqual(
      moment,
    );
  });

  test.each([
    ['02/03/80', '1980-02-03'],
    ['02/03/05', '2005-02-03'],
    ['11/21/26', '1926-11-21'],
    ['1980-02-03 00:00:00', '1980-02-03'],
    ['1980-02-03', '1980-02-03'],
  ])('the birth date %s is %s', (text, iso) => {
    expect(importedBirthDate(text, 'MDY', '2026-11-20')).toBe(iso);
  });

  test.each(['($90.00)', '-90.00', '90.00-', '$90 CR'])('%s is a refund, and no price', (text) => {
    expect(() => importedMoney(text, 'it')).toThrow('it is less than nothing, as of a refund');
  });

  test.each([
    ['Paid in full', true],
    ['yes', true],
    ['PIF', true],
    ['unpaid', false],
    ['partially paid', false],
    ['perhaps', undefined],
  ])('a course that is %s', (text, paid) => {
    expect(saysPaid(text)).toBe(paid);
  });

  test.each([
    ['$1,250.00', 125_000],
    ['1.250,00', 125_000],
    ['900', 90_000],
    ['1,250', 125_000],
  ])('%s is %d', (text, cents) => {
    expect(importedMoney(text, 'it')).toBe(cents);
  });
});
