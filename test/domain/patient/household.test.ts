import { describe, expect, test } from '@jest/globals';
import { type KeepPorts, keepRows } from '../../../domain/patient/keep-patient.ts';
import { fridayMorning, lakeside } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';
import { memoryPatients } from '../../support/memory-patients.ts';

function practice() {
  const memory = memoryPatients();
  const ports: KeepPorts = {
    patients: memory.patients,
    outreach: memoryOutreach().outreach,
    practice: lakeside.identity,
    types: lakeside.treatments.treatments,
    products: [],
    rules: lakeside.recall,
    versionOf: () => 'v1',
    shardOf: () => 0,
    contactKeys: async ({ email, phone }) => [email, phone].flatMap((address) => address ?? []),
    now: fridayMorning,
  };
  const comes = (id: string, addresses: { email?: string; phone?: string }) =>
    keepRows(ports, [{ patient: { id, schema: 1, externalId: id, ...addresses } }]);
  const of = async (id: string) => (await memory.patients.record(id))?.household;
  return { ...memory, comes, of };
}

describe('the household of a patient', () => {
  test('is named after the first who came, whoever joins', async () => {
    const { comes, of } = practice();
    await comes('pat_5', { email: 'home@example.com' });
    await comes('pat_1', { email: 'home@example.com', phone: '+15125550101' });
    await comes('pat_9', { phone: '+15125550101' });
    expect([await of('pat_5'), await of('pat_1'), await of('pat_9')]).toEqual(['pat_5', 'pat_5', 'pat_5']);
  });

  test('two that turn out to be one go by the smaller name, also those whom the newcomer shares nothing with', async () => {
    const { comes, of } = practice();
    await comes('pat_2', { email: 'a@example.com' });
    await comes('pat_6', { email: 'b@example.com' });
    await comes('pat_7', { email: 'b@example.com', phone: '+15125550107' });
    await comes('pat_8', { phone: '+15125550107' });
    await comes('pat_9', { email: 'a@example.com', phone: '+15125550107' });
    for (const id of ['pat_2', 'pat_6', 'pat_7', 'pat_8', 'pat_9']) expect(await of(id)).toBe('pat_2');
  });

  test('stays when an address changes', async () => {
    const { comes, of } = practice();
    await comes('pat_1', { email: 'home@example.com' });
    await comes('pat_2', { email: 'home@example.com' });
    await comes('pat_2', { email: 'own@example.com' });
    expect(await of('pat_2')).toBe('pat_1');
  });

  test('is not made by a front desk’s address, nor by a support person', async () => {
    const { comes, of, patients } = practice();
    for (let one = 10; one < 24; one += 1) await comes(`pat_${one}`, { phone: '+15125550100' });
    expect(await of('pat_23')).toBe('pat_23');
    await patients.link(['parent@example.com'], 'pat_1', 'parent');
    await comes('pat_2', { email: 'parent@example.com' });
    expect(await of('pat_2')).toBe('pat_2');
  });

  test('is the same for two who come in at the same time', async () => {
    const { comes, of } = practice();
    const home = { email: 'home@example.com' };
    await Promise.all(['pat_3', 'pat_2', 'pat_1', 'pat_4'].map((id) => comes(id, home)));
    const names = await Promise.all(['pat_1', 'pat_2', 'pat_3', 'pat_4'].map(of));
    expect(new Set(names).size).toBe(1);
    expect(names[0]).toBeDefined();
  });

  test('costs nothing when nothing changed', async () => {
    const { comes, state } = practice();
    await comes('pat_1', { email: 'home@example.com' });
    const { writes } = state;
    await comes('pat_1', { email: 'home@example.com' });
    expect(state.writes).toBe(writes);
  });
});
