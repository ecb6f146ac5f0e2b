/** Shorter words have too many neighbours that are words of their own. */
const shortestFuzzy = 3;
const shortestFuzzyStem = 5;
const longestEnding = 6;

/** A word and everything that it becomes when one letter is left out. */
function* shortened(word: string): Generator<string> {
  yield word;
  for (let index = 0; index < word.length; index += 1) yield word.slice(0, index) + word.slice(index + 1);
}

const squeezed = (word: string): string => word.replaceAll(/(\p{L})\1+/gu, '$1');

/** Whether one typing slip makes `a` of `b`: a letter wrong, missing, too many, or two neighbours swapped. */
export function isOneSlip(a: string, b: string): boolean {
  if (a === b) return true;
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  const rest = (word: string, skipped: number): string => word.slice(from + skipped);
  if (rest(a, 1) === rest(b, 1) || rest(a, 1) === rest(b, 0) || rest(a, 0) === rest(b, 1)) return true;
  return a[from] === b[from + 1] && a[from + 1] === b[from] && rest(a, 2) === rest(b, 2);
}

export interface Spelling {
  /** The terms that a word of a message is, or is a misspelling of. */
  termsOf(word: string): readonly string[];
  /** Only those that are spelled as the rules have them. */
  exactTermsOf(word: string): readonly string[];
}

/** A form that a word may be a misspelling of, and the term that it stands for. */
interface Form {
  readonly letters: string;
  readonly term: string;
}

const push = <T>(index: Map<string, T[]>, key: string, entry: T): void => {
  const known = index.get(key);
  if (known) known.push(entry);
  else index.set(key, [entry]);
};

/** Stems too short to be misspelled themselves are looked for with their usual endings. */
const endings = [
  '',
  's',
  'e',
  'es',
  'ed',
  'ing',
  'ting',
  'ning',
  'ping',
  'bing',
  'ness',
  'er',
  'y',
  'o',
  'a',
  'os',
  'as',
  'ado',
  'ada',
  'ando',
  'iendo',
  'en',
  'an',
];

function formsOf(term: string): readonly Form[] {
  if (!term.endsWith('*')) return [{ letters: term, term }];
  const stem = term.slice(0, -1);
  return stem.length < shortestFuzzyStem ? endings.map((ending) => ({ letters: stem + ending, term })) : [];
}

/**
 * Finds the terms (`word`, or `stem*`) that a word stands for. One that is `everyday` is what it says; any other may be a
 * misspelling by one slip, or with its letters doubled.
 */
export function spellingOf(
  terms: Iterable<string>,
  soundsLike: Readonly<Record<string, readonly string[]>>,
  everyday: Iterable<string>,
): Spelling {
  const words = new Set<string>();
  const stems = new Set<string>();
  const slips = new Map<string, Form[]>();
  const stemSlips = new Map<string, string[]>();
  const squeezes = new Map<string, string[]>();
  const sounds = new Map<string, string[]>();
  const mayBeMisspelled = ({ letters, term }: Form): void => {
    push(squeezes, squeezed(letters), term);
    if (letters.length >= shortestFuzzy)
      for (const key of shortened(letters)) push(slips, key, { letters, term });
  };
  for (const term of new Set(terms)) {
    const letters = term.replace('*', '');
    (letters === term ? words : stems).add(letters);
    for (const form of formsOf(term)) mayBeMisspelled(form);
    if (letters !== term && letters.length >= shortestFuzzyStem)
      for (const key of shortened(letters)) push(stemSlips, key, letters);
  }
  for (const [term, others] of Object.entries(soundsLike))
    for (const letters of others) {
      push(sounds, letters, term);
      mayBeMisspelled({ letters, term });
    }
  const ordinary = new Set(everyday);
  const known = new Map<string, readonly string[]>();

  function exact(word: string): string[] {
    const found = words.has(word) ? [word] : [];
    for (let length = 2; length <= word.length; length += 1)
      if (stems.has(word.slice(0, length))) found.push(`${word.slice(0, length)}*`);
    return found;
  }

  /** Stems that a word's first letters are but for one slip within them. */
  const stemsOf = (start: string): readonly string[] =>
    [...shortened(start)]
      .flatMap((key) => stemSlips.get(key) ?? [])
      .filter((stem) => isOneSlip(start, stem) && !stem.startsWith(start));

  function stemsNear(word: string): readonly string[] {
    const from = Math.max(shortestFuzzyStem - 1, word.length - longestEnding);
    const starts = Array.from({ length: Math.max(0, word.length - from + 1) }, (_, index) =>
      word.slice(0, from + index),
    );
    return starts.flatMap(stemsOf).map((stem) => `${stem}*`);
  }

  function misspelled(word: string): string[] {
    if (word.length < shortestFuzzy || /\d/.test(word)) return [];
    const found = new Set<string>(squeezes.get(squeezed(word)));
    for (const key of shortened(word))
      for (const { letters, term } of slips.get(key) ?? []) if (isOneSlip(word, letters)) found.add(term);
    for (const term of stemsNear(word)) found.add(term);
    return [...found];
  }

  return {
    exactTermsOf: exact,
    termsOf: (word) => {
      const before = known.get(word);
      if (before) return before;
      const sameSound = sounds.get(word) ?? [];
      const found = [word, ...sameSound].flatMap(exact);
      if (!words.has(word) && sameSound.length === 0 && !ordinary.has(word)) found.push(...misspelled(word));
      known.set(word, found);
      return found;
    },
  };
}
