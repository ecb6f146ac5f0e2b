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

/** Runs a transformed definition; `handle` answers for every task and wait state. */
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
