import { type Classes, classesOf } from './matching.ts';
import { classesIn, parsePattern, termsIn, usuallyBetween } from './pattern.ts';
import type { RedFlagRule, RedFlagRules } from './red-flag-rules.ts';
import { type Filing, filing } from './starts.ts';
import { plainText } from './tokens.ts';

/** Patterns by the words that they may begin with. */
export type Patterns = Filing<undefined>;

/** The rules as they are looked up: by the words that a pattern may begin with. */
export interface RuleSet {
  readonly classes: Classes;
  readonly rules: Filing<Pick<RedFlagRule, 'flag' | 'level' | 'sign'>>;
  readonly harmless: Patterns;
  readonly negators: Patterns;
  readonly noNegators: Patterns;
  readonly clauseStarts: Patterns;
  readonly softeners: Patterns;
}

/** Files the rules of a practice. Throws where a pattern is none. */
export function ruleSetOf(rules: RedFlagRules): RuleSet {
  const classes = classesOf(rules.words);
  const patterns = (texts: readonly string[], between: number): Patterns =>
    filing(
      texts.map((text) => ({ pattern: parsePattern(text, between), item: undefined })),
      classes.entries,
    );
  return {
    classes,
    rules: filing(
      rules.rules.flatMap(({ flag, level, sign, any }) =>
        any.map((text) => ({
          pattern: parsePattern(text),
          item: { flag, level, ...(sign ? { sign } : {}) },
        })),
      ),
      classes.entries,
    ),
    harmless: patterns(rules.harmless, 0),
    negators: patterns(rules.negators, 0),
    noNegators: patterns(rules.noNegators, 0),
    clauseStarts: patterns(rules.clauseStarts, 0),
    softeners: patterns(rules.softeners, usuallyBetween),
  };
}

/** What sounds like a word, without accents. */
export const soundsOf = ({ soundsLike }: RedFlagRules): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(soundsLike).map(([word, heard]) => [plainText(word), heard.map(plainText)]),
  );

/** Every term that the rules name: what a word of a message is compared with. Throws when a pattern names no known class. */
export function vocabularyOf(rules: RedFlagRules): readonly string[] {
  const set = ruleSetOf(rules);
  const { harmless, noNegators, softeners, negators, clauseStarts } = set;
  const patterns = [set.rules, harmless, noNegators, softeners, negators, clauseStarts].flatMap(({ items }) =>
    items.map(({ pattern }) => pattern),
  );
  const entries = [...set.classes.entries.values()].flat();
  for (const name of [...patterns.flatMap(classesIn), ...classesIn(entries)])
    if (!set.classes.entries.has(name)) throw new Error(`There is no class <${name}> in words.yaml.`);
  return [...new Set([...patterns.flatMap(termsIn), ...termsIn(entries), ...Object.keys(soundsOf(rules))])];
}
