import type { AuditEntry } from '../practice/audit.ts';

/** One day of the trail as it was written to the bucket, once, under lock. */
export interface KeptDay {
  /** UTC day, YYYY-MM-DD. */
  readonly day: string;
  readonly entries: number;
  /** Hex SHA-256 of the day's file. */
  readonly sha256: string;
  /** That of the file of the day before; of the first day it is empty. */
  readonly previous: string;
}

/** Which days were written, in the practice's table. */
export interface KeptDays {
  /** The first day that was ever written, and the last. */
  oldest(): Promise<KeptDay | undefined>;
  newest(): Promise<KeptDay | undefined>;
  /** The days of a span, both included, the oldest first. */
  between(from: string, until: string): Promise<readonly KeptDay[]>;
  /** Once; a day that is there stays as it is. */
  keep(day: KeptDay): Promise<void>;
}

/** The files of the trail, in a bucket that gives nobody back what was written. */
export interface TrailFiles {
  write(day: string, text: string): Promise<void>;
  /** undefined where there is none. */
  read(day: string): Promise<string | undefined>;
}

/** A file begins with this line; each entry is one more. */
interface Head {
  readonly day: string;
  readonly entries: number;
  readonly previous: string;
}

const inOrder = (a: AuditEntry, b: AuditEntry): number =>
  `${a.at}#${a.id}` < `${b.at}#${b.id}` ? -1 : Number(`${a.at}#${a.id}` > `${b.at}#${b.id}`);

/** An entry as a line that is the same whatever order its fields came in. */
const lineOf = (entry: AuditEntry): string =>
  JSON.stringify(Object.fromEntries(Object.entries(entry).toSorted(([a], [b]) => (a < b ? -1 : 1))));

/** The file of a day: the same entries give the same text, so that writing it again changes nothing. `previous` is the SHA-256 of the day before's. */
export function fileOf(day: string, entries: readonly AuditEntry[], previous: string): string {
  const head: Head = { day, entries: entries.length, previous };
  return `${[JSON.stringify(head), ...entries.toSorted(inOrder).map(lineOf)].join('\n')}\n`;
}

function headOf(text: string): Partial<Head> {
  try {
    const [line = ''] = text.split('\n', 1);
    return JSON.parse(line) as Partial<Head>;
  } catch {
    return {};
  }
}

/** Something about a day that is not as it was written. Holds no content of it. */
export interface TrailProblem {
  readonly day: string;
  readonly what: 'not-kept' | 'file-missing' | 'file-changed' | 'chain-broken' | 'table-changed';
}

export interface TrailCheck {
  /** Days that were looked at. */
  readonly days: number;
  readonly entries: number;
  /** SHA-256 of the file of the last day: whoever wrote it down elsewhere can compare. */
  readonly head: string;
  readonly problems: readonly TrailProblem[];
}

export interface DayToCheck {
  readonly day: string;
  readonly kept: KeptDay | undefined;
  /** SHA-256 of the file of the day before, as its record says; undefined for the first day of all. */
  readonly before: string | undefined;
  readonly file: string | undefined;
  /** What the table holds of the day now. */
  readonly entries: readonly AuditEntry[];
}

/**
 * What is wrong with one day: it was never written, its file is gone or another than was written, it does not follow the day before, or the table holds
 * something else than the file.
 */
export function problemsOfDay(
  { day, kept, before, file, entries }: DayToCheck,
  sha256: (text: string) => string,
): readonly TrailProblem[] {
  const problem = (what: TrailProblem['what']): TrailProblem => ({ day, what });
  if (!kept) return [problem('not-kept')];
  if (file === undefined) return [problem('file-missing')];
  const { previous = '' } = headOf(file);
  return [
    ...(sha256(file) === kept.sha256 ? [] : [problem('file-changed')]),
    ...(previous === kept.previous && previous === (before ?? '') ? [] : [problem('chain-broken')]),
    ...(fileOf(day, entries, previous) === file ? [] : [problem('table-changed')]),
  ];
}
