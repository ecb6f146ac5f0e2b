import { randomUUID } from 'node:crypto';
import { Cron } from 'croner';
import type { Resource } from './assembly/assembly.ts';
import type { Clock, Functions, Service } from './service.ts';
import type { Executions } from './step-functions/executions.ts';

interface ScheduleProperties {
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly State?: string;
  readonly Target: { readonly Arn: string; readonly Input?: string };
}

export interface Schedules extends Service {
  /** Fires every schedule whose target's ARN contains this text, now; gives the executions that were started. */
  fireAll(target: string): readonly string[];
}

const unit: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** AWS counts days of the week from 1 (Sunday), and has a year and a question mark that other crons have not. */
function cronPattern(expression: string): string {
  const [minute, hour, day, month, weekday = '*', year = '*'] = expression.replaceAll('?', '*').split(/\s+/);
  if (year !== '*')
    throw new Error(`The local runtime does not know cron schedules with a year: cron(${expression}).`);
  const shifted = weekday.replaceAll(/(?<![#\dA-Z])[1-7]/g, (digit) => String(Number(digit) - 1));
  return [minute, hour, day, month, shifted].join(' ');
}

/** When a schedule fires next after `after` (epoch milliseconds); undefined when never again. */
export function nextFire(expression: string, zone: string, after: number): number | undefined {
  const [, kind, body = ''] = /^(rate|cron|at)\((.+)\)$/.exec(expression) ?? [];
  if (kind === 'rate') {
    const [count, name = ''] = body.split(' ');
    const length = Number(count) * (unit[name.replace(/s$/, '')] ?? Number.NaN);
    if (!Number.isFinite(length))
      throw new Error(`The local runtime cannot read the schedule ${expression}.`);
    return (Math.floor(after / length) + 1) * length;
  }
  if (kind === 'cron') {
    const cron = new Cron(cronPattern(body), { timezone: zone, paused: true });
    return cron.nextRun(new Date(after))?.getTime();
  }
  if (kind === 'at') {
    const time = new Cron(`${body}`, { timezone: zone, paused: true }).nextRun(new Date(after))?.getTime();
    return time;
  }
  throw new Error(`The local runtime cannot read the schedule ${expression}.`);
}

/** EventBridge's schedules on the run's clock. */
export function createSchedules(
  resources: readonly Resource[],
  options: { readonly clock: Clock; readonly functions: Functions; readonly executions: Executions },
): Schedules {
  const { clock, functions, executions } = options;
  let ended = false;

  function fire(resource: Resource, time: number): string | undefined {
    const { Target } = resource.properties as unknown as ScheduleProperties;
    const executionId = randomUUID();
    const input = (Target.Input ?? '{}')
      .replaceAll('<aws.scheduler.scheduled-time>', new Date(time).toISOString().replace('.000Z', 'Z'))
      .replaceAll('<aws.scheduler.execution-id>', executionId);
    if (Target.Arn.includes(':stateMachine:')) {
      const started = executions.start(Target.Arn, executionId, input);
      return typeof started === 'string' ? undefined : started.arn;
    }
    void functions.invoke(Target.Arn, JSON.parse(input));
    return undefined;
  }

  function arm(resource: Resource): void {
    const {
      ScheduleExpression,
      ScheduleExpressionTimezone = 'UTC',
      State,
    } = resource.properties as unknown as ScheduleProperties;
    if (State === 'DISABLED' || ended) return;
    const time = nextFire(ScheduleExpression, ScheduleExpressionTimezone, clock.now());
    if (time === undefined) return;
    clock.at(time, () => {
      if (ended) return;
      fire(resource, time);
      arm(resource);
    });
  }

  return {
    fireAll: (target) =>
      resources
        .filter(({ properties }) => (properties as unknown as ScheduleProperties).Target.Arn.includes(target))
        .flatMap((resource) => fire(resource, clock.now()) ?? []),
    start: async () => {
      for (const resource of resources) {
        const { ScheduleExpression, State } = resource.properties as unknown as ScheduleProperties;
        // A rate begins when it is made: so the watch looks after what a run that was killed left behind, at once.
        if (ScheduleExpression.startsWith('rate') && State !== 'DISABLED') fire(resource, clock.now());
        arm(resource);
      }
      await clock.advance(0);
    },
    end: async () => {
      ended = true;
    },
  };
}
