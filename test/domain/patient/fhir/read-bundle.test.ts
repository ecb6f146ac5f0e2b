import { describe, expect, test } from '@jest/globals';
import { bundleParts } from '../../../../domain/patient/fhir/bundle-parts.ts';
import { type FhirContext, readBundle } from '../../../../domain/patient/fhir/read-bundle.ts';
import { Bundle } from '../../../../domain/patient/fhir/resources.ts';
import { fridayMorning, lakeside } from '../../../support/lakeside.ts';

const [toxin, ...others] = lakeside.treatments.treatments;
if (!toxin) throw new Error('Lakeside offers nothing');
const context: FhirContext = {
  practice: lakeside.identity,
  types: [{ ...toxin, codings: [{ system: 'urn:codes', code: '64615' }] }, ...others],
  patientId: (id) => `pat_${id}`,
  now: fridayMorning,
};

const rowan = {
  resourceType: 'Patient',
  id: 'p1',
  identifier: [{ type: { coding: [{ code: 'MR' }] }, value: 'chart-7' }],
  name: [
    { use: 'old', family: 'Elm' },
    { use: 'official', family: 'Ash', given: ['Rowan', 'Lee'] },
  ],
  telecom: [
    { system: 'email', value: 'Rowan@Example.com' },
    { system: 'phone', use: 'home', value: '512-555-0102' },
    { system: 'phone', use: 'mobile', value: '(512) 555-0101' },
  ],
  address: [{ line: ['1 Elm Street'], city: 'Austin', state: 'TX', postalCode: '78701', country: 'US' }],
  birthDate: '1980-02-03',
  communication: [{ language: { coding: [{ code: 'es' }] } }],
};
const subject = { reference: 'Patient/p1' };
const visit = {
  resourceType: 'Appointment',
  id: 'a1',
  meta: { lastUpdated: '2026-11-19T10:00:00Z' },
  status: 'booked',
  start: '2026-12-01T03:30:00Z',
  serviceType: [{ text: 'Botox' }],
  participant: [{ actor: { reference: 'Practitioner/d1' } }, { actor: subject }],
};
const done = {
  resourceType: 'Procedure',
  status: 'completed',
  code: { coding: [{ system: 'urn:codes', code: '64615' }] },
  subject,
  performedDateTime: '2026-08-20',
};
const planned = {
  resourceType: 'ServiceRequest',
  status: 'active',
  intent: 'plan',
  code: { text: 'botox' },
  subject,
  occurrenceDateTime: '2027-01-15',
  authoredOn: '2026-08-20',
};
const consent = {
  resourceType: 'Consent',
  status: 'active',
  scope: {},
  category: [],
  patient: subject,
  dateTime: '2026-01-02',
  sourceAttachment: { title: 'Send me offers by e-mail.' },
  provision: {
    type: 'permit',
    purpose: [{ system: 'urn:heard:consent-purpose', code: 'marketing' }],
    code: [{ coding: [{ system: 'urn:heard:consent-channel', code: 'email' }] }],
  },
};
const read = (...resources: object[]) =>
  readBundle(
    Bundle.parse({ resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) }),
    context,
  );
const only = (resource: object) => read(rowan, resource)[1];

describe('a FHIR bundle', () => {
  test('brings a patient by their record number, with what is current', () => {
    expect(read(rowan)).toEqual([
      {
        entry: 0,
        patientGiven: true,
        row: {
          patient: {
            id: 'pat_chart-7',
            schema: 1,
            externalId: 'chart-7',
            firstName: 'Rowan Lee',
            lastName: 'Ash',
            birthDate: '1980-02-03',
            postal: { lines: ['1 Elm Street'], city: 'Austin', postalCode: '78701' },
            region: 'TX',
            country: 'US',
            language: 'es',
            email: 'rowan@example.com',
            phone: '+15125550101',
          },
        },
      },
    ]);
  });

  test('brings an appointment on the day of the location, with the version it has', () => {
    expect(only(visit)).toMatchObject({
      row: {
        patient: { id: 'pat_chart-7' },
        appointments: [
          {
            id: 'a1',
            on: '2026-11-30',
            at: '2026-12-01T03:30:00.000Z',
            status: 'booked',
            type: 'botulinum-toxin',
            updatedAt: '2026-11-19T10:00:00.000Z',
          },
        ],
      },
    });
    expect(only({ ...visit, status: 'entered-in-error' })).toMatchObject({
      row: { appointments: [{ status: 'cancelled' }] },
    });
    expect(only({ ...visit, status: 'proposed' })).toEqual({ entry: 1, ignored: true });
  });

  test('brings a completed procedure by its code, and none that was not done', () => {
    expect(only(done)).toMatchObject({ row: { treatments: [{ id: 'botulinum-toxin#2026-08-20' }] } });
    expect(only({ ...done, status: 'not-done' })).toEqual({ entry: 1, ignored: true });
  });

  test('brings what is planned as the day that is wished for', () => {
    expect(only(planned)).toMatchObject({
      row: {
        settings: [
          {
            id: 'due#botulinum-toxin',
            dueOn: '2027-01-15',
            by: 'import',
            at: '2026-08-20T00:00:00.000Z',
          },
        ],
      },
    });
  });

  test('finds a patient by the full URL of their entry', () => {
    const bundle = Bundle.parse({
      resourceType: 'Bundle',
      entry: [
        { resource: { ...done, subject: { reference: 'urn:uuid:1' } } },
        { fullUrl: 'urn:uuid:1', resource: rowan },
      ],
    });
    expect(readBundle(bundle, context)[0]).toMatchObject({
      patientGiven: true,
      row: { patient: { externalId: 'chart-7' } },
    });
  });

  test('takes a patient without what cannot be, and no treatment that is still to come', () => {
    const wrong = {
      ...rowan,
      birthDate: '2027-02-03',
      telecom: [{ system: 'email', value: 'rowan at home' }],
    };
    expect(read(wrong, { ...done, performedDateTime: '2026-11-21' })).toMatchObject([
      {
        row: {
          warnings: [
            'the e-mail address cannot be used and was left out: correct it',
            'the birth date lies in the future and was left out: correct it',
          ],
        },
      },
      { entry: 1, reason: 'the treatment lies in the future and was left out: correct its date' },
    ]);
  });

  test('passes over what is none of ours', () => {
    expect(only({ resourceType: 'Observation', id: 'o' })).toEqual({ entry: 1, ignored: true });
  });

  test.each([
    [{ ...visit, start: 'soon' }, 'Appointment: start is not as FHIR R4 has it'],
    [{ ...visit, start: undefined }, 'the appointment has no start'],
    [{ ...done, code: { text: 'Zephyrine' } }, 'the procedure is not in practice/treatments.yaml'],
    [{ ...done, performedDateTime: '2026' }, 'the procedure is no date; write it as 2026-11-20'],
    [{ ...done, subject: { reference: 'Group/1' } }, 'its patient is not in the bundle'],
    [{ ...planned, authoredOn: undefined }, 'the request does not say when it was written (authoredOn)'],
  ])('refuses an entry with its reason, and without a word of it: %#', (resource, reason) => {
    expect(only(resource)).toEqual({ entry: 1, reason });
  });

  test('a patient of another bundle is named by their id, and to be looked up', () => {
    expect(read({ ...done, subject: { reference: 'Patient/77' } })).toMatchObject([
      { patientGiven: false, row: { patient: { id: 'pat_77', externalId: '77' } } },
    ]);
  });
});

describe('a consent in a bundle (R69)', () => {
  const events = (changes: object) => {
    const entry = only({ ...consent, ...changes });
    return entry && 'row' in entry ? entry.row.consents : entry;
  };

  test('is a yes with channel, purpose, date and words, for the address of the patient', () => {
    expect(events({})).toMatchObject([
      { channel: 'email', purpose: 'marketing', action: 'grant', address: 'rowan@example.com' },
    ]);
  });

  test.each([
    [{ dateTime: undefined }],
    [{ sourceAttachment: undefined }],
    [{ provision: { type: 'permit', purpose: consent.provision.purpose } }],
    [{ provision: { type: 'permit', code: consent.provision.code } }],
  ])('is none without any one of them: %#', (changes) => {
    expect(events(changes)).toEqual({
      entry: 1,
      reason: 'the consent does not say for which channel, for what, when and in which words',
    });
  });

  test('a no that says nothing more is one to everything', () => {
    expect(events({ provision: { type: 'deny' } })).toMatchObject([
      { channel: 'all', purpose: 'all', action: 'deny', occurredAt: '2026-01-02' },
    ]);
  });

  test('one that has ended is a no, since it ended', () => {
    expect(events({ status: 'inactive', meta: { lastUpdated: '2026-05-01T10:00:00+02:00' } })).toMatchObject([
      { channel: 'email', action: 'deny', occurredAt: '2026-05-01T08:00:00.000Z' },
    ]);
  });

  test('a draft is nothing', () => {
    expect(only({ ...consent, status: 'draft' })).toEqual({ entry: 1, ignored: true });
  });
});

test('a bundle is sent in parts in which patients keep what is theirs', () => {
  const people = [1, 2, 3].map((number) => ({ resourceType: 'Patient', id: `p${number}` }));
  const procedures = [3, 1, 2].map((number) => ({ ...done, subject: { reference: `Patient/p${number}` } }));
  const entry = [...people, ...procedures].map((resource) => ({ resource }));
  const parts = bundleParts(Bundle.parse({ resourceType: 'Bundle', entry }), 2);
  expect(parts.map(({ entries }) => entries)).toEqual([
    [0, 4],
    [1, 5],
    [2, 3],
  ]);
});
