import { describe, expect, test } from '@jest/globals';
import { importDesk as desk } from '../../support/import-desk.ts';
import { person } from '../../support/known-people.ts';

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
