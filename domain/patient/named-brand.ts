import type { Practice } from '../practice/practice.ts';

/** Case, accents and punctuation do not count; words stay words. */
const plainWords = (text: string): string =>
  ` ${text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[’'`´ʼ]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

const names = (brand: string, text: string): boolean => {
  const wanted = plainWords(brand);
  return wanted.trim() !== '' && plainWords(text).includes(wanted);
};

/**
 * The brand that the words of a consent name (R2), as messages name it: the practice, by its name or its short name. Undefined where they
 * name nobody, or somebody else.
 */
export const brandNamedIn = (
  wording: string,
  { name, shortName }: Pick<Practice, 'name' | 'shortName'>,
): string | undefined => (names(name, wording) || names(shortName, wording) ? name : undefined);
