import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fillCampaigns } from '../../../domain/campaign/fill.ts';
import { underCampaigns } from '../../../domain/campaign/planning.ts';
import { previewCampaign } from '../../../domain/campaign/preview.ts';
import type { ConsentEvent } from '../../../domain/consent/consent-event.ts';
import type { Consultation, Patient, PatientRecord } from '../../../domain/patient/patient.ts';
import type { Patients } from '../../../domain/patient/patients.ts';
import type { RecallItem } from '../../../domain/recall/recall-item.ts';
import { lakeside } from '../../support/lakeside.ts';
import {
  approvedCampaign,
  campaignContent,
  fingerprint,
  memoryCampaigns,
} from '../../support/memory-campaigns.ts';
import { memoryPatients } from '../../support/memory-patients.ts';
import { emptyRecord, products, recallRules, recordOf, treated, types } from '../../support/recall-record.ts';

const at = { zone: 'America/Chicago', on: '2026-11-20' };
const onDay = (day: string) => ({ ...at, on: day });
const notSuitable = (patientId: string): Consultation => ({
  patientId,
  id: 'k1',
  on: '2026-10-01',
  about: 'botulinum-toxin',
  outcome: 'not-suitable',
});
const consent = (patientId: string): ConsentEvent => ({
  id: `given-${patientId}`,
  patientId,
  channel: 'email',
  purpose: 'marketing',
  action: 'grant',
  occurredAt: '2025-01-01T12:00:00.000Z',
  recordedAt: '2025-01-01T12:00:00.000Z',
  method: 'paper',
  actor: 'patient',
});

/** Patients in memory with their list in pages of `size`; each last treated on a day. */
async function practiceWith(days: readonly string[], size: number) {
  const memory = memoryPatients();
  const all: Patient[] = [];
  for (const [index, on] of days.entries()) {
    const id = `p${String(index).padStart(2, '0')}`;
    const patient = { ...emptyRecord.patient, id, email: `${id}@example.com`, birthDate: '1980-01-01' };
    await memory.patients.save(patient);
    await memory.patients.saveTreatment({ ...treated('botulinum-toxin', on), patientId: id });
    await memory.patients.addConsent(consent(id));
    all.push(patient);
  }
  const list: Patients['list'] = async ({ cursor = '0' }) => {
    const from = Number(cursor);
    const next = from + size;
    return { items: all.slice(from, next), ...(next < all.length ? { cursor: String(next) } : {}) };
  };
  const { store, counts } = memoryCampaigns();
  const outreach = {
    touches: async () => [],
    suppressions: async () => [],
    contactsOf: async () => [],
    sequence: async () => undefined,
  };
  const ports = (now: string) => ({
    patients: { ...memory.patients, list },
    store,
    campaigns: { find: store.find, fingerprint },
    outreach: outreach as never,
    practice: lakeside.identity,
    rules: recallRules,
    law: lakeside.law,
    types,
    products,
    versionOf: () => 'v1',
    shardOf: () => 0,
    addressKeys: async () => ({}),
    standing: async () => ({ openInquiry: false, openCase: false }),
    heldOut: async () => false,
    addressConsents: async () => [],
    rates: {},
    now,
  });
  const fill = (day: string, enough = () => false) =>
    fillCampaigns(ports(`${day}T15:00:00.000Z`), onDay(day), enough);
  const items = async (): Promise<readonly RecallItem[]> =>
    (await Promise.all(all.map(({ id }) => memory.patients.record(id)))).flatMap((record) =>
      (record?.items ?? []).filter(({ type }) => type === 'campaign'),
    );
  return { store, counts, ports, fill, items };
}

const long = '2025-06-01';
const lately = '2026-11-01';

describe('filling a campaign', () => {
  test('adds whom it means, as many a day as its ceiling, contact the day after', async () => {
    const practice = await practiceWith([long, lately, long, long, long, long], 2);
    await practice.store.save(approvedCampaign());
    expect(await practice.fill('2026-11-20')).toBe(true);
    const first = await practice.items();
    expect(first.map(({ patientId }) => patientId)).toEqual(['p00', 'p02', 'p03']);
    expect(first[0]).toMatchObject({ id: 'campaign#c1', nextOn: '2026-11-21', state: 'open', attempts: 0 });
    expect((await practice.store.find('c1'))?.state).toBe('running');
    expect(await practice.fill('2026-11-20')).toBe(true);
    expect(await practice.items()).toHaveLength(3);
    expect(await practice.fill('2026-11-21')).toBe(true);
    expect((await practice.items()).map(({ patientId }) => patientId)).toEqual([
      'p00',
      'p02',
      'p03',
      'p04',
      'p05',
    ]);
  });

  test.each([
    ['not approved', { state: 'submitted' as const }],
    ['stopped', { state: 'stopped' as const }],
    [
      'of another content than approved',
      {
        content: { ...campaignContent, dailyCeiling: 9 },
        approval: { by: 'bell', at: '', content: 'other' },
      },
    ],
    ['not begun', { content: { ...campaignContent, startOn: '2026-11-22' } }],
  ])('adds nobody while it is %s', async (_name, changes) => {
    const practice = await practiceWith([long], 2);
    await practice.store.save(approvedCampaign(changes));
    expect(await practice.fill('2026-11-20')).toBe(true);
    expect(await practice.items()).toEqual([]);
    await practice.store.save(approvedCampaign({ id: 'c2' }));
    await practice.fill('2026-11-20');
    expect(await practice.items()).toHaveLength(1);
  });

  test('adds nobody outside the audience and never more than the ceiling, cut off anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(long, lately), { maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 }),
        async (days, size, pages) => {
          const practice = await practiceWith(days, size);
          await practice.store.save(approvedCampaign());
          for (const most of pages) {
            let left = most;
            await practice.fill('2026-11-20', () => {
              left -= 1;
              return left < 0;
            });
            expect((await practice.items()).length).toBeLessThanOrEqual(3);
          }
          await practice.fill('2026-11-20');
          const meant = days.flatMap((on, index) =>
            on === long ? [`p${String(index).padStart(2, '0')}`] : [],
          );
          expect((await practice.items()).map(({ patientId }) => patientId)).toEqual(meant.slice(0, 3));
        },
      ),
      { numRuns: 25 },
    );
  });

  test('leaves out for whom what it is about was found not suitable', async () => {
    const practice = await practiceWith([long, long, long], 2);
    const save = practice.ports('2026-11-20T15:00:00.000Z').patients.saveConsultation;
    const on = '2025-06-01';
    await save({ ...notSuitable('p00'), on });
    await save({ ...notSuitable('p01'), on, about: 'filler-lips' });
    const { about: _none, ...unnamed } = notSuitable('p02');
    await save({ ...unnamed, on });
    await practice.store.save(approvedCampaign());
    await practice.fill('2026-11-20');
    expect((await practice.items()).map(({ patientId }) => patientId)).toEqual(['p01']);
    const shown = await previewCampaign(
      practice.ports('2026-11-20T15:00:00.000Z'),
      approvedCampaign({ id: 'c9' }),
      { limit: 2 },
    );
    expect(shown).toMatchObject({ looked: 2, meant: 1 });
    const content = { ...campaignContent, about: ['filler-lips'] };
    await practice.store.save(approvedCampaign({ id: 'c2', content }));
    await practice.fill('2026-11-20');
    const second = (await practice.items()).filter(({ id }) => id === 'campaign#c2');
    expect(second.map(({ patientId }) => patientId)).toEqual(['p00']);
  });

  test('shows ahead by the same code whom it would contact', async () => {
    const practice = await practiceWith([long, lately, long], 2);
    const campaign = approvedCampaign({ state: 'draft' });
    const shown = await previewCampaign(practice.ports('2026-11-20T15:00:00.000Z'), campaign, { limit: 2 });
    expect(shown).toMatchObject({
      looked: 2,
      meant: 1,
      contact: { email: 1 },
      heldOut: 0,
      not: {},
      cursor: '2',
    });
    const funded = { ...campaignContent, fundedBy: 'third-party' as const, thirdPartyRemuneration: true };
    const paid = approvedCampaign({ content: funded });
    const refused = await previewCampaign(practice.ports('2026-11-20T15:00:00.000Z'), paid, { limit: 2 });
    expect(refused.contact).toEqual({});
    expect(refused.decisions[0]?.rules).toContain('R23');
  });

  test('ends its items once it is over, and puts them off while it waits', () => {
    const item = {
      id: 'campaign#c1',
      type: 'campaign',
      state: 'open',
      nextOn: '2026-11-21',
      attempts: 0,
    } as RecallItem;
    const under = (state: 'running' | 'paused' | 'stopped', changes: Partial<PatientRecord> = {}) =>
      underCampaigns(
        recordOf({ items: [item], ...changes }),
        new Map([[item.id, approvedCampaign({ state })]]),
        '2026-11-21',
        {
          find: async () => undefined,
          fingerprint,
        },
      )[0];
    expect(under('running')).toBe(item);
    expect(under('paused')).toMatchObject({ state: 'open', nextOn: '2026-11-22' });
    expect(under('stopped')).toMatchObject({ state: 'stopped', endedBy: 'campaign-over' });
    expect(under('stopped')?.nextOn).toBeUndefined();
    const unsuited = under('running', { consultations: [notSuitable('p1')] });
    expect(unsuited).toMatchObject({ state: 'stopped', endedBy: 'consultation-not-suitable' });
    expect(unsuited?.nextOn).toBeUndefined();
  });
});
