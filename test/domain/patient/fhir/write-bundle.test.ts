import { expect, test } from '@jest/globals';
import { readBundle } from '../../../../domain/patient/fhir/read-bundle.ts';
import { Bundle } from '../../../../domain/patient/fhir/resources.ts';
import { writeBundle } from '../../../../domain/patient/fhir/write-bundle.ts';
import type { PatientRecord } from '../../../../domain/patient/patient.ts';
import { fridayMorning, lakeside } from '../../../support/lakeside.ts';

const patientId = 'pat_1';
const record: PatientRecord = {
  patient: {
    id: patientId,
    schema: 1,
    externalId: '1',
    firstName: 'Rowan',
    lastName: 'Ash',
    language: 'es',
    location: 'downtown',
    email: 'rowan@example.com',
    phone: '+15125550101',
    birthDate: '1980-02-03',
  },
  treatments: [{ patientId, id: 'facial#2026-11-01', type: 'facial', on: '2026-11-01', provider: 'okoye' }],
  appointments: [
    {
      patientId,
      id: 'a1',
      on: '2026-12-01',
      at: '2026-12-01T15:00:00.000Z',
      status: 'booked',
      type: 'facial',
    },
  ],
  consents: [
    {
      id: 'c1',
      patientId,
      channel: 'email',
      purpose: 'marketing',
      action: 'grant',
      occurredAt: '2026-01-02T10:00:00.000Z',
      recordedAt: fridayMorning,
      method: 'paper',
      actor: 'import',
      address: 'rowan@example.com',
      wording: { text: 'Send me offers.' },
    },
    {
      id: 'c2',
      patientId,
      channel: 'all',
      purpose: 'all',
      action: 'revoke',
      occurredAt: '2026-03-01',
      recordedAt: fridayMorning,
      method: 'verbal',
      actor: 'patient',
    },
  ],
  purchases: [],
  consultations: [],
  series: [],
  settings: [],
  checks: [],
  items: [],
};
const context = { practice: lakeside.identity, types: lakeside.treatments.treatments, now: fridayMorning };

test('a person’s export, read again, says the same', () => {
  const written = Bundle.parse(JSON.parse(JSON.stringify(writeBundle(record, context))));
  const rows = readBundle(written, { ...context, patientId: (id) => `pat_${id}` }).map((entry) => {
    if (!('row' in entry)) throw new Error(JSON.stringify(entry));
    return entry.row;
  });
  const { location, ...said } = record.patient;
  expect(location).toBe('downtown');
  expect(rows[0]?.patient).toEqual(said);
  expect(rows[1]?.treatments).toMatchObject(record.treatments);
  expect(rows[2]?.appointments).toEqual(record.appointments);
  expect(rows[3]?.consents).toMatchObject([
    {
      channel: 'email',
      purpose: 'marketing',
      action: 'grant',
      address: 'rowan@example.com',
      method: 'paper',
    },
  ]);
  expect(rows[4]?.consents).toMatchObject([
    { channel: 'all', purpose: 'all', action: 'deny', occurredAt: '2026-03-01' },
  ]);
});

test('a consent of an export holds its evidence (R68)', () => {
  const [grant] = record.consents;
  if (!grant) throw new Error('the record has no consent');
  const ticked = { ...grant, affirmative: true, seller: 'Lakeside', ip: '203.0.113.7', userAgent: 'Firefox' };
  const bundle = writeBundle({ ...record, consents: [ticked] }, context);
  const [consent] = bundle.entry.map(({ resource }) => resource).filter(({ id }) => id.includes('c1'));
  expect(consent).toMatchObject({
    extension: [
      {
        url: 'urn:heard:consent-evidence',
        extension: [
          { url: 'address', valueString: 'rowan@example.com' },
          { url: 'seller', valueString: 'Lakeside' },
          { url: 'affirmative', valueString: 'true' },
          { url: 'ip', valueString: '203.0.113.7' },
          { url: 'userAgent', valueString: 'Firefox' },
        ],
      },
    ],
  });
});

test('what waits to be confirmed is proposed, and whoever reads it takes it for neither yes nor no', () => {
  const [grant] = record.consents;
  if (!grant) throw new Error('the record has no consent');
  const pending = { ...record, consents: [{ ...grant, action: 'pending' as const, until: '2026-12-01' }] };
  const bundle = writeBundle(pending, context);
  const [consent] = bundle.entry.map(({ resource }) => resource).filter(({ id }) => id.includes('c1'));
  expect(consent).toMatchObject({ resourceType: 'Consent', status: 'proposed' });
  const rows = readBundle(Bundle.parse(JSON.parse(JSON.stringify(bundle))), {
    ...context,
    patientId: (id) => `pat_${id}`,
  });
  expect(rows.flatMap((entry) => ('row' in entry ? (entry.row.consents ?? []) : []))).toEqual([]);
});
