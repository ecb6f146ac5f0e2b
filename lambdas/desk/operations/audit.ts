import * as z from 'zod/mini';
import { activities } from '../../../domain/audit/activity.ts';
import { checkMonth, type TrailPorts } from '../../../domain/audit/keep-days.ts';
import { isAllBy, listed, type Review, type Reviews } from '../../../domain/audit/review.ts';
import { reviewerRoles, reviewersOf, signOff } from '../../../domain/audit/sign-off.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { Practice } from '../../../domain/practice/practice.ts';
import type { StaffDirectory } from '../../../domain/practice/staff-directory.ts';
import { type Operation, operation } from '../operation.ts';
import { AuditEntryView, pageOf, paging } from '../schemas.ts';

export interface AuditPorts {
  readonly trail: TrailPorts;
  readonly reviews: Reviews;
  readonly staff: Pick<StaffDirectory, 'current'>;
  readonly practice: Practice;
}

const Month = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'write a month as YYYY-MM'));

const TrailView = z.object({
  days: z.int(),
  entries: z.int(),
  /** SHA-256 of the file of the last day. */
  head: z.string(),
  problems: z.array(
    z.object({
      day: z.iso.date(),
      what: z.enum(['not-kept', 'file-missing', 'file-changed', 'chain-broken', 'table-changed']),
    }),
  ),
});

const LineView = z.omit(AuditEntryView, { id: true, requestId: true, from: true });
const SignOffView = z.nullable(
  z.object({ by: z.string(), at: z.iso.datetime(), note: z.string(), alone: z.boolean() }),
);
const ReviewHead = z.object({
  month: z.string(),
  madeAt: z.iso.datetime(),
  toldAt: z.nullable(z.iso.datetime()),
  signed: SignOffView,
});
const ReviewView = z.extend(ReviewHead, {
  counts: z.array(
    z.object({
      staff: z.string(),
      activity: z.enum(activities),
      done: z.int(),
      refused: z.int(),
      failed: z.int(),
    }),
  ),
  lines: z.record(z.enum(listed), z.array(LineView)),
  outsideCare: z.array(
    z.object({
      staff: z.string(),
      patientId: z.string(),
      times: z.int(),
      firstAt: z.iso.datetime(),
      lastAt: z.iso.datetime(),
    }),
  ),
  notJudged: z.int(),
  strangers: z.int(),
  unlisted: z.int(),
  trail: TrailView,
  /** All that it lists is the caller's own activity: somebody else signs it, if there is one. */
  allYours: z.boolean(),
});

const headOf = ({ month, madeAt, toldAt, signed }: Review) => ({
  month,
  madeAt,
  toldAt: toldAt ?? null,
  signed: signed ?? null,
});
const viewOf = (review: Review, caller: string) => ({
  ...headOf(review),
  ...review.summary,
  trail: review.trail,
  allYours: isAllBy(caller, review),
});

/** What staff saw and did, looked at once a month and signed (R28). */
export function auditOperations(ports: AuditPorts): readonly Operation[] {
  const { reviews, staff, practice } = ports;
  const roles = reviewerRoles(practice);
  return [
    operation({
      id: 'listAuditReviews',
      method: 'GET',
      path: '/v1/audit/reviews',
      summary: 'Monthly reviews of activity, the newest first, and who signed each',
      roles,
      query: z.object(paging),
      success: { status: 200, schema: pageOf(ReviewHead) },
      run: async ({ query }) => {
        const page = await reviews.list(query);
        return { body: { ...page, items: page.items.map(headOf) } };
      },
    }),
    operation({
      id: 'getAuditReview',
      method: 'GET',
      path: '/v1/audit/reviews/{month}',
      summary:
        'The review of a month, YYYY-MM: counts by person and kind, exports, overrides, erasures, changes of configuration, records that were opened without a visit or a conversation, and whether the trail is as it was written',
      roles,
      success: { status: 200, schema: ReviewView },
      run: async ({ parameters: { month = '' }, member }) => {
        const review = await reviews.find(month);
        if (!review) throw new DomainError('not-found', 'There is no review of this month (yet).');
        return { body: viewOf(review, member.id) };
      },
    }),
    operation({
      id: 'signOffAuditReview',
      method: 'POST',
      path: '/v1/audit/reviews/{month}/sign-off',
      summary:
        'Sign a review off, with a note of what was looked at and found; again it changes nothing. What lists your own activity alone is signed by somebody else, if there is anybody',
      roles,
      body: z.strictObject({ note: z.string().check(z.minLength(3), z.maxLength(1000)) }),
      success: { status: 200, schema: ReviewView },
      run: async ({ parameters: { month = '' }, body: { note }, member, now }) => {
        const reviewers = async () => reviewersOf((await staff.current()).members, practice);
        const signed = await signOff({ reviews, reviewers }, { month, note }, { by: member.id, now });
        return { body: viewOf(signed, member.id) };
      },
    }),
    operation({
      id: 'verifyAudit',
      method: 'GET',
      path: '/v1/audit/verification',
      summary:
        'Whether the trail of a month, YYYY-MM, is as it was written: each day’s file against its SHA-256, the chain of days, and the table against the files',
      roles,
      query: z.object({ month: Month }),
      success: { status: 200, schema: TrailView },
      run: async ({ query: { month } }) => ({ body: await checkMonth(ports.trail, month) }),
    }),
  ];
}
