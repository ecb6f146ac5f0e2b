import { describe, expect, test } from '@jest/globals';
import type { ImportedRow } from '../../../domain/patient/imported.ts';
import { type KeepPorts, keepRows } from '../../../domain/patient/keep-patient.ts';
import { fridayMorning, lakeside } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';
import { memoryPatients } from '../../support/memory-patients.ts';

function kept() {
  const memory = memoryPatients();
  const ports: KeepPorts = {
    patients: memory.patients,
    outreach: memoryOutreach().outreach,
    practice: lakeside.identity,
    types: lakeside.treatments.treatments,
    products: [],
    versionOf: () => 'v1',
    rules: lakeside.recall,
    shardOf: () => 0,
    contactKeys: async ({ email, phone }) => [email, phone].flatMap((address) => address ?? []),
    now: fridayMorning,
  };
  return { ...memory, keep: (...rows: ImportedRow[]) => keepRows(ports, rows) };
}

const rowan = { id: 'pat_1', schema: 1, externalId: '1', firstName: 'Rowan' } as const;
const full: ImportedRow = {
  patient: {
    ...rowan,
    email: 'rowan@example.com',
    postal: { city: 'Austin', lines: ['1 Elm Street'], postalCode: '78701' },
  },
  treatments: [{ patientId: 'pat_1', id: 'facial#2026-11-01', type: 'facial', on: '2026-11-01', price: 100 }],
  purchases: [{ patientId: 'pat_1', id: 'b1', product: 'serum', on: '2026-11-01', quantity: 1 }],
  consultations: [{ patientId: 'pat_1', id: 'c1', on: '2026-11-01', outcome: 'open' }],
  series: [
    { patientId: 'pat_1', id: 's1', type: 'facial', sessions: 3, startedOn: '2026-11-01', paid: true },
  ],
  appointments: [{ patientId: 'pat_1', id: 'a1', on: '2026-11-01', status: 'fulfilled' }],
  preferredChannel: 'email',
};

describe('importing again', () => {
  test('writes nothing at all', async () => {
    const { keep, state } = kept();
    expect(await keep(full, full)).toEqual({ changed: 2, unchanged: 0 });
    const { writes } = state;
    expect(await keep(full, full)).toEqual({ changed: 0, unchanged: 2 });
    expect(state.writes).toBe(writes);
  });

  test('stores what was corrected, and leaves what the file does not say', async () => {
    const { keep, patients } = kept();
    await keep(full);
    const corrected = { ...(full.treatments?.[0] as object), price: 200 } as never;
    await keep({ patient: { ...rowan, lastName: 'Ash' }, treatments: [corrected] });
    expect(await patients.record('pat_1')).toMatchObject({
      patient: { firstName: 'Rowan', lastName: 'Ash', email: 'rowan@example.com', location: 'downtown' },
      treatments: [{ price: 200 }],
      purchases: [{ id: 'b1' }],
    });
  });

  test('an address that cannot be right replaces the old one, until one comes that can', async () => {
    const { keep, patients } = kept();
    await keep(full);
    await keep({ patient: { ...rowan, invalid: ['email'] } });
    const flagged = (await patients.record('pat_1'))?.patient;
    expect(flagged).toMatchObject({ invalid: ['email'] });
    expect(flagged).not.toHaveProperty('email');
    await keep({ patient: { ...rowan, email: 'new@example.com' } });
    expect((await patients.record('pat_1'))?.patient).not.toHaveProperty('invalid');
  });

  test('does not open what was settled here, nor undo a wish the patient said here', async () => {
    const { keep, patients } = kept();
    await keep(full);
    await patients.saveConsultation({
      patientId: 'pat_1',
      id: 'c1',
      on: '2026-11-01',
      outcome: 'not-suitable',
    });
    await patients.savePreferences({ patientId: 'pat_1', channel: 'call', at: fridayMorning, by: 'patient' });
    await keep(full);
    expect(await patients.record('pat_1')).toMatchObject({
      consultations: [{ outcome: 'not-suitable' }],
      preferences: { channel: 'call' },
    });
  });

  test('a channel that is not wanted is forbidden whoever wished what, and stays so', async () => {
    const { keep, patients, state } = kept();
    await keep({ patient: rowan, forbids: ['call'] });
    expect((await patients.record('pat_1'))?.preferences).toEqual({
      patientId: 'pat_1',
      forbids: ['call'],
      at: fridayMorning,
      by: 'import',
    });
    const wish = {
      patientId: 'pat_1',
      channel: 'email',
      forbids: ['text'],
      at: '2026-11-01',
      by: 'patient',
    } as const;
    await patients.savePreferences(wish);
    const { writes } = state;
    await keep({ patient: rowan, forbids: ['call'], preferredChannel: 'call' });
    expect((await patients.record('pat_1'))?.preferences).toEqual({ ...wish, forbids: ['text', 'call'] });
    await keep({ patient: rowan, forbids: ['call'] }, { patient: rowan });
    expect(state.writes).toBe(writes + 1);
  });

  test('who is no patient any more is asked for nothing, until they are one again', async () => {
    const { keep, patients } = kept();
    const items = async () => (await patients.record('pat_1'))?.items.filter(({ type }) => type === 'due');
    const toxin = {
      patientId: 'pat_1',
      id: 'botulinum-toxin#2026-08-20',
      type: 'botulinum-toxin',
      on: '2026-08-20',
    };
    await keep({ patient: { ...rowan, inactive: true }, treatments: [toxin] });
    expect(await items()).toMatchObject([{ state: 'stopped', endedBy: 'no-patient-any-more' }]);
    await keep({ patient: { ...rowan, inactive: false } });
    expect(await items()).toMatchObject([{ state: 'open' }]);
  });

  test('an older state of an appointment never overwrites a newer one, nor does one without a time', async () => {
    const { keep, patients } = kept();
    const at = (status: 'booked' | 'cancelled', updatedAt?: string): ImportedRow => ({
      patient: rowan,
      appointments: [
        { patientId: 'pat_1', id: 'a2', on: '2026-12-01', status, ...(updatedAt ? { updatedAt } : {}) },
      ],
    });
    await keep(at('cancelled', '2026-11-20T10:00:00.000Z'));
    await keep(at('booked', '2026-11-20T09:00:00.000Z'), at('booked'));
    expect((await patients.record('pat_1'))?.appointments).toMatchObject([{ status: 'cancelled' }]);
    await keep(at('booked', '2026-11-20T11:00:00.000Z'));
    expect((await patients.record('pat_1'))?.appointments).toMatchObject([{ status: 'booked' }]);
  });
});
