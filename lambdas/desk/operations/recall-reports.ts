import { stringify } from 'csv-stringify/sync';
import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import { daysBetween } from '../../../domain/measure/facts.ts';
import { cohortLines, reportLines } from '../../../domain/measure/report-table.ts';
import type { StaffMember } from '../../../domain/practice/practice.ts';
import { didItWork, type ReportPorts, retention } from '../../../domain/recall/did-it-work.ts';
import { type Operation, operation } from '../operation.ts';
import { CohortView, ReportRowView } from '../report-schemas.ts';

/** Local dates, both included, in the time of the practice's first location. */
const days = { from: z.iso.date(), to: z.iso.date() };
/** A month and the cohorts are as the last night made them, unless this is true. */
const fresh = { afresh: z._default(z.enum(['true', 'false']), 'false') };
const longestDays = 400;

type Asked = { readonly from: string; readonly to: string; readonly afresh: 'true' | 'false' };

export interface RecallReportPorts extends ReportPorts {
  readonly locations: readonly string[];
}

const isEverywhere = ({ locations }: RecallReportPorts, member: StaffMember): boolean =>
  locations.every((location) => member.locations.includes(location));

/** Cohorts follow people through the whole practice. */
function cohortsFor(ports: RecallReportPorts, member: StaffMember, now: string, afresh: 'true' | 'false') {
  if (!isEverywhere(ports, member))
    throw new DomainError(
      'forbidden',
      'This is of the whole practice: it is for who works at all locations.',
    );
  return retention(ports, { now, afresh: afresh === 'true' });
}

/** Rows of the places a member works at; the whole only for who works at all of them. */
async function rowsFor(ports: RecallReportPorts, asked: Asked, now: string, member: StaffMember) {
  const span = daysBetween(asked.from, asked.to) + 1;
  if (span < 1 || span > longestDays)
    throw new DomainError('invalid', `Ask for 1 to ${longestDays} days, the first of them in "from".`);
  const report = await didItWork(ports, asked, { now, afresh: asked.afresh === 'true' });
  const everywhere = isEverywhere(ports, member);
  const rows = report.rows.filter(({ location }) =>
    location === 'all' ? everywhere : member.locations.includes(location),
  );
  return { ...report, rows };
}

/** Did recall work? Nothing in a report says who a patient is. */
export const recallReportOperations = (ports: RecallReportPorts): readonly Operation[] => [
  operation({
    id: 'reportRecall',
    method: 'GET',
    path: '/v1/reports/recall',
    summary:
      'What recall brought: attributed, influenced and incremental visits and revenue side by side, and what it cost, by type and location',
    roles: ['manager'],
    query: z.object({ ...days, ...fresh }),
    success: {
      status: 200,
      schema: z.object({
        ...days,
        pooledFrom: z.iso.date(),
        knownUntil: z.iso.date(),
        items: z.array(ReportRowView),
      }),
    },
    run: async ({ query, now, member }) => {
      const { span, rows } = await rowsFor(ports, query, now, member);
      const { pooledFrom, knownUntil } = span;
      return { body: { from: query.from, to: query.to, pooledFrom, knownUntil, items: rows } };
    },
  }),
  operation({
    id: 'exportRecall',
    method: 'GET',
    path: '/v1/reports/recall.csv',
    summary: 'The same as CSV',
    roles: ['manager'],
    query: z.object({ ...days, ...fresh }),
    success: { status: 200, contentType: 'text/csv' },
    run: async ({ query, now, member }) => ({
      body: stringify([...reportLines((await rowsFor(ports, query, now, member)).rows)], { header: true }),
    }),
  }),
  operation({
    id: 'reportRetention',
    method: 'GET',
    path: '/v1/reports/retention',
    summary: 'Who comes back: patients by the month of their first treatment, and in each month after it',
    roles: ['manager'],
    query: z.object(fresh),
    success: {
      status: 200,
      schema: z.object({ knownUntil: z.iso.date(), items: z.array(CohortView) }),
    },
    run: async ({ query, now, member }) => {
      const { knownUntil, cohorts } = await cohortsFor(ports, member, now, query.afresh);
      return { body: { knownUntil, items: cohorts } };
    },
  }),
  operation({
    id: 'exportRetention',
    method: 'GET',
    path: '/v1/reports/retention.csv',
    summary: 'The same as CSV, a line for each cohort and month',
    roles: ['manager'],
    query: z.object(fresh),
    success: { status: 200, contentType: 'text/csv' },
    run: async ({ query, now, member }) => {
      const { cohorts } = await cohortsFor(ports, member, now, query.afresh);
      return { body: stringify([...cohortLines(cohorts)], { header: true }) };
    },
  }),
];
