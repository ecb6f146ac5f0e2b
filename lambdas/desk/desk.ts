import { randomUUID } from 'node:crypto';
import careTemplates from 'practice:care-templates';
import escalation from 'practice:escalation';
import identity from 'practice:identity';
import sources from 'practice:sources';
import configuredStaff from 'practice:staff';
import httpRouter from '@middy/http-router';
import { composeReply } from '../../domain/message/compose-notice.ts';
import { escalations } from '../adapters/executions.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { auditTrail, staffDirectory } from '../adapters/practice-table.ts';
import { sourceSecrets } from '../adapters/secret-store.ts';
import { sesMailer } from '../adapters/ses-mailer.ts';
import { readEnvironment } from '../kit/env.ts';
import { type HttpEvent, type HttpReply, http, json, problem } from '../kit/http.ts';
import { sendReply } from '../kit/send-reply.ts';
import { openApi } from './openapi.ts';
import { inquiryOperations } from './operations/inquiries.ts';
import { practiceOperations } from './operations/practice.ts';
import { serve } from './serve.ts';

const environment = readEnvironment('desk/desk');
const practice = identity.value;
const staff = staffDirectory(environment.PRACTICE_TABLE);
const audit = auditTrail(environment.PRACTICE_TABLE);
const mailer = sesMailer({
  from: practice.mail,
  name: practice.name,
  replyTo: practice.mail.replyTo,
  configurationSets: { care: environment.CARE_CONFIGURATION_SET },
});

const operations = [
  ...inquiryOperations({
    inquiries: inquiryTable(environment.INQUIRY_TABLE),
    escalations: escalations(environment.ESCALATION_MACHINE),
    rules: escalation.value,
    staff,
    send: sendReply(mailer, (inquiry, text) =>
      composeReply(inquiry, text, { practice, careTemplates: careTemplates.value }),
    ),
  }),
  ...practiceOperations({
    secrets: sourceSecrets(environment.SOURCE_SECRETS),
    sources: sources.value.sources,
    staff,
    configuredStaff,
    audit,
  }),
];
const ports = { staff, audit, now: () => new Date().toISOString(), newId: () => randomUUID() };
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
