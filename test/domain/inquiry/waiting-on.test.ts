import { describe, expect, test } from '@jest/globals';
import { dueOf, warningDue } from '../../../domain/escalation/warnings.ts';
import { type Arrival, messageCame, messageOf } from '../../../domain/inquiry/arrival.ts';
import type { Inquiry, Level } from '../../../domain/inquiry/inquiry.ts';
import { joined, opened } from '../../../domain/inquiry/open-or-join.ts';
import { composeForPatient, composeForStaff } from '../../../domain/message/compose-notice.ts';
import { downtown, fridayMorning, lakeside, later, rules, staffMember } from '../../support/lakeside.ts';

const arrival = (id: string, minutes: number, level: Level = 'R', wantsPhysician = false): Arrival =>
  messageCame({
    id: id.padEnd(24, 'x'),
    receivedAt: later(fridayMorning, minutes),
    channel: 'sms',
    source: 'src_texts',
    location: downtown,
    contact: { phone: '+15125550142' },
    text: 'Hello?',
    language: 'en',
    wantsPhysician,
    assessment: { level, flags: [] },
  });
const setting = (minutes: number) => ({
  practice: lakeside.identity,
  careTemplates: lakeside['care-templates'],
  staffTemplates: lakeside['staff-templates'],
  now: later(fridayMorning, minutes),
});
function open(level: Level = 'R'): Inquiry {
  const first = arrival('first', 0, level);
  return opened(first, { rules, now: first.receivedAt });
}
function writesAgain(inquiry: Inquiry, came: Arrival): Inquiry {
  return { ...inquiry, ...joined(inquiry, came, { rules, now: came.receivedAt }).course } as Inquiry;
}
/** As a plan leaves it once the promise was missed. */
const missed = (inquiry: Inquiry, newDeadline: number): Inquiry => {
  const { warnAt: _warnAt, ...rest } = inquiry;
  return { ...rest, missedAt: inquiry.deadline, newDeadline: later(fridayMorning, newDeadline) };
};

describe('whoever writes again after a missed promise', () => {
  test.each([
    ['R', false, '11:50'],
    ['U', false, '12:35'],
    ['R', true, '12:05'],
  ] as const)('at level %s, asking for the doctor: %s, is told a time that comes', (level, doctor, time) => {
    const came = arrival('second', 90, level, doctor);
    const inquiry = writesAgain(missed(open(), 70), came);
    const { text } = composeForPatient(
      inquiry,
      { kind: 'acknowledgement', messageId: came.messageId },
      messageOf(came, inquiry.id),
      setting(90),
      { way: { channel: 'sms', to: '+15125550142' } as never, page: 'https://x.example' },
    );
    expect(dueOf(inquiry) > came.receivedAt).toBe(true);
    expect(text).toContain(time);
    expect(inquiry.deadline).toBe(open().deadline);
  });

  test('keeps a new time that still holds', () => {
    const inquiry = writesAgain(missed(open(), 70), arrival('second', 65));
    expect(inquiry.newDeadline).toBe(later(fridayMorning, 70));
  });

  test('has staff warned of the new promise where it is urgent now', () => {
    const inquiry = writesAgain(missed(open(), 70), arrival('second', 90, 'U'));
    const file = { inquiry, messages: [], notices: [] };
    expect(warningDue(file, later(fridayMorning, 95))).toBeUndefined();
    expect(warningDue(file, later(fridayMorning, 121))).toBe(50);
    expect(warningDue(file, later(fridayMorning, 139))).toBe(80);
    expect(warningDue(file, later(fridayMorning, 151))).toBeUndefined();
  });
});

describe('how long somebody has waited, as staff are told', () => {
  const told = (inquiry: Inquiry, kind: 'page' | 'alert', minutes: number, way: 'sms' | 'email' = 'sms') =>
    composeForStaff(
      inquiry,
      { kind, round: '0.1.0', staff: 'okoye', way },
      staffMember('okoye'),
      { link: 'https://x.example', code: 12 },
      setting(minutes),
    ).text;

  test('counts from the first message, also when they ask again', () => {
    const inquiry = writesAgain(open('E1'), arrival('second', 50));
    expect(told(inquiry, 'page', 51)).toContain('waiting 51 min');
  });

  test('counts after an answer from the first message since', () => {
    const answered = {
      ...open(),
      status: 'answered',
      answeredCount: 1,
      respondedAt: later(fridayMorning, 5),
    } as const;
    const again = writesAgain(writesAgain(answered, arrival('second', 60)), arrival('third', 75));
    expect(told(again, 'alert', 80)).toContain('waits 20 min');
  });

  test('a page names the channel', () => {
    expect(told(open('E1'), 'page', 1)).toContain('URGENT E1 by text message');
    expect(told(open('E1'), 'page', 1, 'email')).toContain('E1 by text message');
  });
});
