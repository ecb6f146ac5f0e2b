import type { Patient, PatientRecord } from '../patient/patient.ts';
import { daysAfter } from './calendar.ts';
import type { RecallItem } from './recall-item.ts';
import type { SweepDecision } from './touch.ts';

/** From when to when a patient is on no list, and why: one line for all days in between, written when it changes. */
export interface Outlook {
  /** ISO instant from which it holds. */
  readonly at: string;
  /** The first local day on which a sweep looks at the patient again; absent where none does until the record changes. */
  readonly until?: string;
  readonly reason: string;
  /** What the sweep that left it had told, where that goes on to hold. */
  readonly because?: string;
  /** Ids of the patient's recall items. */
  readonly items: readonly string[];
  /** Local day of the sweep that had just looked at the patient, where one had. */
  readonly sweptOn?: string;
}

type Standing = Pick<PatientRecord, 'patient' | 'items' | 'lookOn'>;

function wordsOf({ id, state, nextOn, endedBy }: RecallItem): string {
  if (state === 'booked') return `${id} is booked`;
  if (state !== 'open') return `${id} ended: ${endedBy ?? state}`;
  return nextOn === undefined ? `${id} waits for a change of the record` : `${id} not before ${nextOn}`;
}

const rank = ({ state, nextOn }: RecallItem): string =>
  state === 'open' ? `1${nextOn ?? '9'}` : state === 'booked' ? '2' : '3';
const mostItems = 5;

function reasonOf({ patient, items }: Standing): string {
  const { erasedAt, mergedInto } = patient;
  if (erasedAt !== undefined) return 'all that was known of them was erased';
  if (mergedInto !== undefined) return 'the record was merged into another';
  if (items.length === 0) return 'nothing is known that they would be asked to come for';
  const told = items.toSorted((a, b) => rank(a).localeCompare(rank(b)) || a.id.localeCompare(b.id));
  const more = items.length > mostItems ? `; and ${items.length - mostItems} more` : '';
  return told.slice(0, mostItems).map(wordsOf).join('; ') + more;
}

const isGone = ({ erasedAt, mergedInto }: Patient): boolean =>
  erasedAt !== undefined || mergedInto !== undefined;

/** What a record, its items as stored, says of the days to come, as of an ISO instant; `because` is what a sweep has just told of it. */
export function outlookOf(record: Standing, at: string, because?: string): Outlook {
  const days = record.items.flatMap(({ state, nextOn }) => (state === 'open' && nextOn ? [nextOn] : []));
  const [until] = isGone(record.patient)
    ? []
    : [...days, ...(record.lookOn ? [record.lookOn] : [])].toSorted();
  return {
    at,
    ...(until === undefined ? {} : { until }),
    reason: reasonOf(record),
    ...(because === undefined ? {} : { because }),
    items: isGone(record.patient) ? [] : record.items.map(({ id }) => id),
  };
}

/** So many days back every sweep has an answer. */
export const explainedDays = 30;
const mostLines = 100;

/** Lines that are still asked for, oldest first: of the explained days, and the one that held when they began. */
function kept(lines: readonly Outlook[], now: string): readonly Outlook[] {
  const first = daysAfter(now.slice(0, 10), -explainedDays - 1);
  const before = lines.findLastIndex(({ at }) => at < first);
  return lines.slice(Math.max(before, lines.length - mostLines, 0));
}

const says = ({ until, reason, items }: Outlook): string => JSON.stringify([until, reason, items]);

/**
 * The lines of a record with one more; undefined where it says nothing new. The line of a sweep takes the place of one that the same sweep left
 * before it was cut off.
 */
export function withOutlook(lines: readonly Outlook[], line: Outlook): readonly Outlook[] | undefined {
  const last = lines.at(-1);
  if (line.sweptOn === undefined && last && says(last) === says(line)) return undefined;
  const others = lines.filter(({ sweptOn }) => sweptOn === undefined || sweptOn !== line.sweptOn);
  return kept([...others, line], line.at);
}

/** Why a patient was, or was not, on the list of one day's sweep. */
export interface Answer {
  readonly on: string;
  readonly decision: SweepDecision;
  /** Where it was not decided on that very day: from when to when what is told holds. */
  readonly holds?: Pick<Outlook, 'at' | 'until'>;
}

/** The line that held when a sweep began, or that this sweep left. */
const lineFor = (lines: readonly Outlook[], on: string, began: string): Outlook | undefined =>
  lines.find(({ sweptOn }) => sweptOn === on) ?? lines.findLast(({ at }) => at < began);

function toldOf({ until, reason: own, because, sweptOn }: Outlook, on: string): string {
  const reason = because === undefined ? own : `${because} (${own})`;
  if (sweptOn === on) return `looked at, and there was nothing to do: ${reason}`;
  if (until !== undefined && until <= on) return `on no list of this day any more: ${reason}`;
  const again = until === undefined ? '' : ` before ${until}`;
  return `not looked at${again} unless the record changes: ${reason}`;
}

/**
 * The one answer for a sweep and a patient: what it decided, else the line that held when it began. `began` is the ISO instant at which the sweep of
 * the local day `on` is made.
 */
export function answerOf(
  record: Standing & Pick<PatientRecord, 'outlooks'>,
  { on, sweepId, began }: { readonly on: string; readonly sweepId: string; readonly began: string },
  decision: SweepDecision | undefined,
): Answer {
  if (decision) return { on, decision };
  const none = { sweepId, patientId: record.patient.id, outcome: 'not-due' as const, rules: [] };
  const lines = record.outlooks ?? [];
  const line =
    lines.length === 0 ? outlookOf(record, record.patient.erasedAt ?? began) : lineFor(lines, on, began);
  if (!line)
    return {
      on,
      decision: {
        ...none,
        items: [],
        reason: 'nothing was known of them yet when the sweep of this day was made',
      },
    };
  const { at, until, items } = line;
  return {
    on,
    decision: { ...none, items, reason: toldOf(line, on) },
    holds: { at, ...(until === undefined ? {} : { until }) },
  };
}
