import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { FunctionDescription, FunctionResult, Parked } from '../service.ts';
import type { FunctionsOptions } from './pool.ts';
import type { WorkerReply, WorkerRequest, WorkerStart } from './worker.ts';

/** One running copy of a function. */
export interface Instance {
  /** Also its session token, so that the gateway knows which instance calls. */
  readonly id: string;
  invoke(requestId: string, event: unknown, parked: Parked): Promise<FunctionResult>;
  /** A call of this instance hangs: it runs out of time, on the run's clock. */
  stall(): void;
  alive(): boolean;
  end(): Promise<void>;
}

// A laptop that bundles and tests at the same time is slower than Lambda; a time-out of ours must not be the machine's load.
const leastTimeoutSeconds = 10;
/** Nor must the SDK's, as calls are not timed by the run's clock. */
const callPatience = '15';

// Types are taken out once and here: each worker that did it for itself would hold a compiler in its memory.
const workerCode = new URL(
  `data:text/javascript,${encodeURIComponent(
    stripTypeScriptTypes(readFileSync(join(import.meta.dirname, 'worker.ts'), 'utf8')),
  )}`,
);

/** What a call leaves behind is collected early: dozens of instances share a laptop's memory. */
const youngMegabytes = 4;

export function environmentOf(
  description: FunctionDescription,
  options: FunctionsOptions,
): Record<string, string> {
  return {
    ...description.environment,
    ...options.awsEnvironment,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: description.name,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_MAX_ATTEMPTS: '2',
    CALL_PATIENCE: callPatience,
    AWS_LAMBDA_FUNCTION_NAME: description.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
    _HANDLER: description.handler,
    LAMBDA_TASK_ROOT: description.codeDirectory,
    TZ: ':UTC',
  };
}

/** The file and the export that a handler's name stands for. */
export function handlerOf(description: FunctionDescription): {
  readonly file: string;
  readonly exportName: string;
} {
  const [file = '', exportName = ''] = description.handler.split('.');
  return { file: join(description.codeDirectory, `${file}.cjs`), exportName };
}

function workerStart(description: FunctionDescription, options: FunctionsOptions): WorkerStart {
  return {
    ...handlerOf(description),
    clock: options.clock.shared,
    functionName: description.name,
    functionArn: description.arn,
  };
}

/** Starts a worker thread that holds nothing of this process but the clock. */
export function startInstance(description: FunctionDescription, options: FunctionsOptions): Instance {
  const id = randomUUID();
  const { clock } = options;
  const worker = new Worker(workerCode, {
    workerData: workerStart(description, options),
    env: { ...environmentOf(description, options), AWS_SESSION_TOKEN: id },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdout: true,
    stderr: true,
    resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
  });
  for (const stream of [worker.stdout, worker.stderr]) {
    createInterface({ input: stream }).on('line', (line) => options.log(description.name, line));
  }
  let running = true;
  let settle: ((result: FunctionResult) => void) | undefined;
  const fail = (errorType: string, errorMessage: string): void => {
    running = false;
    settle?.({ error: { errorType, errorMessage } });
  };
  worker.on('message', (reply: WorkerReply) =>
    settle?.('error' in reply ? { error: reply.error } : { payload: reply.payload }),
  );
  worker.on('error', (error) => fail('Runtime.ExitError', `The function crashed: ${error.message}`));
  worker.on('exit', () => fail('Runtime.ExitError', 'The function ended before it answered.'));

  const seconds = Math.max(description.timeoutSeconds, leastTimeoutSeconds);
  const timeOut = (): void => {
    fail('Sandbox.Timedout', `Task timed out after ${description.timeoutSeconds} seconds.`);
    void worker.terminate();
  };
  let parkedUntilTimeOut = (): void => {};
  const invoke = (requestId: string, event: unknown, parked: Parked): Promise<FunctionResult> =>
    new Promise((resolve) => {
      const timer = setTimeout(timeOut, seconds * 1000);
      const until = clock.now() + description.timeoutSeconds * 1000;
      parkedUntilTimeOut = () =>
        void parked(new Promise<void>((reached) => void clock.at(until, reached))).then(timeOut);
      settle = (result) => {
        settle = undefined;
        clearTimeout(timer);
        resolve(result);
      };
      const deadline = Date.now() + seconds * 1000;
      const request: WorkerRequest = { id: 0, requestId, deadline, event };
      worker.postMessage(request);
    });
  return {
    id,
    invoke,
    stall: () => parkedUntilTimeOut(),
    alive: () => running,
    end: async () => {
      await worker.terminate();
    },
  };
}
