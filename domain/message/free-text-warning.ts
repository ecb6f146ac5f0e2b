import type { MessageFinding } from '../consent/question.ts';
import { type RevealingWords, revealed } from './revealing-words.ts';

const names: Partial<Record<MessageFinding, string>> = {
  'names-treatment': 'a treatment',
  'names-drug': 'a drug',
  'names-body-area': 'a part of the body',
  'names-diagnosis': 'a diagnosis',
  'names-photo': 'a photo',
  'names-balance': 'a balance',
};

/** What words of the staff name that others may read on the way (R25), and whether they promote something, which an answer may not (R17, R48). */
export function freeTextOf(text: string, revealing: RevealingWords) {
  const found = revealed(text, revealing);
  return { named: found.flatMap((finding) => names[finding] ?? []), promotes: found.includes('promotional') };
}

/** What staff are told of words of their own after they went out, for the next ones. Nothing is held back for it. */
export function warningsOf(text: string, revealing: RevealingWords): readonly string[] {
  const { named, promotes } = freeTextOf(text, revealing);
  return [
    ...(named.length > 0
      ? [
          `Your words name ${named.join(', ')}: others may read a text or a mail. Write "your visit", or call, where it can wait.`,
        ]
      : []),
    ...(promotes ? ['Your words promote something: an answer to a patient should not.'] : []),
  ];
}
