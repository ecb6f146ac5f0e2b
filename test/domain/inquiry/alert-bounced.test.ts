import { describe, expect, test } from '@jest/globals';
import { planEscalation } from '../../../domain/escalation/plan.ts';
import { type AlertSent, alertBounced } from '../../../domain/inquiry/alert-bounced.ts';
import type { InquiryFile } from '../../../domain/inquiry/inquiries.ts';
import type { Notice } from '../../../domain/inquiry/notice.ts';
import { replanOpen } from '../../../domain/inquiry/replan.ts';
import { logCall } from '../../../domain/inquiry/staff-actions.ts';
import { fridayMorning, lakeside, later } from '../../support/lakeside.ts';
import { emergencyWords, oneInquiry } from '../../support/one-inquiry.ts';

const page = 'page#0.0.0#okoye#email';

async function afterBounce(
  bounce: 'hard' | 'soft',
  sent: AlertSent = { staff: 'okoye', way: 'email' },
  changes: Partial<Notice> = {},
) {
  const one = await oneInquiry(emergencyWords);
  const { id } = one.now();
  const parts = { kind: 'page', round: '0.0.0', staff: 'okoye', way: 'email' } as const;
  const notice = {
    ...parts,
    key: page,
    inquiryId: id,
    attempt: 1,
    state: 'sent',
    at: fridayMorning,
    ...changes,
  } as const;
  await one.inquiries.settleNotice(notice);
  await alertBounced(
    { inquiries: one.inquiries, escalations: one.ports.escalations, now: fridayMorning },
    id,
    sent,
    bounce,
  );
  const file = (await one.inquiries.file(id)) as InquiryFile;
  const setting = { practice: lakeside.identity, staff: lakeside.staff, now: fridayMorning };
  return { notice: file.notices[0], what: file.inquiry.lastEvent.what, plan: planEscalation(file, setting) };
}

describe('a page that came back', () => {
  test('for good counts as failed: that address is not tried again', async () => {
    const { notice, what, plan } = await afterBounce('hard');
    expect(notice).toMatchObject({ state: 'failed', reason: 'bounced' });
    expect(what).toBe('alert-bounced');
    expect(plan?.notices).not.toContain(page);
  });

  test('for now says nothing of the address: the other ways at once, and this one once more', async () => {
    const { notice, what, plan } = await afterBounce('soft');
    expect(notice).toMatchObject({ state: 'unknown', reason: 'held-up' });
    expect(what).toBe('alert-held-up');
    expect(plan?.notices).toEqual(expect.arrayContaining([page, 'page#0.0.0#okoye#sms']));
  });
});

describe('what is told of a page', () => {
  const sent = { staff: 'okoye', way: 'email', kind: 'page', round: '0.0.0', providerId: 'first' } as const;
  const stateAfter = async (told: AlertSent, changes: Partial<Notice> = {}) =>
    (await afterBounce('hard', told, changes)).notice?.state;

  test('changes this page only, and none of another round, kind or way', async () => {
    expect(await stateAfter(sent)).toBe('failed');
    expect(await stateAfter({ ...sent, kind: 'bundle' })).toBe('failed');
    for (const other of [{ round: '0.1.0' }, { kind: 'alert' }, { way: 'sms' }, { staff: 'sato' }] as const)
      expect(await stateAfter({ ...sent, ...other })).toBe('sent');
  });

  test('says nothing of the second one, once it was sent twice', async () => {
    expect(await stateAfter(sent, { attempt: 2, providerId: 'second' })).toBe('sent');
    expect(await stateAfter(sent, { attempt: 2, providerId: 'first' })).toBe('failed');
  });

  test('comes again while it is still being sent, and counts where whoever sent it is gone', async () => {
    await expect(stateAfter(sent, { state: 'sending' })).rejects.toThrow('still being sent');
    expect(await stateAfter(sent, { state: 'sending', at: later(fridayMorning, -2) })).toBe('failed');
  });
});

describe('a change of the rota', () => {
  test('plans whoever waits anew, by one reading of the open ones', async () => {
    const { inquiries, ports, by, now } = await oneInquiry('How much is a consultation?');
    const asked: unknown[] = [];
    const counting = {
      ...inquiries,
      list: (query: Parameters<typeof inquiries.list>[0]) => {
        asked.push(query.status);
        return inquiries.list(query);
      },
    };
    const replan = { inquiries: counting, escalations: ports.escalations, now: fridayMorning, by: 'bell' };
    expect(await replanOpen(replan, ['downtown'])).toBe(1);
    expect(asked).toEqual(['open']);
    expect(now().lastEvent.what).toBe('rota-changed');
    await logCall(ports, { ...by('marlow'), outcome: 'reached' });
    expect(await replanOpen(replan, ['downtown'])).toBe(0);
  });
});
