import { createRequire, enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import type { FunctionError } from '../service.ts';

/** What a worker is started with: the bundle, and the cells of the run's clock. */
export interface WorkerStart {
  readonly file: string;
  readonly exportName: string;
  readonly clock: SharedArrayBuffer;
  readonly functionName: string;
  readonly functionArn: string;
}
export interface WorkerRequest {
  readonly id: number;
  readonly requestId: string;
  readonly deadline: number;
  readonly event: unknown;
}
export type WorkerReply = { readonly id: number } & (
  | { readonly payload: unknown }
  | { readonly error: FunctionError }
);

type Handler = (event: unknown, context: object) => unknown;

// Bundles are compiled once a version, not once a start.
enableCompileCache();

const start = workerData as WorkerStart;
const cells = new BigInt64Array(start.clock);
const RealDate = Date;

function clockNow(): number {
  const value = Number(Atomics.load(cells, 1));
  return Atomics.load(cells, 0) === 1n ? value : RealDate.now() + value;
}

class ClockDate extends RealDate {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(clockNow());
    else super(...(given as [number]));
  }
  static override now(): number {
    return clockNow();
  }
}

function load(): Handler {
  globalThis.Date = ClockDate as DateConstructor;
  const bundle = createRequire(start.file)(start.file) as Record<string, Handler | undefined>;
  const handler = bundle[start.exportName];
  if (typeof handler !== 'function') throw new Error(`${start.file} does not export ${start.exportName}.`);
  // Node 24's runtime refuses callback handlers when it loads them.
  if (handler.length >= 3) throw new Error('Callback handlers are not supported: return a promise instead.');
  return handler;
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: 'Error', errorMessage: String(error) };
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: (error.stack ?? '').split('\n').slice(0, 20),
  };
}

const contextOf = (request: WorkerRequest): object => ({
  awsRequestId: request.requestId,
  functionName: start.functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: start.functionArn,
  memoryLimitInMB: '512',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => Math.max(0, request.deadline - RealDate.now()),
});

// Left to itself V8 lets an instance grow to several times of what it holds, as if it were alone on the machine.
setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;
const eventsBetweenCollections = 20;
let events = 0;

let handler: Handler | undefined;

async function answer(request: WorkerRequest): Promise<WorkerReply> {
  try {
    handler ??= load();
    const payload = await handler(request.event, contextOf(request));
    return { id: request.id, payload: payload === undefined ? null : JSON.parse(JSON.stringify(payload)) };
  } catch (error) {
    return { id: request.id, error: describe(error) };
  }
}

parentPort?.on('message', async (request: WorkerRequest) => {
  parentPort?.postMessage(await answer(request));
  events += 1;
  if (events % eventsBetweenCollections === 0) setImmediate(collect);
});
