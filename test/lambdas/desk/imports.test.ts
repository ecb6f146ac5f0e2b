import { describe, expect, test } from '@jest/globals';
import { treatmentSystem } from '../../../domain/patient/fhir/resources.ts';
import { importDesk as desk } from '../../support/import-desk.ts';
import { person } from '../../support/known-people.ts';
import { lakeside } from '../../support/lakeside.ts';

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

  test('keeps the good rows of a file with lines that are none, and names those', async () => {
    const { csv, patients } = desk();
    const report = await csv(
      'patient_id,first_name,last_name,email',
      '1,Ada,Ash,ada@example.com',
      '2,Bob "Bo",Lee,bo@example.com',
      '3,"Ann"x,Elm,ann@example.com',
      '4,Cy',
      '5,Di,Lee, Jr,di@example.com',
      '6,"Eve,Oak,eve@example.com',
      '7,Flo,Fir,flo@example.com',
    );
    expect(report).toMatchObject({ rows: 7, changed: 4 });
    expect(report.errors.map(({ line }) => line)).toEqual([4, 6, 7]);
    expect(report.warnings).toEqual([{ line: 5, reason: expect.stringContaining('lacks the last 2') }]);
    expect(JSON.stringify(report.errors)).not.toMatch(/Ann|Lee|Eve/);
    expect((await patients.record('2'))?.patient).toMatchObject({ firstName: 'Bob "Bo"', lastName: 'Lee' });
    expect(await patients.record('7')).toBeDefined();
  });

  test.each([
    ['semicolons', 'patient_id;first_name\n1;José'],
    ['tabs', 'patient_id\tfirst_name\n1\tJosé'],
    ['Excel’s own word', 'sep=|\r\npatient_id|first_name\r\n1|José'],
  ])('reads a file with %s', async (_what, text) => {
    const { csv, patients } = desk();
    expect(await csv(text)).toMatchObject({ changed: 1, errors: [], warnings: [] });
    expect((await patients.record('1'))?.patient.firstName).toBe('José');
  });

  test('tells what it read where no column is known, and of letters that it cannot read', async () => {
    const { csv } = desk();
    await expect(csv('Shoe;Size', '1;2')).rejects.toThrow('The first line was read as "Shoe", "Size"');
    const report = await csv('patient_id,first_name', '1,Jos\uFFFD');
    expect(report.warnings).toEqual([{ line: 2, reason: expect.stringContaining('CSV UTF-8') }]);
  });

  const visits = 'patient_id,first_name,treatment,treatment_date';
  const treatedOn = async (id: string, patients: ReturnType<typeof desk>['patients']) =>
    (await patients.record(id))?.treatments.map(({ on }) => on);

  test.each([
    ['US', '2026-03-04'],
    ['GB', '2026-04-03'],
  ])('reads 3/4/2026 as is usual in the practice’s country: %s', async (country, on) => {
    const { csv, patients } = desk(country);
    const report = await csv(visits, '1,Ada,Botox,3/4/2026');
    expect(report.dates).toEqual({ order: country === 'US' ? 'MDY' : 'DMY', against: 0, advice: null });
    expect(await treatedOn('1', patients)).toEqual([on]);
  });

  test('keeps no date that others of the file bring into doubt, and says what to set', async () => {
    const { csv, patients } = desk();
    const report = await csv(visits, '1,Ada,Botox,3/4/2026', '2,Bo,Botox,25/3/2026', '3,Cy,Botox,2026-05-01');
    expect(report).toMatchObject({ changed: 3, errors: [], dates: { order: 'MDY', against: 1 } });
    expect(report.dates.advice).toContain('set "dates: DMY" for the system "heard"');
    expect(report.warnings).toEqual([
      { line: 2, reason: expect.stringContaining('in doubt') },
      { line: 3, reason: expect.stringContaining('set dates: DMY') },
    ]);
    expect(await Promise.all(['1', '2', '3'].map((id) => treatedOn(id, patients)))).toEqual([
      [],
      [],
      ['2026-05-01'],
    ]);
  });

  test('takes one slip among dates that prove the order for a slip', async () => {
    const { csv, patients } = desk();
    const report = await csv(visits, '1,Ada,Botox,3/4/2026', '2,Bo,Botox,25/3/2026', '3,Cy,Botox,3/25/2026');
    expect(report.warnings.map(({ line }) => line)).toEqual([3]);
    expect(await treatedOn('1', patients)).toEqual(['2026-03-04']);
  });

  test('holds to the order that the practice set, and tells of what does not fit', async () => {
    const { systems } = lakeside.recall.import;
    const set = systems.map((one) => (one.name === 'heard' ? { ...one, dates: 'DMY' as const } : one));
    const { csv, patients } = desk('US', set);
    const report = await csv(visits, '1,Ada,Botox,3/4/2026', '2,Bo,Botox,3/25/2026');
    expect(report.dates).toMatchObject({ order: 'DMY', against: 1 });
    expect(await treatedOn('1', patients)).toEqual(['2026-04-03']);
  });

  test('knows that somebody has died by a date in whichever order', async () => {
    const { csv, patients } = desk();
    await csv('patient_id,first_name,date_of_death', '1,Ada,25/3/2026', '2,Bo,3/4/2026');
    for (const id of ['1', '2']) expect((await patients.record(id))?.patient.deceased).toBe(true);
  });
});
