import { describe, expect, test } from '@jest/globals';
import { treatmentSystem } from '../../../domain/patient/fhir/resources.ts';
import type { Operation } from '../../../lambdas/desk/operation.ts';
import { importOperations } from '../../../lambdas/desk/operations/imports.ts';
import { knownPeople, person } from '../../support/known-people.ts';
import { fridayMorning, lakeside, staffMember } from '../../support/lakeside.ts';

interface Report {
  readonly rows: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly errors: readonly { readonly line?: number; readonly entry?: number; readonly reason: string }[];
  readonly warnings: readonly { readonly line?: number; readonly reason: string }[];
  readonly unknownServices: readonly { readonly name: string; readonly rows: number }[];
  readonly bookingDayUnknown: number;
}

function desk() {
  const people = knownPeople();
  const [{ run }] = importOperations({
    ...people.ports,
    systems: lakeside.recall.import.systems,
    importContext: async () => ({
      practice: lakeside.identity,
      types: lakeside.treatments.treatments,
      products: [],
      patientId: (externalId) => externalId,
    }),
  }) as [Operation];
  const send = async (contentType: string, body: string): Promise<Report> => {
    const reply = await run({
      member: staffMember('bell'),
      parameters: {},
      query: { firstLine: 1 },
      body,
      ifVersion: undefined,
      contentType,
      now: fridayMorning,
      newId: () => 'new',
    });
    return reply.body as Report;
  };
  return {
    ...people,
    csv: (...lines: string[]) => send('text/csv', lines.join('\n')),
    bundle: (...resources: object[]) =>
      send(
        'application/fhir+json',
        JSON.stringify({ resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) }),
      ),
  };
}

describe('an import', () => {
  test('keeps a row without what cannot be read, and names line and column, never what stands there', async () => {
    const { csv, patients } = desk();
    const report = await csv(
      'patient_id,first_name,time_zone,preferred_channel,text_consent,treatment,treatment_date',
      '1,Rowan,PST8,carrier pigeon,sometimes,Botox,2026-08-20',
      '2,Ada,,Do not call,,,',
    );
    expect(report).toMatchObject({ rows: 2, changed: 2, errors: [] });
    expect(report.warnings.map(({ line }) => line)).toEqual([2, 2, 2]);
    expect(JSON.stringify(report.warnings)).not.toMatch(/PST8|pigeon|sometimes|Rowan/);
    expect(JSON.stringify(report.warnings)).toContain('text_consent');
    expect(await patients.record('1')).toMatchObject({
      treatments: [{ id: 'botulinum-toxin#2026-08-20' }],
      consents: [{ channel: 'text', action: 'deny' }],
    });
    expect((await patients.record('2'))?.preferences).toMatchObject({ forbids: ['call'] });
  });

  test('ends with the services that the catalogue does not know, also of rows that were refused, and bookings without their day', async () => {
    const { csv } = desk();
    const report = await csv(
      'patient_id,first_name,treatment,treatment_date,appointment,appointment_booked_on,appointment_type',
      '1,Rowan,Sunbath 20 min,2026-08-20,,,',
      '2,,SUNBATH®,2026-08-20,,,',
      '3,Ada,,,2026-12-01,,Botox',
      '4,Luz,,,2026-12-01,2026-11-02,"Botox, Wrap"',
    );
    expect(report.errors.map(({ line }) => line)).toEqual([3]);
    expect(report.unknownServices).toEqual([
      { name: 'Sunbath', rows: 2 },
      { name: 'Wrap', rows: 1 },
    ]);
    expect(report.bookingDayUnknown).toBe(1);
  });

  test('ends with those of a bundle in the same way', async () => {
    const { bundle } = desk();
    const actor = { reference: 'Patient/1' };
    const visit = { resourceType: 'Appointment', start: '2026-12-01T16:00:00Z', participant: [{ actor }] };
    const done = { resourceType: 'Procedure', performedDateTime: '2026-10-05', subject: actor };
    const known = { code: 'botulinum-toxin', display: 'Sunbath' };
    const report = await bundle(
      { resourceType: 'Patient', id: '1', name: [{ given: ['Rowan'], family: 'Ash' }] },
      {
        ...visit,
        id: 'a1',
        status: 'booked',
        serviceType: [{ text: 'Sunbath' }, { text: 'Botox 20 units' }],
      },
      { ...visit, id: 'a2', status: 'cancelled', serviceType: [{ text: 'Wrap' }] },
      { ...done, id: 'p1', status: 'completed', code: { coding: [{ ...known, system: 'other' }] } },
      { ...done, id: 'p2', status: 'completed', code: { coding: [{ ...known, system: treatmentSystem }] } },
      { ...done, id: 'p3', status: 'in-progress', code: { text: 'Wrap' } },
    );
    expect(report.unknownServices).toEqual([{ name: 'Sunbath', rows: 2 }]);
    expect(report.bookingDayUnknown).toBe(2);
  });

  test('names at most twenty such services', async () => {
    const { csv } = desk();
    const rows = Array.from(
      { length: 40 },
      (_, at) => `${at},Rowan,sunbath ${'abcdefgh'[at % 8]}q${at},2026-08-20`,
    );
    expect(
      (await csv('patient_id,first_name,treatment,treatment_date', ...rows)).unknownServices,
    ).toHaveLength(20);
  });

  test('tells where it stands that somebody was here again who was erased, and keeps nothing of it', async () => {
    const { csv, bundle, patients } = desk();
    await patients.save(person('1', { firstName: '', lastName: '', erasedAt: '2026-11-10T10:00:00.000Z' }));
    const report = await csv(
      'patient_id,first_name,treatment,treatment_date',
      '1,Rowan,Botox,2026-08-20',
      '2,Ada,Botox,2026-08-20',
      '1,Rowan,Botox,2026-11-19',
    );
    expect(report).toMatchObject({
      changed: 1,
      unchanged: 1,
      errors: [{ line: 4, reason: expect.stringContaining('was erased') }],
    });
    const visit = {
      resourceType: 'Procedure',
      status: 'completed',
      code: { text: 'Botox' },
      subject: { reference: 'Patient/1' },
      performedDateTime: '2026-11-18',
    };
    expect(await bundle(visit)).toMatchObject({
      changed: 0,
      errors: [{ entry: 0, reason: expect.stringContaining('give them a new id') }],
    });
    expect((await patients.record('1'))?.treatments).toEqual([]);
  });
});
