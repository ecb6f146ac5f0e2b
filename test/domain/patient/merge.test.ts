import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type ConsentChannel,
  type ConsentEvent,
  consentActions,
  consentChannels,
} from '../../../domain/consent/consent-event.ts';
import { grantInForce, isWritten, takenBack } from '../../../domain/consent/standing.ts';
import { type KeepPorts, keepRows } from '../../../domain/patient/keep-patient.ts';
import { mergeRecords } from '../../../domain/patient/merge-records.ts';
import { restrictions } from '../../../domain/patient/most-restrictive.ts';
import type { Patient } from '../../../domain/patient/patient.ts';
import { fridayMorning, lakeside } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';
import { CutOff, memoryPatients } from '../../support/memory-patients.ts';

const actor = { by: 'sato', now: fridayMorning };
const whose = { patientId: 'pat_a', otherId: 'pat_b', ...actor };

const addresses = [undefined, '+15125550101', '+15125550102'] as const;
const event: fc.Arbitrary<ConsentEvent> = fc
  .record({
    id: fc.uuid(),
    channel: fc.constantFrom(...consentChannels, 'all' as const),
    purpose: fc.constantFrom('care' as const, 'marketing' as const, 'all' as const),
    action: fc.constantFrom('grant' as const, 'grant' as const, ...consentActions),
    occurredAt: fc.constantFrom(
      '2026-01-01',
      '2026-01-01T09:00:00.000Z',
      '2026-06-01',
      fridayMorning,
      '2030-01-01',
    ),
    method: fc.constantFrom('paper' as const, 'import' as const),
    affirmative: fc.boolean(),
    address: fc.constantFrom(...addresses),
    seller: fc.constantFrom(undefined, 'Lakeside', 'Another'),
    only: fc.constantFrom(undefined, 'recall' as const),
    until: fc.constantFrom(undefined, '2026-02-01', '2028-01-01', '2031-06-01T10:00:00.000Z'),
  })
  .map(({ address, seller, only, until, ...said }) => ({
    ...said,
    patientId: 'pat_a',
    recordedAt: fridayMorning,
    actor: 'patient',
    wording: { text: 'I agree.' },
    ...(address ? { address } : {}),
    ...(seller ? { seller } : {}),
    ...(said.action === 'grant' && only ? { only } : {}),
    ...(said.action === 'grant' && until ? { until } : {}),
  }));
const events = fc.array(event, { maxLength: 6 });

/** What may be asked of the events before a contact, and whether they allow it: by the functions that `decide` asks. */
const askedOf = [undefined, 'Lakeside', 'Another'].flatMap((seller) =>
  addresses.flatMap((address) =>
    consentChannels.flatMap((channel) =>
      ['care', 'recall', 'marketing'].flatMap((use) =>
        ['2026-11-21T12:00:00.000Z', '2029-01-01T12:00:00.000Z', '2033-01-01T12:00:00.000Z'].map((now) => ({
          channel,
          use,
          now,
          purpose: use === 'care' ? ('care' as const) : ('marketing' as const),
          anyAddress: address === undefined,
          address,
          ...(seller ? { seller } : {}),
        })),
      ),
    ),
  ),
);
const grants = (said: readonly ConsentEvent[], written: boolean) =>
  askedOf.filter((scope) => {
    const grant = grantInForce(said, scope);
    return grant !== undefined && (!written || isWritten(grant));
  });
const atAnyAddress = (said: readonly ConsentEvent[], scope: (typeof askedOf)[number], written: boolean) =>
  addresses.some((address) =>
    [true, false].some((anyAddress) => {
      const grant = grantInForce(said, { ...scope, address, anyAddress });
      return grant !== undefined && (!written || isWritten(grant));
    }),
  );
/** Of brands and of consent in writing only marketing texts are asked; the rest needs no grant. */
const isAsked = ({ channel, purpose, seller }: (typeof askedOf)[number], written: boolean): boolean => {
  const marketingText = channel === 'text' && purpose === 'marketing';
  if (written || seller) return marketingText && written;
  return channel === 'text' || (purpose === 'marketing' && (channel === 'email' || channel === 'social'));
};
const mergedOf = (ours: readonly ConsentEvent[], theirs: readonly ConsentEvent[]) => [
  ...ours,
  ...theirs,
  ...restrictions(ours, theirs, whose),
];

const at = (channel: ConsentChannel, use = 'recall') => ({
  channel,
  use,
  purpose: use === 'care' ? ('care' as const) : ('marketing' as const),
  anyAddress: true,
  now: '2026-11-21T12:00:00.000Z',
});
const said = (changes: Partial<ConsentEvent>): ConsentEvent => ({
  id: JSON.stringify(changes),
  patientId: 'pat_a',
  channel: 'text',
  purpose: 'marketing',
  action: 'grant',
  occurredAt: '2026-03-01',
  recordedAt: fridayMorning,
  method: 'web-checkbox',
  actor: 'patient',
  affirmative: true,
  address: '+15125550101',
  seller: 'Lakeside',
  wording: { text: 'I agree.' },
  ...changes,
});

describe('the consent of a merged record (R69)', () => {
  test('grants nothing to any use, brand or address, now or later, that either record did not grant', () => {
    fc.assert(
      fc.property(events, events, (ours, theirs) => {
        const merged = mergedOf(ours, theirs);
        const excess = [false, true].flatMap((written) =>
          grants(merged, written)
            .filter((scope) => isAsked(scope, written))
            .filter((scope) => ![ours, theirs].every((one) => atAnyAddress(one, scope, written))),
        );
        expect(excess).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('takes back whatever either had taken back', () => {
    fc.assert(
      fc.property(events, events, (ours, theirs) => {
        const merged = mergedOf(ours, theirs);
        const asked = askedOf.filter(({ seller, address }) => !seller && !address);
        const back = (all: readonly ConsentEvent[]) => asked.filter((scope) => takenBack(all, scope));
        expect(back(merged)).toEqual(
          expect.arrayContaining(
            [...back(ours), ...back(theirs)].filter(
              ({ channel, purpose }) =>
                channel === 'letter' || channel === 'call' || (purpose === 'care' && channel !== 'text'),
            ),
          ),
        );
      }),
      { numRuns: 400 },
    );
  });

  test('a STOP outlives the later grant of a form, which is for recall alone', () => {
    const ours = [said({ only: 'recall' })];
    const stop = said({ purpose: 'all', action: 'revoke', occurredAt: '2026-01-01', method: 'keyword' });
    expect(grantInForce(mergedOf(ours, [stop]), at('text'))).toBeUndefined();
  });

  test('texts switched off end the reminders of the other record too', () => {
    const ours = [said({ purpose: 'care' })];
    const theirs = [
      said({ purpose: 'care', occurredAt: '2026-01-01' }),
      said({ action: 'revoke', occurredAt: '2026-02-01', method: 'preference-page' }),
    ];
    expect(grantInForce(mergedOf(ours, theirs), at('text', 'care'))).toBeUndefined();
  });

  test('a grant that has ended is none', () => {
    expect(grantInForce(mergedOf([said({})], [said({ until: '2026-04-01' })]), at('text'))).toBeUndefined();
  });

  test('where one agreed to recall alone and the other to all, recall is left', () => {
    const merged = mergedOf([said({ only: 'recall' })], [said({ occurredAt: '2026-01-01' })]);
    expect(grantInForce(merged, at('text'))).toBeDefined();
    expect(grantInForce(merged, at('text', 'marketing'))).toBeUndefined();
  });

  test('post and calls that neither refused are not denied', () => {
    const merged = mergedOf([said({ channel: 'letter' })], []);
    expect(takenBack(merged, at('letter'))).toBe(false);
    expect(takenBack(merged, at('call'))).toBe(false);
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
    expect(grantInForce(merged?.consents ?? [], at('email'))).toBeUndefined();
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
      expect(grantInForce(half?.consents ?? [], at('email'))).toBeUndefined();
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
