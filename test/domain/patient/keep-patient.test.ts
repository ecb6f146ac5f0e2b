import { describe, expect, test } from '@jest/globals';
import type { ImportedRow } from '../../../domain/patient/imported.ts';
import { type KeepPorts, keepRows } from '../../../domain/patient/keep-patient.ts';
import { fridayMorning, lakeside } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';
import { memoryPatients } from '../../support/memory-patients.ts';

function kept() {
  const memory = memoryPatients();
  const ledger = memoryOutreach();
  const ports: KeepPorts = {
    patients: memory.patients,
    outreach: ledger.outreach,
    practice: lakeside.identity,
    types: lakeside.treatments.treatments,
    products: [],
    versionOf: () => 'v1',
    rules: lakeside.recall,
    shardOf: () => 0,
    contactKeys: async ({ email, phone }) => [email, phone].flatMap((address) => address ?? []),
    now: fridayMorning,
  };
  return { ...memory, tasks: ledger.all.tasks, keep: (...rows: ImportedRow[]) => keepRows(ports, rows) };
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

  test('an address that cannot be right is noted beside the one in use, which a task asks about, once', async () => {
    const { keep, patients, tasks, state } = kept();
    await keep({ patient: { ...rowan, invalid: ['email'], unusable: { email: 'rowan at work' } } });
    await keep(full);
    expect(tasks()).toEqual([]);
    expect((await patients.record('pat_1'))?.patient).not.toHaveProperty('unusable');
    const typo = { patient: { ...rowan, invalid: ['email'], unusable: { email: 'rowan at home' } } };
    await keep(typo);
    expect((await patients.record('pat_1'))?.patient).toMatchObject({
      email: 'rowan@example.com',
      invalid: ['email'],
      unusable: { email: 'rowan at home' },
    });
    const { writes } = state;
    await keep(typo);
    expect(state.writes).toBe(writes);
    expect(tasks()).toMatchObject([
      { kind: 'address', patientId: 'pat_1', state: 'open', dueOn: '2026-11-20' },
    ]);
    expect(JSON.stringify(tasks())).not.toMatch(/rowan/i);
    await keep({ patient: { ...rowan, email: 'new@example.com' } });
    const corrected = (await patients.record('pat_1'))?.patient;
    expect(corrected).toMatchObject({ email: 'new@example.com' });
    expect(corrected).not.toHaveProperty('invalid');
    expect(corrected).not.toHaveProperty('unusable');
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

describe('a visit that is corrected', () => {
  const toxin = { patientId: 'pat_1', type: 'botulinum-toxin', on: '2026-11-19' };
  const visit = (
    status: 'fulfilled' | 'noshow' | 'cancelled',
    on = toxin.on,
    updatedAt?: string,
  ): ImportedRow => ({
    patient: rowan,
    appointments: [{ patientId: 'pat_1', id: 'A1', on, status, ...(updatedAt ? { updatedAt } : {}) }],
    treatments:
      status === 'fulfilled' ? [{ ...toxin, on, id: `botulinum-toxin#${on}`, from: 'visit#A1' }] : [],
  });
  async function treatmentsAfter(...rows: ImportedRow[]) {
    const { keep, patients } = kept();
    for (const row of rows) await keep(row);
    return (await patients.record('pat_1'))?.treatments.map(({ id }) => id);
  }

  test.each(['noshow', 'cancelled'] as const)('to %s takes its treatment with it', async (status) => {
    expect(await treatmentsAfter(visit('fulfilled'))).toEqual(['botulinum-toxin#2026-11-19']);
    expect(await treatmentsAfter(visit('fulfilled'), visit(status))).toEqual([]);
    expect(await treatmentsAfter(visit('fulfilled'), visit(status), visit('fulfilled'))).toHaveLength(1);
  });

  test('to another day moves it', async () => {
    expect(await treatmentsAfter(visit('fulfilled'), visit('fulfilled', '2026-11-18'))).toEqual([
      'botulinum-toxin#2026-11-18',
    ]);
  });

  test('by older news changes nothing, either way', async () => {
    const [early, late] = ['2026-11-20T09:00:00.000Z', '2026-11-20T10:00:00.000Z'];
    expect(
      await treatmentsAfter(visit('noshow', toxin.on, late), visit('fulfilled', toxin.on, early)),
    ).toEqual([]);
    expect(
      await treatmentsAfter(visit('fulfilled', toxin.on, late), visit('noshow', toxin.on, early)),
    ).toHaveLength(1);
  });

  test('leaves what staff recorded, or what a second source told of', async () => {
    const own = { ...toxin, id: 'botulinum-toxin#2026-11-19' };
    const ours: ImportedRow = { patient: rowan, treatments: [own] };
    const procedure: ImportedRow = {
      patient: rowan,
      treatments: [{ ...own, from: 'procedure#x1' }],
      settles: ['procedure#x1'],
    };
    expect(await treatmentsAfter(ours, visit('fulfilled'), visit('noshow'))).toHaveLength(1);
    expect(await treatmentsAfter(visit('fulfilled'), procedure, visit('noshow'))).toHaveLength(1);
  });

  test('cancelled without its day, it is cancelled where it is known, and made up nowhere', async () => {
    const { keep, patients } = kept();
    const cancelled: ImportedRow = { patient: rowan, visits: [{ id: 'A1', status: 'cancelled' }] };
    await keep(cancelled);
    expect((await patients.record('pat_1'))?.appointments).toEqual([]);
    await keep(visit('fulfilled'));
    await keep(cancelled);
    expect(await patients.record('pat_1')).toMatchObject({
      appointments: [{ id: 'A1', on: '2026-11-19', status: 'cancelled' }],
      treatments: [],
    });
  });

  test('a procedure that was entered in error, or on another day, takes what was known of it away', async () => {
    const procedure = (on: string): ImportedRow => ({
      patient: rowan,
      treatments: [{ ...toxin, on, id: `botulinum-toxin#${on}`, from: 'procedure#x1' }],
      settles: ['procedure#x1'],
    });
    expect(await treatmentsAfter(procedure('2026-11-19'), procedure('2026-11-18'))).toEqual([
      'botulinum-toxin#2026-11-18',
    ]);
    expect(
      await treatmentsAfter(procedure('2026-11-19'), { patient: rowan, settles: ['procedure#x1'] }),
    ).toEqual([]);
  });
});

describe('a no that does not say when (R69)', () => {
  const no = (now: string) => ({
    id: 'import#text#marketing#undated#deny',
    patientId: 'pat_1',
    channel: 'text' as const,
    purpose: 'marketing' as const,
    action: 'deny' as const,
    occurredAt: now,
    recordedAt: now,
    method: 'import' as const,
    actor: 'import',
  });
  const grant = (at: string) => ({ ...no(at), id: `page-${at}`, action: 'grant' as const, occurredAt: at });
  const at = (hour: number) => `2026-11-20T${hour}:00:00.000Z`;

  test('counts again once something was granted since, and not before', async () => {
    const { keep, patients, state } = kept();
    await keep({ patient: rowan, consents: [no(at(10))] });
    const { writes } = state;
    await keep({ patient: rowan, consents: [no(at(11))] });
    expect(state.writes).toBe(writes);
    await patients.addConsent(grant(at(12)));
    await keep({ patient: rowan, consents: [no(at(13))] }, { patient: rowan, consents: [no(at(13))] });
    await keep({ patient: rowan, consents: [no(at(14))] });
    const consents = (await patients.record('pat_1'))?.consents ?? [];
    expect(consents.map(({ action, occurredAt }) => `${action} ${occurredAt.slice(11, 13)}`)).toEqual([
      'deny 10',
      'grant 12',
      'deny 13',
    ]);
  });
});

describe('a plan of another system', () => {
  const plan = (at: string, dueOn?: string): ImportedRow => ({
    patient: rowan,
    settings: [
      {
        patientId: 'pat_1',
        id: 'due#facial',
        ...(dueOn ? { dueOn } : {}),
        reason: 'planned',
        by: 'import',
        at,
      },
    ],
  });

  test('leaves "never again" and a snooze as a person set them', async () => {
    const { keep, patients } = kept();
    await keep({ patient: rowan });
    await patients.saveSetting({
      patientId: 'pat_1',
      id: 'due#facial',
      disabled: true,
      snoozedUntil: '2027-05-01',
      reason: 'asked us to stop',
      by: 'dana',
      at: '2026-08-01T10:00:00.000Z',
    });
    await keep(plan('2026-08-20T00:00:00.000Z', '2027-01-15'));
    await keep(plan('2026-08-21T00:00:00.000Z', '2027-01-16'));
    expect((await patients.record('pat_1'))?.settings).toEqual([
      {
        patientId: 'pat_1',
        id: 'due#facial',
        disabled: true,
        snoozedUntil: '2027-05-01',
        dueOn: '2027-01-16',
        reason: 'planned; before, by dana: asked us to stop',
        by: 'import',
        at: '2026-08-21T00:00:00.000Z',
      },
    ]);
  });

  test('that is planned no more is none, and where there was none nothing', async () => {
    const { keep, patients } = kept();
    await keep(plan('2026-08-20T00:00:00.000Z'));
    expect((await patients.record('pat_1'))?.settings).toEqual([]);
    await keep(plan('2026-08-20T00:00:00.000Z', '2027-01-15'));
    await keep(plan('2026-09-20T00:00:00.000Z'));
    const [setting] = (await patients.record('pat_1'))?.settings ?? [];
    expect(setting).not.toHaveProperty('dueOn');
  });
});

test('what somebody does who was erased is given back, what a list still has of them is nothing new', async () => {
  const { keep, patients } = kept();
  await keep(full);
  const head = (await patients.record('pat_1'))?.patient;
  if (!head) throw new Error('not kept');
  await patients.save({ ...head, erasedAt: '2026-11-10T10:00:00.000Z' });
  const surgery: ImportedRow = {
    patient: rowan,
    treatments: [{ patientId: 'pat_1', id: 'facial#2026-11-19', type: 'facial', on: '2026-11-19' }],
  };
  expect(await keep(full, surgery)).toEqual({ changed: 0, unchanged: 1, refused: [surgery] });
});

test('what staff said never was comes back by no import', async () => {
  const { keep, patients } = kept();
  await keep(full);
  const why = { reason: 'another patient', by: 'dana', at: fridayMorning };
  for (const id of ['treatment#facial#2026-11-01', 'purchase#b1', 'consultation#c1', 'series#s1'])
    await patients.retract({ patientId: 'pat_1', id, ...why });
  expect(await keep(full)).toEqual({ changed: 0, unchanged: 1 });
  expect(await patients.record('pat_1')).toMatchObject({
    treatments: [],
    purchases: [],
    consultations: [],
    series: [],
    appointments: [{ id: 'a1' }],
  });
});
