import { describe, expect, test } from '@jest/globals';
import type { InquiryFile } from '../../../domain/inquiry/inquiries.ts';
import type { Inquiry } from '../../../domain/inquiry/inquiry.ts';
import type { AnswerWay } from '../../../domain/inquiry/may-answer.ts';
import { composeContext } from '../../../domain/message/compose-context.ts';
import { actionPage } from '../../../lambdas/patient/action-page.ts';
import { fridayMorning, lakeside, later, staffMember } from '../../support/lakeside.ts';

const file = (changes: Partial<Inquiry> = {}, text = 'Do you have a consultation?'): InquiryFile => ({
  inquiry: {
    id: 'inq_1',
    schema: 1,
    run: 1,
    revision: 1,
    status: 'acknowledged',
    priority: 'new-lead',
    level: 'R',
    channel: 'web-form',
    source: 'src_typeform',
    location: 'downtown',
    language: 'en',
    contact: { name: 'Rowan Ellery', email: 'rowan@example.com', phone: '+15125550143' },
    receivedAt: fridayMorning,
    deadline: later(fridayMorning, 15),
    deadlineWhy: [],
    policyName: 'new-lead',
    policyVersion: '1',
    policy: lakeside.escalation.policies['new-lead'],
    chain: 0,
    chainStartedAt: fridayMorning,
    messageCount: 1,
    messageIds: ['m1'],
    answeredCount: 0,
    lastMessageAt: fridayMorning,
    lastEvent: { id: '1', what: 'received', at: fridayMorning, actor: { patient: true } },
    ...changes,
  },
  messages: [
    {
      id: 'm1',
      inquiryId: 'inq_1',
      direction: 'in',
      channel: 'web-form',
      text,
      at: fridayMorning,
      state: 'received',
      author: { patient: true },
    },
  ],
  notices: [],
});

const shown = (
  given: InquiryFile,
  told: { notice?: string; problem?: string; answers?: readonly AnswerWay[] } = {},
  member = 'okoye',
): string =>
  actionPage(200, {
    file: given,
    member: staffMember(member),
    practice: lakeside.identity,
    staffTemplates: lakeside['staff-templates'],
    now: later(fridayMorning, 5),
    ...told,
  }).body ?? '';

describe('the action page', () => {
  test('shows who wrote what, since when, and what can be done', () => {
    const body = shown(file());
    for (const text of [
      'Rowan Ellery',
      'Do you have a consultation?',
      '5 min',
      '10:20 AM today',
      'nobody has it yet',
      'tel:+15125550143',
      'name="seen" value="1"',
    ])
      expect(body).toContain(text);
    for (const act of [
      'reply',
      'call-reached',
      'call-voicemail',
      'call-no-answer',
      'call-wrong-number',
      'claim',
      'physician',
      'close',
    ])
      expect(body).toContain(`value="${act}"`);
  });

  test('has nothing where there is nothing to say', () => {
    const body = shown(file());
    for (const text of ['class="note"', 'class="problem"', 'could not read', 'class="urgent"'])
      expect(body).not.toContain(text);
    expect(shown(file({ contact: { name: 'Rowan Ellery' } }))).not.toContain('<textarea');
    expect(shown(file({ contact: { phone: '+15125550143' } }))).toContain('Reply by text to');
    expect(shown(file(), { problem: 'Choose one.' })).toContain('role="alert"');
    expect(shown(file({ review: 'no JSON' }))).toContain('could not read');
    expect(shown(file({ level: 'E1' }))).toContain('class="urgent"');
  });

  test('closes by one tap what is held and is nobody’s, but never an emergency', () => {
    const tap = '<button name="reason" value="not-an-inquiry">';
    expect(shown(file({ review: 'A machine sent this mail.' }))).toContain(tap);
    for (const body of [
      shown(file()),
      shown(file({ review: 'odd', status: 'closed' })),
      shown(file({ review: 'odd', level: 'E1', emergency: true })),
    ])
      expect(body).not.toContain(tap);
  });

  test('says at once to call whoever did not get what Heard sent by itself, while they wait', () => {
    const refused = (kind: 'safety' | 'acknowledgement') =>
      ({
        key: `${kind}#m1`,
        inquiryId: 'inq_1',
        kind,
        messageId: 'm1',
        attempt: 1,
        state: 'failed',
        at: fridayMorning,
      }) as const;
    const page = (kind: 'safety' | 'acknowledgement', changes: Partial<Inquiry> = {}) =>
      shown({ ...file(changes), notices: [refused(kind)] });
    expect(page('safety')).toContain('Call the patient now: the safety reply did not arrive.');
    expect(page('safety')).not.toContain('another channel');
    expect(page('acknowledgement')).toContain('Call the patient now: the acknowledgement did not arrive.');
    expect(page('acknowledgement')).toContain('answer by another channel');
    for (const body of [
      shown(file()),
      page('safety', { answeredCount: 1 }),
      page('safety', { status: 'closed' }),
    ])
      expect(body).not.toContain('Call the patient now');
  });

  test('says before every way to answer that the writer may be a minor', () => {
    const body = shown(file({ apparentMinor: { who: 'writer', age: 16, messageId: 'm1' } }));
    expect(body).toMatch(/The writer may be a minor \(16\): speak with the parent.*class="acts"/s);
    expect(shown(file())).not.toContain('minor');
  });

  test('prints what a patient wrote as text, never as markup', () => {
    const body = shown(file({}, '<script>alert(1)</script>{{ headline }}'));
    expect(body).not.toContain('<script>');
    expect(body).toContain('&lt;script&gt;');
    expect(body).toContain('{{ headline }}');
  });

  test('runs no script, sends no address on, and is kept nowhere', () => {
    const { headers } = actionPage(200, {
      file: file(),
      member: staffMember('okoye'),
      practice: lakeside.identity,
      staffTemplates: lakeside['staff-templates'],
      now: fridayMorning,
    });
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(String(headers?.['content-security-policy'])).toMatch(/^default-src 'none'; style-src 'sha256-/);
  });

  test('leaves the level and the end of an emergency to clinicians, also after the answer', () => {
    const emergency = file({ level: 'E1', emergency: true });
    const clinician = shown(emergency);
    for (const text of ['value="lower"', 'value="U"', 'name="outcome"', 'sent to emergency care'])
      expect(clinician).toContain(text);
    expect(clinician).not.toContain('value="E1"');
    expect(clinician).not.toContain('No answer needed');
    const coordinator = shown(emergency, {}, 'marlow');
    expect(coordinator).toContain('Only a clinician closes an emergency');
    expect(coordinator).not.toMatch(/value="lower"|name="outcome"|No answer needed/);
    const answered = shown(file({ emergency: true, answeredCount: 1, status: 'answered' }));
    expect(answered).toContain('name="outcome"');
    expect(shown(file({ emergency: true, status: 'closed' }))).not.toContain('name="outcome"');
    expect(shown(file())).not.toMatch(/value="lower"|name="outcome"/);
  });

  test('asks clinicians for a decision on a welfare check', () => {
    const notice = { key: 'welfare#0#okoye#sms', inquiryId: 'inq_1', kind: 'welfare', round: '0' } as const;
    const notices = [{ ...notice, attempt: 1, state: 'sent', at: fridayMorning }] as const;
    const emergency = file({ level: 'E1', emergency: true, unreachedCalls: 3 });
    const asked = shown({ ...emergency, notices });
    for (const text of ['Decide on a welfare check', 'Calls without reaching them: 3', 'value="not-needed"'])
      expect(asked).toContain(text);
    expect(shown(emergency)).toContain('Is a welfare check needed?');
    expect(shown({ ...emergency, notices }, {}, 'marlow')).not.toContain('welfare');
    const decided = { ...emergency.inquiry, welfareCheck: 'not-needed' as const };
    expect(shown({ ...emergency, inquiry: decided, notices })).toContain('Decided so far: not needed.');
    expect(shown(file())).not.toContain('welfare');
  });

  test('offers to undo what the same person has just done, also after the answer', () => {
    const undo = { what: 'call-reached', by: 'okoye', at: later(fridayMorning, 4.9), was: {}, gone: [] };
    const changes = { answeredCount: 1, status: 'answered', undo: { ...undo, revision: 1 } } as const;
    expect(shown(file(changes))).toContain('Undo the logged call');
    expect(shown(file(changes), {}, 'marlow')).not.toContain('Undo');
    expect(shown(file({ ...changes, revision: 2 }))).not.toContain('Undo');
    const old = { ...undo, revision: 1, at: later(fridayMorning, 4.8) };
    expect(shown(file({ ...changes, undo: old }))).not.toContain('Undo');
  });

  test('tells above what was said by a patient who asks for the doctor what the alert told, and offers a triage call once', () => {
    const asking = { priority: 'asks-for-physician', asksForPhysician: true, nervous: true } as const;
    const body = shown(file(asking), {}, 'marlow');
    const lines = composeContext(file(asking).inquiry, 'en', {
      staffTemplates: lakeside['staff-templates'],
      now: later(fridayMorning, 5),
    });
    expect(lines).toHaveLength(5);
    for (const line of lines) {
      expect(body).toContain(`<p>${line}</p>`);
      expect(body.indexOf(line)).toBeLessThan(body.indexOf('What was said'));
    }
    expect(body).toContain('value="triage-call"');
    const offered = shown(file({ ...asking, triageOfferedAt: fridayMorning }));
    expect(offered).toContain('<p>Triage call: offered.</p>');
    expect(offered).not.toContain('value="triage-call"');
    expect(shown(file())).not.toMatch(/Triage call|value="triage-call"/);
  });

  test('has what to do now on the first screen, and folds the rest', () => {
    const emergency = { level: 'E1', emergency: true, priority: 'red-flag', nervous: true } as const;
    const long = `My lip is white. ${'It hurts. '.repeat(40)}`;
    for (const given of [file(), file(emergency, long)]) {
      const body = shown(given);
      const [first = '', ...rest] = body.split('</section>');
      for (const act of ['tel:+15125550143', 'value="claim"', 'value="reply"', 'value="call-reached"'])
        expect(first).toContain(act);
      // Only call and claim stand open; the words are there, shortened.
      expect(first.replaceAll(/<details[\s\S]*?<\/details>/g, '').match(/<button/g)).toHaveLength(1);
      const folded = rest.join('').replaceAll(/<details[\s\S]*?<\/details>/g, '');
      expect(folded).not.toMatch(/<form|<blockquote/);
    }
    expect(
      shown(file(emergency, long)).match(/<blockquote class="newest">(.*?)<\/blockquote>/)?.[1],
    ).toHaveLength(162);
    expect(shown(file(), { problem: 'Choose one.' })).not.toContain('class="act" open');
  });

  test('says who calls a nervous patient by when, and lets the call be logged after a written answer', () => {
    const since = fridayMorning;
    const namedCall = { since, by: later(fridayMorning, 415), why: 'nervous', contact: 'marlow' } as const;
    expect(shown(file({ nervous: true, namedCall }))).toContain('Nervous: marlow calls by 5:00');
    const answered = { status: 'answered', answeredCount: 1 } as const;
    expect(shown(file({ ...answered, nervous: true, namedCall }))).toContain('value="call-reached"');
    expect(shown(file({ ...answered, nervous: true }))).not.toContain('value="call-reached"');
    const overdue = { since, by: fridayMorning, why: 'distress' } as const;
    expect(shown(file({ namedCall: overdue }))).toContain('calls now; it was due by 10:05');
  });

  test('says that nothing is sold to whoever seeks reassurance, and to clinicians what it may be a sign of', () => {
    const given = file({ reassuranceAt: [fridayMorning, fridayMorning, fridayMorning] });
    expect(shown(given)).toContain('offer and sell nothing. For the physician: this can be a sign of body');
    expect(shown(given, {}, 'marlow')).toContain('A physician looks before anything more is done');
    expect(shown(given, {}, 'marlow')).not.toContain('dysmorphic');
    expect(shown(file({ reassuranceAt: [fridayMorning] }))).not.toContain('sell nothing');
  });

  test('tells clinicians, and nobody else, who was told what and how it ended', () => {
    const given: InquiryFile = {
      ...file(),
      notices: [
        {
          key: 'page#0.1.0#okoye#sms',
          inquiryId: 'inq_1',
          kind: 'page',
          attempt: 1,
          round: '0.1.0',
          staff: 'okoye',
          roles: ['physician'],
          way: 'sms',
          state: 'failed',
          reason: 'bounced',
          at: later(fridayMorning, 3),
          step: { policy: 'E1', version: 'abc', name: 'On call', index: 1, repeat: 0 },
        },
      ],
      events: [
        {
          id: 'lapsed#x',
          what: 'claim-lapsed',
          at: later(fridayMorning, 4),
          actor: { system: 'plan' },
          note: 'marlow',
        },
      ],
    };
    const body = shown(given);
    expect(body).toContain(
      'page to okoye (physician) by text: did not arrive (bounced); step &#34;On call&#34; of policy E1, version abc',
    );
    const order = ['received (the patient)', 'page to okoye', 'claim lapsed (Heard); marlow'];
    const places = order.map((text) => body.indexOf(text));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(shown(given, {}, 'marlow')).not.toContain('claim lapsed');
  });

  test('tells at its end of call tasks that wait at the location', () => {
    const shownTask = { why: 'call the patient', dueOn: '2026-11-18', late: true, assignee: 'nobody yet' };
    const body = shown(file(), { tasks: { open: 7, late: 2, shown: [shownTask] } } as never);
    expect(body).toContain('<summary>Call tasks: 7 open, 2 since an earlier day</summary>');
    expect(body).toContain('<li><strong>2026-11-18</strong>: call the patient (nobody yet)</li>');
    expect(body.indexOf('Call tasks')).toBeGreaterThan(body.indexOf('What was said'));
    expect(shown(file())).not.toContain('Call tasks');
  });

  test('opens the answer where words are kept for another try', () => {
    const draft = { draft: 'We have a time for you.' };
    expect(shown(file(), draft as never)).toContain('<details class="act" open><summary>Answer by e-mail');
  });

  test('offers nothing more once it is answered', () => {
    expect(shown(file({ answeredCount: 1, status: 'answered' }))).not.toContain('<form');
  });

  test('warns where messages came from more than one address of a form, and lets nobody answer one of them unasked after a call from the other', () => {
    const warning = 'only a form named together';
    const choice = 'name="channel" value="email" required';
    const body = (changes: Partial<Inquiry>) => {
      const page = shown(file({ lastChannel: 'email', ...changes }));
      return [page.includes(warning), page.includes(choice)];
    };
    expect(body({})).toEqual([false, false]);
    expect(body({ proved: ['email'] })).toEqual([false, false]);
    expect(body({ proved: ['email', 'phone'] })).toEqual([true, false]);
    expect(body({ proved: [], called: true })).toEqual([true, false]);
    expect(body({ proved: ['email'], called: true })).toEqual([true, true]);
    expect(body({ proved: ['email', 'phone'], called: true })).toEqual([true, false]);
  });
});

describe('how the page says that an answer goes', () => {
  const text = { channel: 'sms', to: '+15125550143' } as const;
  const mail = { channel: 'email', to: 'rowan@example.com' } as const;
  const refused = 'the patient wants no more texts';

  test('names the first way that nothing stands against, and why the one in kind is none', () => {
    const html = shown(file(), { answers: [{ way: text, refused }, { way: mail }] });
    expect(html).toContain(
      'The patient wants no more texts. Answer by e-mail, or call them, and log the call.',
    );
    expect(html).toContain('Answer by e-mail to rowan@example.com');
    expect(html).toContain('<input type="hidden" name="channel" value="email">');
    expect(html).not.toContain('only a link');
  });

  test('leaves the channel in kind unsaid, and says where only a link goes', () => {
    const html = shown(file(), { answers: [{ way: mail, asLink: true }, { way: text }] });
    expect(html).not.toContain('name="channel"');
    expect(html).toContain('only a link to their own page');
  });

  test('offers no answer where every way is refused', () => {
    const html = shown(file(), { answers: [{ way: text, refused }] });
    expect(html).toContain('The patient wants no more texts. Call them, and log the call.');
    expect(html).not.toContain('Send the reply');
  });
});
