import { createPresence } from '../presence.ts';
import type { Clock, Functions } from '../service.ts';
import { interpret, type Run } from './asl-library.ts';
import { type Definition, transform, waitingStates } from './definition.ts';
import type { Execution, Journal } from './journal.ts';
import type { TaskTokens } from './task-tokens.ts';
import { createTaskHandler, knownResource } from './tasks.ts';

export interface Machine {
  readonly name: string;
  readonly arn: string;
  readonly definition: Definition;
}

export interface HistoryEvent {
  readonly id: number;
  readonly type: string;
  readonly timestamp: number;
  readonly state?: string;
  readonly details?: object;
}

export interface Executions {
  readonly machines: readonly Machine[];
  start(machineArn: string, name: string, input: string): Execution | 'exists' | 'no-machine';
  find(arn: string): Execution | undefined;
  list(machineArn: string): readonly Execution[];
  history(arn: string): readonly HistoryEvent[];
  stop(arn: string, error?: string, cause?: string): boolean;
  running(): number;
}

export interface ExecutionsOptions {
  readonly clock: Clock;
  readonly functions: Functions;
  readonly tokens: TaskTokens;
  readonly journal: Journal;
}

const historyLength = 200;
const keptHistories = 2000;

function checked(machine: Machine): Machine {
  for (const [name, state] of waitingStates(machine.definition)) {
    if (state.Type === 'Task' && !knownResource(state.Resource ?? ''))
      throw new Error(
        `The local runtime cannot run "${name}" of ${machine.name}: it does not know ${state.Resource}.`,
      );
  }
  return machine;
}

export function createExecutions(machines: readonly Machine[], options: ExecutionsOptions): Executions {
  const { clock, journal } = options;
  const prepared = new Map(
    machines
      .map(checked)
      .map((machine) => [
        machine.arn,
        { machine, definition: transform(machine.definition), states: waitingStates(machine.definition) },
      ]),
  );
  const runs = new Map<string, Run>();
  const histories = new Map<string, HistoryEvent[]>();

  function note(arn: string, type: string, state?: string, details?: object): void {
    const history = histories.get(arn);
    if (!history || history.length >= historyLength) return;
    const event = { id: history.length + 1, type, timestamp: clock.now() };
    history.push({ ...event, ...(state ? { state } : {}), ...(details ? { details } : {}) });
  }

  function openHistory(arn: string): void {
    histories.set(arn, []);
    const [oldest] = histories.keys();
    if (histories.size > keptHistories && oldest) histories.delete(oldest);
  }

  function finish(arn: string, outcome: Partial<Execution> & Pick<Execution, 'status'>): void {
    const execution = journal.executions.get(arn);
    if (execution?.status !== 'RUNNING') return;
    runs.delete(arn);
    note(
      arn,
      outcome.status === 'SUCCEEDED'
        ? 'ExecutionSucceeded'
        : `Execution${outcome.status === 'FAILED' ? 'Failed' : 'Aborted'}`,
    );
    journal.write({ ...execution, ...outcome, stoppedAt: clock.now() });
  }

  function run(execution: Execution, input: unknown): void {
    const entry = prepared.get(execution.machineArn);
    if (!entry) return;
    const { arn } = execution;
    const presence = createPresence(clock);
    const handle = createTaskHandler({
      clock,
      functions: options.functions,
      tokens: options.tokens,
      startedAt: execution.startedAt,
      parked: presence.parked,
      note: (type, state, details) => note(arn, type, state, details),
    });
    const context = { executionArn: arn, name: execution.name, machineArn: execution.machineArn };
    const started = interpret(entry.definition, entry.states, input, context, handle);
    runs.set(arn, started);
    void started.result
      .then(
        (output) => finish(arn, { status: 'SUCCEEDED', output: JSON.stringify(output) }),
        (thrown: Error & { cause?: unknown }) => {
          const error = thrown.cause instanceof Error ? thrown.cause : thrown;
          finish(arn, { status: 'FAILED', error: error.name, cause: error.message });
        },
      )
      .finally(presence.end);
  }

  return {
    machines,
    start: (machineArn, name, input) => {
      const entry = prepared.get(machineArn);
      if (!entry) return 'no-machine';
      const arn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
      const known = journal.executions.get(arn);
      if (known) return known.status === 'RUNNING' && known.input === input ? known : 'exists';
      const execution: Execution = {
        arn,
        name,
        machineArn,
        input,
        startedAt: clock.now(),
        status: 'RUNNING',
      };
      journal.write(execution);
      openHistory(arn);
      note(arn, 'ExecutionStarted');
      run(execution, JSON.parse(input));
      return execution;
    },
    find: (arn) => journal.executions.get(arn),
    list: (machineArn) =>
      [...journal.executions.values()].filter((execution) => execution.machineArn === machineArn).reverse(),
    history: (arn) => histories.get(arn) ?? [],
    stop: (arn, error, cause) => {
      const started = runs.get(arn);
      if (!started) return journal.executions.has(arn);
      finish(arn, { status: 'ABORTED', ...(error ? { error } : {}), ...(cause ? { cause } : {}) });
      started.abort();
      return true;
    },
    running: () => runs.size,
  };
}
