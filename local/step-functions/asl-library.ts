import { StateMachine } from 'aws-local-stepfunctions';
import type { Definition, State } from './definition.ts';

export interface TaskInput {
  readonly rawInput: unknown;
  readonly parameters: unknown;
}
export type TaskHandler = (name: string, state: State, input: TaskInput) => Promise<unknown>;

export interface Run {
  readonly result: Promise<unknown>;
  abort(): void;
}

/** What a handler throws to end the run it is called by: the interpreter neither retries nor catches it. */
export class Suspension extends Error {
  readonly isRetryable = false;
  readonly isCatchable = false;
}

/** Runs a transformed definition from its `StartAt`; `handle` answers for every task and wait state. */
export function interpret(
  definition: Definition,
  states: ReadonlyMap<string, State>,
  input: unknown,
  context: { readonly executionArn: string; readonly name: string; readonly machineArn: string },
  handle: TaskHandler,
): Run {
  const machine = new StateMachine(definition as never, { validationOptions: { noValidate: true } });
  const handlers = [...states].map(([name, state]) => [
    name,
    (taskInput: unknown) => handle(name, state, taskInput as TaskInput),
  ]);
  const immediately = [...states.keys()].map((name) => [name, 0]);
  return machine.run(input as never, {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(handlers),
      retryIntervalOverrides: Object.fromEntries(immediately),
    },
    context: {
      Execution: { Id: context.executionArn, Name: context.name },
      StateMachine: { Id: context.machineArn },
    } as never,
  }) as Run;
}
