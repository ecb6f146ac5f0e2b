import { isRedFlag } from '../../domain/escalation/choose-policy.ts';
import type { InquiryFile } from '../../domain/inquiry/inquiries.ts';
import type { InquiryMessage } from '../../domain/inquiry/message.ts';

const callTexts = {
  missed: 'Missed call',
  voicemail: 'Voicemail',
  reached: 'A call that was answered',
} as const;
/** What a call was, where it left no words. */
export const callText = ({ call }: InquiryMessage): string => (call ? callTexts[call.outcome] : '');

/** More of a message is under what was said: the first screen has to hold what can be done. */
const newestLetters = 160;

/** The patient's newest words, of an emergency the newest in which it was recognised, or their beginning; null where they said none. */
export function newestWords({ inquiry, messages }: InquiryFile): string | null {
  const theirs = messages.filter(({ direction, beside }) => direction === 'in' && !beside);
  const flagged = theirs.findLast(({ flags = [] }) => isRedFlag(inquiry.level) && flags.length > 0);
  const newest = flagged ?? theirs.at(-1);
  const text = newest ? newest.text || callText(newest) : '';
  if (text.length <= newestLetters) return text || null;
  return `${text.slice(0, newestLetters).trimEnd()}...`;
}
