import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeEmail } from '../../../domain/inquiry/decoders/email.ts';
import { type MailSender, senderOf } from '../../../domain/inquiry/mail-sender.ts';
import { lakeside } from '../../support/lakeside.ts';

const from = 'Rowan Ellery <rowan@example.org>';

async function sender(
  head: readonly string[],
  text = 'Is Tuesday possible?',
  practice = lakeside.identity,
): Promise<MailSender> {
  const lines = head.some((line) => /^from:/i.test(line)) ? head : [`From: ${from}`, ...head];
  return senderOf(await decodeEmail(Buffer.from([...lines, '', text].join('\r\n'))), practice);
}

const group = [
  'Precedence: list',
  'List-ID: <desk.lakeside-aesthetics.example.com>',
  'List-Post: <mailto:desk@lakeside-aesthetics.example.com>',
  'List-Unsubscribe: <mailto:googlegroups-manage+1+unsubscribe@googlegroups.com>',
];
const newsletter = ['From: Filler News <news@brand.example>', 'List-Unsubscribe: <https://u.example/1>'];

describe('ends without an inquiry', () => {
  test.each<[string, string, readonly string[]]>([
    ['an answer of a machine (RFC 3834)', 'auto-reply', ['Auto-Submitted: auto-replied']],
    ['the same with a word more', 'auto-reply', ['Auto-Submitted: auto-replied (vacation)']],
    ['an answer of an older machine', 'auto-reply', ['X-Autoreply: yes']],
    ['one that says so by its precedence', 'auto-reply', ['Precedence: auto_reply']],
    [
      'Exchange, when somebody is away',
      'auto-reply',
      ['Auto-Submitted: auto-generated', 'In-Reply-To: <a@x>', 'Subject: Automatic reply: Your visit'],
    ],
    [
      'a vacation program that knows no header of its own',
      'auto-reply',
      ['Precedence: bulk', 'In-Reply-To: <a@x>', 'Subject: Respuesta automática: su visita'],
    ],
    ['a report of a delivery (RFC 3464)', 'delivery-report', ['Content-Type: multipart/report; boundary=b']],
    ['a mail server’s word', 'delivery-report', ['From: MAILER-DAEMON@example.org']],
    ['what nobody can answer', 'delivery-report', ['Return-Path: <>']],
    ['Heard’s own mail', 'own-mail', ['From: hello@care.lakeside-aesthetics.example.com']],
    ['Heard’s own address with a mark', 'own-mail', ['From: desk+a.b@in.lakeside-aesthetics.example.com']],
  ])('%s', async (_what, as, head) => {
    expect(await sender(head)).toEqual({ kind: 'ends', as });
  });
});

describe('is from whoever its From says', () => {
  test.each<[string, readonly string[]]>([
    ['a person’s', ['Precedence: first-class']],
    ['one that says that a person wrote it', ['Auto-Submitted: no']],
    ['a person’s who writes from a name like a robot’s', ['From: Nora Reply <noraply@example.org>']],
    ['a person’s through a group of the practice’s own', group],
    [
      'an answer that only sounds like a machine’s',
      ['In-Reply-To: <a@x>', 'Subject: Out of office on Friday?'],
    ],
  ])('%s', async (_what, head) => {
    expect(await sender(head)).toEqual({ kind: 'person' });
  });
});

describe('is from the person whom a machine or a group names', () => {
  const jordan = { email: 'jordan@example.org' };
  test.each<readonly [string, object, readonly string[], string?]>([
    [
      'a form tool’s Reply-To',
      { ...jordan, name: 'Jordan Avery' },
      ['From: Forms <no-reply@forms.example>', 'Reply-To: Jordan Avery <jordan@example.org>'],
    ],
    [
      'the practice’s website',
      { ...jordan, name: 'Jordan' },
      ['From: wordpress@lakeside-aesthetics.example.com', 'Reply-To: Jordan <jordan@example.org>'],
    ],
    [
      'a name via a form tool',
      { ...jordan, name: 'Jordan Avery' },
      ["From: 'Jordan Avery' via Forms <notifications@forms.example>", 'Reply-To: jordan@example.org'],
    ],
    [
      'the practice’s group, which writes in its own name',
      { ...jordan, name: 'Jordan Avery' },
      [
        "From: 'Jordan Avery' via Desk <desk@lakeside-aesthetics.example.com>",
        'X-Original-From: Jordan Avery <jordan@example.org>',
        'Reply-To: desk@lakeside-aesthetics.example.com',
        ...group,
      ],
    ],
    [
      'the fields of a form, whatever else the mail is',
      { name: 'Jordan Avery', ...jordan, phone: '+15125550143' },
      ['From: Leads <leads-noreply@market.example>', 'Reply-To: help@market.example', ...newsletter.slice(1)],
      'A new lead!\r\nName: Jordan Avery\r\nE-mail: jordan@example.org\r\nPhone: (512) 555-0143\r\n\r\nMessage:\r\nHow much is filler?',
    ],
    [
      'fields with what was filled in below them, in Spanish',
      { name: 'Ana Ruiz', email: 'ana@example.org' },
      ['From: no-responder@formas.example', 'Auto-Submitted: auto-generated'],
      'Nombre\r\nAna Ruiz\r\n\r\nCorreo electrónico\r\nana@example.org\r\n\r\nMensaje\r\n¿Cuánto cuesta?',
    ],
    [
      'the head that a form plugin writes',
      { name: 'Jordan Avery', ...jordan },
      ['From: wordpress@site.example'],
      'From: Jordan Avery <jordan@example.org>\r\nSubject: Price\r\n\r\nMessage Body:\r\nHow much is it?',
    ],
    [
      'a table of HTML',
      { name: 'Jordan Avery', ...jordan },
      ['From: no-reply@forms.example', 'Content-Type: text/html'],
      '<table><tr><td>Name</td><td>Jordan Avery</td></tr><tr><td>Email</td><td><a href="mailto:jordan@example.org">jordan@example.org</a></td></tr></table>',
    ],
    [
      'the fields of a form with a number alone, from a sender whom nobody can answer',
      { name: 'Jordan', phone: '+15125550143' },
      ['Return-Path: <>', 'From: Website <form@site.example>'],
      'Your name: Jordan\r\nCell: 512-555-0143',
    ],
  ])('%s', async (_what, person, ...mail) => {
    expect(await sender(...mail)).toEqual({ kind: 'for-person', person });
  });

  test('the front desk passes on by hand what a form tool sent it', async () => {
    const practice = {
      ...lakeside.identity,
      mail: { ...lakeside.identity.mail, replyTo: 'desk@lakeside.example' },
    };
    const head = ['From: desk@lakeside.example'];
    const text = 'Name: Jordan\r\nEmail: jordan@example.org';
    expect(await sender(head, text, practice)).toEqual({
      kind: 'for-person',
      person: { name: 'Jordan', ...jordan },
    });
    expect(await sender(head, 'Call this lady back', practice)).toEqual({ kind: 'machine' });
  });
});

describe('is a machine’s, for a person to look at', () => {
  const foot = 'Spring offers\r\n\r\nBrand Inc.\r\nPhone: (512) 555-0100\r\nEmail: hello@elsewhere.example';
  test.each<readonly [string, object, readonly string[], string?]>([
    ['a newsletter', {}, newsletter],
    ['a newsletter with addresses at its foot', {}, newsletter, foot],
    [
      'a newsletter that can be answered',
      { answersTo: { email: 'hello@elsewhere.example' } },
      [...newsletter, 'Reply-To: hello@elsewhere.example'],
    ],
    ['a list that is not the practice’s', {}, ['Precedence: list', 'List-ID: <talk.society.example>']],
    [
      'a newsletter through the practice’s group',
      {},
      [
        'From: Filler News <news@brand.example>',
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
        ...group,
      ],
    ],
    [
      'a platform that lets nobody answer',
      {},
      ['From: no-reply@market.example'],
      'Somebody in your area asked about filler. Log in to see more.',
    ],
    [
      'a platform that answers by its own address',
      { answersTo: { email: 'relay+77@market.example' } },
      ['From: Jordan <no-reply@market.example>', 'Reply-To: relay+77@market.example'],
    ],
  ])('%s', async (_what, more, ...mail) => {
    expect(await sender(...mail)).toEqual({ kind: 'machine', ...more });
  });
});

describe('no mail of a machine', () => {
  const marks = [
    'Precedence: bulk',
    'Precedence: list',
    'Precedence: junk',
    'List-Unsubscribe: <mailto:u@brand.example>',
    'List-ID: <news.brand.example>',
    'Auto-Submitted: auto-generated',
    'Auto-Submitted: auto-notified',
    'X-Auto-Response-Suppress: All',
    'From: no-reply@brand.example',
    'From: jobs_noreply@brand.example',
    'From: do-not-reply+12@brand.example',
    'From: notification@brand.example',
  ];
  test('ends unseen for what it is, nor is it answered at its own address', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(marks, { minLength: 1 }), async (given) => {
        const found = await sender(given);
        expect(found.kind).not.toBe('ends');
        if (
          given.some(
            (line) => line.startsWith('From:') || line.startsWith('List') || /: (bulk|list)/.test(line),
          )
        )
          expect(found).toEqual({ kind: 'machine' });
      }),
    );
  });

  test('hides a patient who has a mailbox where the front desk has one', async () => {
    const mail = { ...lakeside.identity.mail, replyTo: 'lakeside@webmail.example' };
    const practice = { ...lakeside.identity, mail };
    const head = ['From: no-reply@forms.example', 'Reply-To: jordan@webmail.example'];
    const person = { email: 'jordan@webmail.example' };
    expect(await sender(head, 'Hello', practice)).toEqual({ kind: 'for-person', person });
    const group = ['Precedence: list', 'List-Post: <mailto:lakeside@webmail.example>'];
    expect(await sender(group, 'Hello', practice)).toEqual({ kind: 'person' });
    const desk = ['From: no-reply@forms.example', 'Reply-To: lakeside@webmail.example'];
    expect(await sender(desk, 'Hello', practice)).toEqual({ kind: 'machine' });
  });

  test('hides one whose domain only holds the practice’s', async () => {
    const head = ['From: no-reply@forms.example', 'Reply-To: jordan@example.com'];
    expect(await sender(head)).toEqual({ kind: 'for-person', person: { email: 'jordan@example.com' } });
  });

  test('is taken for a form with the practice’s own addresses as the patient’s', async () => {
    const own = [...new Set(Object.values(lakeside.identity.mail))];
    for (const address of own)
      expect(
        await sender(
          ['From: no-reply@forms.example', `Reply-To: ${address}`],
          `Name: A\r\nEmail: ${address}`,
        ),
      ).toEqual({
        kind: 'machine',
      });
  });
});
