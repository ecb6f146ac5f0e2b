import { describe, expect, test } from '@jest/globals';
import { type Arrival, messageCame } from '../../../domain/inquiry/arrival.ts';
import { recognised } from '../../../domain/inquiry/known-sender.ts';
import { registerMessage } from '../../../domain/inquiry/register-message.ts';
import type { PatientRecord } from '../../../domain/patient/patient.ts';
import type { Call } from '../../../lambdas/desk/operation.ts';
import { type LoggedPorts, loggedOperations } from '../../../lambdas/desk/operations/logged.ts';
import { assess, downtown, fridayMorning, lakeside, rules, staffMember } from '../../support/lakeside.ts';
import { oneInquiry } from '../../support/one-inquiry.ts';
import { desk, phone } from '../../support/revocation-desk.ts';

/** Somebody calls whose number leads to this record; staff write the call down. */
async function logged(text: string, record: () => Promise<PatientRecord>, relation?: string) {
  const { inquiries, ports } = await oneInquiry('Somebody else');
  const failures: unknown[] = [];
  const revocations = desk();
  const patients = {
    byAddress: async () => [{ id: 'p1', ...(relation ? { relation } : {}) }],
    record,
  };
  const known = {
    patients,
    types: lakeside.treatments.treatments,
    unknown: (error: unknown) => void failures.push(error),
  };
  const given: LoggedPorts = {
    ...ports,
    inquiries,
    register: { inquiries, escalations: ports.escalations, rules },
    recognised: (arrival, now) => recognised(arrival, known, now),
    assess,
    revocations: revocations.ports,
    addressKeys: async () => ['phone:1'],
    keepGiven: async () => undefined,
  };
  const operation = loggedOperations(given).find(({ id }) => id === 'logInquiry');
  const call: Call<unknown, unknown> = {
    member: staffMember('marlow'),
    parameters: {},
    query: {},
    body: { channel: 'phone', location: 'downtown', text, phone: '512 555 0143' },
    contentType: 'application/json',
    ifVersion: undefined,
    now: fridayMorning,
    newId: () => 'call-1',
  };
  return { inquiry: (await operation?.run(call))?.body, failures, revocations };
}

const treated = async () =>
  ({
    patient: { id: 'p1' },
    treatments: [{ id: 't1', patientId: 'p1', type: 'filler-lips', on: '2026-11-19' }],
    care: { nervous: true },
  }) as unknown as PatientRecord;

describe('a call that staff write down', () => {
  test('is urgent where the caller was treated lately, and says who is nervous and who asks for a patient', async () => {
    const { inquiry } = await logged('A question about aftercare', treated, 'spouse');
    expect(inquiry).toMatchObject({ level: 'U', postTreatment: 'hot', nervous: true, onBehalf: 'spouse' });
  });

  test('in which staff note that the caller is nervous owes them a call the same day, by who usually treats them', async () => {
    const known = async () =>
      ({ patient: { id: 'p1', provider: 'Dr. Ada Okoye' }, treatments: [] }) as unknown as PatientRecord;
    const { inquiry } = await logged('Patient nervous about Thursday, wants a call', known);
    expect(inquiry).toMatchObject({
      nervous: true,
      namedCall: { why: 'nervous', by: '2026-11-20T23:00:00.000Z', contact: 'Dr. Ada Okoye' },
    });
    expect((await logged('Asked about prices', known)).inquiry).toMatchObject({
      nervous: false,
      namedCall: null,
    });
  });

  test('of an emergency is written down also where nothing can be known of the caller', async () => {
    const broken = () => Promise.reject(new Error('the table is away'));
    const { inquiry, failures } = await logged('my lip turned white and it hurts', broken);
    expect(inquiry).toMatchObject({ level: 'E1', postTreatment: null });
    expect(failures).toHaveLength(1);
    await expect(logged('A question', broken)).rejects.toThrow('the table is away');
  });

  test('in which the caller takes their consent back is obeyed at once, in their words, as written down by whom (R7, R8)', async () => {
    const { revocations } = await logged('Please stop texting me. Also, when do you open?', treated);
    expect(revocations.byAddress).toMatchObject([
      { channel: 'text', purpose: 'all', action: 'revoke', method: 'call', actor: 'marlow' },
    ]);
    expect(revocations.consents.get('p1')?.at(-1)).toMatchObject({
      action: 'revoke',
      wording: { text: 'Please stop texting me. Also, when do you open?' },
    });
    expect(revocations.sent).toEqual([]);
  });

  test.each([
    ['Unsubscribe', ['text', 'call']],
    ['Stop calling me', ['call']],
    ['Do you have time on Tuesday?', []],
  ])('%s ends %s', async (text, channels) => {
    const { revocations } = await logged(text, treated);
    expect(revocations.byAddress.map(({ channel }) => channel)).toEqual(channels);
  });
});

/** Somebody texts; a message joins their conversation; staff confirm an address, and what was written is obeyed as theirs. */
async function confirmed(text: string, came: Partial<Arrival>, body: Record<string, string>) {
  const { inquiries, ports, now } = await oneInquiry('Is Tuesday possible?', {
    channel: 'sms',
    contact: { phone },
  });
  const message = messageCame({
    id: 'joins'.padEnd(24, 'x'),
    receivedAt: fridayMorning,
    channel: 'sms',
    source: 'src_x',
    location: downtown,
    contact: {},
    text,
    language: 'en',
    assessment: assess(text),
    threadOf: now().id,
  });
  const arrival = { ...message, ...came };
  await registerMessage(arrival, { inquiries, escalations: ports.escalations, rules, now: fridayMorning });
  const revocations = desk();
  revocations.suppressed.push('wrong-number');
  const given = {
    ...ports,
    revocations: revocations.ports,
    addressKeys: async () => ['phone:1'],
    keepGiven: async () => undefined,
  } as unknown as LoggedPorts;
  await loggedOperations(given)
    .find(({ id }) => id === 'identifyInquiry')
    ?.run({
      member: staffMember('marlow'),
      parameters: { id: now().id },
      query: {},
      body,
      contentType: 'application/json',
      ifVersion: undefined,
      now: fridayMorning,
      newId: () => 'call-1',
    });
  return revocations;
}

describe('what is obeyed once staff have confirmed who wrote', () => {
  const mallory = { email: 'mallory@evil.example' };
  const page = { typed: true, contact: mallory } as const;

  test.each(['wrong number', 'START', 'STOP'])(
    '%s of a page of somebody else changes nothing of the number',
    async (text) => {
      const { suppressed, lifted, checks, byAddress, consents } = await confirmed(text, page, mallory);
      expect([suppressed, lifted, checks.size, byAddress]).toEqual([['wrong-number'], [], 0, []]);
      expect(consents.get('p1')).toHaveLength(1);
    },
  );

  test.each(['wrong number', 'START'])(
    '%s on the page of the number is not said by the number',
    async (text) => {
      const { suppressed, lifted, checks } = await confirmed(
        text,
        { typed: true, contact: { phone } },
        mallory,
      );
      expect([suppressed, lifted, checks.size]).toEqual([['wrong-number'], [], 0]);
    },
  );

  test.each([
    ['wrong number', {}],
    ['START', { contact: { phone: '+15125550199' } }],
  ])('%s from nobody knows where is not said by the number that staff give', async (text, from) => {
    const { suppressed, lifted, checks } = await confirmed(text, from, { phone: '512 555 0143' });
    expect([suppressed, lifted, checks.size]).toEqual([['wrong-number'], [], 0]);
  });

  test('the number itself is obeyed, and a STOP of whoever had no address ends texts', async () => {
    expect((await confirmed('START', { contact: { phone } }, mallory)).lifted).toHaveLength(1);
    const { byAddress } = await confirmed('Stop texting me', {}, mallory);
    expect(byAddress).toMatchObject([{ channel: 'text', action: 'revoke' }]);
  });
});
