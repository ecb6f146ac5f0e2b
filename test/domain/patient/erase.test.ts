import { describe, expect, test } from '@jest/globals';
import { approveErasure, askForErasure, type ErasePorts } from '../../../domain/patient/erase.ts';
import type { ImportedRow } from '../../../domain/patient/imported.ts';
import { type KeepPorts, keepRows } from '../../../domain/patient/keep-patient.ts';
import { fridayMorning, lakeside } from '../../support/lakeside.ts';
import { CutOff, memoryPatients } from '../../support/memory-patients.ts';

const zephyrine: ImportedRow = {
  patient: {
    id: 'pat_1',
    schema: 1,
    externalId: 'chart-1',
    firstName: 'Zephyrine',
    lastName: 'Quill',
    email: 'zephyrine@example.com',
    phone: '+15125550101',
    birthDate: '1980-01-01',
  },
  treatments: [{ patientId: 'pat_1', id: 'facial#2026-11-01', type: 'facial', on: '2026-11-01' }],
  consents: [
    {
      id: 'c1',
      patientId: 'pat_1',
      channel: 'email',
      purpose: 'marketing',
      action: 'grant',
      occurredAt: '2026-01-01',
      recordedAt: fridayMorning,
      method: 'paper',
      actor: 'import',
      address: 'zephyrine@example.com',
      ip: '192.0.2.1',
      wording: { text: 'Send me offers.' },
    },
  ],
};
const asks = { by: 'sato', now: fridayMorning };
const approves = { by: 'okoye', now: fridayMorning };

async function kept() {
  const memory = memoryPatients();
  const suppressed = new Map<string, string>();
  const contactKeys: KeepPorts['contactKeys'] = async ({ email, phone }) =>
    [email, phone].flatMap((address) => (address ? [`key-${address.length}`] : []));
  const ports: ErasePorts = {
    patients: memory.patients,
    contactKeys,
    suppress: async (key, reason) => {
      suppressed.set(key, reason);
    },
  };
  const keeping: KeepPorts = {
    ...ports,
    practice: lakeside.identity,
    types: lakeside.treatments.treatments,
    products: [],
    versionOf: () => 'v1',
    rules: lakeside.recall,
    shardOf: () => 0,
    now: fridayMorning,
  };
  await keepRows(keeping, [zephyrine]);
  await askForErasure(ports, { id: 'pat_1', reason: 'patient-asked' }, asks);
  return { ...memory, ports, keeping, suppressed };
}
const everything = (memory: Awaited<ReturnType<typeof kept>>) =>
  JSON.stringify([...memory.records].map(([id, items]) => [id, [...items]])) +
  JSON.stringify([...memory.links]);
const words = /zephyrine|quill|5550101|1980|chart-1|192\.0/i;

describe('erasing a person (R37, R70)', () => {
  test('needs another person than the one who asked', async () => {
    const memory = await kept();
    await expect(approveErasure(memory.ports, 'pat_1', asks)).rejects.toThrow('Another person');
    expect(everything(memory)).toMatch(words);
  });

  test('leaves nothing of them but the evidence, and keeps their addresses suppressed', async () => {
    const memory = await kept();
    expect(everything(memory)).toMatch(words);
    expect(await approveErasure(memory.ports, 'pat_1', approves)).toMatchObject({ doneAt: fridayMorning });
    expect(everything(memory)).not.toMatch(words);
    expect([...memory.suppressed]).toEqual([
      ['key-21', 'erased'],
      ['key-12', 'erased'],
    ]);
    expect(await memory.patients.record('pat_1')).toMatchObject({
      patient: { erasedAt: fridayMorning },
      treatments: [],
      items: [],
      consents: [{ action: 'grant', address: 'hmac:key-21', wording: { text: 'Send me offers.' } }],
    });
    expect(await memory.patients.byAddress(['key-21', 'key-12'])).toEqual([]);
  });

  test('a later import of the same person brings nothing back', async () => {
    const memory = await kept();
    await approveErasure(memory.ports, 'pat_1', approves);
    expect(await keepRows(memory.keeping, [zephyrine])).toEqual({ changed: 0, unchanged: 1 });
    expect(everything(memory)).not.toMatch(words);
    expect(memory.suppressed.size).toBe(2);
  });

  test('again changes nothing', async () => {
    const memory = await kept();
    await approveErasure(memory.ports, 'pat_1', approves);
    const { writes } = memory.state;
    await approveErasure(memory.ports, 'pat_1', approves);
    expect(memory.state.writes).toBe(writes);
  });

  test('cut off after any write, it is finished by the same call', async () => {
    const whole = await kept();
    const before = whole.state.writes;
    await approveErasure(whole.ports, 'pat_1', approves);
    const writes = whole.state.writes - before;
    expect(writes).toBeGreaterThan(5);
    for (let cut = 0; cut < writes; cut += 1) {
      const memory = await kept();
      memory.state.cutOffAfter = memory.state.writes + cut;
      await expect(approveErasure(memory.ports, 'pat_1', approves)).rejects.toThrow(CutOff);
      memory.state.cutOffAfter = Number.POSITIVE_INFINITY;
      await approveErasure(memory.ports, 'pat_1', approves);
      expect(everything(memory)).not.toMatch(words);
      expect(memory.suppressed.size).toBe(2);
      expect(memory.links.get('key-21')?.size).toBe(0);
    }
  });
});
