import { describe, expect, test } from '@jest/globals';
import { asItStands, dueTasks, endUselessTasks } from '../../../domain/recall/task-standing.ts';
import type { CallTask } from '../../../domain/recall/touch.ts';
import { type RecallHouse, recallHouse } from '../../support/recall-house.ts';

async function toCall() {
  const house = recallHouse();
  await house.person({ consents: ['call'] });
  await house.sweep();
  await house.send();
  return house;
}
const shown = async (house: RecallHouse): Promise<readonly CallTask[]> =>
  dueTasks(house.ports(), (await house.outreach.tasks({ limit: 50 })).items);

const changed = async (house: RecallHouse, changes: object): Promise<void> => {
  const record = await house.patients.record('p1');
  if (record) await house.patients.save({ ...record.patient, ...changes });
};

describe('a call task', () => {
  test('is on the list while the call may be made', async () => {
    expect(await shown(await toCall())).toMatchObject([{ patientId: 'p1', state: 'open' }]);
  });

  test('leaves every list within the hour, whoever looks', async () => {
    const house = await toCall();
    const open = async () => (await house.outreach.tasks({ limit: 50 })).items.length;
    await endUselessTasks(house.ports());
    await house.book();
    await endUselessTasks(house.ports());
    expect(await open()).toBe(1);
    house.wait(60);
    await endUselessTasks(house.ports());
    expect(await open()).toBe(0);
    expect(house.all.tasks()).toMatchObject([
      { outcome: 'withdrawn', reason: expect.stringMatching(/booked/) },
    ]);
  });

  test.each<readonly [string, (house: RecallHouse) => Promise<unknown>, RegExp]>([
    ['is booked', (house) => house.book(), /booked/],
    ['takes all consent back', (house) => house.stop(), /./],
    ['has died', (house) => changed(house, { deceased: true }), /died/],
    ['was erased', (house) => changed(house, { erasedAt: house.now() }), /gone/],
  ])('ends with the reason once the patient %s', async (_what, happens, reason) => {
    const house = await toCall();
    await happens(house);
    expect(await shown(house)).toEqual([]);
    expect(house.all.tasks()).toMatchObject([
      { state: 'done', outcome: 'withdrawn', doneBy: 'heard', reason: expect.stringMatching(reason) },
    ]);
    expect(house.all.touches()).toMatchObject([
      { state: 'cancelled', reason: expect.stringMatching(reason) },
    ]);
  });

  test('ends when the same patient declined on another call', async () => {
    const house = await toCall();
    const [task] = house.all.tasks();
    const again: CallTask = { ...(task as CallTask), id: 'again' };
    await house.outreach.addTask(again);
    await house.end(task?.id ?? '', { by: 'okoye', outcome: 'declined', reason: 'price' });
    expect(await shown(house)).toEqual([]);
  });

  test('waits for the hours and comes back with them', async () => {
    const house = await toCall();
    house.goTo('2026-11-21T04:30:00.000Z');
    expect(await shown(house)).toEqual([]);
    const [task] = house.all.tasks();
    expect(await asItStands(house.ports(), task as CallTask)).toMatchObject({
      task: { state: 'open' },
      notNow: expect.stringMatching(/hours/),
    });
    house.goTo('2026-11-21T16:05:00.000Z');
    expect(await shown(house)).toHaveLength(1);
  });

  test('waits while the patient’s own message does', async () => {
    const house = await toCall();
    const phone = (await house.patients.record('p1'))?.patient.phone ?? '';
    house.standing.set(phone, { openInquiry: true, openCase: false });
    expect(await shown(house)).toEqual([]);
    expect(house.all.tasks()).toMatchObject([{ state: 'open' }]);
  });

  test('after a message that may not have arrived stays, also where they may be written to and not called', async () => {
    const house = recallHouse();
    await house.person({
      preferences: { patientId: 'p1', forbids: ['call'], at: house.now(), by: 'patient' },
    });
    house.messages('lost');
    await house.sweep();
    await house.send();
    house.wait(20);
    await house.send();
    expect(await shown(house)).toMatchObject([
      { state: 'open', why: expect.stringMatching(/whether.*do not call/) },
    ]);
    await house.stop();
    expect(await shown(house)).toEqual([]);
  });

  test('to settle what somebody took back stays whatever happens', async () => {
    const house = await toCall();
    const [call] = house.all.tasks();
    await house.outreach.addTask({ ...(call as CallTask), id: 'r', touchId: 'r', kind: 'review' });
    await house.stop();
    await changed(house, { deceased: true });
    expect((await shown(house)).map(({ id }) => id)).toEqual(['r']);
  });
});
