import { describe, expect, test } from '@jest/globals';
import { apparentMinor } from '../../../domain/inquiry/apparent-age.ts';
import { messageOf } from '../../../domain/inquiry/arrival.ts';
import { isChildsForm, withoutChildsWords } from '../../../domain/inquiry/child-form.ts';
import { joined, opened } from '../../../domain/inquiry/open-or-join.ts';
import { cannedReplies } from '../../../domain/message/canned-replies.ts';
import { composeForPatient } from '../../../domain/message/compose-notice.ts';
import { markMinors } from '../../../domain/patient/mark-minors.ts';
import { knownPeople, person } from '../../support/known-people.ts';
import { fridayMorning, lakeside, rules } from '../../support/lakeside.ts';
import { arrivalsOf, sourceOf } from '../../support/register-request.ts';

const form = (message: string, more: object = {}) =>
  JSON.stringify({
    name: 'Rowan Ellery',
    phone: '512 555 0142',
    email: 'rowan@example.com',
    message,
    bestTime: 'after school',
    doctor: '',
    language: 'en',
    suspicion: '',
    consents: [
      {
        channel: 'sms',
        purpose: 'recall',
        wording: 'I agree.',
        at: fridayMorning,
        page: 'https://p.example/f/downtown',
      },
    ],
    ...more,
  });

async function came(message: string, more: object = {}) {
  const source = sourceOf('form_downtown');
  const [arrival] = await arrivalsOf(source, form(message, more));
  if (!arrival) throw new Error('no arrival');
  return arrival;
}

describe('a form that somebody under 18 sends', () => {
  test('is marked, on the message and on its inquiry with the message; nothing that they ticked counts', async () => {
    const arrival = await came('I am 16 and want lip filler');
    expect(arrival.apparentMinor).toEqual({ who: 'writer', age: 16 });
    expect(arrival.consents).toBeUndefined();
    expect(messageOf(arrival, 'inq').apparentMinor).toEqual({ who: 'writer', age: 16 });
    const inquiry = opened(arrival, { rules: rules, now: fridayMorning });
    expect(inquiry.apparentMinor).toEqual({ who: 'writer', age: 16, messageId: arrival.messageId });
    const more = { ...(await came('And the price?')), messageId: 'm2.0' };
    expect(joined(inquiry, more, { rules: rules, now: fridayMorning }).course).not.toHaveProperty(
      'apparentMinor',
    );
    expect(isChildsForm(arrival)).toBe(false);
    expect(withoutChildsWords(arrival)).toBe(arrival);
  });

  test('of a grown-up who asks for a child keeps what was ticked', async () => {
    const arrival = await came('My 12 year old daughter wants a facial');
    expect(arrival.apparentMinor).toEqual({ who: 'other', age: 12 });
    expect(arrival.consents).toHaveLength(1);
    expect(withoutChildsWords(arrival)).toBe(arrival);
  });

  test('is acknowledged without an offer, and answered from no canned reply that has one', async () => {
    for (const [message, minor] of [
      ['I am 16 and want lip filler', true],
      ['I am 36 and want lip filler', false],
    ] as const) {
      const arrival = await came(message);
      const inquiry = opened(arrival, { rules: rules, now: fridayMorning });
      for (const way of [
        { channel: 'email', to: 'rowan@example.com' },
        { channel: 'sms', to: '+15125550142' },
      ] as const) {
        const { text } = composeForPatient(
          inquiry,
          { kind: 'acknowledgement', messageId: arrival.messageId },
          messageOf(arrival, inquiry.id),
          {
            practice: lakeside.identity,
            careTemplates: lakeside['care-templates'],
            staffTemplates: lakeside['staff-templates'],
            now: fridayMorning,
          },
          { way, page: 'https://p.example/i/x' },
        );
        expect(/guardian/.test(text)).toBe(minor);
        expect(/\/i\/x/.test(text)).toBe(!minor);
        expect(text).toContain(lakeside.identity.emergencyNumber);
      }
      const canned = cannedReplies(inquiry, lakeside['reply-templates'], lakeside.identity, fridayMorning);
      expect(canned.some(({ name }) => name === 'consultation')).toBe(!minor);
      expect(canned.length).toBeGreaterThan(0);
    }
  });
});

describe('a form that a child under 13 sends', () => {
  test('keeps one way to reach a parent, and no word of it', async () => {
    const kept = withoutChildsWords(await came('I am 11 and want lip filler', { bestTime: 'at my school' }));
    expect(kept.contact).toEqual({ phone: '+15125550142' });
    expect(JSON.stringify({ ...kept, location: '', addressKeys: [] })).not.toMatch(
      /Rowan|filler|school|rowan@/,
    );
    expect(kept.text).toContain('under 13');
    expect(withoutChildsWords(kept)).toEqual(kept);
  });

  test('keeps the words where safety needs them: the red flag stands, at its level', async () => {
    const arrival = await came('I am 12, I had filler and now I can’t see');
    expect(arrival.assessment.level).toBe('E0');
    const kept = withoutChildsWords(arrival);
    expect(kept.assessment).toEqual(arrival.assessment);
    expect(kept.text).toContain('see');
    expect(kept.details).toBeUndefined();
  });
});

describe('a form of a grown-up', () => {
  test.each([
    ['My baby was born in 2024 and I want a mommy makeover', {}],
    ['I’m 10/10 happy with my lips, can I book again?', {}],
    ['I am 6.5 weeks postpartum and want a consult', {}],
    ['I’m 7-8 weeks post Botox', {}],
    ['I’m 12-weeks past rhinoplasty', {}],
    ['I’m 12% body fat, is sculpting for me?', {}],
    ['I am 9:30 available', {}],
    ['Hi! 12 year old tattoo, how much to remove it?', {}],
    ['My daughter, DOB 3/4/2018, has a birthmark', {}],
    ['On my scale I’m 9, no pain', {}],
    ['I’m 5 with 3 kids', {}],
    ['I’m 10 so happy', { 'Date of birth': '1985-04-02' }],
    ['How much is it?', { 'Age of tattoo': '5 years' }],
    ['How much is it?', { DOB: '1985-04-02', 'Child’s age': '8' }],
    ['How much is it?', { 'Child’s age': '8' }],
    ['How much is it?', { 'When did you give birth?': '2026-03-01' }],
    ['How much is it?', { 'Patient date of birth': '2018-02-01' }],
    ['How much is it?', { 'Date of birth': '2026-10-02' }],
  ])('keeps its words: %s %j', async (message, details) => {
    const arrival = await came(message);
    const at = arrival.receivedAt;
    const minor = apparentMinor({ text: message, details, at });
    const { apparentMinor: _, ...plain } = arrival;
    const read = { ...plain, details, ...(minor ? { apparentMinor: minor } : {}) };
    expect(withoutChildsWords(read).text).toBe(arrival.text);
    expect(isChildsForm(read)).toBe(false);
  });

  test.each([
    ['How much is it?', { Age: '12' }],
    ['How much is it?', { patient_dateOfBirth: '', your_birthDate: '2015-02-01' }],
    ['I am 11 years old and want filler', {}],
    ['im 12', {}],
  ])('and none of a child: %s %j', async (message, details) => {
    const arrival = await came(message);
    const minor = apparentMinor({ text: message, details, at: arrival.receivedAt });
    const read = { ...arrival, details, ...(minor ? { apparentMinor: minor } : {}) };
    expect(isChildsForm(read)).toBe(true);
    expect(withoutChildsWords(read).text).toMatch(/^\(Not kept/);
  });
});

describe('the record of who wrote like a minor', () => {
  const said = async (message: string) => ({ ...(await came(message)), addressKeys: ['+15125550142'] });

  test('is marked with the message; whose birth date is known is not, nor is who asks for a child', async () => {
    const { patients, ...people } = knownPeople();
    await people.add(person('a', { phone: '+15125550142' }));
    await people.add(person('b', { phone: '+15125550142', birthDate: '1985-01-01' }));
    await patients.link(['+15125550142'], 'c', 'mother');
    await people.add(person('c'));
    await patients.link(['+15125550142'], 'd', 'husband');
    await people.add(person('d'));
    const mark = async (id: string) => (await patients.record(id))?.minorMark?.messageId;
    const other = await said('My 12 year old daughter wants a facial');
    await markMinors(patients, other, 'inq');
    expect([await mark('a'), await mark('b'), await mark('c')]).toEqual([
      undefined,
      undefined,
      other.messageId,
    ]);
    expect(await mark('d')).toBeUndefined();
    const own = await said('I am 16 and want a facial');
    await markMinors(patients, own, 'inq');
    expect([await mark('a'), await mark('b')]).toEqual([own.messageId, undefined]);
    const marked = (await patients.record('a'))?.minorMark;
    if (!marked) throw new Error('no mark');
    const cleared = { by: 'sato', at: own.receivedAt, reason: 'born in 1990' };
    await patients.saveMinorMark({ ...marked, cleared });
    // Typed once more, by anybody, it undoes nothing; from the number itself it does.
    const again = { ...own, messageId: 'again.0', receivedAt: '2027-01-01T10:00:00.000Z' };
    await markMinors(patients, { ...again, typed: true }, 'inq');
    expect((await patients.record('a'))?.minorMark?.cleared).toEqual(cleared);
    const { typed: _, ...proved } = again;
    await markMinors(patients, proved, 'inq');
    expect((await patients.record('a'))?.minorMark).toMatchObject({ messageId: 'again.0' });
    expect((await patients.record('a'))?.minorMark?.cleared).toBeUndefined();
  });
});
