import { api } from './api.ts';
import { type Command, UsageError } from './command.ts';

interface SignOff {
  readonly by: string;
  readonly at: string;
  readonly note: string;
  readonly alone: boolean;
}
interface Line {
  readonly at: string;
  readonly staff: string;
  readonly operation: string;
  readonly subject: string;
  readonly others?: readonly string[];
  readonly outcome: string;
  readonly why?: string;
}
interface Trail {
  readonly days: number;
  readonly entries: number;
  readonly head: string;
  readonly problems: readonly { readonly day: string; readonly what: string }[];
}
export interface ShownReview {
  readonly month: string;
  readonly madeAt: string;
  readonly signed: SignOff | null;
  readonly counts: readonly {
    readonly staff: string;
    readonly activity: string;
    readonly done: number;
    readonly refused: number;
    readonly failed: number;
  }[];
  readonly lines: Readonly<Record<string, readonly Line[]>>;
  readonly outsideCare: readonly {
    readonly staff: string;
    readonly patientId: string;
    readonly times: number;
    readonly firstAt: string;
    readonly lastAt: string;
  }[];
  readonly notJudged: number;
  readonly strangers: number;
  readonly unlisted: number;
  readonly trail: Trail;
  readonly allYours: boolean;
}

const monthOf = (given: string | undefined): string | undefined => {
  if (given === undefined || /^\d{4}-(0[1-9]|1[0-2])$/.test(given)) return given;
  throw new UsageError(`Write the month as YYYY-MM, and not ${given}.`);
};

const signature = (signed: SignOff | null): string =>
  signed
    ? `signed by ${signed.by} on ${signed.at.slice(0, 10)}${signed.alone ? ', alone: nobody else could' : ''}: ${signed.note}`
    : 'not signed yet';

const line = ({ at, staff, operation, subject, others = [], outcome, why }: Line): string =>
  `  ${at}  ${staff}  ${operation}  ${[subject, ...others].join(' ')}  ${outcome}${why ? `: ${why}` : ''}`;

function trailLines({ days, entries, head, problems }: Trail): readonly string[] {
  return [
    `Trail: ${entries} entries of ${days} days, seal ${head || '(none)'}, ${problems.length === 0 ? 'as it was written' : 'NOT as it was written'}`,
    ...problems.map(({ day, what }) => `  ${day}  ${what}`),
  ];
}

/** A review as a terminal shows it. */
export function reviewReport(review: ShownReview): string {
  const { counts, lines, outsideCare, notJudged, strangers, unlisted } = review;
  return [
    `${review.month}: ${signature(review.signed)}`,
    ...counts.map(
      ({ staff, activity, done, refused, failed }) =>
        `  ${staff}  ${activity}  ${done} done, ${refused} refused, ${failed} failed`,
    ),
    ...Object.entries(lines).flatMap(([kind, all]) => [`${kind}: ${all.length}`, ...all.map(line)]),
    `opened without a visit or a conversation: ${outsideCare.length}`,
    ...outsideCare.map(
      ({ staff, patientId, times, firstAt, lastAt }) =>
        `  ${staff}  ${patientId}  ${times} times, ${firstAt} to ${lastAt}`,
    ),
    `opened records of people who are erased or gone: ${notJudged}`,
    `requests by people who are not of the staff: ${strangers}`,
    ...(unlisted > 0 ? [`${unlisted} more than is listed here: GET /v1/audit?day=... has them all.`] : []),
    ...trailLines(review.trail),
    ...(review.allYours ? ['All that it lists is your own activity: let somebody else sign it.'] : []),
    '',
  ].join('\n');
}

const path = '/v1/audit/reviews';

async function newest(): Promise<string> {
  const { items } = await api<{ items: readonly { readonly month: string }[] }>({
    method: 'GET',
    path: `${path}?limit=1`,
  });
  const [first] = items;
  if (!first)
    throw new Error('There is no review yet: the first is made on the first working day of next month.');
  return first.month;
}

export const auditReview: Command = {
  words: ['audit', 'review', 'MONTH'],
  summary: 'What staff saw and did in a month (YYYY-MM; the newest without it), and who signed it',
  run: async ([given]) => {
    const month = monthOf(given) ?? (await newest());
    process.stdout.write(reviewReport(await api<ShownReview>({ method: 'GET', path: `${path}/${month}` })));
  },
};

export const auditSignOff: Command = {
  words: ['audit', 'sign-off', 'MONTH', 'NOTE'],
  summary: 'Sign the review of a month, with a note of what you looked at and found',
  run: async ([given, ...words]) => {
    const month = monthOf(given);
    const note = words.join(' ');
    if (!month || !note)
      throw new UsageError('npm run heard -- audit sign-off 2026-11 "what you looked at, and found"');
    const { signed } = await api<ShownReview>({
      method: 'POST',
      path: `${path}/${month}/sign-off`,
      body: { note },
    });
    process.stdout.write(`${month}: ${signature(signed)}\n`);
  },
};

export const auditVerify: Command = {
  words: ['audit', 'verify', 'MONTH'],
  summary: 'Whether the audit trail of a month (YYYY-MM) is as it was written; fails where it is not',
  run: async ([given]) => {
    const month = monthOf(given) ?? new Date().toISOString().slice(0, 7);
    const trail = await api<Trail>({ method: 'GET', path: `/v1/audit/verification?month=${month}` });
    process.stdout.write(`${trailLines(trail).join('\n')}\n`);
    if (trail.problems.length > 0) process.exitCode = 2;
  },
};
