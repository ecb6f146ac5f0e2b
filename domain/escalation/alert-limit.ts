import type { NoticeKey } from './notice-key.ts';

/** So many alerts and warnings reach one person by one way within the span; one message more says that others wait, and the rest is not sent. */
export const alertLimit = { alerts: 12, minutes: 10 } as const;

type StaffKey = Extract<NoticeKey, { staff: string }>;

/** Whether a message to a member of the staff counts against their limit: pages of a red flag never do (R58), nor what says that a step failed. */
export const isLimited = (key: NoticeKey): key is StaffKey & { kind: 'alert' | 'warning' | 'undelivered' } =>
  'staff' in key && (key.kind === 'alert' || key.kind === 'warning' || key.kind === 'undelivered');

/** The span that an instant (ISO) falls into, as the instant at which it begins. */
export const spanOf = (now: string): string => {
  const length = alertLimit.minutes * 60_000;
  return new Date(Math.floor(Date.parse(now) / length) * length).toISOString();
};

/** What becomes of the n-th such message of a span: sent, replaced by one that says that more wait, or not sent. */
export function underLimit(count: number): 'send' | 'bundle' | 'hold' {
  if (count <= alertLimit.alerts) return 'send';
  return count === alertLimit.alerts + 1 ? 'bundle' : 'hold';
}
