import { GetAccountCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { log } from '../kit/logger.ts';
import { sending } from './time-limits.ts';

const client = new SESv2Client(sending);

/** What an account may send that SES has not looked at yet. */
const least = 1;

/** Mails a second that the account may send; that of a new account where SES does not say, for nobody waits for a message less. */
export async function mailsPerSecond(
  ask: () => Promise<{
    readonly SendQuota?: { readonly MaxSendRate?: number | undefined } | undefined;
  }> = () => client.send(new GetAccountCommand({})),
): Promise<number> {
  try {
    const { SendQuota } = await ask();
    return SendQuota?.MaxSendRate || least;
  } catch (error) {
    log.warn('SES did not tell its sending rate; mail leaves as slowly as from a new account.', {
      code: error instanceof Error ? error.name : 'unknown',
    });
    return least;
  }
}
