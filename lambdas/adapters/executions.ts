import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskFailureCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { Registrations } from '../../domain/inquiry/delivery.ts';
import type { Escalations } from '../../domain/inquiry/inquiries.ts';
import { asking } from './time-limits.ts';

const client = new SFNClient(asking);

async function start(machine: string, name: string, input: object): Promise<void> {
  try {
    await client.send(
      new StartExecutionCommand({ stateMachineArn: machine, name, input: JSON.stringify(input) }),
    );
  } catch (error) {
    // Whether it has ended, and how, is the item's business; the name being taken only says that it was started once (G3). What that run left
    // undone, the watch starts again under the next name.
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}

/** Wakes a waiting execution: it plans again. A token that has moved on already needs no waking (G1). */
async function wake(token: string): Promise<void> {
  try {
    await client.send(new SendTaskFailureCommand({ taskToken: token, error: 'Replan' }));
  } catch (error) {
    const movedOn =
      error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken;
    if (!movedOn) throw error;
  }
}

/** Names hold letters, digits, - and _ and are at most 80 long. */
export const registrations = (machine: string): Registrations => ({
  start: (deliveryId, run = 1) =>
    start(machine, run === 1 ? `del-${deliveryId}` : `del-${deliveryId}-${run}`, { deliveryId }),
});

export const escalations = (machine: string): Escalations => ({
  start: (inquiryId, run) => start(machine, `inq-${inquiryId}-${run}`, { inquiryId, run, rounds: 0 }),
  wake,
});
