import type { AuditEntry } from '../practice/audit.ts';

/** The kinds of activity that have to be recorded and reviewed (R28). */
export const activities = [
  'sign-in',
  'view',
  'search',
  'export',
  'send',
  'consent',
  'escalation',
  'override',
  'erasure',
  'configuration',
  'review',
  'change',
] as const;
export type Activity = (typeof activities)[number];

/** Operations whose names do not say it. */
const known: Readonly<Partial<Record<Activity, readonly string[]>>> = {
  'sign-in': ['signIn'],
  view: ['patientConsent', 'callTask', 'outreachPause', 'page:open'],
  export: ['askForCopy', 'approveCopy', 'makeLetterBatch', 'letterBatch'],
  send: [
    'replyToInquiry',
    'offerTriageCall',
    'approveCampaign',
    'resumeCampaign',
    'page:reply',
    'page:triage-call',
    'text:reply',
  ],
  consent: ['recordConsent', 'recordAuthorization', 'noteWaysOfContact', 'importRegister'],
  escalation: [
    'claimInquiry',
    'releaseInquiry',
    'handOverInquiry',
    'undoInquiry',
    'closeInquiry',
    'logCall',
    'decideWelfareCheck',
    'call:claim',
  ],
  override: ['overrideRecall', 'snoozeRecall', 'disableRecall', 'lowerLevel', 'page:lower', 'retractEntry'],
  erasure: ['askForErasure', 'approveErasure'],
  configuration: [
    'configurationChanged',
    'syncStaff',
    'setSourceSecret',
    'setToolSecret',
    'changeRota',
    'removeRotaChange',
    'pauseOutreach',
    'pauseCampaign',
    'stopCampaign',
  ],
  review: ['listAudit', 'listAuditReviews', 'getAuditReview', 'signOffAuditReview', 'verifyAudit'],
};
const byName = new Map(
  Object.entries(known).flatMap(([activity, names]) => names.map((name) => [name, activity as Activity])),
);

/** What is left says it by how its name begins: `getPatient`, `listInquiries`, `exportRecall`. */
const byBeginning: readonly (readonly [RegExp, Activity])[] = [
  [/^(export|print)[A-Z]/, 'export'],
  [/^list[A-Z]/, 'search'],
  [/^(get|explain|report|preview|review)[A-Z]/, 'view'],
  // What staff do on the page of an alert, or by a text, keeps a conversation going.
  [/^(page|text):/, 'escalation'],
];

/** Which kind of activity an entry is. What says nothing else about itself is a change. */
export const activityOf = ({ operation }: Pick<AuditEntry, 'operation'>): Activity =>
  byName.get(operation) ?? byBeginning.find(([beginning]) => beginning.test(operation))?.[1] ?? 'change';
