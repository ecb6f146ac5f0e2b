/** Fewer words in a row are nobody's in particular. */
const shortest = 3;

const wordOf = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

const wordsOf = (text: string): readonly string[] => (text.match(/[\p{L}\p{N}]+/gu) ?? []).map(wordOf);

/** A text's sentences as words in a row; templates end one at each of their blanks. */
const sentencesOf = (text: string): readonly string[] =>
  text
    .split(/[.!?¿¡\n]+|\{\{[^}]*\}\}|\{%[^%]*%\}/)
    .map(wordsOf)
    .filter((words) => words.length >= shortest)
    .map((words) => ` ${words.join(' ')} `);

interface Known {
  /** What is left; sentences end where something was taken out. */
  readonly rest: string;
  /** Whether anything was known. */
  readonly some: boolean;
}

/**
 * What of a text has not been said before: sentences of `said` are taken out of it wherever they stand, however their lines are broken. So a
 * quoted mail raises nothing a second time, and what somebody wrote below it is found.
 */
export function notSaidBefore(text: string, said: readonly string[]): Known {
  const found = [...text.matchAll(/[\p{L}\p{N}]+/gu)];
  const words = found.map(([word]) => wordOf(word));
  const starts: number[] = [];
  let length = 1;
  for (const word of words) {
    starts.push(length);
    length += word.length + 1;
  }
  const indexAt = new Map(starts.map((start, index) => [start, index]));
  const joined = ` ${words.join(' ')} `;
  const known = new Set<number>();
  for (const sentence of new Set(said.flatMap(sentencesOf)))
    for (let at = joined.indexOf(sentence); at >= 0; at = joined.indexOf(sentence, at + 1)) {
      const from = indexAt.get(at + 1) ?? 0;
      const count = sentence.trim().split(' ').length;
      for (let index = from; index < from + count; index += 1) known.add(index);
    }
  let rest = '';
  let last = 0;
  for (const [index, match] of found.entries()) {
    const end = match.index + match[0].length;
    rest += known.has(index) ? '. ' : text.slice(last, end);
    last = end;
  }
  return { rest: rest + text.slice(last), some: known.size > 0 };
}
