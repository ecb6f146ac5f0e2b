import { beforeEach, describe, expect, test } from '@jest/globals';
import { versionOf } from '../../../domain/patient/feed.ts';
import { registerFeed } from '../../../domain/patient/register-feed.ts';
import type { Source } from '../../../domain/practice/source.ts';
import { fridayMorning, lakeside, later } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';
import { memoryPatients } from '../../support/memory-patients.ts';

const sourceOf = (id: string): Source => {
  const found = lakeside.sources.sources.find((source) => source.id === id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
};
const rowan = {
  id: 'pat_1',
  schema: 1,
  externalId: '1',
  firstName: 'Rowan',
  lastName: 'Ash',
  language: 'en',
  location: 'downtown',
  email: 'rowan@example.com',
} as const;

let memory: ReturnType<typeof memoryPatients>;
let ledger: ReturnType<typeof memoryOutreach>;
beforeEach(async () => {
  ledger = memoryOutreach();
  memory = memoryPatients();
  await memory.patients.save(rowan);
  await memory.patients.link(['rowan@example.com'], 'pat_1');
});

const send = (
  source: string,
  body: object,
  receivedAt = fridayMorning,
  { country = 'US', ...said }: Partial<Source> & { country?: string } = {},
) =>
  registerFeed(
    { ...sourceOf(source), ...said },
    { body: Buffer.from(JSON.stringify(body)), contentType: 'application/json', headers: {} },
    {
      patients: memory.patients,
      outreach: ledger.outreach,
      practice: { ...lakeside.identity, country },
      types: lakeside.treatments.treatments,
      versionOf: () => 'v1',
      products: lakeside.treatments.products,
      rules: lakeside.recall,
      shardOf: () => 0,
      contactKeys: async ({ email, phone }) => [email, phone].flatMap((address) => address ?? []),
      patientId: (id) => `pat_${id}`,
      receivedAt,
      now: receivedAt,
    },
  );
const known = async () => (await memory.patients.record('pat_1')) ?? { appointments: [], purchases: [] };

const booking = {
  patient_id: '1',
  id: 'a1',
  start: '2026-12-01T15:00:00Z',
  service: 'Botox',
  status: 'confirmed',
  updated_at: '2026-11-20T10:00:00Z',
};

describe('appointments from the practice’s own software', () => {
  test('are stored once, and the same again writes nothing', async () => {
    expect(await send('src_bookings', booking)).toEqual({ changed: 1 });
    expect((await known()).appointments).toMatchObject([
      { id: 'a1', on: '2026-12-01', status: 'booked', type: 'botulinum-toxin', location: 'downtown' },
    ]);
    const { writes } = memory.state;
    expect(await send('src_bookings', booking, later(fridayMorning, 5))).toEqual({ changed: 0 });
    expect(memory.state.writes).toBe(writes);
  });

  test('one that was kept is a treatment: the patient is told whom to call, and asked how they are; one of last month is history', async () => {
    const kept = { ...booking, service: 'lip filler', status: 'completed' };
    await send('src_bookings', { ...kept, id: 'a0', start: '2026-10-20T15:00:00Z' });
    expect(ledger.all.touches()).toEqual([]);
    await send('src_bookings', { ...kept, start: '2026-11-20T15:00:00Z' });
    expect(ledger.all.touches().map(({ aftercare, on }) => [aftercare, on])).toEqual([
      ['direct-line', '2026-11-20'],
      ['check-in', '2026-11-21'],
    ]);
  });

  test.each([
    ['as is usual in the practice’s country', {}, '2026-12-01'],
    ['as is usual in another', { country: 'GB' }, '2026-01-12'],
    ['as the source says', { dates: 'DMY' as const }, '2026-01-12'],
    ['as the source says, wherever it is', { country: 'GB', dates: 'MDY' as const }, '2026-12-01'],
  ])('has day and month %s', async (_what, said, on) => {
    await send('src_bookings', { ...booking, start: '12/01/2026' }, fridayMorning, said);
    expect((await known()).appointments).toMatchObject([{ on }]);
  });

  test('with a date in the other order stands in the review queue, with what to set', async () => {
    expect(await send('src_bookings', { ...booking, start: '25/12/2026' })).toEqual({
      changed: 0,
      review: expect.stringContaining('set dates: DMY'),
    });
  });

  test('older news never overwrite newer ones', async () => {
    await send('src_bookings', { ...booking, status: 'cancelled', updated_at: '2026-11-20T12:00:00Z' });
    expect(await send('src_bookings', booking)).toEqual({ changed: 0 });
    expect((await known()).appointments).toMatchObject([{ status: 'cancelled' }]);
  });

  test('without a version the one that came last counts', async () => {
    const { updated_at, ...bare } = booking;
    expect(updated_at).toBeDefined();
    await send('src_bookings', { ...bare, status: 'cancelled' }, later(fridayMorning, 5));
    await send('src_bookings', bare, fridayMorning);
    expect((await known()).appointments).toMatchObject([{ status: 'cancelled' }]);
  });

  test('a visit that took place is a treatment', async () => {
    await send('src_bookings', { ...booking, start: '2026-11-19T15:00:00Z', status: 'completed' });
    expect(await memory.patients.record('pat_1')).toMatchObject({
      treatments: [{ id: 'botulinum-toxin#2026-11-19' }],
    });
  });

  test('are found by the address where no id is told, unless two share it', async () => {
    const { patient_id, ...bare } = booking;
    expect(patient_id).toBeDefined();
    expect(await send('src_bookings', { ...bare, email: 'Rowan@example.com' })).toEqual({ changed: 1 });
    await memory.patients.save({ ...rowan, id: 'pat_2', externalId: '2' });
    await memory.patients.link(['rowan@example.com'], 'pat_2');
    const twice = await send('src_bookings', { ...bare, id: 'a2', email: 'rowan@example.com' });
    expect(twice).toMatchObject({ changed: 0, review: expect.stringContaining('not among the patients') });
  });

  test.each([
    [{ ...booking, patient_id: '77' }, 'The source told of somebody who is not among the patients'],
    [{ ...booking, id: undefined }, 'The source’s mapping found no id.'],
    [{ ...booking, start: 'Zephyrine' }, 'The source’s date is no date'],
  ])('a person looks at what cannot be taken: %#', async (body, review) => {
    expect(await send('src_bookings', body)).toMatchObject({
      changed: 0,
      review: expect.stringContaining(review),
    });
    expect((await known()).appointments).toEqual([]);
  });
});

describe('when a visit was booked', () => {
  const { updated_at, ...bare } = booking;
  const bookedAt = async () => (await memory.patients.record('pat_1'))?.appointments[0]?.bookedAt;
  const created = '2026-11-18T09:30:00-06:00';

  test('is what its software says', async () => {
    await send('src_bookings', { ...booking, created_at: created });
    expect(await bookedAt()).toBe('2026-11-18T15:30:00.000Z');
  });

  test.each([
    ['2026-11-18', '2026-11-18T12:00:00.000Z'],
    ['1795017600', '2026-11-18T16:00:00.000Z'],
    ['11/18/2026 9:30 AM', '2026-11-18T15:30:00.000Z'],
  ])('written as %s', async (booked_at, expected) => {
    await send('src_bookings', { ...booking, booked_at });
    expect(await bookedAt()).toBe(expected);
  });

  test.each([
    [{ country: 'GB' }, '2026-05-11T12:00:00.000Z'],
    [{ dates: 'DMY' as const }, '2026-05-11T12:00:00.000Z'],
    [{}, '2026-11-05T12:00:00.000Z'],
  ])('is read in the order of the source or the country: %j', async (how, expected) => {
    await send('src_bookings', { ...booking, booked_at: '11/05/2026' }, fridayMorning, how);
    expect(await bookedAt()).toBe(expected);
  });

  test('else when the news of it happened, or came where that is not told', async () => {
    await send('src_bookings', booking);
    expect(await bookedAt()).toBe('2026-11-20T10:00:00.000Z');
    await send('src_bookings', { ...bare, id: 'a2' });
    const { appointments } = await known();
    expect(appointments.find(({ id }) => id === 'a2')).toMatchObject({ bookedAt: fridayMorning });
  });

  test.each([['Zephyrine'], ['2026-11-22'], ['2026-11-20T18:00:00Z']])(
    'told as %s it is no time at which it can have been: the news counts, and the visit is kept',
    async (booked_at) => {
      expect(await send('src_bookings', { ...booking, booked_at })).toEqual({ changed: 1 });
      expect(await bookedAt()).toBe('2026-11-20T10:00:00.000Z');
    },
  );

  test('is never later than the news came', async () => {
    await send('src_bookings', { ...booking, updated_at: '2026-11-27T10:00:00Z' });
    expect(await bookedAt()).toBe(fridayMorning);
  });

  test.each([
    ['moved', { start: '2026-12-08T15:00:00Z' }],
    ['changed', { service: 'lip filler' }],
    ['completed', { start: '2026-11-21T15:00:00Z', status: 'completed' }],
    ['told with another time', { created_at: '2026-11-19T10:00:00Z' }],
    ['cancelled', { status: 'cancelled' }],
  ])('stays as it is when it is %s', async (_how, change) => {
    await send('src_bookings', booking);
    await send(
      'src_bookings',
      { ...booking, ...change, updated_at: '2026-11-22T10:00:00Z' },
      later(fridayMorning, 2880),
    );
    expect((await known()).appointments).toMatchObject([
      { updatedAt: '2026-11-22T10:00:00.000Z', bookedAt: '2026-11-20T10:00:00.000Z' },
    ]);
  });

  test.each([
    ['was cancelled when it came', { status: 'cancelled' }],
    ['is over', { start: '2026-11-19T15:00:00Z', status: 'completed' }],
    ['is on the day itself', { start: '2026-11-20T20:00:00Z' }],
  ])('is not known of one that %s', async (_how, change) => {
    await send('src_bookings', { ...booking, ...change });
    expect((await known()).appointments).toHaveLength(1);
    expect(await bookedAt()).toBeUndefined();
  });

  test('is not guessed of one that was known before, and taken when it is told later', async () => {
    await memory.patients.saveAppointment({
      patientId: 'pat_1',
      id: 'a1',
      on: '2026-12-01',
      status: 'booked',
    });
    await send('src_bookings', booking);
    expect(await bookedAt()).toBeUndefined();
    await send('src_bookings', { ...booking, created_at: created, updated_at: '2026-11-20T11:00:00Z' });
    expect(await bookedAt()).toBe('2026-11-18T15:30:00.000Z');
  });
});

describe('the services of a visit that took place', () => {
  const done = { ...booking, start: '2026-11-19T15:00:00Z', status: 'completed' };
  const treatments = async () =>
    (await memory.patients.record('pat_1'))?.treatments.map(({ id, from }) => [id, from]);
  const both = [
    ['botulinum-toxin#2026-11-19', 'visit#a1'],
    ['filler-lips#2026-11-19', 'visit#a1'],
  ];

  test.each([
    ['in one text', { service: 'Botox® 20 units, Lip Filler (1 syringe)' }],
    ['as names', { service: undefined, services: ['Botox', 'lip filler'] }],
    ['as objects', { service: undefined, services: [{ name: 'Botox' }, { name: 'lip filler' }] }],
  ])('are all treatments: %s', async (_how, services) => {
    expect(await send('src_bookings', { ...done, ...services })).toEqual({ changed: 1 });
    expect((await treatments())?.toSorted()).toEqual(both);
  });

  test('that are not all known: the visit and the known ones are kept, and a person is told where to add them', async () => {
    const { changed, review } = await send('src_bookings', { ...done, service: 'Botox + Zephyrine wrap' });
    expect(changed).toBe(1);
    expect(review).toContain('practice/treatments.yaml');
    expect(review).not.toContain('Zephyrine');
    expect(await treatments()).toEqual([both[0]]);
    expect((await known()).appointments).toMatchObject([{ status: 'fulfilled', type: 'botulinum-toxin' }]);
  });

  test.each([
    ['a talk', { ...done, service: 'Botox consultation' }],
    ['one of which no service is told', { ...done, service: undefined }],
    ['one that is still to come', { ...booking, service: 'Zephyrine wrap' }],
  ])('nobody has to look at %s', async (_what, visit) => {
    expect(await send('src_bookings', visit)).toEqual({ changed: 1 });
    expect(await treatments()).toEqual([]);
  });
});

describe('purchases from the practice’s own software', () => {
  test('are stored by their product; what nobody runs out of is none', async () => {
    const sale = { patient_id: '1', id: 's1', date: '2026-11-18', product: 'Serum', quantity: 2, price: 90 };
    await send('src_sales', sale);
    await send('src_sales', { ...sale, id: 's2', product: 'gift card' });
    expect((await known()).purchases).toMatchObject([
      { id: 's1', product: 'serum-30ml', on: '2026-11-18', quantity: 2, price: 9000 },
    ]);
  });
});

test('what is said to have taken place and lies in the future is not kept, and a person is told; the rest is', async () => {
  const sale = { patient_id: '1', id: 's1', date: '2199-11-18', product: 'Serum', quantity: 1 };
  expect((await send('src_sales', sale)).review).toContain('lies in the future');
  const done = { ...booking, status: 'completed' };
  expect((await send('src_bookings', done)).review).toContain('lies in the future');
  expect((await send('src_bookings', { ...done, status: 'no show' })).review).toContain('lies in the future');
  expect(await known()).toMatchObject({ purchases: [], appointments: [], treatments: [] });
  // Of today, in Chicago.
  expect(await send('src_sales', { ...sale, date: '2026-11-20' })).toEqual({ changed: 1 });
  expect(await send('src_bookings', booking)).toEqual({ changed: 1 });
});

test.each([
  ['2026-11-20T10:00:00+02:00', '2026-11-20T08:00:00.000Z'],
  ['1795190400', '2026-11-20T16:00:00.000Z'],
  ['1795190400000', '2026-11-20T16:00:00.000Z'],
  ['7', undefined],
])('the version %s is %s', (written, version) => {
  expect(versionOf(written)).toBe(version);
});
