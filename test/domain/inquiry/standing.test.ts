import { describe, expect, test } from '@jest/globals';
import type { Inquiry } from '../../../domain/inquiry/inquiry.ts';
import { caseClosing, standingOf } from '../../../domain/inquiry/standing.ts';

const inquiry = (changes: Partial<Inquiry>): Inquiry =>
  ({
    level: 'R',
    status: 'closed',
    messageCount: 1,
    answeredCount: 1,
    lastMessageAt: '2026-03-01T10:00:00.000Z',
    ...changes,
  }) as Inquiry;

describe('what a person’s inquiries say to recall', () => {
  test('nothing is known of a person without any', () => {
    expect(standingOf({ inquiries: [] })).toEqual({ openInquiry: false, openCase: false });
  });

  test('somebody who waits has an open inquiry', () => {
    const waiting = inquiry({ status: 'acknowledged', answeredCount: 0 });
    expect(standingOf({ inquiries: [waiting] })).toMatchObject({ openInquiry: true, openCase: false });
  });

  test.each(['E0', 'E1', 'U'] as const)(
    'a case of level %s is open until it is closed, also when it was answered',
    (level) => {
      const answered = inquiry({ level, status: 'answered' });
      expect(standingOf({ inquiries: [answered] })).toMatchObject({ openCase: true });
      const closed = inquiry({ level, closedAt: '2026-03-05T09:00:00.000Z' });
      expect(standingOf({ inquiries: [closed] })).toMatchObject({
        openCase: false,
        adverseEventClosedOn: '2026-03-05',
      });
    },
  );

  test('a case is proved by any that is, and only by those that are open', () => {
    const typed = inquiry({ level: 'U', status: 'new', unprovedCase: true });
    const texted = inquiry({ level: 'U', status: 'new' });
    expect(standingOf({ inquiries: [typed] })).toMatchObject({ openCase: true, unprovedCase: true });
    expect(standingOf({ inquiries: [typed, { ...texted, status: 'closed' }] })).toMatchObject({
      unprovedCase: true,
    });
    expect(standingOf({ inquiries: [typed, texted] }).unprovedCase).toBeUndefined();
    expect(standingOf({ inquiries: [{ ...typed, status: 'closed' }] }).unprovedCase).toBeUndefined();
  });

  test('an older case is remembered behind a newer inquiry, the newest closing counting', () => {
    const newer = inquiry({ lastMessageAt: '2026-03-20T10:00:00.000Z' });
    expect(standingOf({ inquiries: [newer], caseClosedAt: '2026-03-05T09:00:00.000Z' })).toMatchObject({
      adverseEventClosedOn: '2026-03-05',
      lastInquiryOn: '2026-03-20',
    });
    expect(caseClosing(newer)).toBeUndefined();
  });
});
