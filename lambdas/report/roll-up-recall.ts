import identity from 'practice:identity';
import recall from 'practice:recall';
import { keepReports } from '../../domain/recall/did-it-work.ts';
import { outreachTable } from '../adapters/outreach-table.ts';
import { patientTable } from '../adapters/patient-table.ts';
import { reportPorts } from '../adapters/recall-report.ts';
import { readEnvironment } from '../kit/env.ts';
import { log } from '../kit/logger.ts';
import { task } from '../kit/task.ts';

const environment = readEnvironment('report/roll-up-recall');
const ports = reportPorts(
  {
    patients: patientTable(environment.PATIENT_TABLE),
    outreach: outreachTable(environment.OUTREACH_TABLE),
    practice: identity.value,
    rules: recall.value,
  },
  environment.PRACTICE_TABLE,
);

async function rollUp(): Promise<{ count: number }> {
  const count = await keepReports(ports, new Date().toISOString());
  log.info('What recall brought was worked out.', { count });
  return { count };
}

/** Every night. */
export const handler = task<unknown, { count: number }>(rollUp, () => ({}));
