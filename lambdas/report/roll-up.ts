import { responsesIn } from '../../domain/report/roll-up.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { rolledDays } from '../adapters/rolled-days.ts';
import { readEnvironment } from '../kit/env.ts';
import { log } from '../kit/logger.ts';
import { countDisagreement } from '../kit/report-disagreement.ts';
import { task } from '../kit/task.ts';

const environment = readEnvironment('report/roll-up');
/** What was open for longer than this is rolled up when somebody asks for it. */
const days = 40;

async function rollUp(): Promise<{ count: number }> {
  const now = new Date().toISOString();
  const from = new Date(Date.parse(now) - days * 86_400_000).toISOString();
  const ports = {
    inquiries: inquiryTable(environment.INQUIRY_TABLE),
    days: rolledDays(environment.PRACTICE_TABLE),
    now,
    disagreed: countDisagreement,
  };
  const { length: count } = await responsesIn(ports, from, now);
  log.info('The last weeks were rolled up.', { count });
  return { count };
}

/** Every night. */
export const handler = task<unknown, { count: number }>(rollUp, () => ({}));
