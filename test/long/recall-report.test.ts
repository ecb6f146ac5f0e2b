import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { practiceHoldingOut } from '../support/practice-copy.ts';

const header =
  'patient_id,first_name,last_name,email,phone,location,language,treatment,treatment_date,email_consent,consent_date,consent_method,birth_date,price';
const number = (one: number): string => String(one).padStart(2, '0');
/** Forty due for toxin, two to a household, all with consent to e-mail. */
const people = Array.from({ length: 40 }, (_, index) => index + 1);
const row = (one: number, treatedOn: string): string =>
  [
    one,
    'Pat',
    `Number${number(one)}`,
    `home${Math.ceil(one / 2)}@example.com`,
    '',
    one > 30 ? 'west' : 'downtown',
    'en',
    'Botox',
    treatedOn,
    'yes',
    '2025-01-01',
    'paper',
    `19${40 + one}-01-01`,
    '400.00',
  ].join(',');

interface Credited {
  readonly bookings: number;
  readonly lost: number;
  readonly visits: number;
  readonly revenue: number;
}
interface Arm {
  readonly patients: number;
  readonly households: number;
  readonly visits: number;
  readonly cents: number;
}
interface Row {
  readonly type: string;
  readonly location: string;
  readonly eligible: number;
  readonly heldOut: number;
  readonly touches: number;
  readonly attributed: Credited;
  readonly influenced: Credited;
  readonly incremental: {
    readonly waiting: number;
    readonly visits60: {
      readonly state: string;
      readonly why?: string;
      readonly contacted: Arm;
      readonly heldOut: Arm;
    };
  };
  readonly return: { readonly revenue: number; readonly cost: number };
}
interface Report {
  readonly knownUntil: string;
  readonly items: readonly Row[];
}

describe('did recall work', () => {
  let local: LocalRun;
  let ids: ReadonlyMap<number, string>;
  let heldOut: readonly number[];
  let contacted: readonly number[];
  const practiceFolder = practiceHoldingOut(0.5);
  const begun = (at: string, dataDirectory?: string) =>
    startLocal({
      at,
      arguments: ['--practice', practiceFolder, '--resting'],
      ...(dataDirectory === undefined ? {} : { dataDirectory }),
    });

  const get = async <T>(path: string): Promise<T> => (await local.as('manager', path)).json() as Promise<T>;
  const fire = (target: string) => local.call(`/_local/fire?target=${target}`, { method: 'POST' });
  const take = (rows: readonly string[]) =>
    local.as('manager', '/v1/imports', {
      method: 'POST',
      body: [header, ...rows].join('\n'),
      headers: { 'content-type': 'text/csv' },
    });
  const book = async (one: number, status: 'booked' | 'cancelled') =>
    local.as('manager', `/v1/patients/${ids.get(one)}/appointments`, {
      method: 'POST',
      body: JSON.stringify({ id: `visit-${one}`, on: '2026-12-10', status }),
    });
  const report = (query = 'from=2026-11-01&to=2026-11-30&afresh=true') =>
    get<Report>(`/v1/reports/recall?${query}`);
  const rowOf = ({ items }: Report, type: string, location: string): Row | undefined =>
    items.find((one) => one.type === type && one.location === location);

  // Friday, 20 November 2026, 9:00 in Chicago: when the sweep begins. Schedules rest, and are fired when they are meant.
  beforeAll(async () => {
    local = await begun('2026-11-20T15:00:00.000Z');
    // Takes up who is of the staff.
    await fire('Watch');
    expect((await take(people.map((one) => row(one, '2026-08-22')))).status).toBe(200);
    const { items } = await get<{ items: { id: string; externalId: string }[] }>('/v1/patients?limit=100');
    ids = new Map(items.map(({ id, externalId }) => [Number(externalId), id]));
  }, 180_000);
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  test('whole households are held out, and everybody else is written to', async () => {
    await local.json('/_local/sweep', { method: 'POST' });
    for (let time = 0; time < 15; time += 1) {
      await fire('SendTouches');
      await local.advance(300);
    }
    const { items: sweeps } = await get<{ items: { id: string }[] }>('/v1/sweeps');
    const decisions: { patientId: string; outcome: string }[] = [];
    for (const { id } of sweeps)
      decisions.push(
        ...(await get<{ items: typeof decisions }>(`/v1/sweeps/${id}/decisions?limit=100`)).items,
      );
    const by = (outcome: string) =>
      people.filter((one) =>
        decisions.some((decision) => decision.patientId === ids.get(one) && decision.outcome === outcome),
      );
    heldOut = by('held-out');
    contacted = by('contact');
    expect(heldOut.length + contacted.length).toBe(40);
    // Twenty households, each one way or the other by the hash of ids that are made anew for each run.
    for (const one of heldOut) expect(heldOut).toContain(one % 2 === 0 ? one - 1 : one + 1);
    expect(heldOut.length).toBeGreaterThan(0);
    expect(contacted.length).toBeGreaterThan(5);
    const mail = (await practiceAt(local).sentTo('patient')).filter(({ about }) => about.kind === 'recall');
    expect(mail).toHaveLength(contacted.length);
  });

  test('counts both arms at the moment at which they became eligible, once', async () => {
    await local.json('/_local/sweep', { method: 'POST' });
    await local.advance(600);
    const whole = rowOf(await report(), 'all', 'all');
    expect(whole).toMatchObject({ eligible: 40, heldOut: heldOut.length, touches: contacted.length });
    expect(whole?.attributed).toEqual({ bookings: 0, lost: 0, visits: 0, revenue: 0 });
    const west = rowOf(await report(), 'due', 'west');
    expect(west).toMatchObject({ eligible: 10, heldOut: heldOut.filter((one) => one > 30).length });
  });

  test('counts who books and comes, as one does by hand', async () => {
    // The day after: three of the contacted book, and one of the held out by themselves; one cancels.
    const [first = 0, second = 0, third = 0, late = 0] = contacted;
    const [byThemselves = 0] = heldOut;
    await local.stop();
    local = await begun('2026-11-21T18:00:00.000Z', local.dataDirectory);
    for (const one of [first, second, third, byThemselves])
      expect((await book(one, 'booked')).status).toBe(204);
    expect((await book(third, 'cancelled')).status).toBe(204);
    await local.stop();
    // Nine days after the mail, another books: influenced, and not attributed.
    local = await begun('2026-11-29T18:00:00.000Z', local.dataDirectory);
    expect((await book(late, 'booked')).status).toBe(204);
    await local.stop();
    // They come on 10 December. Sixty days after the sweep are over, ninety are not; in ten minutes reports are made for the day.
    local = await begun('2027-01-26T08:40:00.000Z', local.dataDirectory);
    const came = [first, second, late, byThemselves];
    const visits = await take(came.map((one) => row(one, '2026-12-10')));
    expect(await visits.json()).toMatchObject({ changed: came.length, errors: [] });
    const made = await report();
    expect(made.knownUntil).toBe('2027-01-25');
    const whole = rowOf(made, 'all', 'all');
    expect(whole?.attributed).toEqual({ bookings: 3, lost: 1, visits: 2, revenue: 80_000 });
    expect(whole?.influenced).toEqual({ bookings: 4, lost: 1, visits: 3, revenue: 120_000 });
    expect(whole?.return).toMatchObject({ revenue: 80_000, cost: 0 });
    const { visits60, waiting } = whole?.incremental ?? {};
    expect(waiting).toBe(40);
    expect(visits60).toMatchObject({
      state: 'not enough data',
      why: 'few households',
      contacted: {
        patients: contacted.length,
        households: contacted.length / 2,
        visits: 3,
        cents: 3 * 40_000,
      },
      heldOut: { patients: heldOut.length, households: heldOut.length / 2, visits: 1, cents: 40_000 },
    });
  }, 180_000);

  test('is there as a table, and who comes back by cohort', async () => {
    const csv = await (
      await local.as('manager', '/v1/reports/recall.csv?from=2026-11-01&to=2026-11-30')
    ).text();
    expect(csv.split('\n')[0]).toContain('attributedBookings');
    expect(csv).toContain('not enough data: few households');
    const { items } = await get<{ items: { month: string; treatment: string; patients: number }[] }>(
      '/v1/reports/retention',
    );
    expect(items[0]).toMatchObject({ month: '2026-08', treatment: 'all', patients: 40 });
    expect(JSON.stringify(items[0])).toContain('{"after":4,"active":4,"returned":4}');
  });

  test('stays after a night as the night made it, until somebody asks for it afresh', async () => {
    const before = await report();
    await fire('RollUpRecall');
    await local.advance(900);
    const kept = await report('from=2026-11-01&to=2026-11-30');
    expect(rowOf(kept, 'all', 'all')?.attributed).toEqual(rowOf(before, 'all', 'all')?.attributed);
    // Made in the night: what is imported since is in it only when it is asked for.
    const [, , , , another = 0] = contacted;
    await take([row(another, '2026-12-11')]);
    const visitsIn = (made: Report) => rowOf(made, 'all', 'all')?.incremental.visits60.contacted.visits;
    expect(visitsIn(await report('from=2026-11-01&to=2026-11-30'))).toBe(3);
    expect(visitsIn(await report())).toBe(4);
  }, 120_000);

  test('is nobody’s but the managers’', async () => {
    const asked = await local.as('coordinator', '/v1/reports/recall?from=2026-11-01&to=2026-11-30');
    expect(asked.status).toBe(403);
  });
});
