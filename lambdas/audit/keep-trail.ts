import identity from 'practice:identity';
import staffTemplates from 'practice:staff-templates';
import { judging } from '../../domain/audit/judging.ts';
import { keepDays } from '../../domain/audit/keep-days.ts';
import { dueMonth, makeReview } from '../../domain/audit/monthly.ts';
import { locationOf } from '../../domain/practice/practice.ts';
import { auditReviews, keptDays } from '../adapters/audit-records.ts';
import { correspondenceTable } from '../adapters/correspondence-table.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { patientTable } from '../adapters/patient-table.ts';
import { auditTrail, staffDirectory } from '../adapters/practice-table.ts';
import { secret } from '../adapters/secret-store.ts';
import { sesMailer } from '../adapters/ses-mailer.ts';
import { trailFiles } from '../adapters/trail-files.ts';
import { addressKeysOf } from '../kit/address-key.ts';
import { readEnvironment } from '../kit/env.ts';
import { log } from '../kit/logger.ts';
import { sha256 } from '../kit/sha256.ts';
import { task } from '../kit/task.ts';
import { tellReviewers } from './tell-reviewers.ts';

const environment = readEnvironment('audit/keep-trail');
const practice = identity.value;
const addressKey = secret(environment.ADDRESS_KEY);
const staff = staffDirectory(environment.PRACTICE_TABLE);
const inquiries = inquiryTable(environment.INQUIRY_TABLE);
const reviews = auditReviews(environment.PRACTICE_TABLE);
const trail = {
  trail: auditTrail(environment.PRACTICE_TABLE),
  days: keptDays(environment.PRACTICE_TABLE),
  files: trailFiles(environment.AUDIT_BUCKET),
  sha256,
};

async function reviewOf(month: string, now: string): Promise<boolean> {
  const judge = judging({
    patients: patientTable(environment.PATIENT_TABLE),
    senderKeys: async (contact) => addressKeysOf(await addressKey(), contact),
    ofSenders: correspondenceTable(environment.INQUIRY_TABLE).ofSenders,
    inquiry: inquiries.find,
    now,
  });
  const made = await makeReview({ ...trail, reviews, judge }, month, now);
  if (made) log.info('The review of a month was made.', { count: made.trail.entries });
  return made !== undefined;
}

async function keepTrail(): Promise<{ count: number }> {
  const now = new Date().toISOString();
  const count = await keepDays(trail, now);
  // First: a month that cannot be reviewed keeps nobody from hearing of those that wait.
  await tellOf(now);
  const month = dueMonth(locationOf(practice, undefined), now);
  if (month && (await reviewOf(month, now))) await tellOf(now);
  return { count };
}

async function tellOf(now: string): Promise<void> {
  await tellReviewers({
    reviews,
    members: async () => (await staff.current()).members,
    practice,
    templates: staffTemplates.value,
    mailer: sesMailer(practice, { care: environment.CARE_CONFIGURATION_SET }),
    now,
  });
}

/**
 * Every night: yesterday's trail goes into the locked bucket; on the first working day of a month its review is made, and whoever reviews
 * is told until it is signed.
 */
export const handler = task<unknown, { count: number }>(keepTrail, () => ({}));
