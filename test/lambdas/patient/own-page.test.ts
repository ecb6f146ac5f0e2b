import { describe, expect, test } from '@jest/globals';
import { addresseeOf, signLink } from '../../../lambdas/kit/signed-link.ts';
import { actOnOwnPage, type OwnPagePorts, showOwnPage } from '../../../lambdas/patient/own-page.ts';
import { formHouse, number } from '../../support/form-house.ts';
import { assess, fridayMorning, lakeside, rules } from '../../support/lakeside.ts';
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
  test('is read for fear like any message: a call is owed the same day', async () => {
    expect((await writes('I am freaking out')).inquiry).toMatchObject({
      nervous: true,
      namedCall: { why: 'nervous', by: '2026-11-20T23:00:00.000Z' },
    });
    expect((await writes('Tuesday is fine')).inquiry).not.toHaveProperty('namedCall');
  });

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

describe('whoever agrees on their own page', () => {
  test('reads at once to what, from whom, and how to take it back; nobody reads it who has not agreed', async () => {
    const at = await formHouse();
    const consents = [
      { channel: 'sms', purpose: 'recall', wording: 'Yes, remind me.', at: fridayMorning, page: '' },
    ] as const;
    const contact = { name: 'Rowan Ellery', phone: number };
    const one = await oneInquiry('Is Tuesday possible?', { contact, consents });
    const [id = ''] = one.now().messageIds;
    await at.ticks(0, { channel: 'sms', id });
    const ports = {
      inquiries: one.inquiries,
      consents: at.portsAt(fridayMorning),
      practice: one.ports.practice,
      linkKey: async () => key,
      now: () => fridayMorning,
      newId: () => 'once',
    } as unknown as OwnPagePorts;
    const token = signLink(key, {
      purpose: 'inquiry',
      subject: one.now().id,
      person: addresseeOf(key, `phone:${number}`),
      expiresAt: '2027-01-01T00:00:00.000Z',
    });
    const asked = {
      rawPath: `/i/${token}`,
      pathParameters: { token },
      body: new URLSearchParams({ act: 'confirm', consent: `${id}#asked#text` }).toString(),
      isBase64Encoded: false,
      requestContext: { http: { sourceIp: '192.0.2.9', userAgent: 'a browser' } },
    } as unknown as Parameters<typeof actOnOwnPage>[0];
    const read = async () =>
      String((await showOwnPage({ ...asked, queryStringParameters: { done: 'agreed' } }, ports)).body);
    expect(await read()).not.toContain('You agreed');
    const pressed = await actOnOwnPage(asked, ports);
    expect(pressed).toMatchObject({ statusCode: 303, headers: { location: `/i/${token}?done=agreed` } });
    const said = await read();
    expect(said).toContain(
      `Thank you, Rowan. You agreed to get reminders by text from ${lakeside.identity.name}.`,
    );
    expect(said).toContain('answer any of them with STOP');
  });
});

describe('the staff’s answers on the patient’s own page', () => {
  const mailbox = 'rowan@example.com';
  /** A form with a number and a mailbox, answered by mail, as far as the holder of one of them may see it. */
  async function reads(address: string, state: 'accepted' | 'failed' = 'accepted', more: object = {}) {
    const one = await oneInquiry('Is Tuesday possible?', {
      contact: { email: mailbox, phone: number },
      ...more,
    });
    const { id } = one.now();
    const answer = { inquiryId: id, direction: 'out', channel: 'email', author: { staff: 'okoye' } } as const;
    const at = fridayMorning;
    const said = async (name: string, to: object, text: string) =>
      one.inquiries.addMessage({ ...answer, id: name, text, at, state, to });
    await said('r1', { email: mailbox }, 'Yes, <b>Tuesday</b> & no earlier.');
    await said('r2', { email: 'sam@example.com' }, 'For Sam alone.');
    const ports = {
      inquiries: one.inquiries,
      consents: (await formHouse()).portsAt(fridayMorning),
      practice: one.ports.practice,
      linkKey: async () => key,
      now: () => fridayMorning,
      newId: () => 'once',
    } as unknown as OwnPagePorts;
    const person = addresseeOf(key, address);
    const expiresAt = '2027-01-01T00:00:00.000Z';
    const token = signLink(key, { purpose: 'inquiry', subject: id, person, expiresAt });
    const event = { rawPath: `/i/${token}`, pathParameters: { token } };
    return showOwnPage(event as unknown as Parameters<typeof showOwnPage>[0], ports);
  }

  test('stand there encoded, beside their own words, and only for the address that they went to', async () => {
    const body = String((await reads(`email:${mailbox}`)).body);
    expect(body).toContain('Is Tuesday possible?');
    expect(body).toContain('We wrote');
    expect(body).toContain('Yes, &lt;b&gt;Tuesday&lt;/b&gt; &amp; no earlier.');
    expect(body).not.toContain('For Sam alone');
    const byPhone = String((await reads(`phone:${number}`)).body);
    expect(byPhone).toContain('Is Tuesday possible?');
    expect(byPhone).not.toContain('Tuesday&lt;');
    expect(byPhone).not.toContain('We wrote');
  });

  test('stand there also for an address that has written nothing, which sees no more than them', async () => {
    const body = String((await reads('email:sam@example.com')).body);
    expect(body).toContain('For Sam alone');
    expect(body).not.toContain('Tuesday');
  });

  test('do not where they never left, nor for anybody else', async () => {
    expect(String((await reads(`email:${mailbox}`, 'failed')).body)).not.toContain('We wrote');
    expect((await reads('email:sam@example.com', 'failed')).statusCode).toBe(404);
    expect((await reads('email:other@example.com')).statusCode).toBe(404);
  });
});
