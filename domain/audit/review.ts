import type { Page } from '../inquiry/inquiries.ts';
import type { AuditEntry } from '../practice/audit.ts';
import { type Activity, activityOf } from './activity.ts';
import type { TrailCheck } from './kept-trail.ts';

/** Entries of no member of the staff: a token of nobody, and what a deploy brought. */
export const nobody = ['unknown', 'deploy'] as const;

export interface Count {
  readonly staff: string;
  readonly activity: Activity;
  readonly done: number;
  readonly refused: number;
  readonly failed: number;
}

/** What a reviewer looks at one by one. */
export type Line = Pick<AuditEntry, 'at' | 'staff' | 'operation' | 'subject' | 'others' | 'outcome' | 'why'>;

/** A record that somebody opened without a visit, a conversation or anything else that would be a reason. */
export interface View {
  readonly staff: string;
  readonly patientId: string;
  readonly times: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

export const listed = ['export', 'override', 'erasure', 'configuration'] as const;
type Listed = (typeof listed)[number];

/** A month of activity: counts, ids and instants; nothing that a patient is or wrote. */
export interface Summary {
  readonly counts: readonly Count[];
  readonly lines: Readonly<Record<Listed, readonly Line[]>>;
  readonly outsideCare: readonly View[];
  /** Opened records of people who are erased or gone, of which nothing can be said any more. */
  readonly notJudged: number;
  /** Requests with a genuine sign-in of nobody on the staff. Wrong passwords are not among them: the user pool alone knows of those. */
  readonly strangers: number;
  /** Beyond those that are listed; the trail has them. */
  readonly unlisted: number;
}

/** What a practice does in a month fits into each list. */
export const longestList = 150;
/** Of all lines together: with the rest they stay within one item of the table (400 kB), whatever reasons somebody writes. */
const mostLineBytes = 250_000;

const isPatient = (id: string): boolean => id.startsWith('pat_');

/** What of a month is counted while its days are read, one after another. */
export interface Tally {
  readonly counts: Map<string, { -readonly [K in keyof Count]: Count[K] }>;
  readonly lines: Record<Listed, Line[]>;
  /** Instants at which somebody opened a record, by member and patient. */
  readonly opened: Map<string, string[]>;
  strangers: number;
  unlisted: number;
}

/** What is counted before any entry was read. */
export const emptyTally = (): Tally => ({
  counts: new Map(),
  lines: { export: [], override: [], erasure: [], configuration: [] },
  opened: new Map(),
  strangers: 0,
  unlisted: 0,
});

const openedKey = (staff: string, patientId: string): string => `${staff} ${patientId}`;

function noteOpened(tally: Tally, { staff, subject, others = [], at }: AuditEntry): void {
  for (const id of [subject, ...others].filter(isPatient)) {
    const key = openedKey(staff, id);
    const instants = tally.opened.get(key) ?? [];
    instants.push(at);
    tally.opened.set(key, instants);
  }
}

const lineOf = ({ at, staff, operation, subject, others, outcome, why }: AuditEntry): Line => ({
  at,
  staff,
  operation,
  subject,
  ...(others ? { others } : {}),
  outcome,
  ...(why ? { why } : {}),
});

const isListed = (activity: Activity): activity is Listed =>
  (listed as readonly Activity[]).includes(activity);

/** Counts one entry. */
export function count(tally: Tally, entry: AuditEntry): void {
  const { staff, outcome } = entry;
  const activity = activityOf(entry);
  const key = `${staff} ${activity}`;
  const before = tally.counts.get(key) ?? { staff, activity, done: 0, refused: 0, failed: 0 };
  before[outcome] += 1;
  tally.counts.set(key, before);
  if (staff === 'unknown') tally.strangers += 1;
  if (activity === 'view' && outcome !== 'refused') noteOpened(tally, entry);
  if (!isListed(activity)) return;
  if (tally.lines[activity].length < longestList) tally.lines[activity].push(lineOf(entry));
  else tally.unlisted += 1;
}

const bytesOf = (line: Line): number => new TextEncoder().encode(JSON.stringify(line)).length;

/** The lines that fit, the first of each kind before the later ones; gives how many do not. */
function fitting(lines: Tally['lines']): { readonly lines: Summary['lines']; readonly left: number } {
  const kept: Tally['lines'] = { export: [], override: [], erasure: [], configuration: [] };
  let bytes = 0;
  let left = 0;
  for (let place = 0; place < longestList; place += 1)
    for (const kind of listed) {
      const line = lines[kind][place];
      if (!line) continue;
      bytes += bytesOf(line);
      if (bytes <= mostLineBytes) kept[kind].push(line);
      else left += 1;
    }
  return { lines: kept, left };
}

/** Whether somebody had a reason to open a patient's record at an instant; undefined where nothing can be said. */
export type Judge = (patientId: string) => Promise<((at: string) => boolean) | undefined>;

/** The summary of what was counted. Each patient whose record was opened is judged once. */
export async function summaryOf(tally: Tally, judge: Judge): Promise<Summary> {
  const judges = new Map<string, Awaited<ReturnType<Judge>>>();
  const views: View[] = [];
  let notJudged = 0;
  for (const [key, instants] of [...tally.opened].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const [staff = '', patientId = ''] = key.split(' ');
    if (!judges.has(patientId)) judges.set(patientId, await judge(patientId));
    const isCare = judges.get(patientId);
    if (!isCare) notJudged += 1;
    const outside = isCare ? instants.filter((at) => !isCare(at)).toSorted() : [];
    const [firstAt] = outside;
    if (firstAt !== undefined)
      views.push({ staff, patientId, times: outside.length, firstAt, lastAt: outside.at(-1) ?? firstAt });
  }
  const { lines, left } = fitting(tally.lines);
  return {
    counts: [...tally.counts.values()].toSorted(
      (a, b) => a.staff.localeCompare(b.staff) || a.activity.localeCompare(b.activity),
    ),
    lines,
    outsideCare: views.toSorted((a, b) => b.times - a.times).slice(0, longestList),
    notJudged,
    strangers: tally.strangers,
    unlisted: tally.unlisted + left + Math.max(0, views.length - longestList),
  };
}

export interface SignOff {
  /** Staff member's id. */
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
  readonly note: string;
  /** All that the review lists is the signer's own activity, and nobody else could have signed. */
  readonly alone: boolean;
}

/** The review of one month of activity (R28). */
export interface Review {
  /** YYYY-MM, of UTC days. */
  readonly month: string;
  /** ISO instant. */
  readonly madeAt: string;
  readonly summary: Summary;
  /** What the files of the month said when the review was made. */
  readonly trail: TrailCheck;
  /** When its reviewers were told of it last, ISO. */
  readonly toldAt?: string;
  readonly signed?: SignOff;
}

export interface Reviews {
  find(month: string): Promise<Review | undefined>;
  /** Newest month first. */
  list(query: { cursor?: string | undefined; limit: number }): Promise<Page<Review>>;
  /** Once; a month that is there stays as it is. */
  add(review: Review): Promise<void>;
  noteTold(month: string, at: string): Promise<void>;
  /** Once: false if it is signed already, or there is none. */
  sign(month: string, signOff: SignOff): Promise<boolean>;
}

/** Whether all that needs a look is this member's own: the lines and opened records that the review lists, or where there are none all its activity. */
export function isAllBy(staff: string, { summary }: Review): boolean {
  const lines = [...Object.values(summary.lines).flat(), ...summary.outsideCare];
  const people = (lines.length > 0 ? lines : summary.counts)
    .map((one) => one.staff)
    .filter((one) => !(nobody as readonly string[]).includes(one));
  return people.length > 0 && people.every((one) => one === staff);
}
