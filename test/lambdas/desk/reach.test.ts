import { describe, expect, test } from '@jest/globals';
import type { StaffMember } from '../../../domain/practice/practice.ts';
import type { CallTask } from '../../../domain/recall/touch.ts';
import type { Operation } from '../../../lambdas/desk/operation.ts';
import { letterOperations } from '../../../lambdas/desk/operations/letters.ts';
import { patientOperations } from '../../../lambdas/desk/operations/patients.ts';
import { recallOperations } from '../../../lambdas/desk/operations/recall.ts';
import { recallReportOperations } from '../../../lambdas/desk/operations/recall-reports.ts';
import { recordOperations } from '../../../lambdas/desk/operations/records.ts';
import { touchOperations } from '../../../lambdas/desk/operations/touches.ts';
import { knownPeople, person } from '../../support/known-people.ts';
import { fridayMorning, lakeside, staffMember } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';

const practice = lakeside.identity;
/** Works downtown only. */
const marlow = staffMember('marlow');
const bell = staffMember('bell');

const taskAt = (id: string, location: string): CallTask => ({
  id,
  touchId: id,
  patientId: id,
  location,
  kind: 'call',
  dueOn: '2026-11-20',
  why: 'call the patient',
  state: 'open',
});
const batchOf = (id: string, location?: string) => ({
  id,
  channel: 'letter' as const,
  state: 'made' as const,
  touches: [],
  at: fridayMorning,
  by: 'bell',
  pieces: 1,
  cost: 100,
  ...(location ? { location } : {}),
});
const batches = [batchOf('b1', 'downtown'), batchOf('b2', 'west'), batchOf('b3')];

async function desk() {
  const people = knownPeople();
  const { outreach } = memoryOutreach();
  const places = ['downtown', 'west', 'closed-since'];
  for (const place of places) {
    await people.add(person(place, { location: place }));
    await outreach.addTask(taskAt(place, place));
  }
  const ports = {
    ...people.ports,
    outreach,
    practice,
    locations: practice.locations.map(({ id }) => id),
    words: { practice },
    batches: {
      list: async () => ({ items: batches }),
      batch: async (id: string) => batches.find((batch) => batch.id === id),
    },
    files: { link: async () => ({ url: 'https://files.example.com/x', seconds: 300 }), key: () => '' },
    patientId: async (id: string) => id,
  } as never;
  const operations: readonly Operation[] = [
    ...patientOperations(ports),
    ...recordOperations(ports),
    ...recallOperations(ports),
    ...touchOperations(ports),
    ...letterOperations(ports),
    ...recallReportOperations(ports),
  ];
  return (id: string, member: StaffMember, parameters: Record<string, string> = {}, body: unknown = {}) =>
    (operations.find((one) => one.id === id) as Operation).run({
      member,
      parameters,
      query: { limit: 50 },
      body,
      ifVersion: undefined,
      contentType: '',
      now: fridayMorning,
      newId: () => 'new',
    });
}
const idsIn = (reply: { readonly body?: unknown }) =>
  (reply.body as { items: readonly { id: string }[] }).items.map(({ id }) => id).sort();

describe('what a member sees', () => {
  test.each([
    ['listPatients', ['closed-since', 'downtown'], ['closed-since', 'downtown', 'west']],
    ['listCallTasks', ['closed-since', 'downtown'], ['closed-since', 'downtown', 'west']],
    ['listLetterBatches', ['b1'], ['b1', 'b2', 'b3']],
  ])(
    '%s lists what is of the locations they work at, and what no location has any more',
    async (id, some, all) => {
      const call = await desk();
      expect(idsIn(await call(id, marlow))).toEqual(some);
      expect(idsIn(await call(id, bell))).toEqual(all);
    },
  );

  test.each([
    ['callTask', 'west', {}],
    ['finishCallTask', 'west', { outcome: 'no-answer' }],
    ['assignCallTask', 'west', { assignee: 'marlow' }],
    ['letterBatch', 'b2', {}],
    ['letterBatch', 'b3', {}],
  ])('%s of another place is not found', async (operation, id, body) => {
    const call = await desk();
    await expect(call(operation, marlow, { id }, body)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a task of their own place is theirs to end', async () => {
    const call = await desk();
    const reply = await call('finishCallTask', marlow, { id: 'downtown' }, { outcome: 'no-answer' });
    expect(reply).toMatchObject({ about: ['downtown'], body: { id: 'downtown' } });
  });

  test.each([
    ['makeLetterBatch', { channel: 'letter', limit: 1 }],
    ['makeLetterBatch', { channel: 'letter', limit: 1, location: 'west' }],
    ['reportRetention', {}],
    ['exportRetention', {}],
  ])('%s of more than they work at is refused', async (operation, body) => {
    const call = await desk();
    await expect(call(operation, marlow, {}, body)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('a patient’s record is the practice’s: whoever they visit opens it', async () => {
    const call = await desk();
    expect(await call('getPatient', marlow, { id: 'west' })).toMatchObject({
      body: { patient: { id: 'west' } },
    });
  });
});
