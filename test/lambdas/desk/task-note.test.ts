import { expect, test } from '@jest/globals';
import { revocationReader } from '../../../domain/consent/revocation.ts';
import { recallOperations } from '../../../lambdas/desk/operations/recall.ts';
import type { TaskDeskPorts } from '../../../lambdas/desk/recall-access.ts';
import { granted, knownPeople, person } from '../../support/known-people.ts';
import { fridayMorning, lakeside, staffMember } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';

const phone = '+15125550143';

/** A call that the patient declined, with what staff wrote down; gives what of the patient's consents was taken back. */
async function declined(note: string, broken = false) {
  const people = knownPeople();
  const { outreach } = memoryOutreach();
  await people.add(person('p1', { phone }), granted('p1', 'call', phone));
  await outreach.addTask({
    id: 't1',
    touchId: 't1',
    patientId: 'p1',
    location: 'downtown',
    kind: 'call',
    dueOn: '2026-11-20',
    why: 'call the patient',
    state: 'open',
  });
  const ports = {
    ...people.ports,
    outreach,
    revocations: {
      revoking: revocationReader(lakeside.revocation, lakeside.revocation.likeness),
      patients: people.patients,
      outreach,
      practice: lakeside.identity,
      law: lakeside.law,
      templates: lakeside['care-templates'],
      addressKeys: async ({ phone: number }: { phone?: string }) => (number ? { phone: number } : {}),
      taskId: (of: string) => of,
    },
  } as unknown as TaskDeskPorts;
  const finish = recallOperations(ports).find(({ id }) => id === 'finishCallTask');
  const body = { outcome: 'declined', reason: 'other', note };
  if (broken) Object.assign(outreach, { finishTask: async () => Promise.reject(new Error('cut off')) });
  const request = { member: staffMember('marlow'), parameters: { id: 't1' }, body, now: fridayMorning };
  const finished = Promise.resolve(finish?.run(request as never)).then(
    () => 'ended',
    (error: Error) => error.message,
  );
  expect(await finished).toBe(broken ? 'cut off' : 'ended');
  const record = await people.patients.record('p1');
  return (record?.consents ?? []).filter(({ action }) => action !== 'grant');
}

test('who asks on the phone not to be called again is not: the note is a revocation, by whoever wrote it down', async () => {
  const taken = await declined('Please do not call me again.');
  expect(taken.map(({ channel }) => channel)).toContain('call');
  expect(taken[0]).toMatchObject({ method: 'call' });
});

test('a note about something else takes nothing back', async () => {
  expect(await declined('Too expensive for her this year, she liked the last visit.')).toEqual([]);
});

test('a request that is cut off has kept what the patient said, and its task is there to be ended again', async () => {
  const taken = await declined('Please do not call me again.', true);
  expect(taken.map(({ channel }) => channel)).toContain('call');
});
