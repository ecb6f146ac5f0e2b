import identity from 'practice:identity';
import { keepTime, type Orders, type Turn } from '../../domain/inquiry/keep-time.ts';
import { announces } from '../../domain/practice/events-out.ts';
import { escalations } from '../adapters/executions.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { staffDirectory } from '../adapters/practice-table.ts';
import { readEnvironment } from '../kit/env.ts';
import { log } from '../kit/logger.ts';
import { task } from '../kit/task.ts';

const environment = readEnvironment('inquiry/plan-escalation');
const inquiries = inquiryTable(environment.INQUIRY_TABLE, announces(identity.value));
const staff = staffDirectory(environment.PRACTICE_TABLE);

/** The machine's ARN travels in its own input: a variable that named it would make a cycle in the template. */
interface Input extends Turn {
  readonly machine: string;
}

/** Ends the execution; the machine catches it by this name. */
class NothingLeft extends Error {
  override readonly name = 'NothingLeft';
}

async function plan({ machine, ...turn }: Input): Promise<Orders> {
  const orders = await keepTime(
    {
      inquiries,
      escalations: escalations(machine),
      staff: () => staff.current(),
      practice: identity.value,
      now: new Date().toISOString(),
    },
    turn,
  );
  if (orders === 'nothing-left') throw new NothingLeft('Nobody is left to tell.');
  log.info('A plan was made.', { inquiryId: turn.inquiryId, run: turn.run, count: orders.notices.length });
  return orders;
}

/** "Decide whom to tell". */
export const handler = task(plan, ({ inquiryId, run }) => ({ inquiryId, run }));
