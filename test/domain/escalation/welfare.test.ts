import { describe, expect, test } from '@jest/globals';
import { planEscalation } from '../../../domain/escalation/plan.ts';
import type { InquiryFile } from '../../../domain/inquiry/inquiries.ts';
import type { Notice } from '../../../domain/inquiry/notice.ts';
import { claim, logCall } from '../../../domain/inquiry/staff-actions.ts';
import { decideWelfareCheck } from '../../../domain/inquiry/welfare-check.ts';
import type { Staff } from '../../../domain/practice/practice.ts';
import { fridayMorning, lakeside, later } from '../../support/lakeside.ts';
import { emergencyWords, oneInquiry } from '../../support/one-inquiry.ts';

const at = (minutes: number): string => later(fridayMorning, minutes);
const question = ['email', 'sms', 'call'].map((way) => `welfare#0#okoye#${way}`);

async function emergency(words = emergencyWords) {
  const one = await oneInquiry(words);
  const file = async (): Promise<InquiryFile> => (await one.inquiries.file(one.now().id)) as InquiryFile;
  const sent = async (keys: readonly string[], state: Notice['state'], now: string): Promise<void> => {
    for (const key of keys) {
      const [kind, round = '', staff = '', way] = key.split('#');
      const parts = { round, staff, way: way as Notice['way'], kind: kind as Notice['kind'] };
      await one.inquiries.settleNotice({
        ...parts,
        key,
        inquiryId: one.now().id,
        attempt: 1,
        state,
        at: now,
      } as Notice);
    }
  };
  const plan = async (now: string, staff: Staff = lakeside.staff) =>
    planEscalation(await file(), { practice: lakeside.identity, staff, now });
  const asked = async (now: string, staff?: Staff) =>
    (await plan(now, staff))?.notices.filter((key) => key.startsWith('welfare'));
  const call = (
    staff: string,
    outcome: 'reached' | 'voicemail' | 'no-answer' | 'wrong-number',
    now = at(1),
  ) => logCall(one.ports, { ...one.by(staff, now), outcome });
  const missThrice = async () => {
    await call('okoye', 'no-answer');
    await call('marlow', 'wrong-number');
    await call('okoye', 'voicemail');
  };
  return { ...one, sent, plan, asked, call, missThrice };
}

describe('the question of a welfare check', () => {
  test('goes to the physician after the third call that did not reach the patient, by every way', async () => {
    const { call, asked } = await emergency();
    await call('okoye', 'no-answer');
    await call('okoye', 'voicemail');
    expect(await asked(at(2))).toEqual([]);
    await call('okoye', 'wrong-number');
    expect(await asked(at(2))).toEqual(question);
  });

  test('goes out though a clinician has claimed it, 15 minutes after the page', async () => {
    const { ports, by, plan, asked, sent } = await emergency();
    await sent(['page#0.0.0#okoye#sms'], 'sent', at(1));
    expect(await asked(at(20))).toEqual([]);
    await claim(ports, by('okoye', at(12)));
    expect(await asked(at(15.5))).toEqual([]);
    expect((await plan(at(15.5)))?.dueAt).toBe(at(16));
    expect(await asked(at(16))).toEqual(question);
    await sent(question, 'sent', at(16));
    expect(await asked(at(40))).toEqual([]);
  });

  test('goes as well to a physician who has claimed it', async () => {
    const { ports, by, missThrice, asked } = await emergency();
    await claim(ports, by('lindqvist', at(1)));
    await missThrice();
    expect(await asked(at(2))).toEqual(expect.arrayContaining([...question, 'welfare#0#lindqvist#sms']));
  });

  test('is asked once: not again by a later plan, nor of whoever comes on call', async () => {
    const { missThrice, asked, sent } = await emergency();
    await missThrice();
    await sent(question.slice(0, 1), 'sent', at(2));
    expect(await asked(at(3))).toEqual(question.slice(1));
    await sent(question, 'sent', at(3));
    const others = lakeside.staff.onCall.map((entry) =>
      entry.role === 'physician' ? { ...entry, primary: ['lindqvist'] } : entry,
    );
    const changed = { members: lakeside.staff.members, onCall: others } as Staff;
    expect(await asked(at(4), changed)).toEqual([]);
  });

  test('is sent again once where nobody knows its outcome, and goes to all physicians and the manager where it failed', async () => {
    const { missThrice, asked, sent, plan } = await emergency();
    await missThrice();
    await sent(question, 'sending', at(2));
    expect((await plan(at(2)))?.dueAt).toBe(later(at(2), 0.25));
    expect(await asked(at(2))).toEqual([]);
    expect(await asked(at(3))).toEqual(question);
    await sent(question, 'failed', at(3));
    const all = await asked(at(3));
    expect(all).toEqual(expect.arrayContaining(['welfare#0#lindqvist#sms', 'welfare#0#bell#email']));
    expect(all).not.toContain('welfare#0#okoye#sms');
    await sent(all ?? [], 'sent', at(3));
    expect(await asked(at(4))).toEqual([]);
  });

  test('is not asked once somebody has spoken with the patient, or decided', async () => {
    const spoken = await emergency();
    await spoken.missThrice();
    await spoken.sent(['page#0.0.0#okoye#sms'], 'sent', at(0));
    await claim(spoken.ports, spoken.by('okoye', at(1)));
    await spoken.call('marlow', 'reached', at(2));
    expect(await spoken.asked(at(16))).toEqual([]);
    expect(spoken.now()).toMatchObject({ status: 'claimed', answeredCount: 0 });
    const decided = await emergency();
    await decided.missThrice();
    const decision = { decision: 'not-needed', reason: 'Her sister is with her.' } as const;
    await decideWelfareCheck(decided.ports, { ...decided.by('okoye', at(2)), ...decision });
    expect(await decided.asked(at(3))).toEqual([]);
  });

  test('is for emergencies', async () => {
    const { call, asked, now } = await emergency('I have a fever since yesterday');
    for (let calls = 0; calls < 4; calls += 1) await call('okoye', 'no-answer');
    expect(now()).toMatchObject({ level: 'U', unreachedCalls: 4 });
    expect(await asked(at(3))).toEqual([]);
  });

  test('a voice on the machine is a response, and leaves an emergency open', async () => {
    const { call, now, plan } = await emergency();
    await call('okoye', 'voicemail', at(1));
    expect(now()).toMatchObject({
      respondedAt: at(1),
      respondedBy: 'okoye',
      answeredCount: 0,
      unreachedCalls: 1,
    });
    expect((await plan(at(11)))?.notices).not.toEqual([]);
    const other = await oneInquiry('How much is a consultation?');
    await logCall(other.ports, { ...other.by('marlow'), outcome: 'voicemail' });
    expect(other.now()).toMatchObject({ status: 'answered' });
  });
});

describe('the decision on a welfare check', () => {
  const given = { decision: 'requested', reason: 'No answer three times, vision was lost.' } as const;

  test('is a clinician’s, for an emergency, with a reason; it answers nothing', async () => {
    const { ports, by, now, plan } = await emergency();
    const decide = (staff: string, reason: string = given.reason) =>
      decideWelfareCheck(ports, { ...by(staff), ...given, reason });
    await expect(decide('bell')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(decide('okoye', ' ')).rejects.toMatchObject({ code: 'invalid' });
    await decide('okoye');
    expect(now()).toMatchObject({ welfareCheck: 'requested', status: 'new', answeredCount: 0 });
    expect(now().claimedBy).toBeUndefined();
    expect(now().lastEvent).toMatchObject({
      what: 'welfare-check',
      actor: { staff: 'okoye' },
      why: ['requested'],
      note: given.reason,
    });
    expect((await plan(at(1)))?.notices).toContain('page#0.0.0#okoye#sms');
    const routine = await oneInquiry('How much is a consultation?');
    await expect(
      decideWelfareCheck(routine.ports, { ...routine.by('okoye'), ...given }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});
