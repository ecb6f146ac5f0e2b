import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { patientNotices } from '../../../domain/escalation/patient-notices.ts';
import type { Arrival } from '../../../domain/inquiry/arrival.ts';
import { close } from '../../../domain/inquiry/closing.ts';
import { registerMessage } from '../../../domain/inquiry/register-message.ts';
import { identify } from '../../../domain/inquiry/staff-actions.ts';
import type { Assess } from '../../../domain/red-flag/assess.ts';
import { memoryInquiries } from '../../../simulation/memory-inquiries.ts';
import { fridayMorning, lakeside, later, rules, staffMember } from '../../support/lakeside.ts';
import { arrivalsOf, mailNotice, registered, sourceOf } from '../../support/register-request.ts';

const source = { ...sourceOf('src_ses'), verifier: { kind: 'sns' as const, topics: [] } };
let serial = 0;

/** The arrivals of one mail, with ids of its own. */
async function mailed(
  head: readonly string[],
  text: string,
  facts: Parameters<typeof arrivalsOf>[3] = {},
): Promise<readonly Arrival[]> {
  serial += 1;
  const mail = [...head, `Message-ID: <m${serial}@x>`, 'Subject: Hello', '', text].join('\r\n');
  const found = await arrivalsOf(source, mailNotice(mail), 'application/json', {
    addressKeys: ({ email, phone }, ids) => [...ids, email, phone].flatMap((key) => key ?? []),
    ...facts,
  });
  const id = `mail${serial}`.padEnd(24, 'x');
  return found.map((one) => ({ ...one, messageId: `${id}.0`, inquiryId: `inq_${id}` }));
}

const clinical: Assess = () => ({ level: 'S', flags: [] });

const news = ['From: Filler News <news@brand.example>', 'List-Unsubscribe: <https://u.example/1>'];
const form = ['From: Forms <no-reply@forms.example>', 'Reply-To: Jordan Avery <jordan@example.org>'];

function house() {
  const inquiries = memoryInquiries();
  const escalations = { start: async () => {}, wake: async () => {} };
  const ports = { inquiries, escalations, rules: rules.value, practice: lakeside.identity };
  return {
    ports,
    register: async (arrivals: readonly Arrival[], minutes = 0): Promise<string> => {
      const [arrival] = arrivals;
      if (!arrival) throw new Error('A mail was dropped.');
      return registerMessage(arrival, { inquiries, escalations, rules, now: later(fridayMorning, minutes) });
    },
    file: async (id: string) => (await inquiries.file(id)) ?? (undefined as never),
  };
}
const noticesOf = async (at: ReturnType<typeof house>, id: string) =>
  patientNotices(await at.file(id), lakeside.identity, later(fridayMorning, 1));

describe('a form that a machine mails', () => {
  test('is the inquiry of whoever filled it in, whose address is a claim, and a new lead', async () => {
    const arrivals = await mailed(form, 'How much is filler?');
    expect(arrivals).toMatchObject([
      {
        contact: { email: 'jordan@example.org', name: 'Jordan Avery' },
        typed: true,
        addressKeys: ['jordan@example.org'],
        details: { 'Passed on by': 'Forms <no-reply@forms.example>', Subject: 'Hello' },
      },
    ]);
    expect(arrivals[0]).not.toHaveProperty('review');
    const at = house();
    const id = await at.register(arrivals);
    expect((await at.file(id)).inquiry).toMatchObject({ priority: 'new-lead', channel: 'email' });
    expect(await noticesOf(at, id)).toEqual([expect.stringContaining('acknowledgement#')]);
  });

  test('of one machine and one thread is a conversation for each person', async () => {
    const at = house();
    const same = ['In-Reply-To: <form@x>', 'References: <form@x>'];
    const first = await at.register(await mailed([...form, ...same], 'How much is filler?'));
    const other = ['From: no-reply@forms.example', 'Reply-To: sam@example.org', ...same];
    expect(await at.register(await mailed(other, 'Do you do peels?'))).not.toBe(first);
  });

  test('pages by what stands in it, wherever it stands', async () => {
    const white = 'My lip turned white and it hurts';
    const plain = await mailed(form, white);
    const below = await mailed(form, `New message\r\n--\r\n${white}`);
    expect([plain[0]?.assessment.level, below[0]?.assessment.level]).toEqual(['E1', 'E1']);
  });
});

describe('a mail of a machine that names nobody', () => {
  test('is held for a person, answered nowhere, and wakes nobody', async () => {
    const arrivals = await mailed(news, 'Ask your doctor, and talk to the doctor today');
    expect(arrivals).toMatchObject([
      { contact: {}, byMachine: true, wantsPhysician: false, review: expect.stringContaining('A machine') },
    ]);
    const at = house();
    const id = await at.register(arrivals);
    expect((await at.file(id)).inquiry).toMatchObject({
      priority: 'other',
      policyName: 'review',
      contact: {},
    });
    expect(await noticesOf(at, id)).toEqual([]);
  });

  test('leads staff to where an answer would go', async () => {
    const relay = ['From: no-reply@market.example', 'Reply-To: relay+7@market.example'];
    const [arrival] = await mailed(relay, 'Jordan asks how much filler is.');
    expect(arrival).toMatchObject({ contact: { email: 'relay+7@market.example' }, typed: true });
    const at = house();
    expect(await noticesOf(at, await at.register([arrival as Arrival]))).toEqual([]);
  });

  test('whose picture is all that it has is held as well', async () => {
    const image = [...news, 'Content-Type: text/html'];
    expect(await mailed(image, '<img src="x.png">')).toMatchObject([{ byMachine: true, contact: {} }]);
  });

  test('with a red flag in it pages, and writes to no machine', async () => {
    const at = house();
    const id = await at.register(await mailed(news, 'My lip turned white and it hurts'));
    expect((await at.file(id)).inquiry.level).toBe('E1');
    expect(await noticesOf(at, id)).toEqual([]);
  });

  test('is one entry of the queue with what the same machine sends on the same day, and raises nothing by coming again', async () => {
    const at = house();
    const facts = { assess: clinical };
    const first = await at.register(await mailed(news, 'Unhappy?', facts));
    for (const text of ['Still?', 'Again?'])
      expect(await at.register(await mailed(news, text, facts))).toBe(first);
    expect((await at.file(first)).inquiry).toMatchObject({
      level: 'S',
      messageCount: 3,
      policyName: 'review',
    });
    const other = ['From: Peels <news@other.example>', 'List-Unsubscribe: <https://u.example/1>'];
    expect(await at.register(await mailed(other, 'Peels!'))).not.toBe(first);
    const [tomorrow] = await mailed(news, 'More news');
    const dayAfter = { ...(tomorrow as Arrival) };
    expect(
      await at.register([{ ...dayAfter, addressKeys: dayAfter.addressKeys.map((key) => `${key}+1`) }]),
    ).not.toBe(first);
  });

  test('does not come to whom staff have said an earlier one is from', async () => {
    const at = house();
    const first = await at.register(await mailed(news, 'Somebody asks for you. Log in.'));
    const contact = { phone: '+15125550143' };
    await identify(at.ports, { inquiryId: first, by: staffMember('marlow'), now: fridayMorning, contact });
    const second = await at.register(await mailed(news, 'Somebody else asks for you. Log in.'));
    expect(second).not.toBe(first);
    expect(await at.register(await mailed(news, 'And a third one.'))).toBe(second);
  });

  test('opens the day’s entry again after it was closed as nobody’s', async () => {
    const at = house();
    const first = await at.register(await mailed(news, 'News'));
    const action = { inquiryId: first, by: staffMember('marlow'), now: later(fridayMorning, 5) };
    await close(
      { ...at.ports, policyVersion: '1' } as never,
      { ...action, reason: 'not-an-inquiry' } as never,
    );
    expect(await at.register(await mailed(news, 'A patient, this time'), 10)).toBe(first);
    expect((await at.file(first)).inquiry.status).not.toBe('closed');
  });

  test('that answers by a reply address of ours joins that conversation, and is not acknowledged', async () => {
    const facts = { inquiryOf: async () => 'inq_ours' };
    const [arrival] = await mailed(
      ['From: helpdesk@firm.example', 'Precedence: bulk'],
      'Ten is fine.',
      facts,
    );
    expect(arrival).toMatchObject({ threadOf: 'inq_ours', byMachine: true });
    expect(arrival).not.toHaveProperty('review');
  });
});

describe('no mail is dropped', () => {
  const heads = fc.constantFrom(
    ['From: no-reply@market.example'],
    ['From: Rowan <rowan@example.org>', 'Precedence: list'],
    ['From: Rowan <rowan@example.org>', 'Precedence: bulk'],
    ['From: Rowan <rowan@example.org>', 'Auto-Submitted: auto-generated'],
    news,
    form,
  );
  test('but what a machine answers or reports, and that is counted', async () => {
    await fc.assert(
      fc.asyncProperty(heads, fc.string({ maxLength: 40 }), async (head, text) => {
        expect(await mailed(head, text.replaceAll(/[\r\n]/g, ' '))).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
    const away = ['From: Rowan <rowan@example.org>', 'Auto-Submitted: auto-replied'];
    expect(await mailed(away, 'I am away.')).toEqual([]);
    const mail = mailNotice([...away, '', 'I am away.'].join('\r\n'));
    expect(await registered(source, mail)).toEqual({ arrivals: [], ignored: 1, ended: 'auto-reply' });
  });

  test('words about symptoms in a machine’s answer are read by a person, and not acknowledged', async () => {
    const away = ['From: Rowan <rowan@example.org>', 'Auto-Submitted: auto-replied'];
    const arrivals = await mailed(away, 'Swollen, I stay at home', { assess: clinical });
    expect(arrivals).toMatchObject([{ byMachine: true, contact: { email: 'rowan@example.org' } }]);
    const at = house();
    const id = await at.register(arrivals);
    expect(await noticesOf(at, id)).toEqual([]);
    const late = patientNotices(await at.file(id), lakeside.identity, later(fridayMorning, 600));
    expect(late).toEqual([]);
  });
});
