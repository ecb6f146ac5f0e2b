import { appendFileSync, existsSync, readFileSync } from 'node:fs';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

/** One execution as the service describes it. Instants are epoch milliseconds. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly input: string;
  readonly startedAt: number;
  readonly status: ExecutionStatus;
  readonly stoppedAt?: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** Executions across restarts: names stay taken, and what was running when the process died is aborted. */
export interface Journal {
  readonly executions: Map<string, Execution>;
  write(execution: Execution): void;
}

export function openJournal(file: string): Journal {
  const executions = new Map<string, Execution>();
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  // A process that was killed while it wrote leaves half a line at the end: that execution was never answered for.
  const whole = lines.slice(0, -1);
  for (const line of whole) {
    if (!line.endsWith('}')) continue;
    const execution = JSON.parse(line) as Execution;
    executions.set(execution.arn, execution);
  }
  for (const [arn, execution] of executions) {
    if (execution.status === 'RUNNING') executions.set(arn, { ...execution, status: 'ABORTED' });
  }
  return {
    executions,
    write: (execution) => {
      executions.set(execution.arn, execution);
      appendFileSync(file, `${JSON.stringify(execution)}\n`);
    },
  };
}
