import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../local/aws/dynamodb.ts';
import { freePort } from '../../local/aws/ports.ts';
import { openStore } from '../bench/engine-store.ts';
import { gatherPuts } from '../bench/gather.ts';
import { type House, openHouse, tables } from '../bench/house.ts';
import { loadInto, tablesIn } from '../bench/kept-load.ts';
import { branch } from '../bench/morning.ts';
import { dueCount, putPatient } from '../bench/patients.ts';

const count = dueCount + 20;
const folder = mkdtempSync(join(tmpdir(), 'heard-load-'));
const gathering = gatherPuts();
const [asked, loaded] = [join(folder, 'asked'), join(folder, 'loaded')];
let house: House;

const load = (say: (line: string) => void = () => {}) => loadInto(loaded, { house, gathering, count, say });

async function entriesOf(path: string): Promise<ReadonlyMap<string, string>> {
  const store = openStore(path);
  const all = new Map<string, string>();
  for await (const [key, value] of store.entries()) all.set(key, value);
  await store.close();
  return all;
}

/** The folder as a load leaves it that was cut off after `changes`. */
function cutOff(changes: object): void {
  const file = join(loaded, 'load.json');
  const { loadedAt, ...mark } = JSON.parse(readFileSync(file, 'utf8'));
  void loadedAt;
  writeFileSync(file, JSON.stringify({ ...mark, ...changes }));
}

beforeAll(async () => {
  const port = await freePort();
  const engine = createDynamoDb(port, asked, tables);
  await engine.start();
  house = await openHouse(`http://127.0.0.1:${port}`);
  for (let index = 0; index < count; index += 1) await putPatient(house, index);
  await engine.end();
  await load();
});
afterAll(() => rmSync(folder, { recursive: true }));

test('patients who are loaded stand in the store byte for byte as those whom the engine was asked to put', async () => {
  const byEngine = await entriesOf(asked);
  expect(byEngine.size).toBeGreaterThan(count * 10);
  expect(await entriesOf(tablesIn(loaded))).toEqual(byEngine);
});

test('a load that was cut off goes on where it stood, and one that is complete is left as it is', async () => {
  const before = await entriesOf(tablesIn(loaded));
  const lines: string[] = [];
  cutOff({ next: 0, items: 0 });
  const again = await load((line) => lines.push(line));
  expect(lines).toEqual([expect.stringContaining(`stopped at 0 of ${count}`)]);
  expect(again).toMatchObject({ next: count, items: count * 7, loadedAt: expect.any(String) });
  expect(await entriesOf(tablesIn(loaded))).toEqual(before);
  expect(await load()).toEqual(again);
});

test('a store in which something is missing is never taken for complete', async () => {
  const { items } = await load();
  cutOff({ items: items + 1 });
  await expect(load()).rejects.toThrow('delete the folder');
  cutOff({ items });
  await expect(load()).resolves.toMatchObject({ loadedAt: expect.any(String) });
});

test('what is written on a branch of the tables leaves the tables as they are', async () => {
  const before = await entriesOf(tablesIn(loaded));
  const own = join(folder, 'branch');
  branch(tablesIn(loaded), own);
  const puts = await gathering.during(() => putPatient(house, count));
  const store = openStore(own);
  await store.write(puts);
  await store.settle();
  await store.close();
  expect((await entriesOf(own)).size).toBeGreaterThan(before.size);
  expect(await entriesOf(tablesIn(loaded))).toEqual(before);
});
