import { stringify } from 'csv-stringify/sync';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import { locationOf, type Practice } from '../../../domain/practice/practice.ts';
import { keptOf, keptOnTheWall, type Response, waitOf } from '../../../domain/report/response.ts';
import { type RollUpPorts, responsesIn } from '../../../domain/report/roll-up.ts';
import { groupings, hourOf, missedIn, reportBy, type Summary } from '../../../domain/report/summary.ts';
import { type Operation, operation } from '../operation.ts';

export interface ReportPorts extends Omit<RollUpPorts, 'now'> {
  readonly practice: Practice;
}

const Spread = z.object({ median: z.nullable(z.number()), p90: z.nullable(z.number()) });
const Line = z.object({
  of: z.string(),
  received: z.int(),
  notNeeded: z.int(),
  answered: z.int(),
  open: z.int(),
  abandoned: z.int(),
  wall: Spread,
  business: Spread,
  toAcknowledgement: Spread,
  toClaim: Spread,
  withinTarget: z.nullable(z.number()),
  withinTargetWall: z.nullable(z.number()),
  neverAnswered: z.nullable(z.number()),
});
const Missed = z.object({
  id: z.string(),
  receivedAt: z.iso.datetime(),
  deadline: z.iso.datetime(),
  respondedAt: z.nullable(z.iso.datetime()),
  channel: z.string(),
  location: z.string(),
  priority: z.string(),
  staff: z.nullable(z.string()),
  wallMinutes: z.number(),
  businessMinutes: z.number(),
});

/** Local dates, both included, in the time of the practice's first location. */
const dates = { from: z.iso.date(), until: z.iso.date() };
const longestDays = 400;

function spanOf({ from, until }: { from: string; until: string }, practice: Practice) {
  const { zone } = locationOf(practice, undefined);
  const start = Temporal.PlainDate.from(from);
  const end = Temporal.PlainDate.from(until).add({ days: 1 });
  const days = start.until(end, { largestUnit: 'days' }).days;
  if (days < 1 || days > longestDays)
    throw new DomainError('invalid', `Ask for 1 to ${longestDays} days, the first of them in "from".`);
  const instant = (date: Temporal.PlainDate): string =>
    new Date(date.toZonedDateTime(zone).epochMilliseconds).toISOString();
  return [instant(start), instant(end)] as const;
}

const rounded = (minutes: number): number => Math.round(minutes * 10) / 10;

const inWords = (kept: boolean | undefined): string => {
  if (kept === undefined) return 'open';
  return kept ? 'kept' : 'missed';
};

function csvRow(response: Response, practice: Practice, now: string) {
  const location = locationOf(practice, response.location);
  const { wall, business } = waitOf(response, location, now);
  return {
    id: response.id,
    received: response.receivedAt,
    hour: hourOf(response, location),
    channel: response.channel,
    location: response.location,
    priority: response.priority,
    acknowledged: response.acknowledgedAt ?? '',
    claimed: response.claimedAt ?? '',
    answered: response.respondedAt ?? '',
    answered_by: response.staff ?? '',
    closed: response.closedAt ?? '',
    reopened: response.reopened ?? 0,
    promised: response.deadline,
    wall_minutes: rounded(wall),
    business_minutes: rounded(business),
    wall_target: response.notNeeded ?? inWords(keptOnTheWall(response, location, now)),
    promise: response.notNeeded ?? inWords(keptOf(response, now)),
  };
}

const csvSpread = (name: string, { median, p90 }: Summary['wall']) => ({
  [`${name}_median`]: median,
  [`${name}_p90`]: p90,
});

/** A line of the report as a row: the same figures, under names like those of the inquiries' rows. */
const csvLine = (line: Summary) => ({
  of: line.of,
  received: line.received,
  not_needed: line.notNeeded,
  answered: line.answered,
  open: line.open,
  abandoned: line.abandoned,
  ...csvSpread('wall', line.wall),
  ...csvSpread('business', line.business),
  ...csvSpread('to_acknowledgement', line.toAcknowledgement),
  ...csvSpread('to_claim', line.toClaim),
  within_target: line.withinTarget,
  within_target_wall: line.withinTargetWall,
  never_answered: line.neverAnswered,
});

function missedView(one: Response, practice: Practice, now: string): z.infer<typeof Missed> {
  const { wall, business } = waitOf(one, locationOf(practice, one.location), now);
  return {
    id: one.id,
    receivedAt: one.receivedAt,
    deadline: one.deadline,
    respondedAt: one.respondedAt ?? null,
    channel: one.channel,
    location: one.location,
    priority: one.priority,
    staff: one.staff ?? null,
    wallMinutes: rounded(wall),
    businessMinutes: rounded(business),
  };
}

/** How long answers took. Nothing in a report says who wrote. */
export const reportOperations = (ports: ReportPorts): readonly Operation[] => {
  const { practice } = ports;
  const responses = (query: { from: string; until: string }, now: string, locations: readonly string[]) => {
    const [from, until] = spanOf(query, practice);
    return responsesIn({ ...ports, now }, from, until).then((all) =>
      all.filter(({ location }) => locations.includes(location)),
    );
  };
  return [
    operation({
      id: 'reportResponses',
      method: 'GET',
      path: '/v1/reports/responses',
      summary:
        'How long the first human answer took: the whole, and by channel, location, member, priority or hour of the week',
      roles: ['manager'],
      query: z.object({ ...dates, by: z._default(z.enum(groupings), 'channel') }),
      success: { status: 200, schema: z.object({ items: z.array(Line) }) },
      run: async ({ query, now, member }) => ({
        body: { items: reportBy(await responses(query, now, member.locations), query.by, practice, now) },
      }),
    }),
    operation({
      id: 'reportMissed',
      method: 'GET',
      path: '/v1/reports/missed',
      summary: 'Inquiries whose promise was not kept, the longest wait first',
      roles: ['manager'],
      query: z.object(dates),
      success: { status: 200, schema: z.object({ items: z.array(Missed) }) },
      run: async ({ query, now, member }) => ({
        body: {
          items: missedIn(await responses(query, now, member.locations), now).map((one) =>
            missedView(one, practice, now),
          ),
        },
      }),
    }),
    operation({
      id: 'exportResponses',
      method: 'GET',
      path: '/v1/reports/responses.csv',
      summary: 'The report as CSV: with `by` its lines, else every inquiry as a row',
      roles: ['manager'],
      query: z.object({ ...dates, by: z.optional(z.enum(groupings)) }),
      success: { status: 200, contentType: 'text/csv' },
      run: async ({ query, now, member }) => {
        const found = await responses(query, now, member.locations);
        const rows = query.by
          ? reportBy(found, query.by, practice, now).map(csvLine)
          : found.map((one) => csvRow(one, practice, now));
        return { body: stringify(rows, { header: true }) };
      },
    }),
  ];
};
