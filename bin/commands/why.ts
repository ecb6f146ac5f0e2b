import { api } from './api.ts';
import { type Command, UsageError } from './command.ts';

interface Answer {
  readonly on: string;
  readonly outcome: string;
  readonly channel: string | null;
  readonly reason: string;
  readonly rules: readonly string[];
  readonly holds: { readonly from: string; readonly until: string | null } | null;
}

/** One line an answer. */
export function answerLine({ on, outcome, channel, reason, rules, holds }: Answer): string {
  const since = holds ? `  [since ${holds.from}]` : '';
  const by = rules.length > 0 ? `  (${rules.join(', ')})` : '';
  return `${on}  ${outcome}${channel === null ? '' : ` by ${channel}`}: ${reason}${by}${since}\n`;
}

export const why: Command = {
  words: ['why', 'PATIENT-ID', '[YYYY-MM-DD]'],
  summary:
    'Why a patient was, or was not, on the list of a sweep: of a day, or of all that decided on them in the last 30 days',
  run: async ([id, day]) => {
    if (!id) throw new UsageError('Say who: npm run heard -- why PATIENT-ID YYYY-MM-DD');
    const query = day === undefined ? '' : `?day=${encodeURIComponent(day)}`;
    const { items } = await api<{ items: readonly Answer[] }>({
      method: 'GET',
      path: `/v1/patients/${encodeURIComponent(id)}/decisions${query}`,
    });
    process.stdout.write(
      items.length > 0 ? items.map(answerLine).join('') : 'No sweep decided on them: ask for a day.\n',
    );
  },
};
