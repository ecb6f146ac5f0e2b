import escalation from 'practice:escalation';
import sources from 'practice:sources';
import configuredStaff from 'practice:staff';
import { auditReviews, keptDays } from '../../adapters/audit-records.ts';
import { eventQueue } from '../../adapters/event-queue.ts';
import { failedEvents } from '../../adapters/failed-events.ts';
import { rolledDays } from '../../adapters/rolled-days.ts';
import { sourceSecrets } from '../../adapters/secret-store.ts';
import { snsWeb } from '../../adapters/sns-web.ts';
import { trailFiles } from '../../adapters/trail-files.ts';
import { countDisagreement } from '../../kit/report-disagreement.ts';
import { sha256 } from '../../kit/sha256.ts';
import type { Operation } from '../operation.ts';
import { auditOperations } from '../operations/audit.ts';
import { eventsOutOperations } from '../operations/events-out.ts';
import { practiceOperations } from '../operations/practice.ts';
import { rehearsalOperations } from '../operations/rehearsal.ts';
import { reportOperations } from '../operations/reports.ts';
import { rotaOperations } from '../operations/rota.ts';
import { sourceOperations } from '../operations/sources.ts';
import { audit, environment, inquiries, practice, staff, starts } from './ports.ts';

/** What the desk does for the practice itself: who is on call, how well it answers, what it is connected to, and who saw what. */
export const practiceDesk: readonly Operation[] = [
  ...rotaOperations({ practice, rules: escalation.value, staff, inquiries, escalations: starts }),
  ...reportOperations({
    inquiries,
    days: rolledDays(environment.PRACTICE_TABLE),
    practice,
    disagreed: countDisagreement,
  }),
  ...rehearsalOperations({ staff, rules: escalation, practice }),
  ...practiceOperations({ staff, configuredStaff, audit }),
  ...auditOperations({
    trail: {
      trail: audit,
      days: keptDays(environment.PRACTICE_TABLE),
      files: trailFiles(environment.AUDIT_BUCKET),
      sha256,
    },
    reviews: auditReviews(environment.PRACTICE_TABLE),
    staff,
    practice,
  }),
  ...eventsOutOperations({
    practice,
    secrets: sourceSecrets(environment.SOURCE_SECRETS),
    failed: failedEvents(environment.PRACTICE_TABLE),
    queue: eventQueue(environment.EVENT_QUEUE),
  }),
  ...sourceOperations({
    secrets: sourceSecrets(environment.SOURCE_SECRETS),
    sources: sources.value.sources,
    web: snsWeb(),
    country: practice.country,
  }),
];
