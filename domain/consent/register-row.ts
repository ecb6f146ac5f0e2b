import { normalisePhone } from '../inquiry/map-request.ts';
import { dateOrderOf } from '../patient/date-order.ts';
import { importedDate } from '../patient/import-dates.ts';

/** Registers whose answers are brought in by file: the national one, the one of reassigned numbers, and the list of the practice's previous system. */
export const registerKinds = ['national-dnc', 'reassigned', 'own-dnc'] as const;
export type RegisterKind = (typeof registerKinds)[number];

export interface RegisterRow {
  /** E.164. */
  readonly number: string;
  readonly answer: 'yes' | 'no' | 'no-data';
  /** Local date of the question; of the own list, the day on which it was asked not to call. */
  readonly on: string;
}

const columns = {
  number: ['number', 'phone', 'phone number', 'telephone'],
  on: ['date asked', 'date', 'asked on', 'scrub date', 'query date', 'on'],
  answer: ['answer', 'result', 'status', 'listed'],
} as const;

const answers: readonly (readonly [RegExp, RegisterRow['answer']])[] = [
  [/^(y|yes|true|1|x|listed|on list|do not call|dnc|match|reassigned)$/i, 'yes'],
  [/^(n|no|false|0|not listed|clear|clean|no match|not reassigned)$/i, 'no'],
  [/^(no[ _-]?data|unknown)$/i, 'no-data'],
];

function fieldOf(record: Readonly<Record<string, string>>, names: readonly string[]): string {
  const plain = (name: string): string => name.trim().toLowerCase().replaceAll('_', ' ');
  const found = Object.entries(record).find(([name]) => names.includes(plain(name)));
  return found?.[1].trim() ?? '';
}

function answerOf(text: string, kind: RegisterKind): RegisterRow['answer'] {
  // Whoever stands on the own list asked not to be called.
  if (text === '' && kind === 'own-dnc') return 'yes';
  const found = answers.find(([pattern]) => pattern.test(text))?.[1];
  if (found === undefined || (found === 'no-data' && kind !== 'reassigned'))
    throw new Error(`the answer is none; write yes or no${kind === 'reassigned' ? ' or no data' : ''}`);
  return found;
}

/** A line of a register's file. Throws why it cannot be taken. `today` is a local date, `country` the practice's. */
export function registerRow(
  record: Readonly<Record<string, string>>,
  { kind, country, today }: { readonly kind: RegisterKind; readonly country: string; readonly today: string },
): RegisterRow {
  const number = normalisePhone(fieldOf(record, columns.number), country);
  if (!number) throw new Error('the number is no phone number');
  const on = importedDate(fieldOf(record, columns.on), 'the date asked', dateOrderOf(country));
  if (on > today) throw new Error('the date asked lies ahead');
  return { number, on, answer: answerOf(fieldOf(record, columns.answer), kind) };
}
