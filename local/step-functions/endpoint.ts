import { randomUUID } from 'node:crypto';
import { jsonReply } from '../aws/json-reply.ts';
import type { AwsBackend, AwsReply, Clock } from '../service.ts';
import type { Executions, HistoryEvent } from './executions.ts';
import type { Execution } from './journal.ts';
import type { TaskTokens } from './task-tokens.ts';

type Input = Readonly<Record<string, unknown>>;

const json = jsonReply('1.0');
const problem = (type: string, message: string): AwsReply => json(400, { __type: type, message });
const text = (input: Input, key: string): string =>
  typeof input[key] === 'string' ? (input[key] as string) : '';
const seconds = (instant: number): number => instant / 1000;

const summary = (execution: Execution): object => ({
  executionArn: execution.arn,
  stateMachineArn: execution.machineArn,
  name: execution.name,
  status: execution.status,
  startDate: seconds(execution.startedAt),
  ...(execution.stoppedAt === undefined ? {} : { stopDate: seconds(execution.stoppedAt) }),
});

function historyEvent({ id, type, timestamp, state, details }: HistoryEvent): object {
  const shown = { id, previousEventId: id - 1, type, timestamp: seconds(timestamp) };
  if (type.endsWith('StateEntered')) return { ...shown, stateEnteredEventDetails: { name: state } };
  if (type.endsWith('StateExited')) return { ...shown, stateExitedEventDetails: { name: state } };
  if (type === 'TaskFailed') return { ...shown, taskFailedEventDetails: details };
  if (type === 'TaskTimedOut') return { ...shown, taskTimedOutEventDetails: details };
  return shown;
}

/** One page of a list, by position; the next token is the position in base64. */
function page<T>(items: readonly T[], input: Input): { items: readonly T[]; nextToken?: string } {
  const limit = Math.min(Number(input.maxResults ?? 100) || 100, 1000);
  const from = Number(Buffer.from(text(input, 'nextToken'), 'base64').toString() || 0);
  const items_ = items.slice(from, from + limit);
  const next = from + limit;
  return next < items.length
    ? { items: items_, nextToken: Buffer.from(`${next}`).toString('base64') }
    : { items: items_ };
}

/** The Step Functions service in its own JSON protocol, so that SDK clients and the AWS CLI work against it unmodified. */
export function createStepFunctionsEndpoint(
  executions: Executions,
  tokens: TaskTokens,
  clock: Clock,
): AwsBackend {
  const machineOf = (input: Input) =>
    executions.machines.find(({ arn }) => arn === text(input, 'stateMachineArn'));
  const noExecution = problem('ExecutionDoesNotExist', 'There is no execution with this ARN.');
  const noMachine = problem('StateMachineDoesNotExist', 'There is no state machine with this ARN.');

  function start(input: Input): AwsReply {
    const name = text(input, 'name') || randomUUID();
    const started = executions.start(text(input, 'stateMachineArn'), name, text(input, 'input') || '{}');
    if (started === 'no-machine') return noMachine;
    if (started === 'exists')
      return problem('ExecutionAlreadyExists', `There is an execution named ${name} already.`);
    return json(200, { executionArn: started.arn, startDate: seconds(started.startedAt) });
  }

  function answer(input: Input, outcome: Parameters<TaskTokens['answer']>[1]): AwsReply {
    const token = text(input, 'taskToken');
    if (!/^[0-9a-f-]{36}$/.test(token))
      return problem('InvalidToken', 'The token is not one of this service.');
    return tokens.answer(token, outcome)
      ? json(200, {})
      : problem('TaskTimedOut', 'Nobody waits for this token any more.');
  }

  const operations: Readonly<Record<string, (input: Input) => AwsReply>> = {
    StartExecution: start,
    StopExecution: (input) =>
      executions.stop(text(input, 'executionArn'), text(input, 'error'), text(input, 'cause'))
        ? json(200, { stopDate: seconds(clock.now()) })
        : noExecution,
    DescribeExecution: (input) => {
      const execution = executions.find(text(input, 'executionArn'));
      if (!execution) return noExecution;
      const { output, error, cause } = execution;
      return json(200, { ...summary(execution), input: execution.input, output, error, cause });
    },
    ListExecutions: (input) => {
      if (!machineOf(input)) return noMachine;
      const status = text(input, 'statusFilter');
      const all = executions.list(text(input, 'stateMachineArn'));
      const { items, nextToken } = page(
        all.filter((item) => !status || item.status === status),
        input,
      );
      return json(200, { executions: items.map(summary), nextToken });
    },
    GetExecutionHistory: (input) => {
      if (!executions.find(text(input, 'executionArn'))) return noExecution;
      const { items, nextToken } = page(executions.history(text(input, 'executionArn')), input);
      return json(200, { events: items.map(historyEvent), nextToken });
    },
    ListStateMachines: () =>
      json(200, {
        stateMachines: executions.machines.map(({ arn, name }) => ({
          stateMachineArn: arn,
          name,
          type: 'STANDARD',
          creationDate: 0,
        })),
      }),
    DescribeStateMachine: (input) => {
      const machine = machineOf(input);
      if (!machine) return noMachine;
      const { arn, name, definition } = machine;
      return json(200, {
        stateMachineArn: arn,
        name,
        status: 'ACTIVE',
        type: 'STANDARD',
        creationDate: 0,
        roleArn: 'arn:aws:iam::000000000000:role/local',
        definition: JSON.stringify(definition),
      });
    },
    SendTaskSuccess: (input) => answer(input, { output: JSON.parse(text(input, 'output') || 'null') }),
    SendTaskFailure: (input) =>
      answer(input, { error: text(input, 'error') || 'States.TaskFailed', cause: text(input, 'cause') }),
    SendTaskHeartbeat: (input) =>
      tokens.isOpen(text(input, 'taskToken'))
        ? json(200, {})
        : problem('TaskTimedOut', 'Nobody waits for this token any more.'),
  };

  return async (call) => {
    const operation = operations[call.operation];
    if (!operation)
      return problem(
        'UnknownOperationException',
        `The local Step Functions does not know ${call.operation}.`,
      );
    return operation(JSON.parse(call.body.toString() || '{}') as Input);
  };
}
