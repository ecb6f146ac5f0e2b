import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

export interface StoppedAlarmsProps {
  readonly topic: ITopic;
  /** By the name that their alarms begin with. */
  readonly machines: Readonly<Record<string, StateMachine>>;
}

/** What rings when something that nobody waits for does not go on: recall, and the machines behind everything. */
export class StoppedAlarms extends Construct {
  private readonly action: SnsAction;

  constructor(scope: Construct, id: string, { topic, machines }: StoppedAlarmsProps) {
    super(scope, id);
    this.action = new SnsAction(topic);
    this.everyHour('SweepsOverdue', 'no sweep has been finished since before yesterday');
    this.everyHour('TouchesOverdue', 'messages of recall have not left for more than a day');
    for (const [name, machine] of Object.entries(machines)) this.executions(name, machine);
  }

  private words(what: string): string {
    return `${Stack.of(this).stackName}: ${what}; see docs/runbook.md`;
  }

  /** Counted every hour, by a function whose silence is as bad: three hours of it, as one that is late is tried again. */
  private everyHour(metricName: string, what: string): void {
    new Alarm(this, metricName, {
      metric: new Metric({
        namespace: 'Heard',
        metricName,
        dimensionsMap: { service: 'heard' },
        statistic: 'Sum',
        period: Duration.hours(3),
      }),
      alarmDescription: this.words(`${what}, or nobody has looked`),
      threshold: 0,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    }).addAlarmAction(this.action);
  }

  private executions(name: string, machine: StateMachine): void {
    const period = Duration.minutes(5);
    const ends = {
      Failed: { metric: machine.metricFailed({ period }), how: 'failed' },
      TimedOut: { metric: machine.metricTimedOut({ period }), how: 'timed out' },
    };
    for (const [end, { metric, how }] of Object.entries(ends))
      new Alarm(this, `${name}${end}`, {
        metric,
        alarmDescription: this.words(`an execution of the state machine ${name} ${how}`),
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }).addAlarmAction(this.action);
  }
}
