import { beforeEach, describe, expect, test } from '@jest/globals';
import type { PatientRecord } from '../../../domain/patient/patient.ts';
import {
  type LetterBatch,
  type LetterPorts,
  makeBatch,
  type Piece,
} from '../../../domain/recall/letter-batch.ts';
import { mailReturned } from '../../../domain/recall/returned-mail.ts';
import type { CallTask, Touch } from '../../../domain/recall/touch.ts';
import { lakeside } from '../../support/lakeside.ts';

const now = '2026-11-25T16:00:00.000Z';
const on = '2026-11-20';

const recordOf = (id: string, changes: Partial<PatientRecord['patient']> = {}): PatientRecord => ({
  patient: {
    id,
    schema: 1,
    externalId: id,
    firstName: 'Rowan',
    lastName: 'Ellery',
    language: 'en',
    location: 'downtown',
    region: 'TX',
    postal: { lines: ['1 Elm Street'], city: 'Austin', postalCode: '78701' },
    ...changes,
  },
  treatments: [{ patientId: id, id: 'facial#2026-01-01', type: 'facial', on: '2026-01-01' }],
  purchases: [],
  consultations: [],
  series: [],
  appointments: [],
  settings: [],
  consents: [],
  checks: [],
  items: [
    {
      patientId: id,
      id: 'lapsed',
      type: 'lapsed',
      lastOn: '2026-01-01',
      dueOn: '2026-07-01',
      episode: '2026-07-01',
      attempts: 1,
      state: 'open',
    },
  ],
});

const touchOf = (patientId: string, changes: Partial<Touch> = {}): Touch => ({
  id: `${patientId}.${on}`,
  schema: 1,
  patientId,
  location: 'downtown',
  on,
  sweepId: 's',
  channel: 'letter',
  otherwise: [],
  class: 'marketing',
  template: 'lapsed',
  items: [{ id: 'lapsed', episode: '2026-07-01', attempts: 0, attempt: 0 }],
  state: 'to-print',
  sendAt: `${on}T15:00:00.000Z`,
  ...changes,
});

/** A table of outreach in memory, as much of it as letters need. */
function world(records: readonly PatientRecord[], given: readonly Touch[]) {
  const touches = new Map(given.map((touch) => [touch.id, touch]));
  const batches: LetterBatch[] = [];
  const tasks: CallTask[] = [];
  const suppressed: string[] = [];
  const files: (readonly Piece[])[] = [];
  let leased = false;
  const outreach = {
    toPrint: async () => ({ items: [...touches.values()].filter(({ state }) => state === 'to-print') }),
    findTouch: async (id: string, day: string) => touches.get(`${id}.${day}`),
    move: async (
      { patientId, on: day }: Pick<Touch, 'patientId' | 'on'>,
      from: Touch['state'],
      changes: Partial<Touch>,
    ) => {
      const touch = touches.get(`${patientId}.${day}`);
      if (touch?.state !== from) return false;
      touches.set(touch.id, { ...touch, ...changes });
      return true;
    },
    touches: async (id: string) => [...touches.values()].filter(({ patientId }) => patientId === id),
    suppressions: async (key: string) =>
      suppressed.includes(key)
        ? [{ address: 'post' as const, reason: 'returned-mail' as const, at: now }]
        : [],
    contactsOf: async () => [],
    countsSince: async () => ({ sent: 0, bounced: 0, complained: 0 }),
    sequence: async () => undefined,
    addTask: async (task: CallTask) => {
      tasks.push(task);
    },
    suppress: async (key: string) => {
      suppressed.push(key);
    },
    lease: async () => {
      const free = !leased;
      leased = true;
      return free;
    },
    release: async () => {
      leased = false;
    },
  };
  const ports = {
    outreach,
    patients: { record: async (id: string) => records.find(({ patient }) => patient.id === id) },
    practice: lakeside.identity,
    types: lakeside.treatments.treatments,
    products: [],
    rules: lakeside.recall,
    law: lakeside.law,
    versionOf: () => 'v',
    shardOf: () => 0,
    addressKeys: async ({ patient }: PatientRecord) => ({ post: `post-${patient.id}` }),
    standing: async () => ({ openInquiry: false, openCase: false }),
    addressConsents: async () => [],
    heldOut: async () => false,
    now: () => now,
    batches: {
      newest: async () => batches.at(-1),
      batch: async (id: string) => batches.find((batch) => batch.id === id),
      list: async () => ({ items: batches }),
      put: async (batch: LetterBatch) => {
        batches.push(batch);
      },
      close: async (id: string, totals: { pieces: number; cost: number }) => {
        const index = batches.findIndex((batch) => batch.id === id);
        batches[index] = { ...(batches[index] as LetterBatch), ...totals, state: 'made' };
      },
    },
    keepFiles: async (_: LetterBatch, pieces: readonly Piece[]) => {
      files.push(pieces);
    },
  } as unknown as LetterPorts;
  return { ports, touches, batches, tasks, suppressed, files, outreach };
}

const request = { channel: 'letter', limit: 200, by: 'bell' } as const;
const printedIds = (pieces: readonly Piece[] | undefined) => pieces?.map(({ touch }) => touch.id);

describe('a batch of letters', () => {
  let here: ReturnType<typeof world>;
  beforeEach(() => {
    here = world(
      [recordOf('a'), recordOf('b', { location: 'west' }), recordOf('c', { deceased: true })],
      [touchOf('a'), touchOf('b', { location: 'west' }), touchOf('c')],
    );
  });

  test('prints what waits, once, at the price of a piece', async () => {
    const batch = await makeBatch(here.ports, request);
    expect(batch).toMatchObject({ state: 'made', pieces: 2, cost: 220, by: 'bell' });
    expect(printedIds(here.files[0])).toEqual([`a.${on}`, `b.${on}`]);
    expect(here.touches.get(`a.${on}`)).toMatchObject({ state: 'printed', batch: batch?.id, cost: 110 });
    expect(await makeBatch(here.ports, request)).toBeUndefined();
    expect(here.files).toHaveLength(1);
  });

  test('asks again: who has died since gets none', async () => {
    await makeBatch(here.ports, request);
    expect(here.touches.get(`c.${on}`)).toMatchObject({
      state: 'cancelled',
      reason: 'the patient has died',
    });
  });

  test('a record that cannot be worked with leaves its letter waiting, and stops no other', async () => {
    const faults: string[] = [];
    const some = world(
      [recordOf('a', { birthDate: 'unknown' }), recordOf('b')],
      [touchOf('a'), touchOf('b')],
    );
    const ports = { ...some.ports, onFault: (id: string) => faults.push(id) };
    expect(await makeBatch(ports, request)).toMatchObject({ pieces: 1 });
    expect(some.touches.get(`a.${on}`)?.state).toBe('to-print');
    expect(faults).toEqual(['a']);
  });

  test('may be of one location, and of so many', async () => {
    expect(await makeBatch(here.ports, { ...request, location: 'west' })).toMatchObject({ pieces: 1 });
    expect(here.touches.get(`a.${on}`)?.state).toBe('to-print');
    const more = world([recordOf('a'), recordOf('d')], [touchOf('a'), touchOf('d')]);
    expect(await makeBatch(more.ports, { ...request, limit: 1 })).toMatchObject({ pieces: 1 });
    expect(more.touches.get(`d.${on}`)?.state).toBe('to-print');
  });

  test.each(['keepFiles', 'close'] as const)(
    'cut off at %s, is finished by the next request with the same pieces',
    async (where) => {
      const cut = async (): Promise<never> => {
        throw new Error('cut off');
      };
      const broken =
        where === 'keepFiles'
          ? { ...here.ports, keepFiles: cut }
          : { ...here.ports, batches: { ...here.ports.batches, close: cut } };
      await expect(makeBatch(broken, request)).rejects.toThrow('cut off');
      here.touches.set(`late.${on}`, touchOf('late'));
      const batch = await makeBatch(here.ports, { ...request, location: 'west' });
      expect(batch).toMatchObject({ pieces: 2, state: 'made' });
      expect(here.batches).toHaveLength(1);
      expect(printedIds(here.files.at(-1))).toEqual([`a.${on}`, `b.${on}`]);
    },
  );

  test('is not made twice at the same time', async () => {
    await here.outreach.lease();
    await expect(makeBatch(here.ports, request)).rejects.toThrow('A batch is being made.');
  });

  test('leaves to a person what no printer can write', async () => {
    const one = world([recordOf('a', { firstName: 'Юрий' })], [touchOf('a')]);
    expect(await makeBatch(one.ports, request)).toBeUndefined();
    expect(one.tasks).toMatchObject([{ id: `a.${on}.address`, kind: 'address' }]);
    expect(one.touches.get(`a.${on}`)?.state).toBe('cancelled');
  });

  test('a piece that came back stops post to the address, and makes a task', async () => {
    const ports = { ...here.ports, now };
    await expect(mailReturned(ports, `a.${on}`)).rejects.toThrow('No piece of post');
    await makeBatch(here.ports, request);
    await mailReturned(ports, `a.${on}`);
    await mailReturned(ports, `a.${on}`);
    expect(here.suppressed).toContain('post-a');
    expect(here.tasks[0]).toMatchObject({ kind: 'address', id: `a.${on}.returned` });
    expect(here.touches.get(`a.${on}`)).toMatchObject({ state: 'bounced', reason: 'returned' });
    here.touches.set('a.2026-12-01', touchOf('a', { id: 'a.2026-12-01', on: '2026-12-01' }));
    expect(await makeBatch(here.ports, request)).toBeUndefined();
    expect(here.touches.get('a.2026-12-01')).toMatchObject({ reason: 'post to this address came back' });
  });
});
