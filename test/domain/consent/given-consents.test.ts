import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { AddressConsent, ConsentEvent } from '../../../domain/consent/consent-event.ts';
import { decide } from '../../../domain/consent/decide.ts';
import { type GivenPorts, keepGiven } from '../../../domain/consent/given-consents.ts';
import type { Question, Suppression } from '../../../domain/consent/question.ts';
import { grantInForce, isWritten } from '../../../domain/consent/standing.ts';
import { fridayMorning, lakeside, later } from '../../support/lakeside.ts';
import { examples, questionOf } from '../../support/may-contact.ts';

const phone = '+15125550103';
const seller = 'Lakeside Aesthetics';
const stop = {
  id: 'stop',
  channel: 'text',
  purpose: 'all',
  action: 'revoke',
  occurredAt: later(fridayMorning, -60),
  recordedAt: later(fridayMorning, -60),
  method: 'keyword',
  actor: 'patient',
} as const;
const started: AddressConsent = {
  ...stop,
  id: 'start',
  purpose: 'marketing',
  action: 'grant',
  occurredAt: later(fridayMorning, -30),
};

/** A form with the box ticked, for a number that is known to be its sender's and has this behind it. */
async function ticks(
  before: {
    address?: readonly AddressConsent[];
    patient?: readonly AddressConsent[];
    suppressed?: Suppression['reason'];
  } = {},
) {
  const kept: AddressConsent[] = [];
  const added: ConsentEvent[] = [];
  const consents = (before.patient ?? []).map((event) => ({ ...event, patientId: 'p1', address: phone }));
  const patients = {
    byAddress: async () => [{ id: 'p1' }, { id: 'p2', relation: 'spouse' }],
    record: async () => ({ consents }),
    ofAddress: async () => before.address ?? [],
    keepForAddress: async (_key: string, event: AddressConsent) => void kept.push(event),
    addConsent: async (event: ConsentEvent) => void added.push(event),
  } as unknown as GivenPorts['patients'];
  const given = {
    channel: 'sms',
    purpose: 'recall',
    wording: 'Yes, remind me when a visit is due.',
    at: fridayMorning,
    page: 'https://intake.example.com/f/downtown',
    ip: '192.0.2.7',
    userAgent: 'A browser',
  } as const;
  await keepGiven(
    { messageId: 'm1', contact: { phone }, language: 'en', consents: [given] },
    {
      patients,
      outreach: {
        suppressions: async (_key, address) =>
          before.suppressed ? [{ address, reason: before.suppressed, at: '2026-01-01' }] : [],
      },
      addressKeys: async () => ({ phone: 'key' }),
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      seller,
      now: fridayMorning,
      proved: () => true,
    },
  );
  return { kept, added };
}

describe('a box that was ticked in a form', () => {
  test('is kept with its words, where and with what it was sent, for the address and whoever has it', async () => {
    const { kept, added } = await ticks();
    expect(kept).toHaveLength(1);
    expect(added).toMatchObject([
      {
        patientId: 'p1',
        address: phone,
        ip: '192.0.2.7',
        userAgent: 'A browser',
        affirmative: true,
        only: 'recall',
      },
    ]);
  });

  test('allows what its words say, and no offer', async () => {
    const { added } = await ticks();
    const scope = {
      channel: 'text',
      purpose: 'marketing',
      address: phone,
      seller,
      now: later(fridayMorning, 1),
    } as const;
    const grant = grantInForce(added, { ...scope, use: 'recall' });
    expect(grant && isWritten(grant)).toBe(true);
    expect(grantInForce(added, { ...scope, use: 'marketing' })).toBeUndefined();
    expect(grantInForce(added, { ...scope, use: 'education' })).toBeUndefined();
    const broad: ConsentEvent = { ...started, patientId: 'p1', address: phone, seller };
    expect(grantInForce([broad, ...added], { ...scope, use: 'marketing' })).toBe(broad);
    const revoked: ConsentEvent = { ...stop, occurredAt: scope.now, patientId: 'p1' };
    expect(grantInForce([...added, revoked], { ...scope, use: 'recall' })).toBeUndefined();
  });

  test('of recall alone decides about recall as any does, and about nothing else', () => {
    const { law } = lakeside;
    const narrow = (question: Question): Question => ({
      ...question,
      consents: question.consents.map((event) =>
        event.action === 'grant' ? { ...event, only: 'recall' } : event,
      ),
    });
    const asked = examples()
      .map((example) => questionOf(example, law))
      .filter(({ channel, recipient }) => ['text', 'email'].includes(channel) && recipient.country === 'US');
    const allowed = asked.filter((question) => decide(question).outcome === 'allow');
    const offers = allowed.filter(({ message }) => ['marketing', 'education'].includes(message.purpose));
    const recalls = asked.filter(({ message }) => message.purpose === 'recall');
    expect(
      offers.some(({ channel }) => channel === 'text') && offers.some(({ channel }) => channel === 'email'),
    ).toBe(true);
    for (const question of offers) expect(decide(narrow(question)).outcome).not.toBe('allow');
    for (const question of recalls) expect(decide(narrow(question)).outcome).toBe(decide(question).outcome);
  });

  test('gives nothing back that was stopped: not by the address, nor by a patient who has it', async () => {
    expect(await ticks({ address: [stop] })).toEqual({ kept: [], added: [] });
    expect(await ticks({ patient: [stop] })).toEqual({ kept: [], added: [] });
    expect((await ticks({ patient: [stop, started] })).added).toHaveLength(1);
  });
  test('gives nothing for an address of somebody who was erased (R70)', async () => {
    expect(await ticks({ suppressed: 'erased' })).toEqual({ kept: [], added: [] });
    expect((await ticks({ suppressed: 'carrier-blocked' })).added).toHaveLength(1);
  });
});
