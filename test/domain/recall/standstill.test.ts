import { describe, expect, test } from '@jest/globals';
import { standstillOf } from '../../../domain/recall/standstill.ts';
import { sweepId } from '../../../domain/recall/sweep-gate.ts';
import type { Touch } from '../../../domain/recall/touch.ts';
import { lakeside } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';

const chicago = 'America/Chicago';
const location = lakeside.identity.locations.find(({ zone }) => zone === chicago);
const practice = { ...lakeside.identity, locations: location ? [location] : [] };
/** 14:00 in Chicago, in November. */
const on = (day: number, hour = 20): string => new Date(Date.UTC(2026, 10, day, hour)).toISOString();

function house() {
  const { outreach } = memoryOutreach();
  const swept = async (day: string) => {
    const id = sweepId(chicago, day);
    await outreach.openSweep({ id, zone: chicago, on: day, from: day, state: 'open', openedAt: day });
    await outreach.closeSweep(id, { closedAt: day, contacted: 0, considered: 0 });
  };
  const planned = (sendAt: string, changes: Partial<Touch> = {}) =>
    outreach.putTouch({
      id: `p1.${sendAt.slice(0, 10)}`,
      schema: 1,
      patientId: 'p1',
      location: 'downtown',
      on: sendAt.slice(0, 10),
      sweepId: 's1',
      channel: 'email',
      otherwise: [],
      class: 'recall',
      template: 'due',
      items: [],
      state: 'planned',
      sendAt,
      ...changes,
    });
  const stands = (now: string) => standstillOf({ outreach, practice, now });
  const pause = (paused: boolean, at: string) =>
    outreach.setPause({ paused, reason: 'holiday', by: 'sato', at });
  return { outreach, swept, planned, stands, pause };
}

describe('a sweep', () => {
  test('of yesterday that was closed is enough, that of today is not awaited', async () => {
    const { swept, stands } = house();
    await swept('2026-11-20');
    expect(await stands(on(20))).toEqual({ sweeps: 0, touches: 0 });
    // 23:59 of the next day, local; and a minute later.
    expect(await stands('2026-11-22T05:59:00.000Z')).toEqual({ sweeps: 0, touches: 0 });
    expect(await stands('2026-11-22T06:00:00.000Z')).toEqual({ sweeps: 1, touches: 0 });
    await swept('2026-11-22');
    expect(await stands(on(22))).toEqual({ sweeps: 0, touches: 0 });
  });

  test('that was opened and not closed is overdue like one that never began', async () => {
    const { outreach, swept, stands } = house();
    await swept('2026-11-20');
    const id = sweepId(chicago, '2026-11-21');
    const opened = { id, zone: chicago, on: '2026-11-21', from: '2026-11-20', openedAt: on(21) };
    await outreach.openSweep({ ...opened, state: 'open' });
    expect((await stands(on(22))).sweeps).toBe(1);
  });

  test('is awaited for a whole day where there has never been one, and no longer', async () => {
    const { stands } = house();
    expect((await stands(on(20))).sweeps).toBe(0);
    expect((await stands(on(21, 30))).sweeps).toBe(1);
    const other = house();
    await other.stands(on(20));
    expect((await other.stands(on(21))).sweeps).toBe(0);
  });

  test('is awaited in each zone by its own calendar, and while recall is paused', async () => {
    const { outreach, swept, pause } = house();
    await swept('2026-11-20');
    await pause(true, on(1));
    const all = { ...lakeside.identity };
    // The other zone has never been swept: it was first looked at two days before.
    await standstillOf({ outreach, practice: all, now: on(20) });
    expect((await standstillOf({ outreach, practice: all, now: on(22) })).sweeps).toBe(
      new Set(all.locations.map(({ zone }) => zone)).size,
    );
  });
});

describe('a message that should have left', () => {
  test('is overdue a day after its time, and not what has left', async () => {
    const { swept, planned, stands } = house();
    await swept('2026-11-22');
    await planned(on(20));
    await planned(on(19), { state: 'sent' });
    expect((await stands(on(21, 19))).touches).toBe(0);
    expect((await stands(on(21))).touches).toBe(1);
  });

  test('waits by the practice’s wish while it is paused, and for a day after', async () => {
    const { swept, planned, stands, pause } = house();
    await swept('2026-11-27');
    await planned(on(20));
    await pause(true, on(20));
    expect((await stands(on(25))).touches).toBe(0);
    await pause(false, on(25));
    expect((await stands(on(26, 19))).touches).toBe(0);
    expect((await stands(on(26, 21))).touches).toBe(1);
  });
});
