import { describe, expect, test } from '@jest/globals';
import { addresseeOf, signLink } from '../../../lambdas/kit/signed-link.ts';
import { actOnOwnPage, type OwnPagePorts } from '../../../lambdas/patient/own-page.ts';
import { assess, fridayMorning, rules } from '../../support/lakeside.ts';
import { oneInquiry } from '../../support/one-inquiry.ts';
import { desk, phone } from '../../support/revocation-desk.ts';

const key = 'a key of the links';

/** Nothing was ticked: nobody is looked up. */
const noneWaits = {} as OwnPagePorts['consents'];

/** A patient opens their own page, and writes this. */
async function writes(text: string, close = false) {
  const one = await oneInquiry('Is Tuesday possible?', { channel: 'sms', contact: { phone } });
  const revocations = desk();
  if (close) {
    const { inquiries } = one;
    const seen = one.now();
    await inquiries.changeCourse(
      seen,
      { status: 'closed', closedAt: fridayMorning, closeReason: 'answered', answeredCount: 1 },
      { id: '2', what: 'closed', at: fridayMorning, actor: { system: 'test' } },
      fridayMorning,
    );
    await inquiries.rest(one.now());
  }
  const ports: OwnPagePorts = {
    assess,
    inquiries: one.inquiries,
    escalations: one.ports.escalations,
    revocations: revocations.ports,
    consents: noneWaits,
    rules,
    practice: one.ports.practice,
    linkKey: async () => key,
    now: () => fridayMorning,
    newId: () => 'once',
  };
  const token = signLink(key, {
    purpose: 'inquiry',
    subject: one.now().id,
    person: addresseeOf(key, `phone:${phone}`),
    expiresAt: '2027-01-01T00:00:00.000Z',
  });
  const event = {
    rawPath: `/i/${token}`,
    pathParameters: { token },
    body: new URLSearchParams({ act: 'add', once: '1', text }).toString(),
    isBase64Encoded: false,
  } as unknown as Parameters<typeof actOnOwnPage>[0];
  const reply = await actOnOwnPage(event, ports);
  return { reply, inquiry: one.now(), revocations };
}

describe('what patients add on their own page', () => {
  test('is read for revocations like any message, and answered by no text', async () => {
    const { reply, inquiry, revocations } = await writes('By the way, please stop texting me.');
    expect(reply.statusCode).toBe(303);
    expect(inquiry.messageCount).toBe(2);
    expect(revocations.byAddress).toMatchObject([
      { channel: 'text', purpose: 'all', action: 'revoke', actor: 'patient' },
    ]);
    expect(revocations.sent).toEqual([]);
  });

  test('START and HELP are words like others there', async () => {
    const { revocations } = await writes('start');
    expect(revocations.consents.get('p1')).toHaveLength(1);
    expect((await writes('help', true)).inquiry.status).not.toBe('closed');
  });

  test('a bare STOP opens nothing again where nobody waits', async () => {
    const { inquiry, revocations } = await writes('STOP', true);
    expect(inquiry).toMatchObject({ status: 'closed', messageCount: 2 });
    expect(revocations.byAddress.map(({ channel }) => channel)).toEqual(['text']);
  });

  test('a red flag beside it goes first', async () => {
    const { inquiry, revocations } = await writes('STOP my lip turned white and it hurts a lot', true);
    expect(inquiry).toMatchObject({ level: 'E1', status: 'new' });
    expect(revocations.sent).toEqual([]);
  });
});
