import { randomUUID } from 'node:crypto';
import escalation from 'practice:escalation';
import identity from 'practice:identity';
import law from 'practice:law';
import recall from 'practice:recall';
import layout from 'practice:recall-layout';
import recallTemplates from 'practice:recall-templates';
import replyTemplates from 'practice:reply-templates';
import revealing from 'practice:revealing-words';
import sources from 'practice:sources';
import configuredStaff from 'practice:staff';
import treatments from 'practice:treatments';
import httpRouter from '@middy/http-router';
import { keepGiven } from '../../domain/consent/given-consents.ts';
import { recognised } from '../../domain/inquiry/known-sender.ts';
import { isProved } from '../../domain/inquiry/proved-addresses.ts';
import { announces } from '../../domain/practice/events-out.ts';
import { auditReviews, keptDays, signIns } from '../adapters/audit-records.ts';
import { campaignTable } from '../adapters/campaign-table.ts';
import { correspondenceTable } from '../adapters/correspondence-table.ts';
import { deliveryTable } from '../adapters/delivery-table.ts';
import { eventQueue } from '../adapters/event-queue.ts';
import { escalations } from '../adapters/executions.ts';
import { failedEvents } from '../adapters/failed-events.ts';
import { fileLinks } from '../adapters/file-links.ts';
import { footprintTable } from '../adapters/footprint-table.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { letterBatches } from '../adapters/letter-batches.ts';
import { letterFiles, letterKey } from '../adapters/letter-files.ts';
import { outreachTable } from '../adapters/outreach-table.ts';
import { patientSenders } from '../adapters/patient-senders.ts';
import { patientTable } from '../adapters/patient-table.ts';
import { auditTrail, staffDirectory } from '../adapters/practice-table.ts';
import { reportPorts } from '../adapters/recall-report.ts';
import { removeFiles } from '../adapters/remove-files.ts';
import { rolledDays } from '../adapters/rolled-days.ts';
import { secret, sourceSecrets } from '../adapters/secret-store.ts';
import { snsWeb } from '../adapters/sns-web.ts';
import { trailFiles } from '../adapters/trail-files.ts';
import { addressKeysOf } from '../kit/address-key.ts';
import { announcing } from '../kit/announce-now.ts';
import { fingerprintOf, randomCode } from '../kit/campaign-codes.ts';
import { countFault } from '../kit/count-faults.ts';
import { readEnvironment } from '../kit/env.ts';
import { type HttpEvent, type HttpReply, http, json, problem } from '../kit/http.ts';
import { log } from '../kit/logger.ts';
import { patientIdOf, addressKeysOf as patientKeysOf } from '../kit/patient-keys.ts';
import { recallPorts } from '../kit/recall-ports.ts';
import { assess } from '../kit/red-flag-check.ts';
import { countDisagreement } from '../kit/report-disagreement.ts';
import { revocationPorts } from '../kit/revocation-ports.ts';
import { sendReply } from '../kit/send-reply.ts';
import { sha256 } from '../kit/sha256.ts';
import { letterPieces } from './letter-pieces.ts';
import { openApi } from './openapi.ts';
import { auditOperations } from './operations/audit.ts';
import { campaignOperations } from './operations/campaigns.ts';
import { consentOperations } from './operations/consent.ts';
import { eventsOutOperations } from './operations/events-out.ts';
import { importOperations } from './operations/imports.ts';
import { inquiryOperations } from './operations/inquiries.ts';
import { letterOperations } from './operations/letters.ts';
import { loggedOperations } from './operations/logged.ts';
import { mergingOperations } from './operations/merging.ts';
import { minorOperations } from './operations/minors.ts';
import { patientOperations } from './operations/patients.ts';
import { practiceOperations } from './operations/practice.ts';
import { recallOperations } from './operations/recall.ts';
import { recallReportOperations } from './operations/recall-reports.ts';
import { settingOperations } from './operations/recall-settings.ts';
import { recordedConsentOperations } from './operations/recorded-consent.ts';
import { recordOperations } from './operations/records.ts';
import { registerOperations } from './operations/registers.ts';
import { rehearsalOperations } from './operations/rehearsal.ts';
import { reportOperations } from './operations/reports.ts';
import { retractionOperations } from './operations/retractions.ts';
import { rotaOperations } from './operations/rota.ts';
import { sourceOperations } from './operations/sources.ts';
import { subjectRightsOperations } from './operations/subject-rights.ts';
import { touchOperations } from './operations/touches.ts';
import { serve } from './serve.ts';

const environment = readEnvironment('desk/desk');
const practice = identity.value;
const staff = staffDirectory(environment.PRACTICE_TABLE);
const audit = auditTrail(environment.PRACTICE_TABLE);
const inquiries = announcing(inquiryTable(environment.INQUIRY_TABLE, announces(identity.value)), {
  queue: eventQueue(environment.EVENT_QUEUE),
  practice,
});
const starts = escalations(environment.ESCALATION_MACHINE);
const addressKey = secret(environment.ADDRESS_KEY);
const outreach = outreachTable(environment.OUTREACH_TABLE);
const campaigns = campaignTable(environment.OUTREACH_TABLE);
const fingerprint = fingerprintOf(recallTemplates.value);
const recalls = recallPorts({
  patients: patientTable(environment.PATIENT_TABLE),
  outreach,
  inquiries,
  practice,
  rules: recall.value,
  law: law.value,
  treatments: treatments.value,
  addressKey,
  campaigns: { find: campaigns.find, fingerprint },
});

const revocations = revocationPorts({
  patients: recalls.patients,
  outreach,
  addressKey,
});

const records = {
  ...recalls,
  patientId: async (externalId: string) => patientIdOf(await addressKey(), externalId),
};
const words = {
  practice,
  templates: recallTemplates.value,
  layout: layout.value,
  revealing: revealing.value,
};
const letters = {
  key: letterKey,
  ...letterFiles(environment.MAIL_BUCKET),
  ...fileLinks(environment.MAIL_BUCKET),
};

const operations = [
  ...inquiryOperations({
    inquiries,
    escalations: starts,
    rules: escalation.value,
    policyVersion: escalation.version,
    files: fileLinks(environment.MAIL_BUCKET),
    replyTemplates: replyTemplates.value,
    staff,
    practice,
    send: sendReply(patientSenders(practice, environment), secret(environment.LINK_KEY)),
  }),
  ...loggedOperations({
    assess,
    inquiries,
    escalations: starts,
    rules: escalation.value,
    practice,
    recognised: (arrival, now) =>
      recognised(
        arrival,
        {
          patients: recalls.patients,
          types: treatments.value.treatments,
          unknown: (error) =>
            log.error(
              'An emergency goes on without what is known of its sender.',
              { messageId: arrival.messageId },
              error,
            ),
        },
        now,
      ),
    register: { inquiries, escalations: starts, rules: escalation },
    revocations,
    addressKeys: async (contact) => addressKeysOf(await addressKey(), contact),
    keepGiven: (message, inquiry, now) =>
      keepGiven(message, {
        proved: ({ channel, address }) =>
          isProved(inquiry, message.contact, { kind: channel === 'text' ? 'phone' : 'email', address }),
        patients: recalls.patients,
        outreach,
        addressKeys: async ({ phone, email }) =>
          patientKeysOf(await addressKey(), { ...(phone ? { phone } : {}), ...(email ? { email } : {}) }),
        sha256,
        seller: practice.name,
        now,
      }),
  }),
  ...rotaOperations({ practice, staff, inquiries, escalations: starts }),
  ...reportOperations({
    inquiries,
    days: rolledDays(environment.PRACTICE_TABLE),
    practice,
    disagreed: countDisagreement,
  }),
  ...recallReportOperations({
    ...reportPorts(recalls, environment.PRACTICE_TABLE),
    locations: practice.locations.map(({ id }) => id),
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
  ...patientOperations(records),
  ...recordOperations(records),
  ...retractionOperations(records),
  ...settingOperations(records),
  ...mergingOperations(records),
  ...subjectRightsOperations({
    ...records,
    suppress: outreach.suppress,
    addTask: outreach.addTask,
    correspondence: correspondenceTable(environment.INQUIRY_TABLE),
    footprints: footprintTable(environment.OUTREACH_TABLE),
    senderKeys: async (contact) => addressKeysOf(await addressKey(), contact),
    removeFiles: removeFiles(environment.MAIL_BUCKET),
    forgetDelivery: deliveryTable(environment.DELIVERY_TABLE).forget,
    letterKeys: (batchId) => [letterKey(batchId, 'pdf'), letterKey(batchId, 'csv')],
  }),
  ...importOperations({
    ...recalls,
    systems: recall.value.import.systems,
    importContext: async () => {
      const key = await addressKey();
      const { treatments: types, products } = treatments.value;
      return { practice, types, products, patientId: (externalId) => patientIdOf(key, externalId) };
    },
  }),
  ...registerOperations({
    patients: recalls.patients,
    outreach,
    practice,
    phoneKey: async (number) => patientKeysOf(await addressKey(), { phone: number }).phone ?? '',
    taskId: (of) => sha256(of).slice(0, 24),
  }),
  ...recallOperations({ ...recalls, revocations }),
  ...touchOperations({ ...recalls, words, campaigns: { find: campaigns.find, fingerprint } }),
  ...letterOperations({
    ...recalls,
    onFault: countFault,
    batches: letterBatches(environment.OUTREACH_TABLE),
    keepFiles: letterPieces(words, letters),
    files: letters,
  }),
  ...consentOperations(recalls),
  ...recordedConsentOperations(records),
  ...minorOperations(records),
  ...campaignOperations({
    ...recalls,
    store: campaigns,
    fingerprint,
    newCode: randomCode,
    wording: { mails: recallTemplates.value.mails, revealing: revealing.value },
    staff: configuredStaff.value.members,
  }),
];
const ports = {
  staff,
  audit,
  signIns: signIns(environment.PRACTICE_TABLE),
  now: () => new Date().toISOString(),
  newId: () => randomUUID(),
};
const document = openApi(operations);

const routes = operations.map((operation) => ({
  method: operation.method,
  path: operation.path,
  handler: (event: HttpEvent) => serve(operation, event, ports),
}));
const route = httpRouter<HttpEvent, HttpReply>({
  routes: [
    { method: 'GET', path: '/v1/openapi.json', handler: async () => json(200, document) },
    ...routes,
  ] as never,
  notFoundResponse: () =>
    json(
      404,
      {
        type: 'about:blank',
        title: 'not-found',
        status: 404,
        detail: 'The API has no such operation; see /v1/openapi.json.',
      },
      { 'content-type': 'application/problem+json' },
    ) as never,
});

/** The API, one function behind one router; each operation in a file of its own under operations/. */
export const handler = http(
  (event) => route(event, {} as never, {} as never) as Promise<HttpReply>,
  (error) => problem(error),
);
