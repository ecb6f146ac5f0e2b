import { randomUUID } from 'node:crypto';
import escalationPart from 'practice:escalation';
import lawDates from 'practice:law-dates';
import staffPart from 'practice:staff';
import versionsPart from 'practice:versions';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { noteConfiguration } from '../../domain/audit/configuration.ts';
import { missingReview, overdueReviews, trailIsBehind } from '../../domain/audit/monthly.ts';
import { unsettled } from '../../domain/consent/law-dates.ts';
import { namedDuties } from '../../domain/escalation/duties.ts';
import { type Repairs, watch } from '../../domain/inquiry/watch.ts';
import { gapsOf } from '../../domain/rota/gaps.ts';
import { auditReviews, keptDays, seenVersions } from '../adapters/audit-records.ts';
import { deliveryTable } from '../adapters/delivery-table.ts';
import { escalations, registrations } from '../adapters/executions.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { auditTrail, staffDirectory } from '../adapters/practice-table.ts';
import { readEnvironment } from '../kit/env.ts';
import { log } from '../kit/logger.ts';
import { task } from '../kit/task.ts';
import { beatHeart } from './heartbeat.ts';

const environment = readEnvironment('watch/watch');
const metrics = new Metrics({ namespace: 'Heard', serviceName: 'heard' });
const staff = staffDirectory(environment.PRACTICE_TABLE);
const ports = {
  deliveries: deliveryTable(environment.DELIVERY_TABLE),
  registrations: registrations(environment.REGISTRATION_MACHINE),
  inquiries: inquiryTable(environment.INQUIRY_TABLE),
  escalations: escalations(environment.ESCALATION_MACHINE),
};

const audit = {
  seen: seenVersions(environment.PRACTICE_TABLE),
  trail: auditTrail(environment.PRACTICE_TABLE),
  newId: () => randomUUID(),
  reviews: auditReviews(environment.PRACTICE_TABLE),
  days: keptDays(environment.PRACTICE_TABLE),
};

let notedVersion: string | undefined;

/** What a deploy has changed of the configuration is an entry of the trail (R28). */
async function noteChanges(now: string): Promise<void> {
  if (notedVersion === versionsPart.version) return;
  await noteConfiguration(audit, versionsPart.value, now);
  notedVersion = versionsPart.version;
}

let syncedVersion: string | undefined;

/** A deployed change of the staff takes effect within a minute, without anybody running a command (docs/decisions/002). */
async function syncStaff(now: string): Promise<void> {
  if (syncedVersion === staffPart.version) return;
  if ((await staff.version()) !== staffPart.version) {
    const { added, removed } = await staff.sync(staffPart, now);
    log.info('The staff directory was brought up to the configuration.', {
      count: added.length + removed.length,
    });
  }
  syncedVersion = staffPart.version;
}

const lookAheadHours = 72;
const hour = 3_600_000;
let lookedIn = '';

/** The half hour of the clock that an instant is in: two heartbeats in each hour, so that an alarm of one hour always holds one. */
const halfHourOf = (now: string): string => `${now.slice(0, 13)}-${now.slice(14, 16) < '30' ? '00' : '30'}`;

/** Months that may wait for a signature. */
const reviewsLookedAt = 24;

/** A review that nobody signs, or that was not made, and a trail that is not written any more, are alarms (R28). */
async function lookAtReviews(now: string): Promise<void> {
  const { items } = await audit.reviews.list({ limit: reviewsLookedAt });
  const missing = missingReview(items, await audit.days.oldest(), now) === undefined ? 0 : 1;
  metrics.addMetric('AuditReviewsOverdue', MetricUnit.Count, overdueReviews(items, now).length + missing);
  metrics.addMetric('AuditTrailBehind', MetricUnit.Count, (await trailIsBehind(audit, now)) ? 1 : 0);
}

/**
 * Twice an hour: a synthetic red flag is sent through (R63), and a shift without anybody is an alarm before it begins (R61), as is a day on
 * which the law changes.
 */
async function everyHalfHour(now: string): Promise<void> {
  const halfHour = halfHourOf(now);
  if (halfHour === lookedIn) return;
  lookedIn = halfHour;
  await beatHeart(ports, halfHour, now);
  const until = new Date(Date.parse(now) + lookAheadHours * hour).toISOString();
  const gaps = gapsOf(await staff.current(), namedDuties(escalationPart.value), { from: now, until });
  metrics.addMetric('RotaGaps', MetricUnit.Count, gaps.length);
  metrics.addMetric('LawDatesNear', MetricUnit.Count, unsettled(lawDates.value, now.slice(0, 10)).length);
  await lookAtReviews(now);
  if (gaps.length > 0) log.warn('Nobody is on call for a while within three days.', { count: gaps.length });
}

async function beat(): Promise<Repairs> {
  const now = new Date().toISOString();
  await syncStaff(now);
  const repairs = await watch({ ...ports, now });
  const count = repairs.deliveries + repairs.inquiries;
  metrics.addMetric('WatchBeat', MetricUnit.Count, 1);
  metrics.addMetric('Repaired', MetricUnit.Count, count);
  metrics.addMetric('DeliveriesUnregistered', MetricUnit.Count, repairs.stuck);
  await everyHalfHour(now);
  await noteChanges(now);
  metrics.publishStoredMetrics();
  if (count > 0) log.warn('The watch repaired what had been missed.', { count });
  return repairs;
}

/** Every minute. */
export const handler = task<unknown, Repairs>(beat, () => ({}));
