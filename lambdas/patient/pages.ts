import { randomUUID } from 'node:crypto';
import careTemplates from 'practice:care-templates';
import escalation from 'practice:escalation';
import identity from 'practice:identity';
import httpRouter from '@middy/http-router';
import { composeReply } from '../../domain/message/compose-notice.ts';
import { escalations } from '../adapters/executions.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { patientTable } from '../adapters/patient-table.ts';
import { auditTrail, staffDirectory } from '../adapters/practice-table.ts';
import { secret } from '../adapters/secret-store.ts';
import { sesMailer } from '../adapters/ses-mailer.ts';
import { readEnvironment } from '../kit/env.ts';
import { type HttpEvent, type HttpReply, http } from '../kit/http.ts';
import { sendReply } from '../kit/send-reply.ts';
import { type AnswerPorts, actOnAnswerPage, showAnswerPage } from './answer.ts';
import { sentence } from './page.ts';
import { showUnsubscribe, type UnsubscribePorts, unsubscribe } from './unsubscribe.ts';

const environment = readEnvironment('patient/pages');
const practice = identity.value;

const answers: AnswerPorts = {
  inquiries: inquiryTable(environment.INQUIRY_TABLE),
  escalations: escalations(environment.ESCALATION_MACHINE),
  rules: escalation.value,
  staff: staffDirectory(environment.PRACTICE_TABLE),
  audit: auditTrail(environment.PRACTICE_TABLE),
  practice,
  linkKey: secret(environment.LINK_KEY),
  now: () => new Date().toISOString(),
  newId: () => randomUUID(),
  send: sendReply(
    sesMailer({
      from: practice.mail,
      name: practice.name,
      replyTo: practice.mail.replyTo,
      configurationSets: { care: environment.CARE_CONFIGURATION_SET },
    }),
    (inquiry, text) => composeReply(inquiry, text, { practice, careTemplates: careTemplates.value }),
  ),
};

const unsubscribes: UnsubscribePorts = {
  patients: patientTable(environment.PATIENT_TABLE),
  practice,
  linkKey: answers.linkKey,
  now: answers.now,
};

const route = httpRouter<HttpEvent, HttpReply>({
  routes: [
    { method: 'GET', path: '/a/{token}', handler: (event: HttpEvent) => showAnswerPage(event, answers) },
    { method: 'POST', path: '/a/{token}', handler: (event: HttpEvent) => actOnAnswerPage(event, answers) },
    {
      method: 'GET',
      path: '/u/{token}',
      handler: (event: HttpEvent) => showUnsubscribe(event, unsubscribes),
    },
    { method: 'POST', path: '/u/{token}', handler: (event: HttpEvent) => unsubscribe(event, unsubscribes) },
  ],
  notFoundResponse: () =>
    sentence(404, 'There is no such page', 'Open the link again as it was sent to you.'),
});

/** Pages behind signed links: for staff the action page, for patients their own. */
export const handler = http(
  (event) => route(event, {} as never, {} as never) as Promise<HttpReply>,
  () =>
    sentence(
      500,
      'Something failed on our side',
      'Nothing was lost. Please try again in a moment, or call us.',
    ),
);
