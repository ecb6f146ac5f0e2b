import { randomUUID } from 'node:crypto';
import httpRouter from '@middy/http-router';
import { signIns } from '../adapters/audit-records.ts';
import { type HttpEvent, type HttpReply, http, json, problem } from '../kit/http.ts';
import { inquiryDesk } from './compose/inquiries.ts';
import { patientDesk } from './compose/patients.ts';
import { audit, environment, staff } from './compose/ports.ts';
import { practiceDesk } from './compose/practice.ts';
import { recallDesk } from './compose/recall.ts';
import { openApi } from './openapi.ts';
import { serve } from './serve.ts';

const operations = [...inquiryDesk, ...practiceDesk, ...patientDesk, ...recallDesk];
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
