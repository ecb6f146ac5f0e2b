import { describe, expect, test } from '@jest/globals';
import type { AuditEntry } from '../../../domain/practice/audit.ts';
import { takingBack } from '../../../lambdas/desk/operations/taking-back.ts';
import { serve } from '../../../lambdas/desk/serve.ts';
import type { HttpEvent } from '../../../lambdas/kit/http.ts';
import { lakeside } from '../../support/lakeside.ts';
import { memoryAudit } from '../../support/memory-audit.ts';
import { type RecallHouse, recallHouse } from '../../support/recall-house.ts';

const sweep = 'America-Chicago_2026-11-20';

async function asked(
  house: RecallHouse,
  role: 'manager' | 'physician',
  body: unknown,
  id = sweep,
  changes = {},
) {
  const found = lakeside.staff.members.find(({ roles }) => roles.includes(role));
  const member = found && { ...found, ...changes };
  const entries: AuditEntry[] = [];
  const event = {
    pathParameters: { id },
    headers: {},
    body: JSON.stringify(body),
    requestContext: {
      requestId: 'r1',
      http: { sourceIp: '192.0.2.7' },
      authorizer: { jwt: { claims: { sub: 's1' } } },
    },
  } as unknown as HttpEvent;
  const ports = {
    staff: { signedIn: async () => member },
    audit: { append: async (entry: AuditEntry) => void entries.push(entry) },
    signIns: memoryAudit().signIns,
    now: house.now,
    newId: () => 'e1',
  };
  const reply = await serve(takingBack(house.ports()), event, ports as never);
  return { status: reply.statusCode, body: JSON.parse(reply.body ?? '{}'), entries, member };
}

async function swept() {
  const house = recallHouse();
  await house.person();
  await house.sweep();
  return house;
}

describe('a sweep is taken back', () => {
  test('by a manager, with a reason that the audit trail has, and whom it was about', async () => {
    const house = await swept();
    const { status, body, entries, member } = await asked(house, 'manager', { reason: 'wrong words' });
    expect(status).toBe(200);
    expect(body).toEqual({ takenBack: 1, sent: 0, tasks: 0, ended: 0, finished: true, cursor: null });
    expect(entries).toMatchObject([
      {
        staff: member?.id,
        operation: 'takeBackSweep',
        subject: sweep,
        others: ['p1'],
        outcome: 'done',
        why: 'wrong words',
      },
    ]);
  });

  test('by whoever works at all of its locations', async () => {
    const house = await swept();
    const elsewhere = { locations: ['west'] };
    expect((await asked(house, 'manager', { reason: 'wrong words' }, sweep, elsewhere)).status).toBe(403);
    expect(house.all.touches()).toMatchObject([{ state: 'planned' }]);
  });

  test.each([
    ['by nobody else', 'physician', { reason: 'wrong words' }, sweep, 403],
    ['never without a reason', 'manager', {}, sweep, 400],
    ['where there is one', 'manager', { reason: 'wrong words' }, 'America-Chicago_2026-11-19', 404],
  ] as const)('%s', async (_, role, body, id, expected) => {
    const house = await swept();
    expect((await asked(house, role, body, id)).status).toBe(expected);
    expect(house.all.touches()).toMatchObject([{ state: 'planned' }]);
  });
});
