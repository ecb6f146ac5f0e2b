/** Shorter words have too many neighbours that are words of their own. */
const shortestFuzzy = 3;
const shortestFuzzyStem = 5;
const longestEnding = 6;
const mostRemembered = 5000;

const squeezed = (word: string): string => word.replaceAll(/(\p{L})\1+/gu, '$1');

/** Whether two words are the same from these places on. */
function sameFrom(a: string, fromA: number, b: string, fromB: number): boolean {
  const length = a.length - fromA;
  if (length !== b.length - fromB) return false;
  for (let index = 0; index < length; index += 1) if (a[fromA + index] !== b[fromB + index]) return false;
  return true;
}

/** Whether one typing slip makes `a` of `b`: a letter wrong, missing, too many, or two neighbours swapped. */
export function isOneSlip(a: string, b: string): boolean {
  // However it slipped, the first letter of one is among the first two of the other, or their second letters are alike.
  if (a[0] !== b[0] && a[1] !== b[1] && a[0] !== b[1] && a[1] !== b[0]) return false;
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  if (sameFrom(a, at + 1, b, at + 1) || sameFrom(a, at + 1, b, at) || sameFrom(a, at, b, at + 1)) return true;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && sameFrom(a, at + 2, b, at + 2);
}

/**
 * A word as it is heard: letters that sound alike, in Spanish above all, made one ("emerjensia", "emergencia"). It tells what more than one slip
 * away is still the same word to whoever writes by ear.
 */
export const asHeard = (word: string): string =>
  squeezed(
    word
      .replaceAll('ph', 'f')
      .replaceAll(/(?<![cst])h/g, '')
      .replaceAll('ll', 'y')
      .replaceAll(/c(?=[ei])|z/g, 's')
      .replaceAll(/qu(?=[ei])|c(?!h)|k/g, 'k')
      .replaceAll(/g(?=[ei])/g, 'j')
      .replaceAll('v', 'b')
      .replaceAll(/m(?=[bp])/g, 'n'),
  );

/** Which of 32 classes of letters a word has: one slip changes two of them at most. */
function lettersIn(word: string): number {
  let found = 0;
  for (let index = 0; index < word.length; index += 1) found |= 1 << (word.charCodeAt(index) & 31);
  return found;
}

/** Whether at most two bits differ. */
function nearlySame(a: number, b: number): boolean {
  let differ = a ^ b;
  differ &= differ - 1;
  return (differ & (differ - 1)) === 0;
}

/** The terms that a word of a message stands for. */
export interface Terms {
  /** It is spelled so, sounds so, or has its letters doubled. */
  readonly sure: readonly string[];
  /** One slip of the finger would make it the word. */
  readonly guessed: readonly string[];
}

export interface Spelling {
  /** The terms that a word of a message is, or is a misspelling of. */
  termsOf(word: string): Terms;
  /** Only those that are spelled as the rules have them. */
  exactTermsOf(word: string): Terms;
}

/** A form that a word may be a misspelling of, and the term that it stands for. */
interface Form {
  readonly letters: string;
  readonly term: string;
}

/** A form with the letters that are in it, which are compared before the form itself. */
interface Filed extends Form {
  readonly has: number;
}

/** Stems too short to be misspelled themselves are looked for with their usual endings. */
const endings = [
  ...['', 's', 'e', 'es', 'ed', 'ing', 'ting', 'ning', 'ping', 'bing', 'ness', 'er', 'y'],
  ...['o', 'a', 'os', 'as', 'ado', 'ada', 'ando', 'iendo', 'en', 'an'],
];

function formsOf(term: string): readonly Form[] {
  if (!term.endsWith('*')) return [{ letters: term, term }];
  const stem = term.slice(0, -1);
  return stem.length < shortestFuzzyStem ? endings.map((ending) => ({ letters: stem + ending, term })) : [];
}

/** Forms by their length and their first, and by their length and their second letter. */
interface Buckets {
  readonly first: ReadonlyMap<string, readonly Filed[]>;
  readonly second: ReadonlyMap<string, readonly Filed[]>;
}

function bucketsOf(forms: readonly Form[]): Buckets {
  const all = forms.map((form) => ({ ...form, has: lettersIn(form.letters) }));
  return {
    first: Map.groupBy(all, ({ letters }) => `${letters.length}${letters[0]}`),
    second: Map.groupBy(all, ({ letters }) => `${letters.length}${letters[1]}`),
  };
}

/** Forms that one slip makes of these letters: as long, or one longer or shorter, and alike at the beginning. */
function near(letters: string, { first, second }: Buckets): readonly Form[] {
  const has = lettersIn(letters);
  const begins = letters[0] === letters[1] ? [letters[0]] : [letters[0], letters[1]];
  const keys = [-1, 0, 1].flatMap((more) => begins.map((letter) => `${letters.length + more}${letter}`));
  const found: Form[] = [];
  const compare = (forms: readonly Filed[] = []): void => {
    for (const form of forms)
      if (nearlySame(has, form.has) && isOneSlip(letters, form.letters)) found.push(form);
  };
  for (const key of keys) {
    compare(first.get(key));
    compare(second.get(key));
  }
  return found;
}

/** Shorter words sound like too many others. */
const shortestHeard = 6;

const byEar = (forms: readonly Form[]): ReadonlyMap<string, readonly Form[]> =>
  Map.groupBy(
    forms.filter(({ letters }) => letters.length >= shortestHeard),
    ({ letters }) => asHeard(letters),
  );

/** Fewer letters in common make two words no forms of one. */
const shortestCommon = 4;

/** Whether two words differ in their last letter only, as the forms of one word do: "duele" and "duela", "tongue" and "tongues". */
function differInEnding(word: string, letters: string): boolean {
  const alike = Math.max(shortestCommon, letters.length - 1);
  return word.length >= alike && word.slice(0, alike) === letters.slice(0, alike);
}

/** The forms of a vocabulary, for one or more spellings over it. They are compared one by one: an index of all slips would take tens of MB. */
export interface Vocabulary {
  readonly words: ReadonlySet<string>;
  readonly stems: ReadonlySet<string>;
  readonly sounds: ReadonlyMap<string, readonly string[]>;
  readonly forms: Buckets;
  readonly stemForms: Buckets;
  readonly squeezes: ReadonlyMap<string, readonly Form[]>;
  readonly heardWords: ReadonlyMap<string, readonly Form[]>;
  readonly heardStems: ReadonlyMap<string, readonly Form[]>;
}

/** Reads terms (`word`, or `stem*`) and what sounds like them. */
export function vocabulary(
  terms: Iterable<string>,
  soundsLike: Readonly<Record<string, readonly string[]>>,
): Vocabulary {
  const all = [...new Set(terms)];
  const heard = Object.entries(soundsLike).flatMap(([term, others]) =>
    others.map((letters) => ({ letters, term })),
  );
  const forms = [...all.flatMap(formsOf), ...heard];
  const stems = all.filter((term) => term.endsWith('*')).map((term) => term.slice(0, -1));
  const longStems = stems.filter((stem) => stem.length >= shortestFuzzyStem);
  return {
    words: new Set(all.filter((term) => !term.endsWith('*'))),
    stems: new Set(stems),
    sounds: new Map(
      [...Map.groupBy(heard, ({ letters }) => letters)].map(([letters, found]) => [
        letters,
        found.map(({ term }) => term),
      ]),
    ),
    forms: bucketsOf(forms.filter(({ letters }) => letters.length >= shortestFuzzy)),
    stemForms: bucketsOf(longStems.map((letters) => ({ letters, term: `${letters}*` }))),
    squeezes: Map.groupBy(forms, ({ letters }) => squeezed(letters)),
    heardWords: byEar(forms),
    heardStems: byEar(longStems.map((letters) => ({ letters, term: `${letters}*` }))),
  };
}

/**
 * Finds the terms that a word stands for. One that is `everyday` is what it says; a word of its `own` may be another form of a term; any other may
 * be a misspelling by one slip, or with its letters doubled.
 */
export function spellingOf(
  { words, stems, sounds, forms, stemForms, squeezes, heardWords, heardStems }: Vocabulary,
  everyday: Iterable<string>,
  ownWords: Iterable<string> = [],
): Spelling {
  const ordinary = new Set(everyday);
  const own = new Set(ownWords);
  const known = new Map<string, Terms>();

  function exact(word: string): string[] {
    const found = words.has(word) ? [word] : [];
    for (let length = 2; length <= word.length; length += 1)
      if (stems.has(word.slice(0, length))) found.push(`${word.slice(0, length)}*`);
    return found;
  }

  /** Stems that a word begins with but for one slip within them. */
  function stemsNear(word: string): readonly Form[] {
    const from = Math.max(shortestFuzzyStem - 1, word.length - longestEnding);
    const starts = Array.from({ length: Math.max(0, word.length - from + 1) }, (_, index) =>
      word.slice(0, from + index),
    );
    return starts.flatMap((start) =>
      near(start, stemForms).filter(({ letters }) => !letters.startsWith(start)),
    );
  }

  const slipped = (word: string): readonly Form[] => [...near(word, forms), ...stemsNear(word)];

  /** Words that are spelled otherwise but sound the same, and stems that it begins with by ear. */
  function sameByEar(word: string): readonly Form[] {
    const heard = asHeard(word);
    const found = [...(heardWords.get(heard) ?? [])];
    for (let length = shortestHeard - 1; length <= heard.length; length += 1)
      found.push(...(heardStems.get(heard.slice(0, length)) ?? []));
    return found;
  }

  function termsOf(word: string): Terms {
    const sameSound = sounds.get(word) ?? [];
    const found = [word, ...sameSound].flatMap(exact);
    const certain = words.has(word) || sameSound.length > 0 || ordinary.has(word);
    if (certain || word.length < shortestFuzzy || /\d/.test(word)) return { sure: found, guessed: [] };
    const stretched = (squeezes.get(squeezed(word)) ?? []).map(({ term }) => term);
    const sure = own.has(word) ? found : [...found, ...stretched];
    const slips = slipped(word).filter(({ letters }) => !own.has(word) || differInEnding(word, letters));
    const heard = own.has(word) || word.length < shortestHeard ? [] : sameByEar(word);
    const guessed = [...slips, ...heard].map(({ term }) => term).filter((term) => !sure.includes(term));
    return { sure: [...new Set(sure)], guessed: [...new Set(guessed)] };
  }

  return {
    exactTermsOf: (word) => ({ sure: exact(word), guessed: [] }),
    termsOf: (word) => {
      const before = known.get(word);
      if (before) return before;
      const found = termsOf(word);
      // The oldest goes: were the memory kept once it is full, what nobody writes twice would leave no place for what many write.
      const [oldest] = known.keys();
      if (known.size >= mostRemembered && oldest !== undefined) known.delete(oldest);
      known.set(word, found);
      return found;
    },
  };
}
