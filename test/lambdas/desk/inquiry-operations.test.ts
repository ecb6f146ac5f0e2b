import { describe, expect, test } from '@jest/globals';
import type { Arrival } from '../../../domain/inquiry/arrival.ts';
import type { InquiryPorts } from '../../../lambdas/desk/inquiry-access.ts';
import type { Call } from '../../../lambdas/desk/operation.ts';
import { inquiryOperations } from '../../../lambdas/desk/operations/inquiries.ts';
import { InquiryDetail } from '../../../lambdas/desk/schemas.ts';
import { fridayMorning, lakeside, later, staffMember } from '../../support/lakeside.ts';
import { emergencyWords, oneInquiry } from '../../support/one-inquiry.ts';

async function desk(text: string, changes: Partial<Arrival> = {}) {
  const one = await oneInquiry(text, changes);
  const operations = inquiryOperations({
    ...one.ports,
    revealing: lakeside['revealing-words'],
    send: async () => ({ state: 'accepted', providerId: 'x' }),
  } as unknown as InquiryPorts);
  const ask = async (id: string, staff: string, given: unknown = {}, now = fridayMorning) => {
    const operation = operations.find((candidate) => candidate.id === id);
    const body = operation?.body?.parse(given);
    const call: Call<unknown, unknown> = {
      member: staffMember(staff),
      parameters: { id: one.now().id },
      query: {},
      body,
      contentType: 'application/json',
      ifVersion: undefined,
      now,
      newId: () => 'm-1',
    };
    return (await operation?.run(call))?.body;
  };
  return { ...one, ask, rolesOf: (id: string) => operations.find((one) => one.id === id)?.roles };
}

describe('the API of an inquiry', () => {
  test('closes an emergency with an outcome of the list', async () => {
    const { ask, now } = await desk(emergencyWords);
    const body = { reason: 'clinically-resolved' };
    await expect(ask('closeInquiry', 'okoye', body)).rejects.toMatchObject({ code: 'invalid' });
    await expect(ask('closeInquiry', 'okoye', { ...body, outcome: 'gone' })).rejects.toThrow();
    const closed = await ask('closeInquiry', 'okoye', {
      ...body,
      outcome: 'patient-refused',
      note: 'Twice.',
    });
    expect(closed).toMatchObject({ status: 'closed', outcome: 'patient-refused' });
    expect(now().lastEvent).toMatchObject({ note: 'Twice.' });
  });

  test('warns of words of the staff that others may read (R25), and sends them', async () => {
    const { ask } = await desk('Do you have a visit on Friday?');
    const named = await ask('replyToInquiry', 'marlow', { text: 'Yes, for your lip filler at 3 PM.' });
    expect(named).toMatchObject({
      status: 'answered',
      warnings: [expect.stringContaining('Your words name a treatment, a part of the body')],
    });
    const plain = await desk('Do you have a visit on Friday?');
    expect(await plain.ask('replyToInquiry', 'marlow', { text: 'Yes, at 3 PM.' })).toMatchObject({
      warnings: [],
    });
  });

  test('keeps what a clinician decides on a welfare check', async () => {
    const { ask, rolesOf } = await desk(emergencyWords);
    expect(rolesOf('decideWelfareCheck')).toEqual(['physician', 'extender']);
    await ask('logCall', 'okoye', { outcome: 'voicemail' });
    const body = { decision: 'not-needed', reason: 'Her sister is with her.' };
    expect(await ask('decideWelfareCheck', 'sato', body)).toMatchObject({
      welfareCheck: 'not-needed',
      unreachedCalls: 1,
      status: 'new',
    });
    await expect(ask('decideWelfareCheck', 'sato', { ...body, decision: 'later' })).rejects.toThrow();
  });

  test('shows in the list and on the inquiry that the patient did not get what Heard sent by itself', async () => {
    const { ask, now, inquiries } = await desk(emergencyWords);
    expect(await ask('getInquiry', 'okoye')).toMatchObject({ undelivered: null });
    const undelivered = { kind: 'safety', messageId: 'm1', at: fridayMorning } as const;
    await inquiries.plan(now(), { dueAt: fridayMorning, undelivered });
    expect(await ask('getInquiry', 'okoye')).toMatchObject({
      undelivered: { kind: 'safety', at: fridayMorning },
    });
  });

  test('tells who was told what, by which step, and how it ended, without an address or the words', async () => {
    const { ask, now, inquiries } = await desk(emergencyWords);
    const step = { policy: 'E1', version: 'v1', name: 'physician on call', index: 0, repeat: 0 } as const;
    await inquiries.beginNotice({
      key: 'page#0.0.0#okoye#sms',
      inquiryId: now().id,
      kind: 'page',
      attempt: 1,
      round: '0.0.0',
      staff: 'okoye',
      roles: ['physician'],
      way: 'sms',
      state: 'failed',
      reason: 'no-texts',
      at: fridayMorning,
      step,
    });
    await inquiries.record(now().id, {
      id: 'unheard#0.0.0',
      what: 'step-skipped',
      at: fridayMorning,
      actor: { system: 'plan' },
      why: ['nobody-reached'],
      step,
    });
    const shown = await ask('getInquiry', 'okoye');
    expect(InquiryDetail.safeParse(shown).error).toBeUndefined();
    expect(shown).toMatchObject({
      notices: [
        {
          kind: 'page',
          to: 'okoye',
          roles: ['physician'],
          way: 'sms',
          outcome: 'refused',
          reason: 'no-texts',
          plannedAt: null,
          sentAt: fridayMorning,
          times: 1,
          step,
        },
      ],
      events: expect.arrayContaining([
        expect.objectContaining({ what: 'step-skipped', actor: 'heard:plan', step }),
        expect.objectContaining({ what: 'received', step: null }),
      ]),
    });
    const { notices } = shown as { notices: unknown };
    expect(JSON.stringify(notices)).not.toMatch(/@|\+1|lip/);
  });

  test('keeps that a triage call was offered, by anybody of the staff', async () => {
    const { ask, rolesOf } = await desk('I would like to speak with the doctor', { wantsPhysician: true });
    expect(rolesOf('offerTriageCall')).toBeUndefined();
    expect(await ask('offerTriageCall', 'marlow')).toMatchObject({
      asksForPhysician: true,
      triageOfferedAt: fridayMorning,
      claimedBy: null,
      respondedAt: null,
      undo: { what: 'triage-offered', by: 'marlow' },
    });
    const other = await desk('How much is a consultation?');
    await expect(other.ask('offerTriageCall', 'marlow')).rejects.toMatchObject({ code: 'invalid' });
  });

  test('shows what can be taken back until when, and takes it back', async () => {
    const { ask } = await desk('How much is a consultation?');
    const until = later(fridayMorning, 10 / 60);
    expect(await ask('claimInquiry', 'marlow')).toMatchObject({
      undo: { what: 'claimed', by: 'marlow', until },
    });
    const late = later(fridayMorning, 11 / 60);
    await expect(ask('undoInquiry', 'marlow', {}, late)).rejects.toMatchObject({ code: 'conflict' });
    expect(await ask('undoInquiry', 'marlow', {}, until)).toMatchObject({ claimedBy: null, undo: null });
  });

  test('lets clinicians lower a level, with a reason', async () => {
    const { ask, rolesOf } = await desk(emergencyWords);
    expect(rolesOf('lowerLevel')).toEqual(['physician', 'extender']);
    await expect(ask('lowerLevel', 'okoye', { level: 'U', reason: '' })).rejects.toThrow();
    await expect(ask('lowerLevel', 'okoye', { level: 'E0', reason: 'A bruise.' })).rejects.toThrow();
    const body = { level: 'U', reason: 'A bruise.' };
    expect(await ask('lowerLevel', 'okoye', body)).toMatchObject({ level: 'U', priority: 'red-flag' });
  });
});
