import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import type { AuditEntry, SignIns } from '../../../domain/practice/audit.ts';
import type { InquiryPorts } from '../../../lambdas/desk/inquiry-access.ts';
import { openApi } from '../../../lambdas/desk/openapi.ts';
import { type Call, type Operation, operation } from '../../../lambdas/desk/operation.ts';
import { inquiryOperations } from '../../../lambdas/desk/operations/inquiries.ts';
import { mergingOperations } from '../../../lambdas/desk/operations/merging.ts';
import { offerOperations } from '../../../lambdas/desk/operations/offers.ts';
import { touchOperations } from '../../../lambdas/desk/operations/touches.ts';
import { serve } from '../../../lambdas/desk/serve.ts';
import type { HttpEvent } from '../../../lambdas/kit/http.ts';
import { fridayMorning, lakeside, staffMember } from '../../support/lakeside.ts';
import { memoryAudit } from '../../support/memory-audit.ts';

const request = (body: unknown, pathParameters: Record<string, string>, claims = {}) =>
  ({
    pathParameters,
    headers: {},
    body: JSON.stringify(body),
    requestContext: {
      requestId: 'r1',
      http: { sourceIp: '192.0.2.7' },
      authorizer: { jwt: { claims: { sub: 's1', ...claims } } },
    },
  }) as unknown as HttpEvent;

async function audited(
  given: Operation,
  body: unknown,
  parameters: Record<string, string> = {},
  { claims = {}, signIns = memoryAudit().signIns }: { claims?: object; signIns?: SignIns } = {},
) {
  const entries: AuditEntry[] = [];
  const ports = {
    staff: { signedIn: async () => staffMember('bell') },
    audit: { append: async (entry: AuditEntry) => void entries.push(entry) },
    signIns,
    now: () => fridayMorning,
    newId: () => 'e1',
  };
  const failure = await serve(given, request(body, parameters, claims), ports as never).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return { entries, failure };
}

const named = (operations: readonly Operation[], id: string, run: Operation['run']): Operation => ({
  ...(operations.find((one) => one.id === id) as Operation),
  run,
});
const ports = { practice: lakeside.identity } as never;
const other = `pat_${'b'.repeat(24)}`;

describe('the audit trail names', () => {
  test.each([
    [
      'previewTouch',
      touchOperations(ports),
      { template: 'due', channel: 'email', patientId: other },
      {},
      { subject: '-', others: [other] },
    ],
    ['mergePatients', mergingOperations(ports), { other }, { id: 'a' }, { subject: 'a', others: [other] }],
    [
      'giveOffer',
      offerOperations(ports),
      { patientId: other },
      { id: 'c1' },
      { subject: 'c1', others: [other] },
    ],
    [
      'redeemOffer',
      offerOperations(ports),
      { patientId: other },
      { code: 'X1' },
      { subject: 'X1', others: [other] },
    ],
  ])(
    'the patient whom the body of %s names, done or refused',
    async (id, operations, body, parameters, about) => {
      const done = await audited(
        named(operations, id, async () => ({})),
        body,
        parameters,
      );
      expect(done.entries).toMatchObject([{ ...about, outcome: 'done' }]);
      const refusing = named(operations, id, async () => {
        throw new DomainError('refused', 'No.');
      });
      expect((await audited(refusing, body, parameters)).entries).toMatchObject([
        { ...about, outcome: 'refused' },
      ]);
    },
  );

  const plain = (run: Operation['run']): Operation =>
    operation({
      id: 'plain',
      method: 'POST',
      path: '/v1/plain',
      summary: 'For the tests',
      body: z.object({ words: z.string() }),
      subjects: ({ words }) => [words],
      success: { status: 200 },
      run,
    });

  test('whom the answer says it was about, and nothing that is no id', async () => {
    const { entries } = await audited(
      plain(async () => ({ about: [other] })),
      { words: 'my lip hurts' },
    );
    expect(entries).toMatchObject([{ others: [other], outcome: 'done' }]);
  });

  test('from where it came', async () => {
    const { entries } = await audited(
      plain(async () => ({})),
      { words: 'x' },
    );
    expect(entries).toMatchObject([{ from: '192.0.2.7', requestId: 'r1' }]);
  });

  test('the reason that was given, as far as it fits, and no other words', async () => {
    const given = operation({
      id: 'plain',
      method: 'POST',
      path: '/v1/plain',
      summary: 'For the tests',
      body: z.object({ reason: z.string(), note: z.string() }),
      success: { status: 200 },
      run: async () => {
        throw new DomainError('refused', 'No.');
      },
    });
    const { entries } = await audited(given, { reason: 'x'.repeat(300), note: 'my lip hurts' });
    expect(entries[0]).toMatchObject({ why: 'x'.repeat(200), outcome: 'refused' });
    expect(JSON.stringify(entries)).not.toContain('lip');
  });

  test('a sign-in, once, at its first request', async () => {
    const { signIns } = memoryAudit();
    const ask = async (claims: object) => {
      const { entries } = await audited(
        plain(async () => ({})),
        { words: 'x' },
        {},
        { claims, signIns },
      );
      return entries.map((entry) => entry.operation);
    };
    expect(await ask({ origin_jti: 'a' })).toEqual(['signIn', 'plain']);
    expect(await ask({ origin_jti: 'a' })).toEqual(['plain']);
    expect(await ask({ origin_jti: 'b' })).toEqual(['signIn', 'plain']);
    expect(await ask({ auth_time: '1790000000' })).toEqual(['signIn', 'plain']);
    expect(await ask({})).toEqual(['plain']);
  });

  test('what failed by a fault, which is told of all the same', async () => {
    const { entries, failure } = await audited(
      plain(async () => {
        throw new Error('the table is away');
      }),
      { words: other },
    );
    expect(entries).toMatchObject([{ staff: 'bell', others: [other], outcome: 'failed' }]);
    expect(failure).toBe('the table is away');
  });
});

test('the audit trail names whoever asked for what is for others', async () => {
  const forPhysicians: Operation = {
    ...named(mergingOperations(ports), 'mergePatients', async () => ({})),
    roles: ['physician'],
  };
  const { entries } = await audited(forPhysicians, { other }, { id: 'a' });
  expect(entries).toMatchObject([{ staff: 'bell', outcome: 'refused' }]);
});

describe('who claims or closes says which version they saw', () => {
  const operations = inquiryOperations({} as InquiryPorts);
  const bodies: Record<string, object> = {
    closeInquiry: { reason: 'answered' },
    handOverInquiry: { to: 'physician' },
  };
  const asked = async (id: string, headers: Record<string, string>) => {
    const seen: (number | undefined)[] = [];
    const given = {
      ...(operations.find((one) => one.id === id) as Operation),
      run: async ({ ifVersion }: Call<unknown, unknown>) => {
        seen.push(ifVersion);
        return {};
      },
    };
    const event = { ...request(bodies[id], { id: 'inq_1' }), headers };
    const reply = await serve(
      given,
      event as HttpEvent,
      {
        staff: { signedIn: async () => staffMember('bell') },
        audit: { append: async () => {} },
        now: () => fridayMorning,
        newId: () => 'e1',
      } as never,
    );
    return { status: reply.statusCode, seen, body: String(reply.body) };
  };

  test.each(['claimInquiry', 'closeInquiry'])(
    '%s is refused without it, in words, and done with it',
    async (id) => {
      for (const headers of [{}, { 'if-match': '*' }] as Record<string, string>[]) {
        const { status, seen, body } = await asked(id, headers);
        expect([status, seen]).toEqual([428, []]);
        expect(body).toContain('Send If-Match with the version you saw');
      }
      expect(await asked(id, { 'if-match': '"7"' })).toMatchObject({ status: 200, seen: [7] });
      expect((await asked(id, { 'if-match': 'seven' })).status).toBe(400);
    },
  );

  test('anything else takes the newest without it, and the document says which is which', async () => {
    expect(await asked('handOverInquiry', {})).toMatchObject({ status: 200, seen: [undefined] });
    const paths = openApi(operations).paths as Record<
      string,
      { post: { parameters: { name: string; required: boolean }[]; responses: object } }
    >;
    const documented = (act: string) => {
      const { parameters, responses } = paths[`/v1/inquiries/{id}/${act}`]?.post ?? {};
      return [parameters?.find(({ name }) => name === 'If-Match')?.required, '428' in (responses ?? {})];
    };
    expect(documented('claim')).toEqual([true, true]);
    expect(documented('close')).toEqual([true, true]);
    expect(documented('hand-over')).toEqual([false, false]);
  });
});
