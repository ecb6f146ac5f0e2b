import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { mime } from '../support/mail.ts';
import { campaignContent } from '../support/memory-campaigns.ts';
import { exampleOf } from '../support/schema-examples.ts';

type Json = Record<string, unknown>;
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Json;
}
interface OpenApiOperation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Json }> };
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: Json }> }>;
  readonly 'x-roles'?: readonly string[];
}
interface Described extends OpenApiOperation {
  readonly method: string;
  readonly path: string;
}

const ajv = new Ajv2020({ strict: false, validateFormats: false });

describe('the API', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  let operations: readonly Described[];

  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-20T16:05:00.000Z' });
    practice = practiceAt(local);
    await practice.giveSecret();
    const document = await local.json<{
      openapi: string;
      paths: Record<string, Record<string, OpenApiOperation>>;
    }>('/v1/openapi.json');
    expect(document.openapi).toBe('3.1.0');
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        ...operation,
        path,
        method: method.toUpperCase(),
      })),
    );
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  let serial = 0;
  /** What the patient writes where an operation is not about any inquiry: an emergency, or a wish for the doctor. */
  const emergency = 'my lip turned white and it hurts';
  const words: Readonly<Record<string, string>> = {
    lowerLevel: emergency,
    decideWelfareCheck: emergency,
    offerTriageCall: 'I would like to speak with the doctor',
  };
  async function newInquiry(text = 'May I come on Monday?'): Promise<string> {
    const known = new Set((await practice.inquiries()).map(({ id }) => id));
    await practice.patientWrites(text, `api-${serial}`, {
      email: `patient.${serial}@example.com`,
    });
    return (await practice.inquiries()).find(({ id }) => !known.has(id))?.id ?? '';
  }

  async function newPatient(): Promise<string> {
    const columns =
      'patient_id,first_name,email,phone,treatment,treatment_date,call_consent,consent_date,consent_method';
    // A number of their own: what is suppressed for one must not silence the next.
    const phone = `(512) 555-01${String(serial % 100).padStart(2, '0')}`;
    const row = `api-${serial},Rowan,rowan.${serial}@example.com,${phone},Botox,2026-08-20,yes,2026-01-01,paper`;
    await local.as('manager', '/v1/imports', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: `${columns}\n${row}`,
    });
    const { items } = (await (await local.as('manager', '/v1/patients?limit=100')).json()) as {
      items: { id: string; externalId: string }[];
    };
    return items.find(({ externalId }) => externalId === `api-${serial}`)?.id ?? '';
  }

  /** A patient of whom there is a consultation. */
  async function newConsultation(): Promise<string> {
    const id = await newPatient();
    const body = JSON.stringify({ id: 'consultation-1', on: '2026-11-19' });
    await local.as('manager', `/v1/patients/${id}/consultations`, { method: 'POST', body });
    return id;
  }

  /** A patient whom somebody else asked to be erased. */
  async function newErasure(): Promise<string> {
    const id = await newPatient();
    const body = JSON.stringify({ reason: 'patient-asked' });
    await local.as('physician', `/v1/patients/${id}/erasure`, { method: 'POST', body });
    return id;
  }

  /** A patient of whose record somebody else asked for a copy, and the manager agreed where it is to be fetched. */
  async function newCopy(approved: boolean): Promise<string> {
    const id = await newPatient();
    const body = JSON.stringify({ reason: 'the patient asked' });
    await local.as('physician', `/v1/patients/${id}/copy`, { method: 'POST', body });
    if (approved) await local.as('manager', `/v1/patients/${id}/copy/approval`, { method: 'POST' });
    return id;
  }

  /** A patient whom today's sweep has had, or passed over. */
  async function sweptPatient(): Promise<string> {
    const id = await newPatient();
    // The call before may have paused everything.
    const body = JSON.stringify({ paused: false, reason: 'go on' });
    await local.as('manager', '/v1/outreach/pause', { method: 'PUT', body });
    await local.call('/_local/sweep', { method: 'POST' });
    await local.advance(301);
    return id;
  }

  async function newTask(): Promise<string> {
    const patientId = await sweptPatient();
    const { items } = (await (await local.as('manager', '/v1/recall/tasks')).json()) as {
      items: { id: string; patientId: string }[];
    };
    // A zone is swept once a day: for the second operation another open task does as well.
    const task = items.find((one) => one.patientId === patientId) ?? items.at(-1);
    return task?.id ?? '';
  }

  /** A campaign that a coordinator wrote, as far as an operation needs it. */
  const campaignSteps: Readonly<Record<string, readonly string[]>> = {
    reviewCampaign: ['submit'],
    approveCampaign: ['submit'],
    pauseCampaign: ['submit', 'approve'],
    resumeCampaign: ['submit', 'approve', 'pause'],
    giveOffer: ['submit', 'approve'],
  };
  async function newCampaign(operationId: string): Promise<string> {
    const body = JSON.stringify({ ...campaignContent, startOn: '2026-11-20' });
    const drafted = await local.as('coordinator', '/v1/campaigns', { method: 'POST', body });
    const { id } = (await drafted.json()) as { id: string };
    for (const step of campaignSteps[operationId] ?? []) {
      const role = step === 'submit' ? 'coordinator' : 'manager';
      const why = step === 'pause' ? { body: JSON.stringify({ reason: 'for now' }) } : {};
      await local.as(role, `/v1/campaigns/${id}/${step}`, { method: 'POST', ...why });
    }
    return id;
  }

  /** A code that a patient was given by hand. */
  async function newCode(): Promise<string> {
    const body = JSON.stringify({ patientId: await newPatient() });
    const path = `/v1/campaigns/${await newCampaign('giveOffer')}/offers`;
    const given = await local.as('manager', path, { method: 'POST', body });
    return ((await given.json()) as { code: string }).code;
  }

  /** A mail with a file, so that there is an attachment to name. */
  async function newMail(): Promise<{ id: string; message: string }> {
    const parts = { id: `api-${serial}`, from: `mail.${serial}@example.com`, text: 'See the picture.' };
    const body = mime({ ...parts, file: { name: 'a.png', content: 'x' } });
    await local.call('/_local/mail', { method: 'POST', body });
    await local.advance(1);
    const [{ id } = { id: '' }] = (await practice.inquiries()).filter(({ channel }) => channel === 'email');
    const { messages } = (await (await local.as('manager', `/v1/inquiries/${id}`)).json()) as {
      messages: { id: string }[];
    };
    return { id, message: messages[0]?.id ?? '' };
  }
  let mail = { id: '', message: '' };
  async function fileSubject(name: string): Promise<string> {
    if (name === 'message') return mail.message;
    if (name === 'index') return '0';
    mail = await newMail();
    return mail.id;
  }

  /** An event that another tool did not want. */
  async function newFailedEvent(): Promise<string> {
    const body = JSON.stringify({ secret: 'whsec_c2VjcmV0IG9mIGEgdG9vbA==' });
    await local.as('manager', '/v1/tools/crm/secret', { method: 'PUT', body });
    await local.call('/_local/tools', { method: 'PUT', body: JSON.stringify({ status: 410 }) });
    await newInquiry();
    await local.advance(61);
    const reply = await local.as('manager', '/v1/tools/failed-events');
    return ((await reply.json()) as { items: { id: string }[] }).items[0]?.id ?? '';
  }

  /** An override of the rota, to be taken back. */
  async function newRotaChange(): Promise<string> {
    const span = { from: '2026-12-01T08:00:00.000Z', until: '2026-12-02T08:00:00.000Z' };
    const body = JSON.stringify({ kind: 'override', schedule: 'physicians', staff: 'lindqvist', ...span });
    const made = await local.as('manager', '/v1/rota/changes', { method: 'POST', body });
    return ((await made.json()) as { items: { id: string }[] }).items[0]?.id ?? '';
  }

  /** Something for a path's parameter to name, fresh for every call; by the beginning of the path. */
  const subjects: readonly (readonly [string, () => Promise<string> | string])[] = [
    ['/v1/sources/', () => 'src_typeform'],
    ['/v1/tools/failed-events/', newFailedEvent],
    ['/v1/tools/', () => 'crm'],
    ['/v1/rota/changes/', newRotaChange],
    ['/v1/registers/', () => 'national-dnc'],
    ['/v1/patients/', newPatient],
    ['/v1/offers/', newCode],
    ['/v1/recall/tasks/', newTask],
    ['/v1/sweeps/', () => 'America-Chicago_2026-11-20'],
  ];
  /** What an operation needs more than others of its path. */
  const prepared: Readonly<Record<string, () => Promise<string>>> = {
    explainPatient: sweptPatient,
    settleConsultation: newConsultation,
    approveErasure: newErasure,
    approveCopy: () => newCopy(false),
    exportPatient: () => newCopy(true),
    printConsents: () => newCopy(true),
  };
  async function subject(name: string, { path, operationId }: Described): Promise<string> {
    serial += 1;
    if (name === 'consultation') return 'consultation-1';
    const made = prepared[operationId];
    if (made) return made();
    if (path.startsWith('/v1/campaigns/')) return newCampaign(operationId);
    const usual = subjects.find(([start]) => path.startsWith(start))?.[1];
    if (usual) return usual();
    if (operationId === 'getAttachment') return fileSubject(name);
    const id = await newInquiry(words[operationId]);
    if (operationId === 'releaseInquiry' || operationId === 'undoInquiry')
      await practice.act('manager', id, 'claim');
    return id;
  }

  async function pathOf(operation: Described, valid: boolean): Promise<string> {
    let { path } = operation;
    for (const [, name = ''] of operation.path.matchAll(/\{([^}]+)\}/g))
      path = path.replace(`{${name}}`, valid ? await subject(name, operation) : 'no-such-thing');
    return path + queryOf(operation, valid);
  }

  function queryOf({ parameters }: Described, valid: boolean): string {
    const wanted = parameters.filter(
      (parameter) => parameter.in === 'query' && !(valid && parameter.name === 'cursor'),
    );
    const entries: [string, string][] = wanted.map(({ name, schema }) => [
      name,
      valid ? String(exampleOf(schema, name)) : '\u0000',
    ]);
    return entries.length > 0 ? `?${new URLSearchParams(entries)}` : '';
  }

  /** What is wanted of whoever acts: the version that they saw. */
  async function seenBy({ parameters }: Described, path: string, valid: boolean): Promise<object> {
    if (!parameters.some(({ name, required }) => name === 'If-Match' && required)) return {};
    const id = /inquiries\/([^/]+)/.exec(path)?.[1] ?? '';
    return { 'if-match': `"${valid ? (await practice.inquiry(id)).version : 1}"` };
  }

  function bodyOf({ requestBody, operationId }: Described, valid: boolean): RequestInit {
    const [[contentType, body] = []] = Object.entries(requestBody?.content ?? {});
    if (!contentType || !body) return {};
    const content = valid ? exampleOf(body.schema, operationId) : { unexpected: true };
    return {
      headers: { 'content-type': contentType },
      body: typeof content === 'string' ? content : JSON.stringify(content),
    };
  }

  const roleFor = ({ 'x-roles': roles = ['manager'] }: Described): string =>
    roles.includes('manager') ? 'manager' : (roles[0] ?? 'manager');
  /** Where a body names another patient, there has to be one. */
  const patientIn: Readonly<Record<string, string>> = { mergePatients: 'other', giveOffer: 'patientId' };
  async function otherPatient(field: string): Promise<RequestInit> {
    serial += 1;
    return {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ [field]: await newPatient() }),
    };
  }

  const request = async (operation: Described, valid: boolean): Promise<Response> => {
    const field = valid ? patientIn[operation.operationId] : undefined;
    const path = await pathOf(operation, valid);
    const sent = field === undefined ? bodyOf(operation, valid) : await otherPatient(field);
    const headers = { ...sent.headers, ...(await seenBy(operation, path, valid)) };
    return local.as(roleFor(operation), path, { method: operation.method, ...sent, headers });
  };

  test('has operations', () => {
    expect(operations.map(({ operationId }) => operationId)).toEqual(
      expect.arrayContaining([
        'listInquiries',
        'getInquiry',
        'claimInquiry',
        'replyToInquiry',
        'closeInquiry',
        'listAudit',
      ]),
    );
  });

  /** They need a piece that was printed; test/lambdas/desk/letters.test.ts has one. */
  const ofThePress = new Set(['letterBatch', 'noteTouchOutcome']);

  /** They need a month that is over: test/journeys/audit.test.ts has one. */
  const ofTheMonth = new Set(['getAuditReview', 'signOffAuditReview']);

  test('answers a valid request of every operation as its document says', async () => {
    const answerable = operations.filter(
      ({ operationId }) => !ofThePress.has(operationId) && !ofTheMonth.has(operationId),
    );
    for (const operation of answerable) {
      const reply = await request(operation, true);
      const expected = Object.keys(operation.responses).find((status) => status.startsWith('2')) ?? '';
      const text = await reply.text();
      expect([operation.operationId, reply.status, reply.status === Number(expected) ? '' : text]).toEqual([
        operation.operationId,
        Number(expected),
        '',
      ]);
      const schema = operation.responses[expected]?.content?.['application/json']?.schema;
      const validate = ajv.compile(schema ?? {});
      expect([
        operation.operationId,
        validate(text && schema ? JSON.parse(text) : {}),
        validate.errors,
      ]).toEqual([operation.operationId, true, null]);
    }
  }, 240_000);

  test('answers an invalid request of every operation with a problem', async () => {
    const refusable = operations.filter(
      ({ path, parameters, requestBody }) =>
        path.includes('{') || requestBody || parameters.some((parameter) => parameter.in === 'query'),
    );
    expect(refusable.length).toBeGreaterThan(8);
    for (const operation of refusable) {
      const reply = await request(operation, false);
      expect([operation.operationId, [400, 404].includes(reply.status)]).toEqual([
        operation.operationId,
        true,
      ]);
      expect(reply.headers.get('content-type')).toBe('application/problem+json');
      expect(Object.keys((await reply.json()) as Json)).toEqual(
        expect.arrayContaining(['title', 'status', 'detail']),
      );
    }
  });

  test('wants a sign-in for everything but its document', async () => {
    for (const { method, path } of operations)
      expect((await local.call(path.replaceAll(/\{[^}]+\}/g, 'x'), { method })).status).toBe(401);
  });

  test('lets nobody do what is for others', async () => {
    for (const { method, path } of operations.filter(
      (operation) => operation['x-roles'] && !operation['x-roles'].includes('coordinator'),
    ))
      expect(
        (
          await local.as('coordinator', path.replaceAll(/\{[^}]+\}/g, 'x'), {
            method,
            body: method === 'GET' ? null : '{}',
          })
        ).status,
      ).toBe(403);
  });

  test('takes If-Match, and answers 409 with the current state', async () => {
    await practice.patientWrites('One more question', 'versioned', { email: 'versioned@example.com' });
    const inquiry = (await practice.inquiries()).find(({ status }) => status === 'acknowledged');
    const stale = { 'if-match': `"${(inquiry?.version ?? 0) + 7}"` };
    const refused = await practice.act('coordinator', inquiry?.id ?? '', 'claim', undefined, stale);
    expect(refused.status).toBe(409);
    expect((await refused.json()) as Json).toMatchObject({
      current: { id: inquiry?.id, version: inquiry?.version },
    });
    // A claim has to say what was seen (G1), and "whatever there is" does not.
    for (const unsaid of [{}, { 'if-match': '*' }]) {
      const path = `/v1/inquiries/${inquiry?.id}/claim`;
      const blind = await local.as('coordinator', path, { method: 'POST', headers: { ...unsaid } });
      expect(blind.status).toBe(428);
      expect(((await blind.json()) as Json).detail).toContain('If-Match');
    }
    const right = { 'if-match': `"${inquiry?.version}"` };
    const claimed = await practice.act('coordinator', inquiry?.id ?? '', 'claim', undefined, right);
    expect(claimed.status).toBe(200);
    expect(claimed.headers.get('etag')).toBe(`"${(inquiry?.version ?? 0) + 1}"`);
  });

  test('tells the second claimer who has it', async () => {
    const inquiry = (await practice.inquiries()).find(({ claimedBy }) => claimedBy === 'marlow');
    const second = await practice.act('manager', inquiry?.id ?? '', 'claim');
    expect(second.status).toBe(409);
    expect(((await second.json()) as Json).detail).toContain('marlow');
  });

  test('pages its lists by cursor, each item once', async () => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = (await (
        await local.as('manager', `/v1/inquiries?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
      ).json()) as {
        items: { id: string }[];
        cursor?: string;
      };
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe((await practice.inquiries()).length);
  });

  test('writes down who saw and did what', async () => {
    const items: Json[] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const from = cursor ? `&cursor=${cursor}` : '';
      const reply = await local.as('manager', `/v1/audit?day=2026-11-20&limit=100${from}`);
      const page = (await reply.json()) as { items: Json[]; cursor?: string };
      items.push(...page.items);
      cursor = page.cursor;
    }
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ staff: 'marlow', operation: 'claimInquiry', outcome: 'done' }),
        expect.objectContaining({ staff: 'bell', operation: 'claimInquiry', outcome: 'refused' }),
        expect.objectContaining({ staff: 'bell', operation: 'listInquiries', outcome: 'done' }),
      ]),
    );
    expect(JSON.stringify(items)).not.toMatch(/Rowan|example\.com/);
  });
});
