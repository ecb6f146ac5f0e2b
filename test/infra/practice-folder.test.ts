import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PracticeError, readPractice } from '../../lib/practice/read-practice.ts';

/** What `heard check` finds in the practice's folder after one change of one file. */
function findingsAfter(file: string, change: (text: string) => string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'heard-practice-'));
  try {
    cpSync('practice', folder, { recursive: true });
    const before = readFileSync(join(folder, file), 'utf8');
    writeFileSync(join(folder, file), change(before));
    readPractice(folder);
    return [];
  } catch (error) {
    if (error instanceof PracticeError) return error.findings;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const endings = 'revocation-examples/ends.en.txt';
const manyLines = Array.from({ length: 200 }, (_, index) => `please stop number ${index} of these`).join(
  '\n',
);

describe('the practice’s folder', () => {
  test('where a treatment is booked with the provider, needs words for it and no link in any other way', () => {
    expect(
      findingsAfter('templates/recall-frame.yaml', (text) =>
        text.replaceAll(/ {2}bookWithProvider: .*\n/g, ''),
      ),
    ).toEqual(
      ['en', 'es'].map((language) =>
        expect.stringMatching(
          new RegExp(
            `^templates/recall-frame\\.yaml:\\d+: ${language}\\.bookWithProvider: say how filler-tear-trough is`,
          ),
        ),
      ),
    );
    const typed = findingsAfter('templates/recall-texts.yaml', (text) =>
      text.replace(
        'it is time to plan your next visit: {% if bookWithProvider %}call {{ phone }} or write to us to book',
        'it is time to plan: {% if bookWithProvider %}https://book.lakeside-aesthetics.example.com',
      ),
    );
    expect(typed).toEqual([
      expect.stringMatching(
        /^templates\/recall-texts\.yaml:\d+: due\.en\.text: has the link to book also for/,
      ),
    ]);
  });

  test.each([
    ['an empty file', () => '', /^revocation-examples\/ends\.en\.txt:1: has 0 messages; at least 200/],
    ['few messages', () => 'stop it now\n', /^revocation-examples\/ends\.en\.txt:1: has 1 messages/],
    [
      'a line without words',
      (text: string) => `!!!\n${text}`,
      /^revocation-examples\/ends\.en\.txt:1: has no word/,
    ],
    [
      'another encoding',
      (text: string) => `no m\u{FFFD}s por favor\n${text}`,
      /^revocation-examples\/ends\.en\.txt:1: .*UTF-8/,
    ],
    [
      'a message of endless length',
      (text: string) => `${'please stop '.repeat(400)}\n${text}`,
      /^revocation-examples\/ends\.en\.txt:1: has \d+ characters; 4000 are the most/,
    ],
    [
      'a message that stands on both sides',
      (text: string) => `can i DRINK wine tonight\n${text}`,
      /^revocation-examples\/other\.en\.txt:\d+: stands in revocation-examples\/ends\.en\.txt:1 too/,
    ],
  ])('examples of messages that end messages: finds %s', (_, change, finding) => {
    expect(findingsAfter(endings, change)).toEqual([expect.stringMatching(finding)]);
  });

  test('a role that policies notify and nobody holds is named at each step that would tell nobody for it', () => {
    const all = findingsAfter('practice.yaml', (text) =>
      text.replace('roles: [manager]', 'roles: [coordinator]'),
    );
    const findings = all.filter((finding) => finding.startsWith('escalation.yaml'));
    // Nor is there anybody then who reviews activity.
    expect(all.filter((finding) => !findings.includes(finding))).toEqual([
      expect.stringContaining('the monthly review of activity would be told to nobody'),
    ]);
    const named =
      /^escalation\.yaml:(\d+): policies\.([a-zA-Z0-9-]+)\.steps\.\d\.notify\.0: nobody on the staff list is manager, .*: give somebody the role in practice\.yaml/;
    expect(findings.map((finding) => named.exec(finding)?.[2])).toEqual([
      'E0',
      'E1',
      'U',
      'asks-for-physician',
      'post-treatment',
      'new-lead',
      'other',
      'review',
    ]);
    const lines = readFileSync('practice/escalation.yaml', 'utf8').split('\n');
    for (const finding of findings) expect(lines[Number(named.exec(finding)?.[1]) - 1]).toContain('manager');
  });

  test('hours of sending that end before they begin would send nothing, ever', () => {
    const night = (text: string) =>
      text.replace(/sendBetween: .*/, 'sendBetween: { from: "20:00", to: "08:00" }');
    expect(findingsAfter('recall.yaml', night)).toEqual([
      expect.stringMatching(/sendBetween.*over midnight/),
    ]);
  });

  test('examples of messages that end messages may be others, with notes between them', () => {
    expect(findingsAfter(endings, () => `# Ours\n\n${manyLines}\n`)).toEqual([]);
  });

  test('somebody has to be told of the monthly review', () => {
    const silent = (text: string) =>
      text.replace(
        '- { way: email, address: robin.bell@lakeside-aesthetics.example.com }',
        '- { way: sms, address: "+15125550187" }',
      );
    expect(findingsAfter('practice.yaml', silent)).toEqual([
      expect.stringMatching(/^practice\.yaml:\d+: staff: .*role manager .*monthly review/),
    ]);
    const others = (text: string) =>
      silent(text).replace('locations:', 'audit: { reviewers: [physician] }\nlocations:');
    expect(findingsAfter('practice.yaml', others)).toEqual([]);
  });

  test('is well as it ships', () => {
    expect(findingsAfter('practice.yaml', (text) => text)).toEqual([]);
  });

  test.each([
    [
      'practice.yaml',
      'zone: America/Denver',
      'zone: America/Denvr',
      /^practice\.yaml:\d+: locations\.1\.zone: .*no IANA time zone$/,
    ],
    [
      'practice.yaml',
      'primary: okoye',
      'primary: nobody',
      /^practice\.yaml:\d+: onCall\.1\.primary: nobody of the staff/,
    ],
    [
      'practice.yaml',
      /^ {2}voice: .*\n/m,
      '',
      /^practice\.yaml:\d+: onCall\.1\.primary: okoye has neither a voice call nor a pager topic that the practice has set up/,
    ],
    [
      'practice.yaml',
      'way: sms, address: "+15125550113"',
      'way: sms, address: "+15125550111"',
      /^practice\.yaml:\d+: staff\.2\.reach: marlow is texted at the same number/,
    ],
    [
      'practice.yaml',
      'tue: [{ from: "10:00", to: "13:00" }, { from: "14:00", to: "18:00" }]',
      'tue: [{ from: "10:00", to: "14:30" }, { from: "14:00", to: "18:00" }]',
      /^practice\.yaml:\d+: locations\.1\.hours\.tue: 10:00-14:30 and 14:00-18:00 overlap/,
    ],
    [
      'practice.yaml',
      'sat: [{ from: "09:00", to: "14:00" }]',
      'sat: [{ from: "18:00", to: "02:00" }]',
      /^practice\.yaml:\d+: locations\.1\.hours\.sat: 18:00-02:00 ends before it begins: write 18:00-24:00, and 00:00-02:00/,
    ],
    [
      'escalation.yaml',
      'notify: [{ roles: [coordinator] }], via: [email], waitMinutes: 60',
      'notify: [{ person: nobody-here }], via: [email], waitMinutes: 60',
      /^escalation\.yaml:\d+: policies\.review\.steps\.0: nobody of the staff is nobody-here/,
    ],
    [
      'escalation.yaml',
      'notify: [{ roles: [coordinator] }], via: [email], waitMinutes: 60',
      'notify: [{ roles: [coordinator] }, { onCall: manager }], via: [email], waitMinutes: 60',
      /^escalation\.yaml:\d+: policies\.review\.steps\.0\.notify\.1: nobody is ever on call as manager: write a schedule/,
    ],
    [
      'escalation.yaml',
      '{ backup: physician }',
      '{ backup: coordinator }',
      /^escalation\.yaml:\d+: policies\.E0\.steps\.3\.notify\.0: nobody is ever the backup as coordinator/,
    ],
    [
      'escalation.yaml',
      'waitMinutes: 2, during: always',
      'waitMinutes: 2, during: opening-hours',
      /^escalation\.yaml:\d+: policies\.E0\.steps\.0: an emergency ignores opening hours/,
    ],
    [
      'escalation.yaml',
      'waitMinutes: 15, during: always }\n      - { name: all physicians and the manager, notify: [{ roles: [physician, manager] }], via',
      'waitMinutes: 15, during: opening-hours }\n      - { name: all physicians and the manager, notify: [{ roles: [physician, manager] }], via',
      /^escalation\.yaml:\d+: policies\.U\.steps\.1: what is urgent ignores opening hours/,
    ],
    [
      'escalation.yaml',
      'notify: [{ onCall: physician }], via: [email, sms, call, topic], waitMinutes: 10, during: always',
      'notify: [{ onCall: extender }], via: [email, sms, call, topic], waitMinutes: 10, during: always',
      /^practice\.yaml:\d+: onCall\.\d+\.primary: sato has neither a voice call nor a pager topic/,
    ],
    [
      'escalation.yaml',
      'via: [email, sms, call, topic], waitMinutes: 2',
      'via: [email, sms], waitMinutes: 2',
      /^escalation\.yaml:\d+: policies\.E0\.steps\.0: the first page of an emergency must ring/,
    ],
    [
      'law/us-states.yaml',
      'contacts: 3, hours: 24, sameSubject',
      'contacts: 2, hours: 24, sameSubject',
      /^law\/us-states\.yaml:\d+: states\.[A-Z]{2}\.cap: 2 in 24 hours is stricter than the ceiling for all/,
    ],
    [
      'practice.yaml',
      'bookingUrl: https://book.lakeside-aesthetics.example.com',
      'bookingUrl: https://bit.ly/book',
      /^practice\.yaml:\d+: bookingUrl: is a public link shortener/,
    ],
    ['practice.yaml', 'bookingUrl: https://', 'bookingUrl: http://', /^practice\.yaml:\d+: bookingUrl/],
    [
      'templates/form.yaml',
      ' Not a condition of any service.',
      '',
      /^templates\/form\.yaml:\d+: consent-sms\.en: must say that it is no condition of any service \(R43\)/,
    ],
    [
      'practice.yaml',
      'termsUrl: https://www.lakeside-aesthetics.example.com/terms\n',
      '',
      /^practice\.yaml:\d+: termsUrl: texts that promote need this page/,
    ],
    [
      'escalation.yaml',
      'E0: 3,',
      'E0: 600,',
      /^escalation\.yaml:\d+: leaseMinutes\.E0: a claim of E0 may silence its pages for 5 minutes at most/,
    ],
    [
      'templates/care.yaml',
      '      If this may be an emergency, call {{ emergency }} now.\n',
      '',
      /^templates\/care\.yaml:\d+: acknowledgement\.en: every acknowledgement must say/,
    ],
    [
      'templates/care.yaml',
      '"Automatic message: {{ practice }} is late',
      '"{{ practice }} is late',
      /^templates\/care\.yaml:\d+: delay-chat\.en: it goes out in chats by itself and must say so there, as "Automatic message:"/,
    ],
    [
      'templates/care.yaml',
      '"Mensaje automático: {{ practice }} recibió su mensaje. Una persona le responderá aquí a más tardar {{ by }}. Para',
      '"{{ practice }} recibió su mensaje. Una persona le responderá aquí a más tardar {{ by }}. Para',
      /^templates\/care\.yaml:\d+: acknowledgement-chat\.es: it goes out in chats by itself/,
    ],
    [
      'templates/care.yaml',
      '\ndelay-chat:',
      '\ndelay-elsewhere:',
      /^templates\/care\.yaml:\d+: delay-text\.en: it goes out in chats by itself .* in delay-chat/,
    ],
    [
      'sources.yaml',
      'location: west',
      'location: north',
      /^sources\.yaml:\d+: sources\.2\.location: there is no location/,
    ],
    [
      'sources.yaml',
      'preset: typeform',
      'preset: tipeform',
      /^sources\.yaml:\d+: sources\.0\.preset: there is no such preset; there are .*typeform/,
    ],
    [
      'templates/care.yaml',
      '\nsafety:\n',
      '\nsafety-reply:\n',
      /^templates\/care\.yaml:\d+: safety: this template is needed$/,
    ],
    [
      'practice.yaml',
      'region: TX\n',
      'region: TX\n    taskSummary: { to: nobody }\n',
      /^practice\.yaml:\d+: locations\.0\.taskSummary\.to: /,
    ],
    [
      'recall.yaml',
      'template: lapsed',
      'template: lapsd',
      /^recall\.yaml:\d+: .*templates\/recall\.yaml has no lapsd$/,
    ],
    [
      'templates/recall-letters.yaml',
      '\ndue:\n',
      '\ndue-first:\n',
      /^recall\.yaml:\d+: .*templates\/recall-letters\.yaml has no due, for whoever got nothing before$/,
    ],
    [
      'templates/recall.yaml',
      '\ncheck-in:\n',
      '\ncheckin:\n',
      /^templates\/recall\.yaml:\d+: check-in: this template is needed after a treatment$/,
    ],
    [
      'templates/recall-texts.yaml',
      'A question or a concern, day or night?',
      'Some swelling is normal.',
      /^templates\/recall-texts\.yaml:\d+: direct-line\.en: "normal" must not stand in an automated text/,
    ],
    [
      'templates/recall-texts.yaml',
      'How are you after your visit?',
      'How are your lips?',
      /^templates\/recall-texts\.yaml:\d+: check-in\.en\.text: names a (treatment|part of the body)/,
    ],
    [
      'templates/recall.yaml',
      'It is time to plan your next visit with us.',
      'it is time for your Botox.',
      /^templates\/recall\.yaml:\d+: due\.en\.text: names a (treatment|drug)/,
    ],
    [
      'templates/recall-texts.yaml',
      '{{ shortName }}: Hi',
      'Hi',
      /^templates\/recall-texts\.yaml:\d+: due\.en\.text: begins with something else/,
    ],
    [
      'templates/recall-texts.yaml',
      ' Reply STOP to opt out.',
      '',
      /^templates\/recall-texts\.yaml:\d+: due\.en\.text: does not say how to stop/,
    ],
    [
      'templates/recall-texts.yaml',
      'es hora de planear su visita',
      'es hora de su próxima visita',
      /^templates\/recall-texts\.yaml:\d+: due\.es\.text: has letters that make it cost twice as much: ó/,
    ],
    [
      'templates/recall-texts.yaml',
      'it is time to plan your next visit',
      'it is time to plan your next visit and we would be very glad to see you',
      /^templates\/recall-texts\.yaml:\d+: due\.en\.text: takes 2 segments/,
    ],
    [
      'templates/recall-letters.yaml',
      '{{ firstName }}',
      '{{ fristName }}',
      /^templates\/recall-letters\.yaml:\d+: due\.en\.text: cannot be filled in: undefined variable: fristName/,
    ],
    [
      'templates/recall-postcards.yaml',
      'it is time to plan your next visit',
      'it is time for your lips',
      /^templates\/recall-postcards\.yaml:\d+: due\.en\.text: names a treatment/,
    ],
    [
      'templates/scripts.yaml',
      'Please call {{ shortName }} back',
      'It is time for your filler. Please call {{ shortName }} back',
      /^templates\/scripts\.yaml:\d+: usual\.en\.voicemail: names a treatment/,
    ],
    [
      'templates/recall-frame.yaml',
      ', {{ address }}',
      '',
      /^templates\/recall-frame\.yaml:\d+: en\.sender: must hold/,
    ],
    [
      'templates/recall.yaml',
      'We look forward to seeing you',
      '20% off if you bring a friend; we look forward to seeing you',
      /^templates\/recall\.yaml:\d+: reminder\.en\.text: sells/,
    ],
    [
      'templates/recall-texts.yaml',
      'Book any time: {{ booking }} or {{ phone }}',
      'Book any time: {{ phone }}',
      /^templates\/recall-texts\.yaml:\d+: due-last\.en\.text: does not mention {{ booking }}/,
    ],
    [
      'templates/recall-texts.yaml',
      "{{ child }}'s visit: {{ visitOn }}",
      "{{ child }}'s visit with us at the practice: {{ visitOn }}",
      /^templates\/recall-texts\.yaml:\d+: reminder-guardian\.en\.text: takes 2 segments/,
    ],
    [
      'templates/recall.yaml',
      /{% if booking != phone %} or change it at {{ booking }}{% endif %}/,
      '',
      /^templates\/recall\.yaml:\d+: reminder\.en\.text: does not mention {{ booking }}/,
    ],
    [
      'templates/recall-letters.yaml',
      / or book at {{ booking }}/,
      '',
      /^templates\/recall-letters\.yaml:\d+: due\.en\.text: does not mention {{ booking }}/,
    ],
    [
      'templates/recall-postcards.yaml',
      ', {{ booking }}',
      '',
      /^templates\/recall-postcards\.yaml:\d+: due\.en\.text: does not mention {{ booking }}/,
    ],
    [
      'practice.yaml',
      'text: end-user-messaging',
      'text: sns',
      /^practice\.yaml:\d+: channels\.textFrom: only `text: end-user-messaging` uses/,
    ],
    [
      'practice.yaml',
      /^ {2}textFrom:\n( {4}.*\n)+/m,
      '',
      /^practice\.yaml:\d+: channels\.text: needs textFrom/,
    ],
    [
      'practice.yaml',
      '    marketing: pool-00000000000000000000000000000002\n',
      '',
      /^practice\.yaml:\d+: channels\.textFor: marketing needs a number of its own/,
    ],
    [
      'practice.yaml',
      '  textFor: [care, marketing]\n',
      '',
      /^practice\.yaml:\d+: channels\.textFor: say for what the carrier registered the number/,
    ],
    [
      'practice.yaml',
      'care: phone-00000000000000000000000000000001',
      'care: "+15125550110"',
      /^practice\.yaml:\d+: channels\.textFrom\.care: write the id that AWS End User Messaging gave/,
    ],
  ])('%s: "%s" changed is found, with file, line and field', (file, from, to, finding) => {
    expect(findingsAfter(file, (text) => text.replace(from, to))[0]).toMatch(finding);
  });

  test('without a booking page no words of recall need to mention one', () => {
    const without = (text: string) => text.replace(/^bookingUrl: .*\n/m, '');
    expect(findingsAfter('practice.yaml', without)).toEqual([]);
  });
});
