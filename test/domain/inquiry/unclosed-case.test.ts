import { describe, expect, test } from '@jest/globals';
import { type Arrival, messageCame } from '../../../domain/inquiry/arrival.ts';
import type { Inquiry, Level } from '../../../domain/inquiry/inquiry.ts';
import type { Call } from '../../../domain/inquiry/message.ts';
import { joined, opened } from '../../../domain/inquiry/open-or-join.ts';
import { standingOf } from '../../../domain/inquiry/standing.ts';
import { downtown, later, rules } from '../../support/lakeside.ts';

/** 22:00 in Chicago. */
const night = '2026-12-02T04:00:00.000Z';
const came = (level: Level, minutes = 0, call?: Call): Arrival => ({
  ...messageCame({
    id: `message-${minutes}-${level}-${call?.id}`,
    receivedAt: later(night, minutes),
    channel: call ? 'phone' : 'sms',
    source: 'src_texts',
    location: downtown,
    contact: { phone: '+15125550143' },
    text: '',
    language: 'en',
    assessment: { level, flags: [] },
  }),
  ...(call ? { call } : {}),
});
const at = (minutes: number) => ({ rules, now: later(night, minutes) });
const further = (inquiry: Inquiry, arrival: Arrival, minutes: number): Inquiry => {
  const { course } = joined(inquiry, arrival, at(minutes));
  return Object.fromEntries(
    Object.entries({ ...inquiry, ...course }).filter(([, value]) => value !== undefined),
  ) as unknown as Inquiry;
};
const answered = (inquiry: Inquiry): Inquiry => ({
  ...inquiry,
  status: 'answered',
  answeredCount: inquiry.messageCount,
});
const closed = (inquiry: Inquiry, minutes: number): Inquiry => {
  const { emergency, ...rest } = answered(inquiry);
  void emergency;
  return { ...rest, status: 'closed', closedAt: later(night, minutes) };
};

describe('a red-flag case that was answered and is not closed', () => {
  test.each(['E0', 'E1', 'U'] as const)(
    '%s stays one, with its clocks, whatever is written next (R58, R61)',
    (level) => {
      const called = answered(opened(came(level), at(0)));
      const again = further(called, came('R', 30), 30);
      expect(again).toMatchObject({
        level,
        priority: 'red-flag',
        policyName: level,
        flaggedAt: later(night, 30),
      });
      expect(Date.parse(again.deadline) - Date.parse(later(night, 30))).toBeLessThanOrEqual(60 * 60_000);
      expect(standingOf({ inquiries: [again] }).openCase).toBe(true);
      expect(standingOf({ inquiries: [closed(again, 60)] }).adverseEventClosedOn).toBe('2026-12-02');
    },
  );

  test('a case is remembered when somebody writes of another thing after it was closed', () => {
    const ended = closed(opened(came('E0'), at(0)), 60);
    const thanks = further(ended, came('R', 26 * 60), 26 * 60);
    expect(thanks).toMatchObject({ level: 'R', status: 'new' });
    expect(standingOf({ inquiries: [thanks] })).toMatchObject({
      openCase: false,
      adverseEventClosedOn: '2026-12-02',
    });
    const again = closed(thanks, 27 * 60);
    expect(standingOf({ inquiries: [again] }).adverseEventClosedOn).toBe('2026-12-02');
    const worse = closed(further(again, came('U', 50 * 60), 50 * 60), 51 * 60);
    expect(standingOf({ inquiries: [worse] }).adverseEventClosedOn).toBe('2026-12-04');
  });
});

describe('repeat contact (R60)', () => {
  test('the third is for the physician, whatever it says', () => {
    const second = further(opened(came('S'), at(0)), came('S', 60), 60);
    expect(second.level).toBe('U');
    expect(further(second, came('R', 120), 120).level).toBe('E1');
  });

  const call = (id: string, outcome: Call['outcome'] = 'missed'): Call => ({ id, outcome });

  test('the call that opens an inquiry counts', () => {
    const first = opened(came('R', 0, call('a')), at(0));
    const second = further(first, came('R', 20, call('b')), 20);
    expect(second.level).toBe('S');
    expect(further(second, came('R', 40, call('c')), 40).level).toBe('E1');
  });

  test('a recording and a transcript of one call are no second and third', () => {
    const first = opened(came('R', 0, call('a')), at(0));
    const recorded = further(first, came('U', 1, call('a', 'voicemail')), 1);
    const told = further(recorded, came('R', 2, call('a', 'voicemail')), 2);
    expect([recorded.level, told.level, told.symptomsAt?.length]).toEqual(['U', 'U', 1]);
  });
});
