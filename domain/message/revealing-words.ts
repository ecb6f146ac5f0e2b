import * as z from 'zod/mini';
import type { MessageFinding } from '../consent/question.ts';

const Words = z.array(z.string().check(z.minLength(2)));

/** `practice/law/revealing-words.yaml`. */
export const RevealingWords = z.strictObject({
  version: z.int(),
  date: z.iso.date(),
  drugs: Words,
  treatments: Words,
  bodyAreas: Words,
  diagnoses: Words,
  photos: Words,
  balances: Words,
  promotions: Words,
  /** Sex, hate, alcohol, firearms, tobacco: in no text that promotes (R45). */
  prohibited: Words,
});
export type RevealingWords = z.infer<typeof RevealingWords>;

const plain = (text: string): string =>
  ` ${text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}%$]+/gu, ' ')
    .trim()} `;

const wantedOf = (word: string): string => {
  const wanted = plain(word).trim();
  // "20% off": a sign may stand right behind a number.
  return /^[%$]/.test(wanted) ? wanted : ` ${wanted} `;
};

const wantedIn = new WeakMap<readonly string[], readonly string[]>();

/** The lists are the same for every message. */
function wantedFor(words: readonly string[]): readonly string[] {
  const known = wantedIn.get(words) ?? words.map(wantedOf);
  wantedIn.set(words, known);
  return known;
}

const holds = (text: string, words: readonly string[]): boolean =>
  wantedFor(words).some((wanted) => text.includes(wanted));

/** What words of a message reveal or promote (R1, R25, R45). Links are left out: nobody reads them over a shoulder. */
export function revealed(message: string, words: RevealingWords): readonly MessageFinding[] {
  const text = plain(message.replaceAll(/https?:\/\/\S+/g, ' '));
  return [
    ...(holds(text, words.drugs) ? (['names-drug'] as const) : []),
    ...(holds(text, words.treatments) ? (['names-treatment'] as const) : []),
    ...(holds(text, words.bodyAreas) ? (['names-body-area'] as const) : []),
    ...(holds(text, words.diagnoses) ? (['names-diagnosis'] as const) : []),
    ...(holds(text, words.photos) ? (['names-photo'] as const) : []),
    ...(holds(text, words.balances) ? (['names-balance'] as const) : []),
    ...(holds(text, words.prohibited) ? (['names-prohibited'] as const) : []),
    ...(holds(text, words.promotions) ? (['promotional'] as const) : []),
  ];
}

/** The words with the names that the practice gives its treatments. */
export const withTreatmentNames = (
  words: RevealingWords,
  { treatments }: { readonly treatments: readonly { readonly names: readonly string[] }[] },
): RevealingWords => ({
  ...words,
  treatments: [...new Set([...words.treatments, ...treatments.flatMap(({ names }) => names)])],
});
