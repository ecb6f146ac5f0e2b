import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../domain/consent/decide.ts';
import { grantInForce, isWritten } from '../../../domain/consent/standing.ts';
import { circumstancesOf, type Known } from '../../../domain/recall/recipient.ts';
import type { Operation } from '../../../lambdas/desk/operation.ts';
import { recordedConsentOperations } from '../../../lambdas/desk/operations/recorded-consent.ts';
import { granted, knownPeople, person } from '../../support/known-people.ts';
import { fridayMorning, lakeside, staffMember } from '../../support/lakeside.ts';
import { questionOf } from '../../support/may-contact.ts';

const phone = '+15125550101';
const email = 'ada@example.com';

async function desk() {
  const people = knownPeople();
  await people.add(person('a', { phone, email }));
  const operations = recordedConsentOperations({ ...people.ports, patientId: async (id: string) => id });
  const call = async (id: string, given: object, patientId = 'a') => {
    const found = operations.find((one) => one.id === id) as Operation;
    const body = found.body?.parse(given);
    const { body: answer } = await found.run({
      member: staffMember('marlow'),
      parameters: { id: patientId },
      query: {},
      body,
      ifVersion: undefined,
      contentType: 'application/json',
      now: fridayMorning,
      newId: () => 'new',
    });
    return answer as { counts: boolean; event: Record<string, unknown> };
  };
  const consents = async (patientId = 'a') => (await people.patients.record(patientId))?.consents ?? [];
  return { ...people, call, consents };
}

const signed = {
  on: '2026-11-02',
  method: 'paper',
  wording: { text: 'I agree to receive marketing texts at this number.', version: 'form-7', language: 'en' },
  paper: 'binder 3, sheet 12',
  channel: 'text',
  purpose: 'marketing',
  action: 'grant',
  affirmative: true,
};
const scope = {
  channel: 'text',
  purpose: 'marketing',
  address: phone,
  seller: lakeside.identity.name,
  now: fridayMorning,
} as const;

describe('consent that was given to people', () => {
  test('on signed paper is consent in writing, with its evidence', async () => {
    const { call, consents } = await desk();
    expect(await call('recordConsent', signed)).toMatchObject({ counts: true });
    const grant = grantInForce(await consents(), scope);
    expect(grant).toMatchObject({
      actor: 'patient',
      recordedBy: 'marlow',
      seller: lakeside.identity.name,
      address: phone,
      wording: { version: 'form-7', source: 'binder 3, sheet 12', sha256: expect.any(String) },
    });
    expect(grant && isWritten(grant)).toBe(true);
  });

  test.each([
    ['by word of mouth', { method: 'verbal', witness: 'Sato', paper: undefined }],
    ['that nobody signed', { affirmative: false }],
  ])('%s is none in writing', async (_how, changes) => {
    const { call, consents } = await desk();
    await call('recordConsent', { ...signed, ...changes });
    const grant = grantInForce(await consents(), scope);
    expect(grant && isWritten(grant)).toBe(false);
  });

  test.each(['2026-11-02', '2026-11-10T09:00:00.000Z'])('never overrides a STOP of %s', async (at) => {
    const { call, consents, patients } = await desk();
    const stop = granted('a', 'text', phone, {
      id: 'stop',
      action: 'revoke',
      purpose: 'all',
      occurredAt: at,
    });
    await patients.addConsent(stop);
    expect(await call('recordConsent', signed)).toMatchObject({ counts: false });
    expect(grantInForce(await consents(), scope)).toBeUndefined();
  });

  test.each([
    ['paper that nobody can find', { paper: undefined }],
    ['words of no version', { wording: { text: 'I agree.', language: 'en' } }],
    ['a word that nobody heard', { method: 'verbal' }],
    ['what will be said', { on: '2026-11-21' }],
    ['everything at once', { channel: 'all' }],
    ['an authorization without what it must say', { purpose: 'authorization' }],
  ])('%s is no evidence', async (_what, changes) => {
    const { call, consents } = await desk();
    await expect(call('recordConsent', { ...signed, ...changes })).rejects.toMatchObject({ code: 'invalid' });
    expect(await consents()).toEqual([]);
  });

  test('what is taken back in person holds for whoever shares the number', async () => {
    const { call, patients } = await desk();
    const said = {
      ...signed,
      action: 'revoke',
      purpose: 'all',
      method: 'verbal',
      witness: 'Sato',
      paper: undefined,
    };
    await call('recordConsent', { ...said, on: '2026-11-19' });
    expect(await patients.ofAddress(phone)).toMatchObject([{ action: 'revoke', channel: 'text' }]);
  });

  test('"take me off everything" holds at both addresses', async () => {
    const { call, patients } = await desk();
    await call('recordConsent', {
      ...signed,
      action: 'revoke',
      channel: 'all',
      purpose: 'all',
      method: 'verbal',
      witness: 'Sato',
      paper: undefined,
    });
    for (const address of [phone, email])
      expect(await patients.ofAddress(address)).toMatchObject([{ action: 'revoke', channel: 'all' }]);
  });

  test('the same record again is recorded once', async () => {
    const { call, consents } = await desk();
    await call('recordConsent', { ...signed, id: 'r1' });
    await call('recordConsent', { ...signed, id: 'r1' });
    expect(await consents()).toHaveLength(1);
  });
});

describe('an authorization', () => {
  const paper = {
    on: '2026-11-02',
    method: 'paper',
    wording: { text: 'I authorize …', version: 'auth-2', language: 'en' },
    paper: 'binder 4, sheet 1',
    description: 'that I was treated with a filler',
    discloses: 'Lakeside Aesthetics',
    recipient: 'the maker of the filler',
    purpose: 'offers that the maker pays for',
    until: '2027-11-01',
    remunerationStated: true,
    saysMayBeRevoked: true,
    saysNothingDependsOnIt: true,
    saysMayBeRedisclosed: true,
    copyGiven: true,
  };
  const paidFor = {
    what: 'marketing',
    by: 'email',
    at: '2026-12-01 14:00',
    but: { remuneration: true },
  } as const;

  test('opens what somebody pays for, until it ends or is taken back', async () => {
    const { call, consents } = await desk();
    const asked = async (at: string) => {
      const question = questionOf({ ...paidFor, at }, lakeside.law);
      return decide({ ...question, consents: [...question.consents, ...(await consents())] }).outcome;
    };
    expect(await asked('2026-12-01 14:00')).toBe('block');
    expect(await call('recordAuthorization', paper)).toMatchObject({ counts: true });
    expect(await asked('2026-12-01 14:00')).toBe('allow');
    expect(await asked('2027-11-03 14:00')).toBe('block');
    await call('recordConsent', {
      ...signed,
      id: 'taken-back',
      channel: 'all',
      purpose: 'authorization',
      action: 'revoke',
      on: '2026-11-18',
    });
    expect(await asked('2026-12-01 14:00')).toBe('block');
  });

  test('that does not state the payment opens nothing that is paid for', async () => {
    const { call, consents } = await desk();
    await call('recordAuthorization', { ...paper, remunerationStated: false });
    const question = questionOf(paidFor, lakeside.law);
    expect(decide({ ...question, consents: [...question.consents, ...(await consents())] }).outcome).toBe(
      'block',
    );
  });

  test.each([
    ['that has ended', { until: '2026-11-01' }],
    ['of which the patient has no copy', { copyGiven: false }],
    ['that does not say to whom', { recipient: '' }],
  ])('%s is none', async (_what, changes) => {
    const { call } = await desk();
    await expect(call('recordAuthorization', { ...paper, ...changes })).rejects.toThrow();
  });
});

describe('how a patient wants to be contacted', () => {
  test('ways are forbidden, or alone allowed, and what else they wished stays', async () => {
    const { call, patients } = await desk();
    await patients.savePreferences({ patientId: 'a', language: 'es', at: fridayMorning, by: 'patient' });
    await call('noteWaysOfContact', { forbids: ['call', 'postcard'], onlyBy: [] });
    const record = await patients.record('a');
    expect(record?.preferences).toMatchObject({
      language: 'es',
      forbids: ['call', 'postcard'],
      by: 'marlow',
    });
    expect(record?.preferenceEvents).toMatchObject([
      { what: 'ways-of-contact', from: 'any', to: 'never by call, postcard', by: 'marlow' },
    ]);
    await call('noteWaysOfContact', { forbids: [], onlyBy: [] });
    expect((await patients.record('a'))?.preferences).not.toHaveProperty('forbids');
  });

  test('one way has to be left', async () => {
    const { call } = await desk();
    await expect(call('noteWaysOfContact', { forbids: ['email'], onlyBy: ['email'] })).rejects.toThrow(
      'would be left',
    );
  });

  test('who was warned of unencrypted mail may change their mind', async () => {
    const { call, patients } = await desk();
    const warned = async () => {
      const record = await patients.record('a');
      const known = {
        record,
        standing: { openInquiry: false, openCase: false },
        rates: {},
      } as unknown as Known;
      return circumstancesOf(known, lakeside.identity, undefined, fridayMorning).emailWarned;
    };
    const unencrypted = { ...signed, channel: 'email', purpose: 'unencrypted-email' };
    expect(await warned()).toBe(false);
    await call('recordConsent', { ...unencrypted, id: 'w1' });
    expect(await warned()).toBe(true);
    await call('recordConsent', { ...unencrypted, id: 'w2', action: 'revoke', on: '2026-11-19' });
    expect(await warned()).toBe(false);
  });
});
