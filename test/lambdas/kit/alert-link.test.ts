import { expect, test } from '@jest/globals';
import { alertLinkUntil, alertSentAt } from '../../../lambdas/kit/alert-link.ts';
import { fridayMorning, later } from '../../support/lakeside.ts';

test('the link of an alert works for a week, and tells when it was sent', () => {
  const expiresAt = alertLinkUntil(new Date(fridayMorning));
  expect(expiresAt).toBe(later(fridayMorning, 7 * 24 * 60));
  const claims = { purpose: 'answer', subject: 'inq_1', person: 'okoye' } as const;
  expect(alertSentAt({ ...claims, expiresAt })).toBe(fridayMorning);
  expect(alertSentAt(claims)).toBeUndefined();
});
