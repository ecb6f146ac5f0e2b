import { describe, expect, test } from '@jest/globals';
import { messageCame } from '../../../domain/inquiry/arrival.ts';
import type { Inquiry } from '../../../domain/inquiry/inquiry.ts';
import type { InquiryMessage } from '../../../domain/inquiry/message.ts';
import { opened } from '../../../domain/inquiry/open-or-join.ts';
import { approveErasure, askForErasure, type ErasePorts } from '../../../domain/patient/erase.ts';
import type { ImportedRow } from '../../../domain/patient/imported.ts';
import { keepGuardian } from '../../../domain/patient/keep-guardian.ts';
import { type KeepPorts, keepRows } from '../../../domain/patient/keep-patient.ts';
import type { CallTask } from '../../../domain/recall/touch.ts';
import { assess, downtown, fridayMorning, lakeside, rules } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';
import { CutOff, memoryPatients } from '../../support/memory-patients.ts';
import { memoryTraces } from '../../support/memory-traces.ts';

const zephyrine: ImportedRow = {
  patient: {
    id: 'pat_1',
    schema: 1,
    externalId: 'chart-1',
    otherIds: ['Patient/7', 'identifier:|chart-1'],
    firstName: 'Zephyrine',
    lastName: 'Quill',
    email: 'zephyrine@example.com',
    phone: '+15125550101',
    birthDate: '1980-01-01',
    invalid: ['email'],
    unusable: { email: 'zephyrine.quill at home' },
  },
  names: ['Procedure/x1'],
  treatments: [
    {
      patientId: 'pat_1',
      id: 'facial#2026-11-01',
      type: 'facial',
      on: '2026-11-01',
      from: 'procedure#x1',
    },
  ],
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
  const tasks = new Map<string, CallTask>();
  const contactKeys: KeepPorts['contactKeys'] = async ({ email, phone, names = [] }) => [
    ...[email, phone].flatMap((address) => (address ? [`key-${address.length}`] : [])),
    ...names.map((name) => `name-${name.length}`),
  ];
  const traces = memoryTraces(memory.wrote);
  const ports: ErasePorts = {
    ...traces.ports,
    patients: memory.patients,
    contactKeys,
    suppress: async (key, reason) => {
      suppressed.set(key, reason);
    },
    addTask: async (task) => {
      memory.wrote();
      tasks.set(task.id, task);
    },
    practice: lakeside.identity,
  };
  const keeping: KeepPorts = {
    ...ports,
    outreach: memoryOutreach().outreach,
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
  return { ...memory, ...traces, ports, keeping, suppressed, tasks };
}
const everything = (memory: Awaited<ReturnType<typeof kept>>) =>
  JSON.stringify([...memory.records].map(([id, items]) => [id, [...items]])) +
  JSON.stringify([...memory.links]) +
  JSON.stringify([...memory.inquiries]) +
  JSON.stringify([...memory.deliveries]);
const words = /zephyrine|quill|5550101|1980|chart-1|192\.0/i;

const closed = (id: string, contact: Inquiry['contact'], changes: Partial<Inquiry> = {}): Inquiry => {
  const arrival = messageCame({
    id,
    receivedAt: fridayMorning,
    channel: 'email',
    source: 'src_mail',
    location: downtown,
    contact,
    text: 'mine',
    language: 'en',
    assessment: assess('mine'),
  });
  const { dueAt, ...one } = opened(arrival, { rules, now: fridayMorning });
  void dueAt;
  return {
    ...one,
    id,
    status: 'closed',
    answeredCount: 1,
    lastEvent: { ...one.lastEvent, note: 'Zephyrine called' },
    ...changes,
  };
};
const zephyrines = { name: 'Zephyrine Quill', email: 'zephyrine@example.com' };

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
    expect(await memory.patients.byAddress(['name-9', 'name-12', 'name-19'])).toEqual([]);
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

  test('asks whoever lives on and shares an address for a consent of their own, once, and nobody else', async () => {
    const memory = await kept();
    const other = (id: string, changes: object) =>
      keepRows(memory.keeping, [
        { patient: { id, schema: 1, externalId: id, firstName: 'Noor', lastName: 'Vale', ...changes } },
      ]);
    // As long as the number, so of the same key.
    await other('pat_2', { phone: '+15125550102' });
    await other('pat_3', { phone: '+15125550103', deceased: true });
    await other('pat_4', { email: 'somebody.else.altogether@example.com' });
    await memory.patients.link(['key-12'], 'pat_4', 'mother');
    await other('pat_5', { phone: '+15125550105' });
    const pat5 = (await memory.patients.record('pat_5'))?.patient;
    if (pat5) await memory.patients.save({ ...pat5, mergedInto: 'pat_2' });
    await approveErasure(memory.ports, 'pat_1', approves);
    await approveErasure(memory.ports, 'pat_1', approves);
    expect([...memory.tasks.values()]).toMatchObject([
      {
        patientId: 'pat_2',
        kind: 'address',
        state: 'open',
        why: expect.stringContaining('consent of their own'),
      },
    ]);
    expect(JSON.stringify([...memory.tasks])).not.toMatch(words);
  });

  test('asks who speaks now for a child whose guardian had the address, and for nobody else whom they spoke for', async () => {
    const memory = await kept();
    const other = (id: string, changes: object) =>
      keepRows(memory.keeping, [
        { patient: { id, schema: 1, externalId: id, firstName: 'Noor', lastName: 'Quill', ...changes } },
      ]);
    await other('pat_6', { birthDate: '2015-01-01' });
    await other('pat_7', {});
    const speaker = { name: 'Zephyrine Quill', relationship: 'mother', phone: '+15125550101' } as const;
    const guardian = { ...speaker, patientId: 'pat_6', represents: true, evidence: 'form' };
    await keepGuardian(memory.keeping, 'pat_6', {}, { ...guardian, by: 'sato', at: fridayMorning });
    await memory.patients.link(['key-12'], 'pat_7', 'friend');
    await approveErasure(memory.ports, 'pat_1', approves);
    expect([...memory.tasks.values()]).toMatchObject([
      { patientId: 'pat_6', kind: 'address', why: expect.stringContaining('who speaks for them now') },
    ]);
    expect(JSON.stringify([...memory.tasks])).not.toMatch(words);
  });

  test('asks nobody about an address of a whole list, and erases all the same', async () => {
    const memory = await kept();
    for (let index = 0; index < 12; index += 1)
      await keepRows(memory.keeping, [
        {
          patient: {
            id: `many_${index}`,
            schema: 1,
            externalId: `m${index}`,
            firstName: 'A',
            lastName: 'B',
            phone: '+15125550102',
          },
        },
      ]);
    await approveErasure(memory.ports, 'pat_1', approves);
    expect(memory.tasks.size).toBe(0);
    expect((await memory.patients.record('pat_1'))?.patient.erasedAt).toBe(fridayMorning);
  });

  test('asks nobody where nobody shares one', async () => {
    const memory = await kept();
    await approveErasure(memory.ports, 'pat_1', approves);
    expect(memory.tasks.size).toBe(0);
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
    const written = async () => {
      const memory = await kept();
      memory.arrived(['key-21'], closed('inq_1', zephyrines), 'I am Zephyrine');
      return memory;
    };
    const whole = await written();
    const before = whole.state.writes;
    await approveErasure(whole.ports, 'pat_1', approves);
    const writes = whole.state.writes - before;
    expect(writes).toBeGreaterThan(5);
    for (let cut = 0; cut < writes; cut += 1) {
      const memory = await written();
      memory.state.cutOffAfter = memory.state.writes + cut;
      await expect(approveErasure(memory.ports, 'pat_1', approves)).rejects.toThrow(CutOff);
      memory.state.cutOffAfter = Number.POSITIVE_INFINITY;
      await approveErasure(memory.ports, 'pat_1', approves);
      expect(everything(memory)).not.toMatch(words);
      expect(memory.suppressed.size).toBe(2);
      expect(memory.links.get('key-21')?.size).toBe(0);
    }
  });

  test('reaches inquiries by every address, with their files, raw mail and requests, and leaves their times', async () => {
    const memory = await kept();
    const account = { channel: 'instagram', person: 'z', page: 'p', source: 's' } as const;
    const inquiry = closed('inq_1', { ...zephyrines, account });
    memory.arrived(['key-21', 'account-z'], inquiry, 'I am Zephyrine and I itch');
    memory.footprints.set('pat_1', ['task', 'touch']);
    memory.batches.set('b1', ['pat_1', 'pat_2']);
    memory.files.add('b1.pdf');
    await approveErasure(memory.ports, 'pat_1', approves);
    expect(everything(memory)).not.toMatch(words);
    expect([...memory.files]).toEqual([]);
    expect(memory.inquiries.get('inq_1')).toMatchObject({
      inquiry: {
        receivedAt: inquiry.receivedAt,
        deadline: inquiry.deadline,
        contact: {},
        erasedAt: fridayMorning,
      },
      messages: [],
    });
    expect(memory.footprints.size).toBe(0);
    expect(memory.batches.get('b1')).toEqual(['pat_2']);
    expect([...memory.locks.keys()]).toEqual([]);
    expect([...memory.senders.values()].map(({ size }) => size)).toEqual([0, 0]);
  });

  test.each([
    ['somebody waits', { status: 'new', answeredCount: 0 }],
    ['no clinician has ended the emergency', { status: 'answered', emergency: true }],
    ['an execution still keeps its time', { dueAt: fridayMorning }],
  ] as const)('waits while an inquiry is open: %s', async (_why, changes) => {
    const memory = await kept();
    memory.arrived(['key-21'], { ...closed('inq_1', zephyrines), ...changes }, 'I am Zephyrine');
    const { writes } = memory.state;
    await expect(approveErasure(memory.ports, 'pat_1', approves)).rejects.toThrow('is open');
    expect(memory.state.writes).toBe(writes);
  });

  test('an inquiry from an address that others share is theirs only with their name', async () => {
    const memory = await kept();
    await memory.patients.link(['key-21'], 'pat_2');
    memory.arrived(['key-21'], closed('inq_1', { ...zephyrines, name: 'zéphyrine  QUILL' }), 'mine');
    memory.arrived(['key-21'], closed('inq_2', { ...zephyrines, name: 'Pascal Quill' }), 'of my husband');
    expect(await approveErasure(memory.ports, 'pat_1', approves)).toMatchObject({ inquiriesLeft: 1 });
    expect(memory.inquiries.get('inq_1')?.messages).toEqual([]);
    expect(memory.inquiries.get('inq_2')?.messages).toHaveLength(1);
  });

  describe('where addresses were only typed beside one another', () => {
    const neighbour = '+491711234567';
    const text: Partial<InquiryMessage> = {
      channel: 'sms',
      from: { phone: neighbour },
      text: 'I cannot breathe',
    };
    const form: Partial<InquiryMessage> = {
      channel: 'web-form',
      typed: true,
      from: { ...zephyrines, phone: neighbour },
      text: 'Zephyrine asks',
    };

    /** The neighbour is no patient; Zephyrine's form named their number. */
    async function beside(contact: Inquiry['contact'], changes: Partial<Inquiry> = {}) {
      const memory = await kept();
      memory.arrived(['key-13', 'key-21'], closed('inq_1', contact, { ...changes }), 'any');
      const file = memory.inquiries.get('inq_1');
      const [message] = file?.messages ?? [];
      if (!file || !message) throw new Error('there is no inquiry');
      const { attachments, mailKey, deliveryId, ...bare } = message;
      void [attachments, mailKey, deliveryId];
      const messages = [
        { ...bare, ...text, id: 'text' },
        { ...message, ...form, id: 'form', beside: contact.email ? undefined : true } as InquiryMessage,
      ];
      memory.inquiries.set('inq_1', { ...file, messages });
      return memory;
    }
    const left = (memory: Awaited<ReturnType<typeof beside>>) =>
      memory.inquiries.get('inq_1')?.messages.map(({ id }) => id);

    test('another’s conversation stays, without what the person wrote beside it', async () => {
      const memory = await beside({ phone: neighbour }, { emergency: true });
      expect(await approveErasure(memory.ports, 'pat_1', approves)).toMatchObject({ inquiriesLeft: 1 });
      expect(left(memory)).toEqual(['text']);
      expect(memory.inquiries.get('inq_1')?.inquiry.contact).toEqual({ phone: neighbour });
      expect([...memory.files]).toEqual([]);
      expect(everything(memory)).not.toMatch(/zephyrine asks/i);
      expect(memory.locks.get('key-13')).toBe('inq_1');
    });

    test.each([
      ['the other alone has written', ['phone']],
      ['both have written', ['phone', 'email']],
    ] as const)('so does one that a form began, where %s', async (_who, proved) => {
      const memory = await beside({ ...zephyrines, phone: neighbour }, { proved });
      await approveErasure(memory.ports, 'pat_1', approves);
      expect(left(memory)).toEqual(['text']);
      expect(memory.inquiries.get('inq_1')?.inquiry).toMatchObject({ contact: { phone: neighbour } });
      expect(JSON.stringify(memory.inquiries.get('inq_1')?.inquiry.contact)).not.toMatch(words);
    });

    test('waits while that one is open', async () => {
      const memory = await beside({ phone: neighbour }, { status: 'new', answeredCount: 0 });
      await expect(approveErasure(memory.ports, 'pat_1', approves)).rejects.toThrow('is open');
      expect(left(memory)).toEqual(['text', 'form']);
    });

    test('cut off after any write, it is finished by the same call', async () => {
      const contact = { ...zephyrines, phone: neighbour };
      const whole = await beside(contact, { proved: ['phone'] });
      const before = whole.state.writes;
      await approveErasure(whole.ports, 'pat_1', approves);
      for (let cut = 0; cut < whole.state.writes - before; cut += 1) {
        const memory = await beside(contact, { proved: ['phone'] });
        memory.state.cutOffAfter = memory.state.writes + cut;
        await expect(approveErasure(memory.ports, 'pat_1', approves)).rejects.toThrow(CutOff);
        memory.state.cutOffAfter = Number.POSITIVE_INFINITY;
        await approveErasure(memory.ports, 'pat_1', approves);
        expect(left(memory)).toEqual(['text']);
        expect(memory.files.size).toBe(0);
      }
    });
  });

  test('a message that comes in between stops it, and nothing of the words is gone', async () => {
    const memory = await kept();
    memory.arrived(['key-21'], closed('inq_1', zephyrines), 'mine');
    const { correspondence } = memory.ports;
    const ports = { ...memory.ports, correspondence: { ...correspondence, empty: async () => false } };
    await expect(approveErasure(ports, 'pat_1', approves)).rejects.toThrow('just written again');
    expect(memory.inquiries.get('inq_1')?.messages).toHaveLength(1);
    expect(await memory.patients.record('pat_1')).toMatchObject({ patient: { firstName: 'Zephyrine' } });
  });

  test('leaves every household', async () => {
    const memory = await kept();
    expect(memory.members.has('pat_1')).toBe(true);
    await approveErasure(memory.ports, 'pat_1', approves);
    expect(memory.members.has('pat_1')).toBe(false);
  });
});
