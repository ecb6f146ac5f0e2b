import { createHash, randomUUID } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Faults } from '../aws/faults.ts';
import { createPresence } from '../presence.ts';
import type { Clock, FunctionDescription, FunctionResult, Functions, Parked, Service } from '../service.ts';
import { environmentOf, handlerOf, type Instance, startInstance } from './instance.ts';
import type { Candidate } from './load-check.ts';

export interface FunctionsOptions {
  /** Folder that remembers which bundles, with which variables, have been seen to load. */
  readonly marks: string;
  readonly clock: Clock;
  /** Endpoints and credentials that every function gets besides the template's variables. */
  readonly awsEnvironment: Readonly<Record<string, string>>;
  /** Notes that a function gets an event, and says whether it gets it twice. */
  readonly invoked: Faults['invoked'];
  /** Gets each line that a function printed. */
  log(name: string, line: string): void;
}

/** Enough for two to meet; more would only wait for the tables, which one thread keeps, and take memory. */
const instancesPerFunction = 2;

/** Bundles are named by their content: the same names with the same variables load as they did before. */
function fingerprint(descriptions: readonly FunctionDescription[]): string {
  const what = descriptions.map(({ codeDirectory, handler, environment }) => [
    basename(codeDirectory),
    handler,
    Object.keys(environment),
  ]);
  return createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16);
}

export interface Stalls {
  /** A call of this instance hangs: it runs out of time, on the run's clock. */
  stall(instance: string): void;
  /** How many instances hang now. */
  stalled(): number;
}

interface Fleet {
  readonly description: FunctionDescription;
  readonly idle: Instance[];
  readonly waiting: (() => void)[];
  running: number;
}

/**
 * Functions as Lambda runs them: one event at a time in an instance, up to two instances each, started when first needed. An
 * instance that crashed or ran out of time is replaced.
 */
export function createFunctions(
  descriptions: readonly FunctionDescription[],
  options: FunctionsOptions,
): Functions & Service & Stalls {
  const fleets = new Map<string, Fleet>();
  const all = new Set<Instance>();
  const hanging = new Set<string>();
  for (const description of descriptions) {
    const fleet: Fleet = { description, idle: [], waiting: [], running: 0 };
    fleets.set(description.name, fleet);
    fleets.set(description.arn, fleet);
  }

  async function take(fleet: Fleet): Promise<Instance> {
    while (fleet.idle.length === 0 && fleet.running >= instancesPerFunction) {
      await new Promise<void>((resolve) => fleet.waiting.push(resolve));
    }
    const idle = fleet.idle.pop();
    if (idle) return idle;
    fleet.running += 1;
    const instance = startInstance(fleet.description, options);
    all.add(instance);
    return instance;
  }

  function giveBack(fleet: Fleet, instance: Instance): void {
    if (instance.alive()) {
      fleet.idle.push(instance);
    } else {
      fleet.running -= 1;
      all.delete(instance);
    }
    fleet.waiting.shift()?.();
  }

  async function once(fleet: Fleet, event: unknown, parked: Parked): Promise<FunctionResult> {
    const instance = await take(fleet);
    try {
      return await instance.invoke(randomUUID(), event, parked);
    } finally {
      hanging.delete(instance.id);
      giveBack(fleet, instance);
    }
  }

  async function run(nameOrArn: string, event: unknown, parked: Parked): Promise<FunctionResult> {
    const fleet = fleets.get(nameOrArn);
    if (!fleet) throw new Error(`There is no function ${nameOrArn} in the assembly.`);
    const repeat = options.invoked(fleet.description.name);
    const beside = repeat === 'twice-beside' ? once(fleet, event, parked) : undefined;
    const result = await once(fleet, event, parked);
    await (repeat === 'twice' ? once(fleet, event, parked) : beside);
    return result;
  }

  /** Every function is loaded once at the start, so that one that cannot start stops the run at once. */
  async function tryToLoad(some: readonly FunctionDescription[]): Promise<readonly string[]> {
    const candidates = some.map(
      (description): Candidate => ({
        name: description.name,
        ...handlerOf(description),
        environment: environmentOf(description, options),
      }),
    );
    const worker = new Worker(new URL('./load-check.ts', import.meta.url), {
      workerData: candidates,
      env: {},
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    try {
      return await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    } finally {
      await worker.terminate();
    }
  }

  return {
    invoke: (nameOrArn, event, callerParked = (work) => work) => {
      const presence = createPresence(options.clock);
      return run(nameOrArn, event, (work) => presence.parked(callerParked(work))).finally(presence.end);
    },
    stall: (id) => {
      const instance = [...all].find((one) => one.id === id);
      if (!instance) return;
      hanging.add(id);
      instance.stall();
    },
    stalled: () => hanging.size,
    start: async () => {
      const mark = join(options.marks, `.loads-${fingerprint(descriptions)}`);
      if (existsSync(mark)) return;
      const halves = [0, 1].map((half) => descriptions.filter((_, index) => index % 2 === half));
      const reasons = (await Promise.all(halves.map(tryToLoad))).flat();
      if (reasons.length > 0) throw new Error(reasons.join(' '));
      writeFileSync(mark, '');
    },
    end: async () => {
      await Promise.all([...all].map((instance) => instance.end()));
    },
  };
}
