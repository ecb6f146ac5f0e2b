import { describe, expect, test } from '@jest/globals';
import type { Patients } from '../../../domain/patient/patients.ts';
import type { TreatmentType } from '../../../domain/recall/recall-rules.ts';
import { reckonAnew, reckonedBy } from '../../../domain/recall/reckon-anew.ts';
import { type RecallHouse, recallHouse, zone } from '../../support/recall-house.ts';

const filler = 'due#filler-lips';
const never = () => false;

async function withFiller(people = 1): Promise<RecallHouse> {
  const house = recallHouse();
  for (let n = 1; n <= people; n += 1)
    await house.person({
      id: `p${n}`,
      treatments: [{ patientId: '', id: 'filler-lips#2026-04-01', type: 'filler-lips', on: '2026-04-01' }],
    });
  return house;
}
const edited = (house: RecallHouse, changes: Partial<TreatmentType>): readonly TreatmentType[] =>
  house.ports().types.map((type) => (type.id === 'filler-lips' ? { ...type, ...changes } : type));

const failed: string[] = [];
const reckon = (
  house: RecallHouse,
  version: string,
  types = house.ports().types,
  { enough = never, ...patients }: Partial<Patients> & { readonly enough?: () => boolean } = {},
) =>
  reckonAnew(
    {
      ...house.ports(),
      patients: { ...house.patients, ...patients },
      types,
      failed: (id) => failed.push(id),
    },
    { zone, version },
    enough,
  );

describe('an edited catalogue', () => {
  test('reaches the patients who are in it, once', async () => {
    const house = await withFiller();
    expect(await reckon(house, 'v1')).toBe(true);
    const before = await house.item(filler);
    const types = edited(house, { interval: 'P6M' });
    expect(await reckon(house, 'v1', types)).toBe(true);
    expect(await house.item(filler)).toEqual(before);
    expect(await reckon(house, 'v2', types)).toBe(true);
    expect(await house.item(filler)).toMatchObject({ dueOn: '2026-10-01', nextOn: '2026-11-20' });
  });

  test('reads nobody while nothing changed', async () => {
    const house = await withFiller();
    await reckon(house, 'v1');
    const list = () => Promise.reject(new Error('read'));
    expect(await reckon(house, 'v1', undefined, { list })).toBe(true);
  });

  test('goes on where it was stopped, and reaches all', async () => {
    const house = await withFiller(60);
    const types = edited(house, { interval: 'P6M' });
    const onePage = () => {
      let asked = 0;
      return () => {
        asked += 1;
        return asked > 1;
      };
    };
    const ends: boolean[] = [];
    for (let call = 0; call < 4; call += 1)
      ends.push(await reckon(house, 'v2', types, { enough: onePage() }));
    expect(ends).toEqual([false, false, true, true]);
    for (let n = 1; n <= 60; n += 1)
      expect(await house.item(filler, `p${n}`)).toMatchObject({ dueOn: '2026-10-01' });
  });

  test('passes over a patient who cannot be worked out', async () => {
    const house = await withFiller(2);
    const types = edited(house, { interval: 'P6M' });
    const record: Patients['record'] = (id) =>
      id === 'p1' ? Promise.reject(new Error('broken')) : house.patients.record(id);
    expect(await reckon(house, 'v2', types, { record })).toBe(true);
    expect(failed).toEqual(['p1']);
    expect(await house.item(filler, 'p2')).toMatchObject({ dueOn: '2026-10-01' });
  });
});

test('what did not change is put where the sweep looks now', async () => {
  const house = await withFiller();
  const types = edited(house, { interval: 'P6M' });
  await reckon(house, 'four shards', types);
  const put: string[] = [];
  const saveItem: Patients['saveItem'] = (item, due, seen) => {
    put.push(item.id);
    return house.patients.saveItem(item, due, seen);
  };
  await reckon(house, 'two shards', types, { saveItem });
  expect(put).toEqual([filler]);
});

test.each([
  ['an interval', { interval: 'P6M' }],
  ['no recall', { noRecall: true }],
])('the version follows %s of a treatment', (_what, changes) => {
  const { practice, types, products, rules } = recallHouse().ports();
  const by = (treatments: readonly TreatmentType[], others = {}) =>
    JSON.stringify(reckonedBy(practice, { treatments, products }, { ...rules, ...others }));
  const changed = types.map((type, index) => (index === 0 ? { ...type, ...changes } : type));
  expect(by(changed)).not.toBe(by(types));
  expect(by(types, { shards: 7 })).not.toBe(by(types));
  expect(by(types, { dailyCeiling: 7 })).toBe(by(types));
  const { sequences } = rules;
  const consult = { ...sequences.consult, attempts: sequences.consult.attempts.slice(0, 2) };
  expect(by(types, { sequences: { ...sequences, consult } })).not.toBe(by(types));
});
