import { api } from './api.ts';
import { type Command, UsageError } from './command.ts';

interface Decision {
  readonly patientId: string;
  readonly outcome: string;
  readonly channel: string | null;
  readonly sendAt: string | null;
  readonly reason: string;
}

const line = ({ patientId, outcome, channel, sendAt, reason }: Decision): string =>
  outcome === 'contact'
    ? `${patientId}  ${channel} at ${sendAt}  (${reason})`
    : `${patientId}  no: ${reason}`;

export const sweep: Command = {
  words: ['sweep', '--preview'],
  summary: 'Who would be contacted now and by what, and who would not and why; sends nothing',
  run: async (given) => {
    if (!given.includes('--preview'))
      throw new UsageError(
        'Sweeps run every morning by themselves; to look ahead: npm run heard -- sweep --preview',
      );
    const { items } = await api<{ items: Decision[] }>({ method: 'POST', path: '/v1/sweeps/preview' });
    for (const decision of items) process.stdout.write(`${line(decision)}\n`);
    const contacted = items.filter(({ outcome }) => outcome === 'contact').length;
    process.stdout.write(`${contacted} would be contacted, ${items.length - contacted} would not.\n`);
  },
};
