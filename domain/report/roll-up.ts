import type { Inquiries } from '../inquiry/inquiries.ts';
import type { Inquiry } from '../inquiry/inquiry.ts';
import { isSettled, type Response, responseOf } from './response.ts';
import { agree, linesOf, responseFrom } from './timeline.ts';

/** What is kept of one inquiry. */
export interface RolledRow extends Response {
  /** The version of the inquiry that it was made from: while that stands, it is not read again. */
  readonly version?: string;
}

/** What is kept of one day (UTC, by when inquiries were received). */
export interface RolledDay {
  readonly rows: readonly RolledRow[];
  /** Nothing of it can change any more. */
  readonly settled: boolean;
}

/** Rolled-up days. */
export interface RolledDays {
  find(day: string): Promise<RolledDay | undefined>;
  keep(day: string, rolled: RolledDay, now: string): Promise<void>;
}

export interface RollUpPorts {
  readonly inquiries: Pick<Inquiries, 'receivedBetween' | 'find' | 'timeline'>;
  readonly days: RolledDays;
  /** ISO instant. */
  readonly now: string;
  /** Is told of an inquiry whose own times are not those of its timeline, each time that it is read. */
  readonly disagreed: (inquiryId: string) => void;
}

const dayMilliseconds = 86_400_000;
/** After so long the index shows everything of a day. */
const lag = 3_600_000;

/** The days (UTC) that a span of instants (ISO) touches. */
export function daysOf(from: string, until: string): readonly string[] {
  const first = Date.parse(`${from.slice(0, 10)}T00:00:00.000Z`);
  const days: string[] = [];
  for (let at = first; at < Date.parse(until); at += dayMilliseconds)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** Whatever changes a figure raises the revision, but for the acknowledgement. */
const versionOf = ({ revision, acknowledgedAt }: Inquiry): string =>
  `${revision}${acknowledgedAt === undefined ? '' : ' acknowledged'}`;

/** A change between the two reads looks like a disagreement; it does so once. */
const looks = 2;

/** One inquiry, from its timeline; where that began before its lines were measured, as the inquiry itself says. */
async function read(found: Inquiry, { inquiries, disagreed }: RollUpPorts): Promise<RolledRow> {
  const { id } = found;
  let row: RolledRow = responseOf(found);
  for (let look = 0; look < looks; look += 1) {
    const inquiry = (await inquiries.find(id)) ?? found;
    const own = responseOf(inquiry);
    const told = responseFrom(id, linesOf(inquiry, await inquiries.timeline(id))) ?? own;
    row = { ...told, version: versionOf(inquiry) };
    if (agree(told, own)) return row;
  }
  disagreed(id);
  return row;
}

const atOnce = 20;

/** The rows of these inquiries: kept ones where nothing has happened since. */
async function rowsOf(
  found: readonly Inquiry[],
  kept: readonly RolledRow[],
  ports: RollUpPorts,
): Promise<readonly RolledRow[]> {
  const known = new Map(kept.map((row) => [row.id, row]));
  const rows: RolledRow[] = [];
  for (let from = 0; from < found.length; from += atOnce) {
    const reads = found.slice(from, from + atOnce).map((inquiry) => {
      const row = known.get(inquiry.id);
      return row?.version === versionOf(inquiry) ? row : read(inquiry, ports);
    });
    rows.push(...(await Promise.all(reads)));
  }
  return rows;
}

const isSame = (known: RolledDay | undefined, { rows, settled }: RolledDay): boolean =>
  known?.settled === settled &&
  known.rows.length === rows.length &&
  known.rows.every((row, at) => row === rows[at]);

async function rolled(day: string, ports: RollUpPorts): Promise<RolledDay> {
  const { inquiries, days, now } = ports;
  const known = await days.find(day);
  if (known?.settled) return known;
  const end = new Date(Date.parse(`${day}T00:00:00.000Z`) + dayMilliseconds).toISOString();
  const found = await inquiries.receivedBetween(`${day}T00:00:00.000Z`, end);
  const rows = await rowsOf(found, known?.rows ?? [], ports);
  const over = Date.parse(now) - Date.parse(end) > lag;
  const fresh = { rows, settled: over && rows.every((row) => isSettled(row, now)) };
  if (!isSame(known, fresh)) await days.keep(day, fresh, now);
  return fresh;
}

/**
 * The inquiries received in a span of instants (ISO, `until` exclusive), from the rolled-up days; a day that can still change is rolled up anew
 * first, so the cost is that of what changed. The nightly run does no more than this for the last weeks.
 */
export async function responsesIn(
  ports: RollUpPorts,
  from: string,
  until: string,
): Promise<readonly Response[]> {
  const all: Response[] = [];
  for (const day of daysOf(from, until)) all.push(...(await rolled(day, ports)).rows);
  return all.filter(({ receivedAt }) => receivedAt >= from && receivedAt < until);
}
