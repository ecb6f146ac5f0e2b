import { describe, expect, test } from '@jest/globals';
import { columnsIn } from '../../../domain/patient/import-columns.ts';
import { importRow } from '../../../domain/patient/import-row.ts';
import { withImportPresets } from '../../../lib/practice/import-presets.ts';
import { lakeside } from '../../support/lakeside.ts';

/** A row as the system's export writes it when nobody has filled in more than they must. */
function read(system: string, row: Readonly<Record<string, string>>) {
  const columns = columnsIn(Object.keys(row), lakeside.recall.import.systems, system);
  if (!columns) throw new Error('the preset does not know these columns');
  return importRow(row, {
    practice: lakeside.identity,
    types: lakeside.treatments.treatments,
    products: lakeside.treatments.products,
    columns,
    patientId: (id) => `pat_${id}`,
    now: '2026-11-20T16:05:00.000Z',
  });
}

describe('Open Dental', () => {
  const patient = {
    PatNum: '12',
    LName: 'Ash',
    FName: 'Rowan',
    Birthdate: '0001-01-01',
    WirelessPhone: '(512)555-0101',
    PreferContactMethod: 'None',
    TxtMsgOk: '0',
    PatStatus: '0',
    DateTimeDeceased: '0001-01-01 00:00:00',
  };

  test('what nobody has filled in says nothing, and loses no row', () => {
    const { warnings, consents, preferredChannel, forbids, patient: taken } = read('open-dental', patient);
    expect({ warnings, consents, preferredChannel, forbids }).toEqual({ consents: [] });
    expect(taken).toMatchObject({ firstName: 'Rowan', phone: '+15125550101', inactive: false });
    expect(taken).not.toHaveProperty('deceased');
    expect(taken).not.toHaveProperty('birthDate');
  });

  test.each([
    ['DoNotCall', { forbids: ['call'] }],
    ['1', { forbids: ['call'] }],
    ['WirelessPh', { preferredChannel: 'call' }],
    ['HmPhone', { preferredChannel: 'call' }],
    ['5', { preferredChannel: 'email' }],
    ['Mail', { preferredChannel: 'letter' }],
    ['TextMessage', { preferredChannel: 'text' }],
    ['8', { preferredChannel: 'text' }],
  ])('PreferContactMethod %s', (said, wish) => {
    const { preferredChannel, forbids, warnings } = read('open-dental', {
      ...patient,
      PreferContactMethod: said,
    });
    expect({ ...(preferredChannel ? { preferredChannel } : {}), ...(forbids ? { forbids } : {}) }).toEqual(
      wish,
    );
    expect(warnings).toBeUndefined();
  });

  test.each(['SeeNotes', '6'])('PreferContactMethod %s is for a person to read', (said) => {
    const { warnings, patient: taken } = read('open-dental', { ...patient, PreferContactMethod: said });
    expect(warnings).toHaveLength(1);
    expect(taken.firstName).toBe('Rowan');
  });

  test.each([
    ['1', 'booked'],
    ['Scheduled', 'booked'],
    ['2', 'fulfilled'],
    ['Complete', 'fulfilled'],
    ['3', 'cancelled'],
    ['UnschedList', 'cancelled'],
    ['ASAP', 'booked'],
    ['5', 'cancelled'],
    ['Broken', 'cancelled'],
    ['Planned', 'cancelled'],
    ['6', 'cancelled'],
  ])('AptStatus %s', (AptStatus, status) => {
    const visit = { PatNum: '12', AptNum: '7', AptDateTime: '2026-11-02 10:30:00', AptStatus };
    expect(read('open-dental', { ...visit, SecDateTEntry: '2026-10-01 09:00:00' })).toMatchObject({
      appointments: [
        {
          id: '7',
          on: '2026-11-02',
          at: '2026-11-02T16:30:00.000Z',
          status,
          bookedAt: '2026-10-01T14:00:00.000Z',
        },
      ],
    });
  });

  test.each([
    ['5', { deceased: true }],
    ['Deceased', { deceased: true }],
    ['2', { inactive: true }],
    ['Archived', { inactive: true }],
    ['4', { inactive: true }],
    ['NonPatient', { inactive: true }],
  ])('PatStatus %s', (PatStatus, expected) => {
    expect(read('open-dental', { ...patient, PatStatus }).patient).toMatchObject(expected);
  });

  test('a date of death is one', () => {
    const { patient: taken } = read('open-dental', { ...patient, DateTimeDeceased: '2026-02-03 00:00:00' });
    expect(taken.deceased).toBe(true);
  });

  test.each([
    ['1', []],
    ['2', [{ channel: 'text', action: 'deny' }]],
    ['No', [{ channel: 'text', action: 'deny' }]],
  ])('TxtMsgOk %s: a yes without its evidence is none, a no counts', (TxtMsgOk, consents) => {
    expect(read('open-dental', { ...patient, TxtMsgOk }).consents).toMatchObject(consents);
  });
});

describe('Boulevard', () => {
  const visit = {
    'Client ID': '7f1c',
    'Client Name': 'Rowan Ash',
    'Appointment ID': 'a-1',
    'Appointment State': 'FINAL',
    'Service Name': 'Botox',
    'Start At': '2026-11-01 10:00:00 -0600',
    'Booked At': '2026-10-19T15:22:10Z',
    'Marketing SMS Opt In': 'false',
  };

  test('its dates with an offset, and the instant of a booking', () => {
    expect(read('boulevard', visit)).toMatchObject({
      appointments: [
        {
          on: '2026-11-01',
          at: '2026-11-01T16:00:00.000Z',
          status: 'fulfilled',
          bookedAt: '2026-10-19T15:22:10.000Z',
        },
      ],
      treatments: [{ id: 'botulinum-toxin#2026-11-01', from: 'visit#a-1' }],
      consents: [{ channel: 'text', action: 'deny' }],
    });
  });

  test.each([
    ['BOOKED', 'booked'],
    ['CONFIRMED', 'booked'],
    ['ARRIVED', 'booked'],
    ['ACTIVE', 'booked'],
    ['CANCELLED', 'cancelled'],
  ])('%s', (state, status) => {
    expect(read('boulevard', { ...visit, 'Appointment State': state }).appointments).toMatchObject([
      { status },
    ]);
  });
});

test('Mangomint: a completed consultation is a visit, and no treatment', () => {
  const row = {
    'Client ID': '7',
    Client: 'Rowan Ash',
    'Date & Time': 'Nov 2, 2026 10:00 AM',
    Status: 'Completed',
    Service: 'Consultation',
    Created: '11/01/2026 9:15 AM',
    'Accepts Text Marketing': 'No',
  };
  expect(read('mangomint', row)).toMatchObject({
    appointments: [{ status: 'fulfilled', at: '2026-11-02T16:00:00.000Z' }],
    treatments: [],
    consents: [{ channel: 'text', action: 'deny' }],
  });
});

test('Vagaro: several services of a visit that was checked out', () => {
  const row = {
    'Customer ID': '7',
    'First Name': 'Rowan',
    Cell: '5125550101',
    'Appt Date': '11/02/2026',
    'Appointment Time': '10:00 AM',
    'Booking Status': 'Checked Out',
    Services: 'Botox, Chemical sunbath',
  };
  expect(read('vagaro', row)).toMatchObject({
    appointments: [{ status: 'fulfilled', type: 'botulinum-toxin' }],
    treatments: [{ type: 'botulinum-toxin' }],
    warnings: [
      'a service of the visit is not in practice/treatments.yaml: the visit was kept, and the treatments that are known',
    ],
  });
});

test.each([
  ['booked', 'booked'],
  ['arrived', 'booked'],
  ['no_show', 'noshow'],
  ['cancelled', 'cancelled'],
])('Jane: an appointment that is %s', (state, status) => {
  const row = {
    'Patient Number': '7',
    'First Name': 'Rowan',
    'Start At': '2026-11-02 10:00',
    'State of Appointment': state,
    'Booked At': '2026-10-19 09:22:10 -0600',
  };
  expect(read('jane', row).appointments).toMatchObject([{ status, bookedAt: '2026-10-19T15:22:10.000Z' }]);
});

test('Mindbody and Square: what is no subscription is a no', () => {
  const mindbody = {
    'Client ID': '7',
    'First Name': 'Rowan',
    'Promotional Emails': 'FALSE',
    'Visit Date': '11/2/2026',
  };
  expect(read('mindbody', mindbody).consents).toMatchObject([{ channel: 'email', action: 'deny' }]);
  const square = {
    'Square Customer ID': 'X7',
    'First Name': 'Rowan',
    'Email Subscription Status': 'Bounced',
  };
  expect(read('square', square)).toMatchObject({
    consents: [{ channel: 'email', action: 'deny' }],
    warnings: ['the column "Email Subscription Status" says neither yes nor no: it was taken as a no'],
  });
});

test('a practice’s own values go before those of a known system', () => {
  const written = {
    import: {
      systems: [{ name: 'open-dental', columns: {}, values: { patientStatus: { '2': 'Patient' } } }],
    },
  };
  const { import: all } = withImportPresets(written) as typeof lakeside.recall;
  const meanings = columnsIn(['PatNum', 'PatStatus'], all.systems, 'open-dental')?.meanings?.patientStatus;
  expect([meanings?.get('2'), meanings?.get('3')]).toEqual(['Patient', 'Archived']);
});
