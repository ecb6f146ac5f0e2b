import { randomUUID } from 'node:crypto';
import escalation from 'practice:escalation';
import formTemplates from 'practice:form-templates';
import identity from 'practice:identity';
import law from 'practice:law';
import redFlags from 'practice:red-flags';
import replyTemplates from 'practice:reply-templates';
import revealing from 'practice:revealing-words';
import staffTemplates from 'practice:staff-templates';
import treatments from 'practice:treatments';
import httpRouter from '@middy/http-router';
import { announces } from '../../domain/practice/events-out.ts';
import { deliveryTable } from '../adapters/delivery-table.ts';
import { eventQueue } from '../adapters/event-queue.ts';
import { escalations, registrations } from '../adapters/executions.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { outreachTable } from '../adapters/outreach-table.ts';
import { patientSenders } from '../adapters/patient-senders.ts';
import { patientTable } from '../adapters/patient-table.ts';
import { auditTrail, staffDirectory } from '../adapters/practice-table.ts';
import { secret } from '../adapters/secret-store.ts';
import { addressKeysOf } from '../kit/address-key.ts';
import { announcing } from '../kit/announce-now.ts';
import { readEnvironment } from '../kit/env.ts';
import { type HttpEvent, type HttpReply, http } from '../kit/http.ts';
import { log } from '../kit/logger.ts';
import { mayAnswer } from '../kit/may-answer.ts';
import { assess } from '../kit/red-flag-check.ts';
import { revocationPorts } from '../kit/revocation-ports.ts';
import { sendReply } from '../kit/send-reply.ts';
import { type AnswerPorts, actOnAnswerPage, showAnswerPage } from './answer.ts';
import { type FormPorts, sendForm, showForm } from './hosted-form.ts';
import { actOnOwnPage, type OwnPagePorts, showOwnPage } from './own-page.ts';
import { sentence } from './page.ts';
import type { PreferencePorts } from './preference-page.ts';
import { changePreferences, showPreferences } from './preferences.ts';
import { showUnsubscribe, type UnsubscribePorts, unsubscribe } from './unsubscribe.ts';

const environment = readEnvironment('patient/pages');
const practice = identity.value;

const linkKey = secret(environment.LINK_KEY);
const addressKey = secret(environment.ADDRESS_KEY);

const patients = patientTable(environment.PATIENT_TABLE);
const outreach = outreachTable(environment.OUTREACH_TABLE);
const answers: AnswerPorts = {
  patients,
  outreach,
  untold: (error) => log.error('The tasks of a page could not be read; it is shown without.', {}, error),
  treatmentTypes: treatments.value.treatments,
  unread: (error) => log.error('The records of a page could not be read; it is shown without.', {}, error),
  inquiries: announcing(inquiryTable(environment.INQUIRY_TABLE, announces(identity.value)), {
    queue: eventQueue(environment.EVENT_QUEUE),
    practice,
  }),
  escalations: escalations(environment.ESCALATION_MACHINE),
  rules: escalation.value,
  policyVersion: escalation.version,
  staff: staffDirectory(environment.PRACTICE_TABLE),
  audit: auditTrail(environment.PRACTICE_TABLE),
  practice,
  replyTemplates: replyTemplates.value,
  revealing: revealing.value,
  staffTemplates: staffTemplates.value,
  rulesApproved: redFlags.value.approval !== undefined,
  linkKey,
  now: () => new Date().toISOString(),
  newId: () => randomUUID(),
  send: sendReply(patientSenders(practice, environment), linkKey, environment.PUBLIC_URL),
  ...mayAnswer({ patients, outreach, addressKey }),
};

const unsubscribes: UnsubscribePorts = {
  patients,
  suppress: outreach.suppress,
  practice,
  linkKey: answers.linkKey,
  now: answers.now,
};

const preferences: PreferencePorts = {
  patients,
  addressConsents: async ({ patient: { phone, email } }) => {
    const contact = { ...(phone ? { phone } : {}), ...(email ? { email } : {}) };
    const keys = addressKeysOf(await addressKey(), contact);
    return (await Promise.all(keys.map((key) => patients.ofAddress(key)))).flat();
  },
  suppressed: async ({ patient: { phone } }) => {
    const [key] = phone ? addressKeysOf(await addressKey(), { phone }) : [];
    return key === undefined ? [] : outreach.suppressions(key, 'phone');
  },
  law: law.value,
  outreach,
  practice,
  linkKey,
  now: answers.now,
  newId: answers.newId,
};

const revocations = revocationPorts({ patients, outreach, addressKey });
const ownPages: OwnPagePorts = {
  assess,
  inquiries: answers.inquiries,
  escalations: answers.escalations,
  revocations,
  consents: { patients, outreach, addressKeys: revocations.addressKeys },
  rules: escalation,
  practice,
  linkKey,
  now: answers.now,
  newId: answers.newId,
};

const forms: FormPorts = {
  deliveries: deliveryTable(environment.DELIVERY_TABLE),
  registrations: registrations(environment.REGISTRATION_MACHINE),
  practice,
  rules: escalation,
  templates: formTemplates.value,
  linkKey,
  publicUrl: environment.PUBLIC_URL,
  now: answers.now,
  newId: answers.newId,
};

const route = httpRouter<HttpEvent, HttpReply>({
  routes: [
    { method: 'GET', path: '/a/{token}', handler: (event: HttpEvent) => showAnswerPage(event, answers) },
    { method: 'POST', path: '/a/{token}', handler: (event: HttpEvent) => actOnAnswerPage(event, answers) },
    { method: 'GET', path: '/i/{token}', handler: (event: HttpEvent) => showOwnPage(event, ownPages) },
    { method: 'POST', path: '/i/{token}', handler: (event: HttpEvent) => actOnOwnPage(event, ownPages) },
    { method: 'GET', path: '/f/{location}', handler: (event: HttpEvent) => showForm(event, forms) },
    { method: 'POST', path: '/f/{location}', handler: (event: HttpEvent) => sendForm(event, forms) },
    {
      method: 'GET',
      path: '/u/{token}',
      handler: (event: HttpEvent) => showUnsubscribe(event, unsubscribes),
    },
    { method: 'GET', path: '/p/{token}', handler: (event: HttpEvent) => showPreferences(event, preferences) },
    {
      method: 'POST',
      path: '/p/{token}',
      handler: (event: HttpEvent) => changePreferences(event, preferences),
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
