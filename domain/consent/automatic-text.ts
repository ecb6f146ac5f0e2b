import { type Answering, answerQuestion } from './answering.ts';
import { elsewhere } from './checks/text-consent.ts';
import { decide } from './decide.ts';

const byReason = {
  'wrong-number': elsewhere,
  erased: 'whoever had this number was erased',
} as const;

/** Why a suppressed number is not texted, in words for the staff; undefined where it is not, or has texted since. */
function suppressed({ known, wroteAt }: Answering): string | undefined {
  const [found] = known.suppressed.filter(({ at }) => wroteAt === undefined || wroteAt <= at);
  if (!found) return undefined;
  return byReason[found.reason as keyof typeof byReason] ?? 'this number takes no texts';
}

/**
 * Why Heard itself texts a number nothing but a safety reply (R8, R9, R14, R70), in words for the staff; undefined where it may. What was taken
 * back stays so until a later text from that very number asks something.
 */
export function whyNoAutomaticText(
  answering: Omit<Answering, 'purpose' | 'by' | 'clinical' | 'theirsSince'>,
): string | undefined {
  const asked = {
    ...answering,
    purpose: 'reply',
    by: 'automatic',
    clinical: false,
    theirsSince: answering.wroteAt,
  } as const;
  const held = suppressed(asked);
  if (held !== undefined) return held;
  const decision = decide(answerQuestion(asked));
  return decision.outcome === 'allow' ? undefined : decision.reason;
}
