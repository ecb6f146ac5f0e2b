import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { createClock } from '../../local/clock.ts';
import type { Definition } from '../../local/step-functions/definition.ts';
import { createExecutions } from '../../local/step-functions/executions.ts';
import type { Execution } from '../../local/step-functions/journal.ts';
import { createTaskTokens } from '../../local/step-functions/task-tokens.ts';

const arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:ask';
const tell = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
const payload = { 'token.$': '$$.Task.Token', 'round.$': '$.round' };

const asking = (more: object = {}): Definition => ({
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: tell,
      Parameters: { FunctionName: 'ask', Payload: payload },
      TimeoutSecondsPath: '$.wait',
      ResultPath: '$.answer',
      Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: '$.outcome', Next: 'Rest' }],
      Next: 'Done',
      ...more,
    },
    Rest: { Type: 'Wait', Seconds: 5, Next: 'Done' },
    Done: { Type: 'Succeed' },
  },
});

/** One machine with a function that keeps the tokens it is given; the clock stands. */
function service(definition: Definition, answer: () => object = () => ({ payload: null })) {
  const clock = createClock({ at: 0, frozen: true });
  const tokens = createTaskTokens();
  const given: string[] = [];
  const executions = createExecutions([{ name: 'ask', arn, definition }], {
    clock,
    tokens,
    journal: openMemory(),
    functions: {
      invoke: async (_name, event) => {
        given.push((event as { token: string }).token);
        return answer() as { payload: unknown };
      },
    },
  });
  const start = async (input: object): Promise<string> => {
    executions.start(arn, 'one', JSON.stringify(input));
    await clock.advance(0);
    return `${arn.replace(':stateMachine:', ':execution:')}:one`;
  };
  const events = (of: string) => executions.history(of).map(({ type, state }) => [type, state]);
  return { clock, tokens, given, executions, start, events };
}

function openMemory() {
  const executions = new Map<string, Execution>();
  return { executions, write: (execution: Execution) => void executions.set(execution.arn, execution) };
}

/** Tasks that the interpreter waits in: it sets a timer of its own for each, longer than any other. */
const set = jest.spyOn(globalThis, 'setTimeout');
const cleared = jest.spyOn(globalThis, 'clearTimeout');
const heldTimers = (): readonly unknown[] => {
  const gone = new Set<unknown>(cleared.mock.calls.map(([timer]) => timer));
  const timers = set.mock.calls.flatMap(([, length], index) =>
    Number(length) > 1e9 ? [set.mock.results[index]?.value as unknown] : [],
  );
  return timers.filter((timer) => !gone.has(timer));
};
afterEach(() => {
  for (const timer of heldTimers()) clearTimeout(timer as NodeJS.Timeout);
});

const entered = [
  ['ExecutionStarted', undefined],
  ['TaskStateEntered', 'Ask'],
];

describe('an execution that waits for an answer', () => {
  test('holds no run of the interpreter, and goes on with its input and the answer', async () => {
    const caught = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Rest' }] };
    const { clock, tokens, given, executions, start, events } = service(asking(caught));
    const one = await start({ wait: 60, round: 1 });
    expect(heldTimers()).toEqual([]);
    expect(executions.running()).toBe(1);
    expect(executions.find(one)?.status).toBe('RUNNING');
    expect(events(one)).toEqual(entered);

    expect(tokens.answer(given[0] ?? '', { output: { said: 'yes' } })).toBe(true);
    await clock.advance(0);
    expect(JSON.parse(executions.find(one)?.output ?? '')).toEqual({
      wait: 60,
      round: 1,
      answer: { said: 'yes' },
    });
    expect(executions.running()).toBe(0);
    expect(events(one)).toEqual([...entered, ['TaskStateExited', 'Ask'], ['ExecutionSucceeded', undefined]]);
    expect(given).toHaveLength(1);
  });

  test('times out to the second, once, and what comes later finds nobody', async () => {
    const { clock, tokens, given, executions, start, events } = service(asking());
    const one = await start({ wait: 60, round: 1 });
    await clock.advance(59);
    expect(events(one)).toEqual(entered);
    await clock.advance(1);
    expect(tokens.answer(given[0] ?? '', { output: 1 })).toBe(false);
    expect(events(one).slice(2)).toEqual([
      ['TaskTimedOut', 'Ask'],
      ['WaitStateEntered', 'Rest'],
    ]);
    await clock.advance(5);
    const { status, stoppedAt, output } = executions.find(one) as Execution;
    expect([status, stoppedAt]).toEqual(['SUCCEEDED', 65_000]);
    expect(JSON.parse(output ?? '')).toMatchObject({ wait: 60, outcome: { Error: 'States.Timeout' } });
  });

  test('fails by an error that nothing catches', async () => {
    const { clock, tokens, given, executions, start } = service(asking());
    const one = await start({ wait: 60, round: 1 });
    tokens.answer(given[0] ?? '', { error: 'Refused', cause: 'Not today.' });
    await clock.advance(0);
    expect(executions.find(one)).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'Not today.' });
  });

  test('is stopped where it waits: its token and its time-out are gone', async () => {
    const { clock, tokens, given, executions, start, events } = service(asking());
    const one = await start({ wait: 60, round: 1 });
    expect(executions.stop(one, 'Enough')).toBe(true);
    expect(tokens.isOpen(given[0] ?? '')).toBe(false);
    await clock.advance(100);
    expect(executions.find(one)).toMatchObject({ status: 'ABORTED', error: 'Enough', stoppedAt: 0 });
    expect(events(one)).toEqual([...entered, ['ExecutionAborted', undefined]]);
  });

  test('has as many tries as its state says, whether it was left in one or not', async () => {
    const retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 2 }];
    const { clock, tokens, given, executions, start } = service(asking({ Retry: retry, Catch: [] }));
    const one = await start({ wait: 60, round: 1 });
    for (const [index, seconds] of [2, 4, 0].entries()) {
      tokens.answer(given[index] ?? '', { error: 'Busy', cause: '' });
      await clock.advance(seconds);
    }
    expect(given).toHaveLength(3);
    expect(executions.find(one)).toMatchObject({ status: 'FAILED', error: 'Busy', stoppedAt: 6000 });
  });

  test('goes on at once when the answer was there before the function was done', async () => {
    const { tokens, given, executions, start } = service(asking(), () => {
      tokens.answer(given[0] ?? '', { output: 'early' });
      return { payload: null };
    });
    const one = await start({ wait: 60, round: 1 });
    expect(JSON.parse(executions.find(one)?.output ?? '')).toMatchObject({ answer: 'early' });
  });

  test.each([
    ['picks its input', asking({ InputPath: '$.of' }), { of: { wait: 60, round: 1 } }],
    [
      'asks for the input of the execution',
      asking({ ResultSelector: { 'of.$': '$$.Execution.Input.round' } }),
      { wait: 60, round: 1 },
    ],
  ])('stays in the interpreter where its state %s', async (_name, definition, input) => {
    const { clock, tokens, given, executions, start } = service(definition);
    const one = await start(input);
    expect(heldTimers()).toHaveLength(1);
    tokens.answer(given[0] ?? '', { output: 'yes' });
    await clock.advance(0);
    const { output } = executions.find(one) as Execution;
    expect(JSON.parse(output ?? '')).toMatchObject(input);
  });
});
