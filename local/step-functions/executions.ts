import { createPresence } from '../presence.ts';
import type { Clock, Functions } from '../service.ts';
import { interpret, Suspension } from './asl-library.ts';
import { type Definition, restingStates, transform, waitingStates } from './definition.ts';
import type { Execution, Journal } from './journal.ts';
import type { TaskTokens } from './task-tokens.ts';
import { createTaskHandler, knownResource, type Resumption, type TokenWait } from './tasks.ts';

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
    machines.map(checked).map((machine) => [
      machine.arn,
      {
        machine,
        definition: transform(machine.definition),
        states: waitingStates(machine.definition),
        resting: restingStates(machine.definition),
      },
    ]),
  );
  const aborts = new Map<string, () => void>();
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
    aborts.delete(arn);
    note(
      arn,
      outcome.status === 'SUCCEEDED'
        ? 'ExecutionSucceeded'
        : `Execution${outcome.status === 'FAILED' ? 'Failed' : 'Aborted'}`,
    );
    journal.write({ ...execution, ...outcome, stoppedAt: clock.now() });
  }

  /**
   * Keeps of an execution that waits for an answer where it is and with which input, as the service does; its run is over. Outside of
   * `run`, whose scope would be kept with it.
   */
  function suspend(execution: Execution, state: string, input: string, wait: TokenWait): Suspension {
    if (journal.executions.get(execution.arn)?.status === 'RUNNING') {
      aborts.set(execution.arn, wait.drop);
      wait.settled((outcome) => run(execution, JSON.parse(input), { state, outcome }));
    } else wait.drop();
    return new Suspension();
  }

  function run(execution: Execution, input: unknown, resumption?: Resumption): void {
    const entry = prepared.get(execution.machineArn);
    if (!entry) return;
    const { arn } = execution;
    const presence = createPresence(clock);
    const handle = createTaskHandler(
      {
        clock,
        functions: options.functions,
        tokens: options.tokens,
        startedAt: execution.startedAt,
        parked: presence.parked,
        note: (type, state, details) => note(arn, type, state, details),
        suspend: (state, rest, wait) =>
          entry.resting.has(state) ? suspend(execution, state, JSON.stringify(rest), wait) : undefined,
      },
      resumption,
    );
    const definition = resumption ? { ...entry.definition, StartAt: resumption.state } : entry.definition;
    const context = { executionArn: arn, name: execution.name, machineArn: execution.machineArn };
    const started = interpret(definition, entry.states, input, context, handle);
    aborts.set(arn, () => started.abort());
    void started.result
      .then(
        (output) => finish(arn, { status: 'SUCCEEDED', output: JSON.stringify(output) }),
        (thrown: Error & { cause?: unknown }) => {
          const error = thrown.cause instanceof Error ? thrown.cause : thrown;
          if (!(error instanceof Suspension))
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
      const abort = aborts.get(arn);
      if (!abort) return journal.executions.has(arn);
      finish(arn, { status: 'ABORTED', ...(error ? { error } : {}), ...(cause ? { cause } : {}) });
      abort();
      return true;
    },
    running: () => aborts.size,
  };
}
