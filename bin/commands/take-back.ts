import { api } from './api.ts';
import { type Command, UsageError } from './command.ts';

interface Sweep {
  readonly id: string;
  readonly state: string;
  readonly contacted: number | null;
}

interface Counts {
  readonly takenBack: number;
  readonly sent: number;
  readonly tasks: number;
  readonly ended: number;
  readonly finished: boolean;
}

/** What to type, and the newest sweeps to choose from. */
async function asked(): Promise<string> {
  const { items } = await api<{ items: readonly Sweep[] }>({ method: 'GET', path: '/v1/sweeps?limit=10' });
  return [
    'Say which sweep, and why: npm run heard -- sweep take-back SWEEP-ID "WHY"',
    ...items.map(({ id, state, contacted }) => `  ${id}  ${state}, ${contacted ?? 0} to contact`),
  ].join('\n');
}

/** The counts in words. */
export const takenBackReport = ({ takenBack, sent, tasks, ended, finished }: Counts): string =>
  [
    `${takenBack} taken back: the next sweep looks at these patients again.\n`,
    `${sent} had left or were made, and stay.\n`,
    `${tasks} are tasks that people have: end those by hand.\n`,
    `${ended} had ended before, by a booking for example.\n`,
    finished ? '' : 'This sweep is still being made: type the same once more when it is finished.\n',
  ].join('');

/** Goes on until the sweep is through; a page that was cut off is simply asked for again. */
export async function takeAllBack(
  page: (cursor: string | undefined) => Promise<Counts & { readonly cursor: string | null }>,
): Promise<Counts> {
  let total: Counts = { takenBack: 0, sent: 0, tasks: 0, ended: 0, finished: true };
  let cursor: string | undefined;
  do {
    const next = await page(cursor);
    const { takenBack, sent, tasks, ended } = total;
    total = {
      takenBack: takenBack + next.takenBack,
      sent: sent + next.sent,
      tasks: tasks + next.tasks,
      ended: ended + next.ended,
      finished: next.finished,
    };
    cursor = next.cursor ?? undefined;
  } while (cursor !== undefined);
  return total;
}

export const takeBack: Command = {
  words: ['sweep', 'take-back', 'SWEEP-ID', '"WHY"'],
  summary:
    'Takes back what a sweep planned and what has not been sent, for managers; cut off, the same command goes on. Without an id it lists the newest sweeps',
  run: async ([id, reason]) => {
    if (!id || !reason) throw new UsageError(await asked());
    const path = `/v1/sweeps/${encodeURIComponent(id)}/take-back`;
    const counts = await takeAllBack((cursor) =>
      api({ method: 'POST', path, body: { reason, ...(cursor === undefined ? {} : { cursor }) } }),
    );
    process.stdout.write(takenBackReport(counts));
  },
};
