import type { CloseReason, Inquiry } from '../inquiry/inquiry.ts';
import type { InquiryEvent } from '../inquiry/timeline-event.ts';
import { isNeedless, type Response } from './response.ts';

type Fold = { -readonly [K in keyof Omit<Response, 'id' | 'notNeeded'>]: Response[K] };

interface Told {
  readonly figures: Fold;
  readonly closeReason?: CloseReason | undefined;
}

/** Lines that count as a human's answer where the line itself does not say. */
const answering: readonly string[] = ['replied', 'call-reached', 'call-voicemail'];
const opensAgain: readonly string[] = ['reopened', 'wrote-again', 'reply-bounced'];
const closes: readonly string[] = ['closed', 'withdrawn'];

const answers = ({ what, why, measured }: InquiryEvent): boolean =>
  measured?.answers ?? (answering.includes(what) || (what === 'closed' && why?.[0] === 'booked'));

/** What came back has never answered: the lines as they are to be counted. */
function withoutReturned(lines: readonly InquiryEvent[]): readonly InquiryEvent[] {
  const returned = new Set(
    lines.flatMap(({ what, measured }) => (what === 'reply-bounced' ? (measured?.reply ?? []) : [])),
  );
  return lines.map((line) =>
    line.what === 'replied' && returned.has(line.measured?.reply ?? '')
      ? { ...line, measured: { ...line.measured, answers: false } }
      : line,
  );
}

const sooner = (one: string, other: string | undefined): string =>
  other !== undefined && other < one ? other : one;

/** Until somebody has answered, a message or a hand-over may raise the priority, and with it bring the promise forward, never back. */
function raised(figures: Fold, { measured }: InquiryEvent): Fold {
  if (figures.respondedAt !== undefined || measured === undefined) return figures;
  const { wallDeadline } = figures;
  return {
    ...figures,
    priority: measured.priority ?? figures.priority,
    deadline: sooner(figures.deadline, measured.deadline),
    ...(wallDeadline === undefined ? {} : { wallDeadline: sooner(wallDeadline, measured.wallDeadline) }),
  };
}

function answered(figures: Fold, line: InquiryEvent): Fold {
  if (figures.respondedAt !== undefined || !answers(line)) return figures;
  const { businessMinutes: _, ...before } = figures;
  const minutes = line.measured?.businessMinutes;
  return {
    ...before,
    respondedAt: line.at,
    ...('staff' in line.actor ? { staff: line.actor.staff } : {}),
    ...(minutes === undefined ? {} : { businessMinutes: minutes }),
  };
}

function closed(told: Told, { what, at, why, measured }: InquiryEvent): Told {
  if (!closes.includes(what)) return told;
  const { figures } = told;
  const { businessMinutes: minutes } = (figures.respondedAt === undefined ? measured : figures) ?? {};
  return {
    figures: { ...figures, closedAt: at, ...(minutes === undefined ? {} : { businessMinutes: minutes }) },
    closeReason: what === 'withdrawn' ? 'withdrawn' : (why?.[0] as CloseReason | undefined),
  };
}

function openedAgain(told: Told, { what }: InquiryEvent): Told {
  const { closedAt, businessMinutes, ...figures } = told.figures;
  if (!opensAgain.includes(what) || closedAt === undefined) return told;
  // What it took until a closing counts no more; what it took until an answer does.
  const kept = figures.respondedAt === undefined || businessMinutes === undefined ? {} : { businessMinutes };
  return { figures: { ...figures, ...kept, reopened: (figures.reopened ?? 0) + 1 } };
}

/** What was closed because nobody had to answer, and is asked again: all is counted from this line. */
function begunAnew({ figures: { reopened } }: Told, line: InquiryEvent): Told | undefined {
  const figures = begun(line);
  return figures && { figures: { ...figures, ...(reopened === undefined ? {} : { reopened }) } };
}

function lived(told: Told, line: InquiryEvent): Told {
  const open = openedAgain(told, line);
  const anew = begunAnew(open, line);
  if (anew) return anew;
  const figures = answered(raised(open.figures, line), line);
  const first = line.what === 'claimed' ? (figures.claimedAt ?? line.at) : figures.claimedAt;
  return closed({ ...open, figures: first === undefined ? figures : { ...figures, claimedAt: first } }, line);
}

interface Course {
  readonly told: Told;
  /** As it was before the last line. */
  readonly before: Told;
}

/** Only the last change can be undone, so a line that undoes takes back the one before it. */
const followed = ({ told, before }: Course, line: InquiryEvent): Course =>
  line.what === 'undone' ? { told: before, before } : { told: lived(told, line), before: told };

/** What an inquiry was when it came; undefined where its first line is from before lines said so. */
function begun({ measured }: InquiryEvent): Fold | undefined {
  const { opening, priority, deadline, wallDeadline } = measured ?? {};
  if (!opening || !priority || !deadline) return undefined;
  return { ...opening, priority, deadline, ...(wallDeadline === undefined ? {} : { wallDeadline }) };
}

const isChange = ({ id }: InquiryEvent): boolean => /^\d+$/.test(id);

/**
 * How an inquiry was answered, from the lines of its timeline and nothing else; in any order, and each as often as it may be. Priority and
 * promise are those that held until the first answer. Undefined where the timeline began before its lines said what is measured
 * (`Measured`): nothing could be told from it.
 */
export function responseFrom(id: string, lines: readonly InquiryEvent[]): Response | undefined {
  const changes = [...new Map(lines.filter(isChange).map((line) => [line.id, line])).values()];
  const [first, ...rest] = changes.toSorted((a, b) => Number(a.id) - Number(b.id));
  const figures = first && begun(first);
  if (!figures) return undefined;
  const since =
    changes
      .filter(begun)
      .map(({ at }) => at)
      .toSorted()
      .at(-1) ?? '';
  const acknowledgedAt = lines
    .filter(({ what, at }) => what === 'acknowledged' && at >= since)
    .map(({ at }) => at)
    .toSorted()[0];
  const { told } = withoutReturned(rest).reduce(followed, { told: { figures }, before: { figures } });
  const { closeReason } = told;
  return {
    id,
    ...told.figures,
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt }),
    ...(isNeedless(told.figures, closeReason) ? { notNeeded: closeReason } : {}),
  };
}

/** The lines of an inquiry as it was read: those in the timeline that are not newer, and the newest, which stands on it (docs/decisions/004). */
export const linesOf = (inquiry: Inquiry, kept: readonly InquiryEvent[]): readonly InquiryEvent[] => [
  ...kept.filter((line) => !isChange(line) || Number(line.id) < inquiry.revision),
  inquiry.lastEvent,
];

const compared = [
  'receivedAt',
  'acknowledgedAt',
  'claimedAt',
  'respondedAt',
  'closedAt',
  'deadline',
  'staff',
  'notNeeded',
  'channel',
  'location',
] as const;

/** Whether two ways of telling how an inquiry was answered tell the same. */
export const agree = (one: Response, other: Response): boolean =>
  compared.every((figure) => one[figure] === other[figure]);
