import type { Schedules } from './schedules.ts';
import type { Clock } from './service.ts';
import type { Executions } from './step-functions/executions.ts';

/** Fires the schedules of the sweep machine now and waits until every sweep is closed; gives their ids. */
export function createSweeps(
  executions: Executions,
  schedules: Schedules,
  clock: Clock,
): () => Promise<readonly string[]> {
  return async () => {
    const arns = executions.machines.flatMap(({ arn, name }) =>
      /sweep/i.test(name) ? schedules.fireAll(arn) : [],
    );
    // Moving by nothing waits until nothing is in flight.
    while (arns.some((arn) => executions.find(arn)?.status === 'RUNNING')) await clock.advance(1);
    return arns.flatMap((arn) => {
      const output = JSON.parse(executions.find(arn)?.output ?? '{}') as { sweepId?: string };
      return output.sweepId ? [output.sweepId] : [];
    });
  };
}
