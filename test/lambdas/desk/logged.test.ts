import { describe, expect, test } from '@jest/globals';
import { recognised } from '../../../domain/inquiry/known-sender.ts';
import type { PatientRecord } from '../../../domain/patient/patient.ts';
import type { Call } from '../../../lambdas/desk/operation.ts';
import { type LoggedPorts, loggedOperations } from '../../../lambdas/desk/operations/logged.ts';
import { assess, fridayMorning, lakeside, rules, staffMember } from '../../support/lakeside.ts';
import { oneInquiry } from '../../support/one-inquiry.ts';
import { desk } from '../../support/revocation-desk.ts';

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
