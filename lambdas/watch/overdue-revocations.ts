import identity from 'practice:identity';
import recall from 'practice:recall';
import staffTemplates from 'practice:staff-templates';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { standstillOf } from '../../domain/recall/standstill.ts';
import { outreachTable } from '../adapters/outreach-table.ts';
import { staffDirectory } from '../adapters/practice-table.ts';
import { sesMailer } from '../adapters/ses-mailer.ts';
import { texterOf } from '../adapters/texter.ts';
import { readEnvironment } from '../kit/env.ts';
import { log } from '../kit/logger.ts';
import { task } from '../kit/task.ts';
import { tellOfOverdue } from './tell-of-overdue.ts';
import { tellOfStandstill } from './tell-of-standstill.ts';
import { tellOfTasks } from './tell-of-tasks.ts';

const environment = readEnvironment('watch/overdue-revocations');
const metrics = new Metrics({ namespace: 'Heard', serviceName: 'heard' });
const practice = identity.value;
const staff = staffDirectory(environment.PRACTICE_TABLE);
const texter = texterOf(practice, environment.TEXT_CONFIGURATION_SET);

const ports = {
  outreach: outreachTable(environment.OUTREACH_TABLE),
  members: async () => (await staff.current()).members,
  practice,
  templates: staffTemplates.value,
  mailer: sesMailer(practice, { care: environment.CARE_CONFIGURATION_SET }),
};

/** Nobody notices that no message leaves: each hour says so, and an hour that says nothing is an alarm itself. */
async function lookAtRecall(now: string): Promise<void> {
  const standstill = await standstillOf({ ...ports, now });
  const { sweeps, touches } = standstill;
  metrics.addMetric('SweepsOverdue', MetricUnit.Count, sweeps);
  metrics.addMetric('TouchesOverdue', MetricUnit.Count, touches);
  metrics.publishStoredMetrics();
  if (sweeps + touches > 0) log.warn('Recall has stopped.', { count: sweeps + touches });
  await tellOfStandstill({ ...ports, now }, standstill);
}

async function look(): Promise<{ count: number }> {
  const now = new Date().toISOString();
  const count = await tellOfOverdue({ ...ports, ...(texter ? { texter } : {}), now });
  metrics.addMetric('RevocationsOverdue', MetricUnit.Count, count);
  metrics.publishStoredMetrics();
  if (count > 0) log.warn('Revocations have waited for a person for three business days.', { count });
  await lookAtRecall(now);
  await tellOfTasks({ ...ports, sweepAt: recall.value.sweepAt, now });
  return { count };
}

/** Every hour: revocations that nobody settled, whether recall goes on, and once a morning how many tasks wait. */
export const handler = task<unknown, { count: number }>(look, () => ({}));
