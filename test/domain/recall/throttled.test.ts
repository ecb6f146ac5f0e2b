import { describe, expect, test } from '@jest/globals';
import { recallHouse } from '../../support/recall-house.ts';

async function planned(people: number) {
  const house = recallHouse();
  for (let n = 1; n <= people; n += 1) await house.person({ id: `p${n}` });
  await house.sweep();
  return house;
}

describe('a message that was too much at once', () => {
  test('stays planned and leaves a minute later, and is nobody’s task', async () => {
    const house = await planned(1);
    house.messages('throttled');
    expect(await house.send()).toBe(0);
    expect(house.all.touches()).toMatchObject([{ state: 'planned', throttled: 1 }]);
    expect(house.all.tasks()).toEqual([]);
    house.messages('accepted');
    house.wait(1);
    expect(await house.send()).toBe(1);
    expect(house.all.touches()).toMatchObject([{ state: 'sent' }]);
    expect(house.sent).toHaveLength(1);
  });

  test('waits longer each time, for ever without a task', async () => {
    const house = await planned(1);
    house.messages('throttled');
    const waited: number[] = [];
    for (let time = 0; time < 6; time += 1) {
      await house.send();
      const [touch] = house.all.touches();
      waited.push((Date.parse(touch?.sendAt ?? '') - Date.parse(house.now())) / 60_000);
      house.goTo(touch?.sendAt ?? '');
    }
    expect(waited).toEqual([1, 5, 15, 60, 60, 60]);
    expect(house.all.tasks()).toEqual([]);
  });

  test('takes one place of the day, however often it is tried', async () => {
    const house = await planned(1);
    house.configure({ dailyCeiling: 1 });
    house.messages('throttled');
    await house.send();
    house.wait(1);
    house.messages('accepted');
    expect(await house.send()).toBe(1);
  });

  test('lets the rest wait for the next run', async () => {
    const house = await planned(5);
    house.messages('throttled');
    await house.send();
    expect(house.all.touches().filter(({ throttled }) => throttled)).toHaveLength(3);
  });
});

test('every message waits for its turn', async () => {
  const house = await planned(2);
  await house.send();
  expect(house.paced).toEqual(['email', 'email']);
});
