import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { consents } from '../../../domain/consent/consent.ts';
import { type ConsentEvent, consentActions, consentChannels } from '../../../domain/consent/consent-event.ts';
import { type KeepPorts, keepRows } from '../../../domain/patient/keep-patient.ts';
import { restrictions } from '../../../domain/patient/merge.ts';
import { mergeRecords } from '../../../domain/patient/merge-records.ts';
import type { Patient } from '../../../domain/patient/patient.ts';
import { messageClasses } from '../../../domain/recall/recall-rules.ts';
import { fridayMorning, lakeside } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';
import { CutOff, memoryPatients } from '../../support/memory-patients.ts';

const actor = { by: 'sato', now: fridayMorning };
const whose = { patientId: 'pat_a', otherId: 'pat_b', ...actor };

const event: fc.Arbitrary<ConsentEvent> = fc.record({
  id: fc.uuid(),
  patientId: fc.constant('pat_a'),
  channel: fc.constantFrom(...consentChannels, 'all' as const),
  purpose: fc.constantFrom('care' as const, 'marketing' as const, 'all' as const),
  action: fc.constantFrom('grant' as const, ...consentActions),
  occurredAt: fc.constantFrom(
    '2026-01-01',
    '2026-01-01T09:00:00.000Z',
    '2026-06-01',
    fridayMorning,
    '2030-01-01',
  ),
  recordedAt: fc.constant(fridayMorning),
  method: fc.constant('paper' as const),
  actor: fc.constant('patient'),
});
const events = fc.array(event, { maxLength: 6 });

describe('the consent of a merged record (R69)', () => {
  test('allows nothing that either record did not allow', () => {
    fc.assert(
      fc.property(events, events, (ours, theirs) => {
        const merged = [...ours, ...theirs, ...restrictions(ours, theirs, whose)];
        const pairs = consentChannels.flatMap((channel) =>
          messageClasses.map((messageClass) => ({ channel, messageClass })),
        );
        const allows = (said: readonly ConsentEvent[]) =>
          pairs.filter(({ channel, messageClass }) => consents(said, channel, messageClass));
        const both = allows(ours).filter((pair) => allows(theirs).includes(pair));
        expect(both).toEqual(expect.arrayContaining(allows(merged)));
      }),
      { numRuns: 500 },
    );
  });
});

const patient = (id: string, said: Partial<Patient>): Patient => ({
  id,
  schema: 1,
  externalId: id.slice(4),
  firstName: '',
  lastName: 'Ash',
  language: 'en',
  location: 'downtown',
  ...said,
});
const grant = (patientId: string): ConsentEvent => ({
  id: 'import#email#marketing#2026-01-01#grant',
  patientId,
  channel: 'email',
  purpose: 'marketing',
  action: 'grant',
  occurredAt: '2026-01-01',
  recordedAt: fridayMorning,
  method: 'paper',
  actor: 'import',
});

async function twoRecords() {
  const memory = memoryPatients();
  const { patients } = memory;
  const ports: KeepPorts = {
    patients,
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
  await keepRows(ports, [
    {
      patient: patient('pat_a', { firstName: 'Rowan', email: 'rowan@example.com' }),
      treatments: [{ patientId: 'pat_a', id: 'facial#2026-11-01', type: 'facial', on: '2026-11-01' }],
      purchases: [{ patientId: 'pat_a', id: 'p', product: 'serum-30ml', on: '2026-10-01', quantity: 1 }],
    },
  ]);
  await keepRows(ports, [
    {
      patient: patient('pat_b', { email: 'old@example.com', phone: '+15125550101', deceased: true }),
      treatments: [
        { patientId: 'pat_b', id: 'facial#2026-11-01', type: 'facial', on: '2026-11-01', price: 90 },
        { patientId: 'pat_b', id: 'microneedling#2026-11-02', type: 'microneedling', on: '2026-11-02' },
      ],
      purchases: [{ patientId: 'pat_b', id: 'p', product: 'serum-30ml', on: '2026-10-01', quantity: 3 }],
      appointments: [{ patientId: 'pat_b', id: 'a', on: '2026-12-01', status: 'booked' }],
      consents: [grant('pat_b')],
    },
  ]);
  await patients.saveSetting({
    patientId: 'pat_b',
    id: 'due#facial',
    disabled: true,
    reason: 'asked so',
    by: 'sato',
    at: fridayMorning,
  });
  const merge = () => mergeRecords(ports, { id: 'pat_a', other: 'pat_b' }, actor);
  return { ...memory, ports, merge };
}

describe('merging two records', () => {
  test('keeps everything of both, and the other id leads to it', async () => {
    const { merge, patients, ports } = await twoRecords();
    await merge();
    const merged = await patients.record('pat_a');
    expect(merged).toMatchObject({
      patient: {
        firstName: 'Rowan',
        email: 'rowan@example.com',
        phone: '+15125550101',
        otherAddresses: ['old@example.com'],
        deceased: true,
        mergedFrom: ['pat_b'],
      },
      treatments: [{ id: 'facial#2026-11-01', price: 90 }, { id: 'microneedling#2026-11-02' }],
      purchases: [
        { id: 'p', quantity: 1 },
        { id: 'p~pat_b', quantity: 3 },
      ],
      appointments: [{ patientId: 'pat_a', id: 'a' }],
      settings: [{ id: 'due#facial', disabled: true }],
    });
    expect(consents(merged?.consents ?? [], 'email', 'marketing')).toBe(false);
    expect(await patients.byAddress(['old@example.com', '+15125550101'])).toEqual([{ id: 'pat_a' }]);
    const other = await patients.record('pat_b');
    expect(other?.patient.mergedInto).toBe('pat_a');
    expect(other?.items.every(({ state, nextOn }) => state === 'stopped' && nextOn === undefined)).toBe(true);
    const [visit] = [{ patientId: 'pat_b', id: 'facial#2026-11-15', type: 'facial', on: '2026-11-15' }];
    await keepRows(ports, [
      { patient: patient('pat_b', { firstName: 'Wrong' }), treatments: [visit] as never },
    ]);
    expect(await patients.record('pat_a')).toMatchObject({
      patient: { firstName: 'Rowan' },
      treatments: [{}, { id: 'facial#2026-11-15', patientId: 'pat_a' }, {}],
    });
  });

  test('again changes nothing', async () => {
    const { merge, state } = await twoRecords();
    await merge();
    const { writes } = state;
    await merge();
    expect(state.writes).toBe(writes);
  });

  test('cut off after any write, allows no more than either did, and is finished by the same call', async () => {
    const whole = await twoRecords();
    const before = whole.state.writes;
    await whole.merge();
    const writes = whole.state.writes - before;
    const expected = await whole.patients.record('pat_a');
    expect(writes).toBeGreaterThan(10);
    for (let cut = 0; cut < writes; cut += 1) {
      const { merge, patients, state } = await twoRecords();
      state.cutOffAfter = state.writes + cut;
      await expect(merge()).rejects.toThrow(CutOff);
      const half = await patients.record('pat_a');
      expect(consents(half?.consents ?? [], 'email', 'marketing')).toBe(false);
      state.cutOffAfter = Number.POSITIVE_INFINITY;
      await merge();
      const merged = await patients.record('pat_a');
      expect(new Set(merged?.consents.map(({ id }) => id))).toEqual(
        new Set(expected?.consents.map(({ id }) => id)),
      );
      expect({ ...merged, consents: [] }).toEqual({ ...expected, consents: [] });
      expect((await patients.record('pat_b'))?.items.every(({ state: now }) => now === 'stopped')).toBe(true);
    }
  });

  test.each([
    [{ id: 'pat_a', other: 'pat_a' }, 'Name another patient'],
    [{ id: 'pat_a', other: 'pat_c' }, 'There is no such patient.'],
  ])('%j is refused', async (ids, sentence) => {
    const { ports } = await twoRecords();
    await expect(mergeRecords(ports, ids, actor)).rejects.toThrow(sentence);
  });

  test('a record that was merged away is merged with nobody else', async () => {
    const { merge, ports, patients } = await twoRecords();
    await merge();
    await patients.save(patient('pat_c', {}));
    await expect(mergeRecords(ports, { id: 'pat_c', other: 'pat_b' }, actor)).rejects.toThrow(
      'somebody else',
    );
    await expect(mergeRecords(ports, { id: 'pat_b', other: 'pat_c' }, actor)).rejects.toThrow(
      'into that one',
    );
  });
});
