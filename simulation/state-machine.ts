import type { Definition, State } from '../local/step-functions/definition.ts';

interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath?: string | null;
  readonly Next: string;
}

/** What the machine does its tasks and its waiting with. Times are epoch milliseconds. */
export interface MachinePorts {
  readonly now: () => number;
  readonly at: (time: number, fire: () => Promise<void>) => () => void;
  /** Does the task of a state; throws an error whose name the definition catches. */
  readonly task: (state: string, payload: Record<string, unknown>) => Promise<unknown>;
  /** The token of a task that waits, of which this is the nth. One machine after another needs tokens that differ. */
  readonly newToken?: (nth: number) => string;
}

interface Execution {
  state: string;
  input: Record<string, unknown>;
  tries: number;
}

interface Waiting {
  readonly execution: Execution;
  readonly cancel: () => void;
}

const waitsForToken = ({ Resource = '' }: State): boolean => Resource.endsWith('.waitForTaskToken');
const has = (names: readonly string[], error: string): boolean =>
  names.includes(error) || names.includes('States.ALL');

/** The value at `$.a.b` of an input. */
function at(path: string, input: Record<string, unknown>): unknown {
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], input);
}

function filled(
  template: object,
  input: Record<string, unknown>,
  context: Record<string, string>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => {
      if (key.endsWith('.$')) {
        const path = String(value);
        return [key.slice(0, -2), path.startsWith('$$.') ? context[path] : at(path, input)];
      }
      return [key, typeof value === 'object' && value !== null ? filled(value, input, context) : value];
    }),
  );
}

/**
 * Runs a synthesized definition over virtual time: tasks, tasks that wait for a token, waits, retries and catches, as far as the definitions of
 * Heard use them; anything else throws when it is met.
 */
export function stateMachine(definition: Definition, ports: MachinePorts) {
  const waiting = new Map<string, Waiting>();
  let serial = 0;
  let running = 0;

  function resultInto(
    state: State,
    input: Record<string, unknown>,
    result: unknown,
  ): Record<string, unknown> {
    const path = state.ResultPath as string | null | undefined;
    if (path === null) return input;
    if (path === undefined) return result as Record<string, unknown>;
    return { ...input, [path.slice(2)]: result };
  }

  async function failed(execution: Execution, error: string): Promise<void> {
    const state = definition.States[execution.state] as State;
    const retrier = state.Retry?.find(({ ErrorEquals }) => has(ErrorEquals, error));
    if (retrier && execution.tries < (retrier.MaxAttempts ?? 3)) {
      const seconds = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** execution.tries;
      execution.tries += 1;
      ports.at(ports.now() + seconds * 1000, () => run(execution));
      return;
    }
    const catcher = (state.Catch as readonly Catcher[] | undefined)?.find(({ ErrorEquals }) =>
      has(ErrorEquals, error),
    );
    if (!catcher) throw new Error(`The machine failed: ${error} at "${execution.state}".`);
    const path = catcher.ResultPath ?? '$';
    execution.input =
      path === '$' ? { Error: error } : { ...execution.input, [path.slice(2)]: { Error: error } };
    await goOn(execution, catcher.Next);
  }

  function goOn(execution: Execution, next: string): Promise<void> {
    execution.state = next;
    execution.tries = 0;
    return run(execution);
  }

  async function waitForToken(execution: Execution, state: State): Promise<void> {
    serial += 1;
    const token = ports.newToken?.(serial) ?? `token-${serial}`;
    const parameters = filled(state.Parameters ?? {}, execution.input, { '$$.Task.Token': token });
    const seconds = state.TimeoutSecondsPath
      ? Number(at(state.TimeoutSecondsPath, execution.input))
      : (state.TimeoutSeconds ?? 60);
    const cancel = ports.at(ports.now() + seconds * 1000, () => fail(token, 'States.Timeout'));
    waiting.set(token, { execution, cancel });
    try {
      await ports.task(execution.state, (parameters.Payload ?? parameters) as Record<string, unknown>);
    } catch (error) {
      await fail(token, (error as Error).name);
    }
  }

  async function task(execution: Execution, state: State): Promise<void> {
    if (waitsForToken(state)) return waitForToken(execution, state);
    const context = { '$$.StateMachine.Id': 'machine' };
    const payload = filled(state.Parameters ?? {}, execution.input, context);
    let result: unknown;
    try {
      result = await ports.task(execution.state, payload);
    } catch (error) {
      return failed(execution, (error as Error).name);
    }
    execution.input = resultInto(state, execution.input, result);
    return goOn(execution, String(state.Next));
  }

  async function run(execution: Execution): Promise<void> {
    const state = definition.States[execution.state] as State;
    if (state.Type === 'Task') return task(execution, state);
    if (state.Type === 'Wait') {
      ports.at(ports.now() + (state.Seconds ?? 0) * 1000, () => goOn(execution, String(state.Next)));
      return;
    }
    if (state.Type !== 'Succeed') throw new Error(`The simulation has no states of type ${state.Type}.`);
    running -= 1;
  }

  /** A token that is known no more has moved on already. */
  async function fail(token: string, error: string): Promise<void> {
    const held = waiting.get(token);
    if (!held) return;
    waiting.delete(token);
    held.cancel();
    await failed(held.execution, error);
  }

  return {
    start: (input: Record<string, unknown>): Promise<void> => {
      running += 1;
      return run({ state: definition.StartAt, input, tries: 0 });
    },
    fail,
    running: () => running,
  };
}
