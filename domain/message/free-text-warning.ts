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

/**
 * What staff are told of words of their own after they went out, for the next ones: that they say what others may read on the way (R25), or promote
 * something, which an answer may not (R17, R48). Nothing is held back for it.
 */
export function warningsOf(text: string, revealing: RevealingWords): readonly string[] {
  const found = revealed(text, revealing);
  const named = found.flatMap((finding) => names[finding] ?? []);
  return [
    ...(named.length > 0
      ? [
          `Your words name ${named.join(', ')}: others may read a text or a mail. Write "your visit", or call, where it can wait.`,
        ]
      : []),
    ...(found.includes('promotional')
      ? ['Your words promote something: an answer to a patient should not.']
      : []),
  ];
}
