import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CompiledRedFlags, RedFlagRules } from '../../domain/red-flag/red-flag-rules.ts';
import { soundsOf, vocabularyOf } from '../../domain/red-flag/rule-set.ts';
import { spellingOf, vocabulary } from '../../domain/red-flag/spelling.ts';
import { plainText } from '../../domain/red-flag/tokens.ts';

const { resolve } = createRequire(import.meta.url);

/** A list of words, the most common first: what stands there is no misspelling of a term of the rules. */
const listed = (language: 'en' | 'es-es', list: string): readonly string[] => {
  // Its main file unpacks all lists of a language; the lists themselves are not exported.
  const main = resolve(`@zxcvbn-ts/language-${language}`);
  const file = main.replace(/dist[\\/][^\\/]+$/, `src/${list}.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as readonly string[]).map((word) => plainText(word));
};

/** So many of each language are never a slip of the finger; up to the second they may be, though not by themselves. */
const certainRank = 3000;
const likelyRank = 10_000;
/** Names further down are rarer than misspellings, and so are short words, which are mostly letters that stand for something. */
const surnamesRank = 8000;
const longEnough = 5;

const rareWords = (): readonly string[] =>
  [
    ...listed('en', 'commonWords'),
    ...listed('es-es', 'commonWords'),
    ...listed('es-es', 'wikipedia'),
    ...listed('en', 'firstnames'),
    ...listed('es-es', 'firstnames'),
    ...listed('en', 'lastnames').slice(0, surnamesRank),
    ...listed('es-es', 'lastnames').slice(0, surnamesRank),
  ].filter((word) => word.length >= longEnough);

/** The everyday words that would else be taken for a misspelling of a term; all others need not travel with the function. */
export function everydayWords(rules: RedFlagRules): CompiledRedFlags['everyday'] {
  const spelling = spellingOf(vocabulary(vocabularyOf(rules), soundsOf(rules)), []);
  const near = (word: string): boolean => {
    const { sure, guessed } = spelling.termsOf(word);
    return guessed.length > 0 || sure.length > spelling.exactTermsOf(word).sure.length;
  };
  const common = [listed('en', 'commonWords'), listed('es-es', 'commonWords')];
  const upTo = (rank: number): readonly string[] =>
    common.flatMap((words) => words.slice(0, rank)).filter(near);
  const certain = new Set([...rules.everydayWords.map(plainText), ...upTo(certainRank)]);
  const likely = new Set(upTo(likelyRank).filter((word) => !certain.has(word)));
  const known = new Set([...certain, ...likely]);
  const rare = new Set(rareWords().filter((word) => !known.has(word) && near(word)));
  return {
    certain: [...certain].toSorted(),
    likely: [...likely].toSorted(),
    rare: [...rare].toSorted(),
  };
}
