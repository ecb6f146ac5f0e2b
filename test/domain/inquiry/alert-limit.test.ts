import { describe, expect, test } from '@jest/globals';
import { isLimited, spanOf, underLimit } from '../../../domain/escalation/alert-limit.ts';
import { readKey } from '../../../domain/escalation/notice-key.ts';

describe('alerts to one person', () => {
  test('are sent up to twelve, then one says that more wait, then none within ten minutes', () => {
    const become = Array.from({ length: 15 }, (_, index) => underLimit(index + 1));
    expect(become).toEqual([...Array(12).fill('send'), 'bundle', 'hold', 'hold']);
    expect(spanOf('2026-11-20T16:19:59.999Z')).toBe('2026-11-20T16:10:00.000Z');
  });

  test('are limited; pages, and what the patient gets, never are', () => {
    const limited = [
      'alert#0.0.0#okoye#sms',
      'warning#0.50#okoye#email',
      'page#0.0.0#okoye#sms',
      'gap#0.0.0#bell#email',
      'safety#m1',
    ];
    expect(limited.map((key) => isLimited(readKey(key)))).toEqual([true, true, false, false, false]);
  });
});
