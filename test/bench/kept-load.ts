import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDynamoDb } from '../../local/aws/dynamodb.ts';
import { freePort } from '../../local/aws/ports.ts';
import { isItem, openStore } from './engine-store.ts';
import type { Gathering } from './gather.ts';
import { type House, tables } from './house.ts';
import { dueCount, putPatient } from './patients.ts';

/** How far a folder is loaded; written behind what it tells of. */
export interface Load {
  /** Of what is loaded: other items or tables are another load. */
  readonly fingerprint: string;
  readonly count: number;
  /** The first patient who is not in the store for certain. */
  readonly next: number;
  /** The items of tables so far. */
  readonly items: number;
  readonly seconds: number;
  /** What it took of the processors, however busy the machine was. */
  readonly processorSeconds: number;
  /** When it was complete; absent while it is not. */
  readonly loadedAt?: string;
}

interface Loading {
  readonly house: House;
  readonly gathering: Gathering;
  readonly count: number;
  readonly say: (line: string) => void;
}

const batch = 1000;
const progressEvery = 50_000;

export const tablesIn = (folder: string): string => join(folder, 'tables');
const markIn = (folder: string): string => join(folder, 'load.json');

function read(folder: string): Load | undefined {
  try {
    return JSON.parse(readFileSync(markIn(folder), 'utf8')) as Load;
  } catch {
    return undefined;
  }
}

/** Whole or not at all, whenever it is cut off. */
function mark(folder: string, load: Load): void {
  writeFileSync(`${markIn(folder)}.new`, JSON.stringify(load));
  renameSync(`${markIn(folder)}.new`, markIn(folder));
}

/** What the adapters write of somebody who is due and of somebody who is not, and the tables that they write it to. */
async function fingerprintOf({ house, gathering, count }: Loading): Promise<string> {
  const puts = await gathering.during(async () => {
    for (const index of [0, dueCount, dueCount + 1]) await putPatient(house, index);
  });
  const layouts = tables.map(({ name, properties }) => [
    name,
    properties.KeySchema,
    properties.GlobalSecondaryIndexes,
  ]);
  return createHash('sha256')
    .update(JSON.stringify([count, layouts, puts]))
    .digest('hex');
}

async function begin(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const engine = createDynamoDb(await freePort(), tablesIn(folder), tables);
  await engine.start();
  await engine.end();
}

/** Where an interrupted load goes on, or a new one begins. */
async function startOf(folder: string, fingerprint: string, { count, say }: Loading): Promise<Load> {
  const known = read(folder);
  if (known?.fingerprint === fingerprint) {
    if (!known.loadedAt)
      say(`An earlier load stopped at ${known.next} of ${count} patients; it goes on there.`);
    return known;
  }
  if (known)
    say('What is kept is another load (other items, tables or number of patients); it is loaded anew.');
  await begin(folder);
  const fresh = { fingerprint, count, next: 0, items: 0, seconds: 0, processorSeconds: 0 };
  mark(folder, fresh);
  return fresh;
}

/**
 * A store in which something is missing, as after a power cut, is none. Only items are counted: of index entries the engine itself keeps one
 * where two items have the same keys in the index and the same three bytes of a hash.
 */
async function proveWhole(store: ReturnType<typeof openStore>, { items }: Load): Promise<void> {
  let found = 0;
  for await (const [key] of store.entries()) found += isItem(key) ? 1 : 0;
  if (found !== items)
    throw new Error(`${items} items were written and ${found} are there: delete the folder and load again.`);
}

/** What a load has taken, with what it had taken before it was cut off. */
function stopwatch(before: Load): () => Pick<Load, 'seconds' | 'processorSeconds'> {
  const start = performance.now();
  const startUsage = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(startUsage);
    return {
      seconds: before.seconds + (performance.now() - start) / 1000,
      processorSeconds: before.processorSeconds + (user + system) / 1e6,
    };
  };
}

async function fill(
  folder: string,
  store: ReturnType<typeof openStore>,
  begun: Load,
  { house, gathering, count, say }: Loading,
): Promise<Load> {
  const taken = stopwatch(begun);
  let load = begun;
  while (load.next < count) {
    const next = Math.min(count, load.next + batch);
    const puts = await gathering.during(async () => {
      for (let index = load.next; index < next; index += 1) await putPatient(house, index);
    });
    await store.write(puts);
    load = { ...load, next, items: load.items + puts.length, ...taken() };
    mark(folder, load);
    if (next % progressEvery === 0) say(`${next} of ${count} patients loaded, ${Math.round(load.seconds)} s`);
  }
  if (begun.next < count) await store.settle();
  return { ...load, ...taken() };
}

/** Patients as the adapters write them, straight into the engine's store; a folder that has them all is left as it is. */
export async function loadInto(folder: string, loading: Loading): Promise<Load> {
  const begun = await startOf(folder, await fingerprintOf(loading), loading);
  if (begun.loadedAt) return begun;
  const store = openStore(tablesIn(folder));
  try {
    const filled = await fill(folder, store, begun, loading);
    await proveWhole(store, filled);
    const load = { ...filled, loadedAt: new Date().toISOString() };
    mark(folder, load);
    return load;
  } finally {
    await store.close();
  }
}
