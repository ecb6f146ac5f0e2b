import { expect, test } from '@jest/globals';
import type { Patients } from '../../domain/patient/patients.ts';
import type { RecallItem } from '../../domain/recall/recall-item.ts';
import { contract, pages } from '../support/contract.ts';
import { memoryPatients } from '../support/memory-patients.ts';
import { emptyRecord } from '../support/recall-record.ts';

const item = (changes: Partial<RecallItem> = {}): RecallItem => ({
  patientId: 'p1',
  id: 'lapsed',
  type: 'lapsed',
  lastOn: '2026-01-01',
  dueOn: '2026-07-01',
  episode: '2026-07-01',
  attempts: 0,
  nextOn: '2026-11-20',
  state: 'open',
  ...changes,
});
const place = { zone: 'America/Chicago', shard: 3 };

const adapter = async () => (await import('../../lambdas/adapters/patient-table.ts')).patientTable;
const memory = () => memoryPatients().patients;

contract<Patients>('recall items', { table: 'Patients', adapter, memory }, (fresh) => {
  const withOne = async () => {
    const port = await fresh();
    await port.save(emptyRecord.patient);
    return { port, record: async () => await port.record('p1') };
  };

  test('are stored only as they were seen', async () => {
    const { port, record } = await withOne();
    expect(await port.saveItem(item(), place, item())).toBe(false);
    expect(await port.saveItem(item(), place, undefined)).toBe(true);
    expect(await port.saveItem(item(), place, undefined)).toBe(false);
    for (const stale of [{ attempts: 1 }, { episode: '2026-08-01' }, { state: 'booked' as const }])
      expect(await port.saveItem(item({ state: 'stopped' }), place, item(stale))).toBe(false);
    const { nextOn, ...stopped } = item({ state: 'stopped' });
    expect(await port.saveItem(stopped, place, item())).toBe(true);
    expect([nextOn, (await record())?.items]).toEqual(['2026-11-20', [stopped]]);
  });

  test('are raised by an attempt once, while they are open', async () => {
    const { port, record } = await withOne();
    const { nextOn, ...after } = item({ attempts: 1, heldUntil: '2026-12-01' });
    const callBack = { by: 'okoye', at: '2026-11-20T16:05:00.000Z' };
    await port.saveItem(item({ why: ['not seen'], callBack }), place, undefined);
    expect(await port.raiseItem(item(), after, place)).toBe(true);
    expect(await port.raiseItem(item(), after, place)).toBe(false);
    expect([nextOn, (await record())?.items]).toEqual(['2026-11-20', [{ ...after, why: ['not seen'] }]]);
    await port.saveItem({ ...after, state: 'stopped' }, place, after);
    expect(await port.raiseItem(after, item({ attempts: 2 }), place)).toBe(false);
  });

  test('are due on their next day while they are open, as a look is, a page at a time', async () => {
    const { port } = await withOne();
    const due = async (day: string, shard = 3) =>
      (await pages(({ cursor, limit }) => port.dueOn({ ...place, shard, day }, cursor, limit), 1)).flat();
    await port.saveItem(item({ patientId: 'p2' }), place, undefined);
    await port.saveItem(item(), place, undefined);
    await port.saveItem(item({ id: 'due#facial' }), { ...place, shard: 4 }, undefined);
    await port.saveItem(item({ id: 'due#filler-lips', state: 'booked' }), place, undefined);
    await port.saveLook('p3', '2026-11-20', place);
    expect(await due('2026-11-20')).toEqual(['p1', 'p2', 'p3']);
    expect(await due('2026-11-20', 4)).toEqual(['p1']);
    await port.saveLook('p3', undefined, place);
    await port.raiseItem(
      item({ patientId: 'p2' }),
      item({ patientId: 'p2', attempts: 1, nextOn: '2026-11-27' }),
      place,
    );
    expect([await due('2026-11-20'), await due('2026-11-27')]).toEqual([['p1'], ['p2']]);
    const open = await pages(port.items, 1);
    expect(
      open
        .flat()
        .map(({ patientId, id }) => `${id} ${patientId}`)
        .toSorted(),
    ).toEqual(['due#facial p1', 'lapsed p1', 'lapsed p2']);
  });

  test('are looked at sooner once the patient agrees, or wishes something else, and later for nothing', async () => {
    const { port, record } = await withOne();
    const lookOn = async () => (await record())?.lookOn;
    const consent = {
      id: 'c1',
      patientId: 'p1',
      channel: 'email',
      purpose: 'marketing',
      occurredAt: '2026-11-24',
      recordedAt: '2026-11-25T03:00:00.000Z',
      method: 'paper',
      actor: 'patient',
    } as const;
    await port.addConsent({ ...consent, id: 'c0', action: 'grant' });
    expect(await lookOn()).toBeUndefined();
    await port.saveLook('p1', '2026-12-20', place);
    await port.addConsent({ ...consent, action: 'revoke' });
    expect(await lookOn()).toBe('2026-12-20');
    // The evening of the day before, in Chicago.
    await port.addConsent({ ...consent, id: 'c2', action: 'grant' });
    expect(await lookOn()).toBe('2026-11-24');
    expect(await port.dueOn({ ...place, day: '2026-11-24' }, undefined, 9)).toEqual({ items: ['p1'] });
    expect(await port.dueOn({ ...place, day: '2026-12-20' }, undefined, 9)).toEqual({ items: [] });
    await port.savePreferences({ patientId: 'p1', at: '2026-11-23T18:00:00.000Z', by: 'patient' });
    expect(await lookOn()).toBe('2026-11-23');
    await port.lookSoon('p1', '2026-11-30T18:00:00.000Z');
    expect(await lookOn()).toBe('2026-11-23');
  });

  test('are nowhere any more once their patient is forgotten', async () => {
    const { port, record } = await withOne();
    await port.saveItem(item(), place, undefined);
    await port.saveLook('p1', '2026-11-20', place);
    await port.forget('p1');
    expect(await record()).toEqual(emptyRecord);
    expect(await port.dueOn({ ...place, day: '2026-11-20' }, undefined, 9)).toEqual({ items: [] });
    expect(await port.items({ limit: 9 })).toEqual({ items: [] });
  });
});
