import { api } from './api.ts';
import { type Command, UsageError } from './command.ts';

interface Credited {
  readonly bookings: number;
  readonly visits: number;
  readonly revenue: number;
}

export interface Row {
  readonly type: string;
  readonly location: string;
  readonly eligible: number;
  readonly heldOut: number;
  readonly touches: number;
  readonly attributed: Credited;
  readonly influenced: Credited;
  readonly bookingDayUnknown: number;
  readonly incremental: {
    readonly visits90: {
      readonly state: string;
      readonly why?: string;
      readonly difference?: number;
      readonly low?: number;
      readonly high?: number;
    };
  };
  readonly return: { readonly cost: number; readonly net: number };
}

const money = (cents: number): string => (cents / 100).toFixed(2);
const points = (share = 0): string => `${(share * 100).toFixed(1)}`;
const credited = ({ bookings, visits, revenue }: Credited): string =>
  `${bookings} booked, ${visits} came, ${money(revenue)}`;

function incrementalOf({ visits90 }: Row['incremental']): string {
  const { state, why, difference, low, high } = visits90;
  return state === 'measured'
    ? `${points(difference)} points more came within 90 days (${points(low)} to ${points(high)})`
    : `not enough data (${why ?? state})`;
}

/** A paragraph for each row; at the end why attributed and influenced may be too low. */
export function recallParagraphs(rows: readonly Row[]): string {
  const paragraphs = rows.map((row) =>
    [
      `${row.type}, ${row.location}: ${row.eligible} due (${row.heldOut} held out), ${row.touches} touches`,
      `  attributed   ${credited(row.attributed)}`,
      `  influenced   ${credited(row.influenced)}`,
      `  incremental  ${incrementalOf(row.incremental)}`,
      `  cost ${money(row.return.cost)}, net ${money(row.return.net)}`,
    ].join('\n'),
  );
  // The first row is of all that whoever asks may see.
  const unknown = Math.max(0, ...rows.map(({ bookingDayUnknown }) => bookingDayUnknown));
  const note =
    unknown === 0
      ? []
      : [
          `Of ${unknown} ${unknown === 1 ? 'booking' : 'bookings'} after a touch it is not known when they were made: attributed and influenced are too low for that reason (docs/recall.md).`,
        ];
  return `${[...paragraphs, ...note].join('\n\n')}\n`;
}

const isDay = (text: string | undefined): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? '');

export const reportRecall: Command = {
  words: ['report recall', 'FROM', 'TO'],
  summary: 'What recall brought between two days: attributed, influenced, incremental, and what it cost',
  run: async ([from, to]) => {
    if (!isDay(from) || !isDay(to))
      throw new UsageError('Say from when to when: npm run heard -- report recall 2026-11-01 2026-11-30');
    const { items } = await api<{ items: readonly Row[] }>({
      method: 'GET',
      path: `/v1/reports/recall?from=${from}&to=${to}`,
    });
    process.stdout.write(recallParagraphs(items));
  },
};
