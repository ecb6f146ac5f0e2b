import { describe, expect, test } from '@jest/globals';
import { changedSetting, type SettingChanges, whyNotSet } from '../../../domain/recall/overrides.ts';
import { type RecallHouse, recallHouse } from '../../support/recall-house.ts';

const set = async (house: RecallHouse, id: string, changes: SettingChanges): Promise<void> => {
  const before = (await house.patients.record('p1'))?.settings.find((one) => one.id === id);
  const whose = { patientId: 'p1', id, reason: 'asked', by: 'bell', at: house.now() };
  await house.patients.saveSetting(changedSetting(before, changes, whose));
  await house.refresh();
};

describe('what a person sets for a campaign', () => {
  const id = 'campaign#c1';
  async function inCampaign(): Promise<RecallHouse> {
    const house = recallHouse();
    await house.person({ treatments: [] });
    await house.patients.saveItem(
      {
        patientId: 'p1',
        id,
        type: 'campaign',
        lastOn: '2026-11-19',
        dueOn: '2026-11-20',
        episode: '2026-11-20',
        attempts: 0,
        nextOn: '2026-11-20',
        state: 'open',
      },
      { zone: 'America/Chicago', shard: 0 },
      undefined,
    );
    return house;
  }

  test('switches it off and on again', async () => {
    const house = await inCampaign();
    await set(house, id, { disabled: true });
    expect(await house.item(id)).toMatchObject({ state: 'stopped', endedBy: 'disabled' });
    expect(await house.item(id)).not.toHaveProperty('nextOn');
    await set(house, id, { disabled: null });
    expect(await house.item(id)).toMatchObject({ state: 'open', nextOn: '2026-11-20' });
    expect(await house.item(id)).not.toHaveProperty('endedBy');
  });

  test('puts it off', async () => {
    const house = await inCampaign();
    await set(house, id, { snoozedUntil: '2027-06-01' });
    expect(await house.item(id)).toMatchObject({ state: 'open', nextOn: '2027-06-01' });
    await house.refresh();
    expect(await house.item(id)).toMatchObject({ nextOn: '2027-06-01', heldUntil: '2027-06-01' });
    await set(house, id, { snoozedUntil: null });
    expect(await house.item(id)).not.toHaveProperty('heldUntil');
    expect(await house.item(id)).toMatchObject({ state: 'open' });
  });
});

test('a reminder that was switched off is not sent, and one switched on again is', async () => {
  const house = recallHouse();
  const { sequences } = house.ports().rules;
  const attempts = [{ beforeDays: 3, afterDays: 0, channels: ['email' as const], template: 'reminder' }];
  house.configure({ sequences: { ...sequences, reminder: { class: 'care', attempts } } });
  const visit = { patientId: 'p1', id: 'A1', on: '2026-12-10', status: 'booked' as const };
  await house.person({ treatments: [], appointments: [visit] });
  const id = 'reminder#A1';
  expect(await house.item(id)).toMatchObject({ state: 'open', nextOn: '2026-12-07' });
  await set(house, id, { disabled: true });
  expect(await house.item(id)).toMatchObject({ state: 'stopped', endedBy: 'disabled' });
  await set(house, id, { disabled: null });
  expect(await house.item(id)).toMatchObject({ state: 'open', nextOn: '2026-12-07' });
});

test.each<readonly [string, SettingChanges, boolean]>([
  ['campaign#c1', { dueOn: '2026-12-01' }, true],
  ['campaign#c1', { snoozedUntil: '2026-12-01' }, false],
  ['campaign#c1', { interval: null, disabled: true }, false],
  ['reminder#A1', { snoozedUntil: '2026-12-01' }, true],
  ['reminder#A1', { disabled: true }, false],
  ['consult#k1', { interval: 'P3M' }, true],
  ['consult#k1', { dueOn: '2026-12-01' }, false],
  ['due#facial', { interval: 'P3M', dueOn: '2026-12-01', snoozedUntil: '2026-12-01' }, false],
])('for %s %o is refused: %s', (id, changes, refused) => {
  expect(whyNotSet(id, changes) !== undefined).toBe(refused);
});
