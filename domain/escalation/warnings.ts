import type { InquiryFile } from '../inquiry/inquiries.ts';
import type { Recipient } from './audience.ts';
import { isEmergency } from './choose-policy.ts';
import { writeKey } from './notice-key.ts';

/** Staff are warned when so much of the time until the promise has passed. */
export const warningShares = [0.5, 0.8] as const;

/** Who was warned is not warned again by a later plan, only by the same one that was cut off. */
const samePlan = 60_000;

/** By when (ISO) the promise that holds now is to be kept: once one was missed, the new one. */
export const dueOf = ({ missedAt, deadline, newDeadline }: InquiryFile['inquiry']): string =>
  missedAt === undefined ? deadline : (newDeadline ?? deadline);

/** The share of the promise that has passed by `now` and calls for a warning, in percent; undefined before half and after the end. */
export function warningDue({ inquiry }: InquiryFile, now: string): number | undefined {
  const { warnAt, level } = inquiry;
  // The pages of an emergency are closer together than its warnings would be.
  if (!warnAt || isEmergency(level) || dueOf(inquiry) <= now) return undefined;
  const passed = warnAt.filter((at) => at <= now).length;
  const share = warningShares[passed - 1];
  return share === undefined ? undefined : share * 100;
}

/** When the next warning will be due (ISO); undefined when none is left. */
export const nextWarning = ({ inquiry }: InquiryFile, now: string): string | undefined =>
  isEmergency(inquiry.level) ? undefined : inquiry.warnAt?.find((at) => at > now);

/** Keys of the warnings to send now, to these people: those who were told, or who has claimed it. */
export function warningNotices(file: InquiryFile, to: readonly Recipient[], now: string): readonly string[] {
  const percent = warningDue(file, now);
  if (percent === undefined) return [];
  const round = `${file.inquiry.chain}.${percent}`;
  const given = file.notices.filter((notice) => notice.kind === 'warning' && notice.round === round);
  if (given.some(({ at }) => Date.parse(now) - Date.parse(at) > samePlan)) return [];
  const known = new Set(given.map(({ key }) => key));
  return to
    .map(({ staff, way }) => writeKey({ kind: 'warning', round, staff, way }))
    .filter((key) => !known.has(key));
}
