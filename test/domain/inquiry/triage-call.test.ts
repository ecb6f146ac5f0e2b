import { describe, expect, test } from '@jest/globals';
import { lowerLevel } from '../../../domain/inquiry/lower-level.ts';
import { claim, handOver, logCall } from '../../../domain/inquiry/staff-actions.ts';
import { offerTriageCall } from '../../../domain/inquiry/triage-call.ts';
import { undo } from '../../../domain/inquiry/undo.ts';
import { history, id } from '../../support/inquiry-history.ts';
import { fridayMorning, later } from '../../support/lakeside.ts';
import { emergencyWords, oneInquiry } from '../../support/one-inquiry.ts';

const words = 'I would like to speak with the doctor';
const asking = () => oneInquiry(words, { wantsPhysician: true });

describe('a triage call that was offered', () => {
  test('neither claims nor answers, and stands in the timeline', async () => {
    const { ports, by, now } = await asking();
    const { status, priority, chain, deadline } = now();
    const offeredAt = later(fridayMorning, 3);
    await offerTriageCall(ports, by('marlow', offeredAt));
    expect(now()).toMatchObject({ status, priority, chain, deadline, answeredCount: 0 });
    expect(now()).toMatchObject({ triageOfferedAt: offeredAt, messageCount: 1 });
    for (const none of ['claimedBy', 'claimUntil', 'respondedAt'] as const)
      expect(now()[none]).toBeUndefined();
    expect(now().lastEvent).toMatchObject({
      what: 'triage-offered',
      at: offeredAt,
      actor: { staff: 'marlow' },
    });
  });

  test('leaves the physician’s step where it is: nobody is told again, and the next step comes when it would have', async () => {
    const now = { at: fridayMorning };
    const course = history(now);
    await course.writes(words);
    await course.plan(true);
    const before = await course.inquiries.find(id);
    const told = async () => (await course.inquiries.file(id))?.notices.map(({ key }) => key) ?? [];
    const first = await told();
    expect(first).toContain('alert#0.0.0#okoye#email');
    now.at = later(fridayMorning, 5);
    await course.offersTriage('marlow');
    await course.plan(true);
    const { step, repeat, roundAt } = before ?? {};
    expect(await course.inquiries.find(id)).toMatchObject({ step, repeat, roundAt, dueAt: before?.dueAt });
    expect(await told()).toEqual(first);
    now.at = later(fridayMorning, 15.1);
    await course.plan(true);
    expect((await course.inquiries.find(id))?.step).toBe(1);
    expect((await told()).some((key) => key.startsWith('alert#0.1.0#'))).toBe(true);
  });

  test('is one for each time that the patient waits, and can be taken back', async () => {
    const { ports, by, now, write } = await asking();
    await offerTriageCall(ports, by('marlow'));
    await expect(offerTriageCall(ports, by('sato'))).rejects.toMatchObject({ code: 'conflict' });
    await undo(ports, by('marlow', later(fridayMorning, 0.1)));
    expect(now().triageOfferedAt).toBeUndefined();
    await offerTriageCall(ports, by('sato', later(fridayMorning, 1)));
    await claim(ports, by('okoye', later(fridayMorning, 2)));
    await logCall(ports, { ...by('okoye', later(fridayMorning, 3)), outcome: 'reached' });
    expect(now().triageOfferedAt).toBeUndefined();
    const late = by('marlow', later(fridayMorning, 4));
    await expect(offerTriageCall(ports, late)).rejects.toMatchObject({ code: 'conflict' });
    await write('again', words, later(fridayMorning, 60));
    await offerTriageCall(ports, by('marlow', later(fridayMorning, 61)));
    expect(now().triageOfferedAt).toBe(later(fridayMorning, 61));
  });

  test('is for patients who ask for the doctor, or whom staff have handed to one', async () => {
    const { ports, by } = await oneInquiry('How much is a consultation?');
    await expect(offerTriageCall(ports, by('marlow'))).rejects.toMatchObject({ code: 'invalid' });
    await handOver(ports, { ...by('marlow'), to: 'physician' });
    expect(await offerTriageCall(ports, by('marlow'))).toMatchObject({ triageOfferedAt: fridayMorning });
  });

  test('outlasts a level that a clinician lowers', async () => {
    const { ports, by, now } = await oneInquiry(emergencyWords, { wantsPhysician: true });
    await offerTriageCall(ports, by('marlow'));
    await lowerLevel(ports, { ...by('okoye'), level: 'R', reason: 'A bruise.' });
    expect(now()).toMatchObject({ priority: 'asks-for-physician', triageOfferedAt: fridayMorning });
  });
});
