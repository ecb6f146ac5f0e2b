import { describe, expect, test } from '@jest/globals';
import { close } from '../../../domain/inquiry/closing.ts';
import { lowerLevel } from '../../../domain/inquiry/lower-level.ts';
import { claim, logCall } from '../../../domain/inquiry/staff-actions.ts';
import { withdraw } from '../../../domain/inquiry/withdraw.ts';
import { fridayMorning, lakeside, later } from '../../support/lakeside.ts';
import { emergencyWords, oneInquiry } from '../../support/one-inquiry.ts';

describe('closing an emergency', () => {
  const closing = { reason: 'clinically-resolved' } as const;

  test('is for a clinician, who says how it ended', async () => {
    const { ports, by, now } = await oneInquiry(emergencyWords);
    const outcome = 'seen-in-person' as const;
    await expect(close(ports, { ...by('marlow'), ...closing, outcome })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(close(ports, { ...by('okoye'), ...closing })).rejects.toMatchObject({ code: 'invalid' });
    expect(now().status).toBe('new');
    await close(ports, { ...by('sato'), ...closing, outcome, note: 'Dissolved, seen again tomorrow.' });
    expect(now()).toMatchObject({ status: 'closed', outcome });
    expect(now().lastEvent).toMatchObject({
      what: 'closed',
      actor: { staff: 'sato' },
      why: ['clinically-resolved', 'seen-in-person'],
      note: 'Dissolved, seen again tomorrow.',
    });
  });

  test('is asked for after the answer too, whatever the patient writes then', async () => {
    const { ports, by, now, write, inquiries } = await oneInquiry(emergencyWords);
    await logCall(ports, { ...by('okoye'), outcome: 'reached' });
    await write('thanks', 'Thank you!', later(fridayMorning, 30));
    expect(now()).toMatchObject({ level: 'E1', status: 'new' });
    await expect(close(ports, { ...by('marlow'), reason: 'no-answer-needed' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await withdraw({ inquiries, escalations: ports.escalations, now: fridayMorning }, now().id);
    expect(now().status).toBe('new');
    await close(ports, { ...by('okoye'), ...closing, outcome: 'resolved-by-phone' });
    await write('later', 'One more question', later(fridayMorning, 60));
    await close(ports, { ...by('marlow'), reason: 'no-answer-needed' });
    expect(now()).toMatchObject({ status: 'closed', closeReason: 'no-answer-needed' });
    expect(now().outcome).toBeUndefined();
  });

  test('asks nobody for an outcome where there was no emergency', async () => {
    const { ports, by, now } = await oneInquiry('How much is a consultation?');
    await close(ports, { ...by('marlow'), reason: 'no-answer-needed' });
    expect(now().status).toBe('closed');
  });
});

describe('lowering a level', () => {
  const reason = 'Spoke with her: a bruise, no blanching.';

  test('wants a clinician, a reason and a lower level, and keeps all three', async () => {
    const { ports, by, now } = await oneInquiry(emergencyWords);
    expect(now().level).toBe('E1');
    const refusals = [
      [by('bell'), 'U', reason, 'forbidden'],
      [by('okoye'), 'U', '  ', 'invalid'],
      [by('okoye'), 'E1', reason, 'invalid'],
      [by('okoye'), 'E0', reason, 'invalid'],
    ] as const;
    for (const [action, level, why, code] of refusals)
      await expect(lowerLevel(ports, { ...action, level, reason: why })).rejects.toMatchObject({ code });
    await lowerLevel(ports, { ...by('okoye'), level: 'S', reason });
    expect(now()).toMatchObject({ level: 'S', priority: 'new-lead', policyName: 'new-lead' });
    expect(now().lastEvent).toMatchObject({
      what: 'level-lowered',
      actor: { staff: 'okoye' },
      why: ['E1', 'S'],
      note: reason,
    });
    await close(ports, { ...by('marlow'), reason: 'no-answer-needed' });
    expect(now().status).toBe('closed');
  });

  test('starts the chain of the new level, promises anew, and leaves the claim', async () => {
    const { ports, by, now } = await oneInquiry(emergencyWords);
    const at = later(fridayMorning, 2);
    await claim(ports, by('okoye', at));
    await lowerLevel(ports, { ...by('okoye', at), level: 'U', reason });
    expect(now()).toMatchObject({
      level: 'U',
      priority: 'red-flag',
      policy: lakeside.escalation.policies.U,
      chain: 1,
      deadline: later(at, 60),
      status: 'claimed',
      claimedBy: 'okoye',
      claimByClinician: true,
    });
  });

  test('goes back to the doctor whom the patient asked for', async () => {
    const { ports, by, now } = await oneInquiry(emergencyWords, { wantsPhysician: true });
    await lowerLevel(ports, { ...by('sato'), level: 'R', reason });
    expect(now().priority).toBe('asks-for-physician');
  });

  test('of what is answered leaves the promise that was kept', async () => {
    const { ports, by, now } = await oneInquiry(emergencyWords);
    const { deadline } = now();
    await logCall(ports, { ...by('okoye'), outcome: 'reached' });
    await lowerLevel(ports, { ...by('okoye'), level: 'R', reason });
    expect(now()).toMatchObject({ status: 'answered', level: 'R', deadline, chain: 0 });
  });
});
