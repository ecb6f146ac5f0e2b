/** A state machine's definition as the template has it; only what the local runtime looks at is typed. */
export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  readonly Comment?: string;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
}

export interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Parameters?: object;
  readonly TimeoutSeconds?: number;
  readonly TimeoutSecondsPath?: string;
  readonly Seconds?: number;
  readonly SecondsPath?: string;
  readonly Timestamp?: string;
  readonly TimestampPath?: string;
  readonly Retry?: readonly Retrier[];
  readonly Iterator?: Definition;
  readonly ItemProcessor?: Definition;
  readonly Branches?: readonly Definition[];
  readonly [key: string]: unknown;
}

/** What stands in a definition for a value of the context object that the interpreter cannot give. */
export const placeholder = (path: string): string => `heard-local:${path}`;
const ownContext = /^\$\$\.(Task\.Token|State\.|Execution\.StartTime)/;

export const waitsForToken = ({ Resource }: State): boolean =>
  Resource?.endsWith('.waitForTaskToken') === true;

// Longer than any wait, and still what a timer of Node can hold.
const neverSeconds = 2_000_000;

function withPlaceholders(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlaceholders);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) =>
      key.endsWith('.$') && typeof item === 'string' && ownContext.test(item)
        ? [key.slice(0, -2), placeholder(item.slice(3))]
        : [key, withPlaceholders(item)],
    ),
  );
}

/** The task keeps its input beside its parameters, because a time-out's path is resolved against the input. */
function taskState(state: State): State {
  const { TimeoutSecondsPath, ...kept } = state;
  void TimeoutSecondsPath;
  const parameters = state.Parameters ? withPlaceholders(state.Parameters) : { 'input.$': '$' };
  const wrapped = state.Parameters ? { parameters } : { 'parameters.$': '$' };
  return { ...kept, Parameters: { 'rawInput.$': '$', ...wrapped }, TimeoutSeconds: neverSeconds };
}

function waitState(state: State): State {
  const { Seconds, SecondsPath, Timestamp, TimestampPath, ...kept } = state;
  void [Seconds, SecondsPath, Timestamp, TimestampPath];
  return {
    ...kept,
    Type: 'Task',
    Resource: 'arn:aws:states:::heard:wait',
    Parameters: { 'rawInput.$': '$', 'parameters.$': '$' },
    ResultPath: null,
    TimeoutSeconds: neverSeconds,
  };
}

function transformState(state: State): State {
  if (state.Type === 'Task') return taskState(state);
  if (state.Type === 'Wait') return waitState(state);
  return {
    ...state,
    ...(state.Iterator ? { Iterator: transform(state.Iterator) } : {}),
    ...(state.ItemProcessor ? { ItemProcessor: transform(state.ItemProcessor) } : {}),
    ...(state.Branches ? { Branches: state.Branches.map(transform) } : {}),
  };
}

/** The definition in which every wait, time-out and back-off is left to our own task handlers. */
export function transform(definition: Definition): Definition {
  const states = Object.entries(definition.States).map(
    ([name, state]) => [name, transformState(state)] as const,
  );
  return { StartAt: definition.StartAt, States: Object.fromEntries(states) };
}

/** Every state that a handler answers for, by name, also those inside a Map or Parallel. */
export function waitingStates(definition: Definition): ReadonlyMap<string, State> {
  const found = new Map<string, State>();
  for (const [name, state] of Object.entries(definition.States)) {
    if (state.Type === 'Task' || state.Type === 'Wait') found.set(name, state);
    const inner = [state.Iterator, state.ItemProcessor, ...(state.Branches ?? [])];
    for (const part of inner) if (part) for (const entry of waitingStates(part)) found.set(...entry);
  }
  return found;
}

/**
 * The states at which an execution can be left and started again with the state's input. Not those inside a Map or Parallel, as the
 * states beside them go on; nor where the definition asks for more of the execution than that input.
 */
export function restingStates(definition: Definition): ReadonlySet<string> {
  if (JSON.stringify(definition).includes('$$.Execution.Input')) return new Set();
  const resting = Object.entries(definition.States).filter(
    ([, state]) => waitsForToken(state) && state.InputPath === undefined,
  );
  return new Set(resting.map(([name]) => name));
}
