import type { AuditEntry, AuditTrail } from '../practice/audit.ts';
import { daysAfter, later } from '../recall/calendar.ts';
import {
  type DayToCheck,
  fileOf,
  type KeptDays,
  problemsOfDay,
  type TrailCheck,
  type TrailFiles,
  type TrailProblem,
} from './kept-trail.ts';

export interface TrailPorts {
  readonly trail: Pick<AuditTrail, 'list'>;
  readonly days: KeptDays;
  readonly files: TrailFiles;
  /** Hex SHA-256 of a text. */
  readonly sha256: (text: string) => string;
}

/** How far back the first run of all looks for entries. */
const firstLookDays = 40;
/** Days of one run; after a longer pause the next runs go on. */
const mostDays = 100;
const pageSize = 500;

/** All entries of a UTC day. */
export async function entriesOf(
  trail: Pick<AuditTrail, 'list'>,
  day: string,
): Promise<readonly AuditEntry[]> {
  const found: AuditEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await trail.list({ day, cursor, limit: pageSize });
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

async function firstDay(trail: TrailPorts['trail'], today: string): Promise<string> {
  let day = daysAfter(today, -firstLookDays);
  while (day < today && (await trail.list({ day, limit: 1 })).items.length === 0) day = daysAfter(day, 1);
  return day;
}

/**
 * Writes every day that is over and not written yet, the oldest first, each naming the SHA-256 of the one before; a day without entries too, so that none can
 * be missing unseen. Gives how many. `now` is an ISO instant.
 */
export async function keepDays(ports: TrailPorts, now: string): Promise<number> {
  const { trail, days, files, sha256 } = ports;
  const today = now.slice(0, 10);
  const newest = await days.newest();
  let previous = newest?.sha256 ?? '';
  let day = newest ? daysAfter(newest.day, 1) : await firstDay(trail, today);
  let count = 0;
  for (; day < today && count < mostDays; day = daysAfter(day, 1), count += 1) {
    const entries = await entriesOf(trail, day);
    const text = fileOf(day, entries, previous);
    // The file first: one whose record failed is written again, the same.
    await files.write(day, text);
    const sha = sha256(text);
    await days.keep({ day, entries: entries.length, sha256: sha, previous });
    previous = sha;
  }
  return count;
}

async function toCheck(
  ports: TrailPorts,
  day: string,
  kept: DayToCheck['kept'],
  before: string | undefined,
): Promise<DayToCheck> {
  const [file, entries] = await Promise.all([ports.files.read(day), entriesOf(ports.trail, day)]);
  return { day, kept, before, file, entries };
}

/**
 * Reads the files of a month, YYYY-MM, as far as it is over, and says which days are not as they were written. The days before the first that was ever
 * written, and those that the next night writes, are no problem.
 */
export async function checkMonth(ports: TrailPorts, month: string): Promise<TrailCheck> {
  const [oldest, newest] = await Promise.all([ports.days.oldest(), ports.days.newest()]);
  const first = `${month}-01`;
  const kept = await ports.days.between(daysAfter(first, -1), `${month}-31`);
  const byDay = new Map(kept.map((one) => [one.day, one]));
  const problems: TrailProblem[] = [];
  let days = 0;
  let day = later(first, oldest?.day);
  for (; day.startsWith(month) && day <= (newest?.day ?? ''); day = daysAfter(day, 1)) {
    const before = byDay.get(daysAfter(day, -1))?.sha256;
    problems.push(...problemsOfDay(await toCheck(ports, day, byDay.get(day), before), ports.sha256));
    days += 1;
  }
  const own = kept.filter(({ day }) => day.startsWith(month));
  return {
    days,
    entries: own.reduce((sum, { entries }) => sum + entries, 0),
    head: own.at(-1)?.sha256 ?? '',
    problems,
  };
}
