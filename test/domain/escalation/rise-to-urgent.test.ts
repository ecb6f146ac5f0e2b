import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { patientNotices } from '../../../domain/escalation/patient-notices.ts';
import type { InquiryFile } from '../../../domain/inquiry/inquiries.ts';
import type { Inquiry, Level } from '../../../domain/inquiry/inquiry.ts';
import type { InquiryMessage } from '../../../domain/inquiry/message.ts';
import type { Notice } from '../../../domain/inquiry/notice.ts';
import { fridayMorning, lakeside, later } from '../../support/lakeside.ts';

const phone = '+15125550143';

interface Written {
  readonly level: Level;
  /** Minutes after the first. */
  readonly at: number;
  readonly from?: string;
  /** What an unproved sender may be told. */
  readonly told?: Level;
}

/** A conversation by text, and how Heard answers each message as it comes: the kind of each notice, by message. */
function answered(written: readonly Written[]): readonly string[] {
  const notices: Notice[] = [];
  const messages: InquiryMessage[] = [];
  const sent: string[] = [];
  for (const [index, { level, at, from = phone, told }] of written.entries()) {
    const now = later(fridayMorning, at);
    messages.push({
      id: `m${index}`,
      inquiryId: 'inq_1',
      direction: 'in',
      channel: 'sms',
      text: 'Hello',
      at: now,
      state: 'received',
      level,
      flags: [],
      author: { patient: true },
      from: { phone: from },
      ...(told ? { told: { level: told, by: later(now, 60) } } : {}),
    });
    const inquiry = {
      id: 'inq_1',
      level,
      contact: { phone },
      deadline: later(fridayMorning, 600),
      messageIds: messages.map(({ id }) => id),
      messageCount: messages.length,
      answeredCount: 0,
    } as unknown as Inquiry;
    const file: InquiryFile = { inquiry, messages, notices };
    for (const key of patientNotices(file, lakeside.identity, now)) {
      const [kind = '', messageId = ''] = key.split('#');
      sent.push(`${kind} ${messageId}`);
      const notice = { key, messageId, kind, inquiryId: 'inq_1', attempt: 1, state: 'sent', at: now };
      notices.push(notice as Notice);
    }
  }
  return sent;
}

describe('a message that makes a conversation urgent within 15 minutes of its acknowledgement', () => {
  test('is acknowledged as urgent, with the promise of an hour (R52)', () => {
    const sent = answered([
      { level: 'R', at: 0 },
      { level: 'U', at: 5 },
    ]);
    expect(sent).toEqual(['acknowledgement m0', 'acknowledgement m1']);
  });

  test('once: what follows is told no more', () => {
    const sent = answered([
      { level: 'R', at: 0 },
      { level: 'U', at: 5 },
      { level: 'U', at: 7 },
      { level: 'R', at: 9 },
    ]);
    expect(sent).toEqual(['acknowledgement m0', 'acknowledgement m1']);
  });

  test('is told once to each recipient', () => {
    const other = '+15125550144';
    const sent = answered([
      { level: 'R', at: 0 },
      { level: 'R', at: 1, from: other },
      { level: 'U', at: 5 },
      { level: 'R', at: 6, from: other },
    ]);
    expect(sent).toEqual(['acknowledgement m0', 'acknowledgement m1', 'acknowledgement m2']);
  });

  test('is told to nobody whose own words are none (what the practice knows is not told to who typed an address)', () => {
    const sent = answered([
      { level: 'R', at: 0, told: 'R' },
      { level: 'U', at: 5, told: 'S' },
    ]);
    expect(sent).toEqual(['acknowledgement m0']);
  });

  test('of a sender who may be told less than an emergency, whom no safety reply goes to', () => {
    const sent = answered([
      { level: 'R', at: 0, told: 'R' },
      { level: 'E1', at: 5, told: 'U' },
    ]);
    expect(sent).toEqual(['acknowledgement m0', 'acknowledgement m1']);
  });

  test('after a safety reply nothing more is said', () => {
    const sent = answered([
      { level: 'R', at: 0 },
      { level: 'E1', at: 5 },
      { level: 'U', at: 6 },
    ]);
    expect(sent).toEqual(['acknowledgement m0', 'safety m1']);
  });

  test('in 15 minutes nobody is acknowledged more than twice, and twice only for what rose', () => {
    const level = fc.constantFrom<Level>('R', 'S', 'U');
    fc.assert(
      fc.property(
        fc.array(fc.record({ level, at: fc.double({ min: 0, max: 14, noNaN: true }) }), { maxLength: 12 }),
        (written) => {
          const inOrder = written.toSorted((one, other) => one.at - other.at);
          const count = answered(inOrder).length;
          const rose = inOrder[0]?.level !== 'U' && inOrder.some((one) => one.level === 'U');
          expect(count).toBe(Math.min(inOrder.length, rose ? 2 : 1));
        },
      ),
    );
  });
});
