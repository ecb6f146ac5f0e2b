import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createClock } from '../../local/clock.ts';
import { createTimerHeap } from '../../local/timer-heap.ts';

const start = Date.parse('2026-11-20T16:05:00.000Z');

describe('a clock that stands still', () => {
  test('moves only when it is advanced, and fires what is due on the way, in order', async () => {
    const clock = createClock({ at: start, frozen: true });
    const fired: [string, number][] = [];
    clock.at(start + 3000, () => fired.push(['later', clock.now() - start]));
    clock.at(start + 1000, () => {
      fired.push(['first', clock.now() - start]);
      clock.at(clock.now() + 1000, () => fired.push(['set on the way', clock.now() - start]));
    });
    clock.at(start + 9000, () => fired.push(['never', 0]));
    expect(await clock.advance(5)).toBe(start + 5000);
    expect(fired).toEqual([
      ['first', 1000],
      ['set on the way', 2000],
      ['later', 3000],
    ]);
  });

  test('waits for work in flight before it moves on', async () => {
    const clock = createClock({ at: start, frozen: true });
    const order: string[] = [];
    clock.at(start + 1000, () => {
      void clock.track(
        new Promise<void>((resolve) =>
          setImmediate(() => {
            order.push('work');
            resolve();
          }),
        ),
      );
    });
    clock.at(start + 2000, () => order.push('timer'));
    await clock.advance(2);
    expect(order).toEqual(['work', 'timer']);
  });

  test('a cancelled timer does not fire', async () => {
    const clock = createClock({ at: start, frozen: true });
    let fired = false;
    clock.at(start + 1000, () => {
      fired = true;
    })();
    await clock.advance(2);
    expect(fired).toBe(false);
  });
});

test('the heap gives timers by time, and those of one time as they came', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
      const heap = createTimerHeap();
      const order: [number, number][] = [];
      for (const [index, time] of times.entries()) heap.add(time, () => order.push([time, index]));
      for (let fire = heap.takeDue(100); fire; fire = heap.takeDue(100)) fire();
      return (
        JSON.stringify(order) ===
        JSON.stringify(
          times.map((time, index) => [time, index]).sort(([a = 0, i = 0], [b = 0, j = 0]) => a - b || i - j),
        )
      );
    }),
  );
});
