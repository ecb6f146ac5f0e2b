import { randomUUID } from 'node:crypto';
import type { Clock, Functions } from '../service.ts';
import { Suspension, type TaskHandler, type TaskInput } from './asl-library.ts';
import { placeholder, type Retrier, type State, waitsForToken } from './definition.ts';
import type { TaskTokens, TokenOutcome } from './task-tokens.ts';

/** What one execution lends to its tasks. */
export interface TaskContext {
  readonly clock: Clock;
  readonly functions: Functions;
  readonly tokens: TaskTokens;
  readonly startedAt: number;
  /** While `work` runs, the execution is at rest and time may pass. */
  parked<T>(work: Promise<T>): Promise<T>;
  note(type: string, state: string, details?: object): void;
  /** Leaves the execution at this state until the answer comes; throw what this gives. Undefined where it cannot be left. */
  suspend(state: string, input: unknown, wait: TokenWait): Error | undefined;
}

/** A token that is waited for. */
export interface TokenWait {
  /** Calls `resume` with the answer once there is one, at once if there is. */
  settled(resume: (outcome: TokenOutcome) => void): void;
  answered(): boolean;
  /** Waits no more. */
  drop(): void;
}

/** An execution that goes on at the state where it was left. */
export interface Resumption {
  readonly state: string;
  readonly outcome: TokenOutcome;
}

/** The name is what Retry and Catch of the machine look at; the message becomes the cause. */
function failure(name: string, cause: string): Error {
  const error = new Error(cause);
  error.name = name;
  return error;
}

function at(path: string, input: unknown): unknown {
  if (!/^\$(\.[A-Za-z0-9_]+)+$/.test(path))
    throw failure('States.Runtime', `The local runtime cannot follow ${path}.`);
  const keys = path.split('.').slice(1);
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], input);
}

function seconds(state: State, input: unknown): number | undefined {
  if (state.TimeoutSecondsPath === undefined) return state.TimeoutSeconds;
  const value = at(state.TimeoutSecondsPath, input);
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1)
    throw failure('States.Runtime', `${state.TimeoutSecondsPath} must be a whole number of seconds above 0.`);
  return value;
}

function filled(value: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return values[value] ?? value;
  if (Array.isArray(value)) return value.map((item) => filled(item, values));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, values)]));
}

const iso = (instant: number): string => new Date(instant).toISOString();

async function invoke(context: TaskContext, functionName: string, payload: unknown): Promise<unknown> {
  const result = await context.functions.invoke(functionName, payload, context.parked);
  if ('error' in result) throw failure(result.error.errorType, JSON.stringify(result.error));
  return result.payload;
}

interface LambdaInvocation {
  readonly FunctionName: string;
  readonly Payload: unknown;
}

/** Waits for the answer to a token, at most until the deadline on the run's clock. Holds nothing else of the execution. */
function waitForToken(
  { clock, tokens }: Pick<TaskContext, 'clock' | 'tokens'>,
  token: string,
  deadline: number | undefined,
): TokenWait {
  let outcome: TokenOutcome | undefined;
  let resume = (_outcome: TokenOutcome): void => {};
  let cancel = (): void => {};
  const settle = (given: TokenOutcome): void => {
    cancel();
    outcome = given;
    resume(given);
  };
  tokens.open(token, settle);
  if (deadline !== undefined)
    cancel = clock.at(deadline, () => {
      tokens.close(token);
      settle({ error: 'States.Timeout', cause: 'The task timed out.' });
    });
  return {
    settled: (then) => {
      resume = then;
      if (outcome) then(outcome);
    },
    answered: () => outcome !== undefined,
    drop: () => {
      cancel();
      tokens.close(token);
    },
  };
}

function outputOf(outcome: TokenOutcome): unknown {
  if ('error' in outcome) throw failure(outcome.error, outcome.cause);
  return outcome.output;
}

async function withToken(
  context: TaskContext,
  name: string,
  state: State,
  input: TaskInput,
  firstTry: boolean,
): Promise<unknown> {
  const token = randomUUID();
  const limit = seconds(state, input.rawInput);
  const now = context.clock.now();
  const parameters = filled(input.parameters, {
    [placeholder('Task.Token')]: token,
    [placeholder('State.EnteredTime')]: iso(now),
    [placeholder('State.Name')]: name,
    [placeholder('Execution.StartTime')]: iso(context.startedAt),
  }) as LambdaInvocation;
  const waiting = waitForToken(context, token, limit === undefined ? undefined : now + limit * 1000);
  try {
    await invoke(context, parameters.FunctionName, parameters.Payload);
  } catch (error) {
    waiting.drop();
    throw error;
  }
  // The interpreter counts tries by itself, and would count anew.
  const suspension =
    firstTry && !waiting.answered() ? context.suspend(name, input.rawInput, waiting) : undefined;
  if (suspension) throw suspension;
  return outputOf(await context.parked(new Promise<TokenOutcome>((resolve) => waiting.settled(resolve))));
}

async function withoutToken(
  context: TaskContext,
  name: string,
  state: State,
  input: TaskInput,
): Promise<unknown> {
  const parameters = filled(input.parameters, {
    [placeholder('State.EnteredTime')]: iso(context.clock.now()),
    [placeholder('State.Name')]: name,
    [placeholder('Execution.StartTime')]: iso(context.startedAt),
  });
  if (state.Resource?.includes(':lambda:') && !state.Resource.includes(':states:'))
    return invoke(context, state.Resource, parameters);
  const { FunctionName, Payload } = parameters as LambdaInvocation;
  return {
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    Payload: await invoke(context, FunctionName, Payload),
  };
}

function until(context: TaskContext, instant: number): Promise<void> {
  return context.parked(new Promise((resolve) => void context.clock.at(instant, resolve)));
}

function wait(context: TaskContext, state: State, input: unknown): Promise<void> {
  const stamp = state.TimestampPath ? at(state.TimestampPath, input) : state.Timestamp;
  if (stamp !== undefined) return until(context, Date.parse(String(stamp)));
  const length = state.SecondsPath ? Number(at(state.SecondsPath, input)) : (state.Seconds ?? 0);
  return until(context, context.clock.now() + length * 1000);
}

const handles = (retrier: Retrier, error: Error): boolean =>
  retrier.ErrorEquals.some(
    (name) =>
      name === error.name ||
      name === 'States.ALL' ||
      (name === 'States.TaskFailed' && error.name !== 'States.Timeout'),
  );

/** Seconds of back-off before the interpreter's next try, or undefined when it will not try again. Counts as it does. */
function backOff(state: State, error: Error, attempts: number[]): number | undefined {
  const index = (state.Retry ?? []).findIndex((retrier) => handles(retrier, error));
  const retrier = state.Retry?.[index];
  if (!retrier) return undefined;
  const tried = attempts[index] ?? 0;
  if (tried >= (retrier.MaxAttempts ?? 3)) return undefined;
  attempts[index] = tried + 1;
  const length = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** tried;
  return Math.min(length, retrier.MaxDelaySeconds ?? length);
}

/** The resources that a definition may name here; anything else stops the start. */
export function knownResource(resource: string): boolean {
  return (
    /^arn:aws:lambda:[^:]+:\d+:function:/.test(resource) ||
    resource === 'arn:aws:states:::lambda:invoke' ||
    resource === 'arn:aws:states:::lambda:invoke.waitForTaskToken'
  );
}

/** Answers for the tasks and waits of one execution: all waiting, timing out and backing off happens on the run's clock. */
export function createTaskHandler(context: TaskContext, resumption?: Resumption): TaskHandler {
  const attemptsOf = new Map<string, number[]>();
  let resumed = resumption;

  async function perform(name: string, state: State, input: TaskInput, firstTry: boolean): Promise<unknown> {
    if (state.Type === 'Wait') return wait(context, state, input.rawInput);
    return waitsForToken(state)
      ? withToken(context, name, state, input, firstTry)
      : withoutToken(context, name, state, input);
  }

  /** What the state comes to; one that the execution was left at has its answer. */
  function entered(name: string, state: State, input: TaskInput, firstTry: boolean): Promise<unknown> {
    const known = resumed;
    resumed = undefined;
    if (known?.state === name) return Promise.resolve(known.outcome).then(outputOf);
    context.note(`${state.Type}StateEntered`, name);
    return perform(name, state, input, firstTry);
  }

  return async (name, state, input) => {
    const key = `${name} ${JSON.stringify(input.rawInput)}`;
    const attempts = attemptsOf.get(key) ?? [];
    attemptsOf.delete(key);
    try {
      const result = await entered(name, state, input, attempts.length === 0);
      context.note(`${state.Type}StateExited`, name);
      return result;
    } catch (thrown) {
      if (thrown instanceof Suspension) throw thrown;
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      context.note(error.name === 'States.Timeout' ? 'TaskTimedOut' : 'TaskFailed', name, {
        error: error.name,
      });
      const length = backOff(state, error, attempts);
      if (length !== undefined) {
        attemptsOf.set(key, attempts);
        await until(context, context.clock.now() + length * 1000);
      }
      throw error;
    }
  };
}
