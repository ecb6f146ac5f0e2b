import { higher, isEmergency, isRedFlag } from '../escalation/choose-policy.ts';
import type { Level } from '../inquiry/inquiry.ts';
import {
  type Classes,
  classesOf,
  matchesOf,
  partSpans,
  type Reading,
  readingOf,
  type Span,
} from './matching.ts';
import { classesIn, type Pattern, parsePattern, termsIn } from './pattern.ts';
import type { CompiledRedFlags, RedFlagRules } from './red-flag-rules.ts';
import { type Spelling, spellingOf, vocabulary } from './spelling.ts';
import { plainText, type Token, tokensOf } from './tokens.ts';

export interface Assessment {
  readonly level: Level;
  /** Ids of the flags that matched as urgently, such as F3: of an emergency only those that are emergencies themselves. */
  readonly flags: readonly string[];
}

/** Gives the disposition level of a patient's words. */
export type Assess = (text: string) => Assessment;

/** A denial reaches over so many words. */
const denialReach = 5;

interface RuleSet {
  readonly classes: Classes;
  readonly rules: readonly {
    readonly flag: string;
    readonly level: Level;
    readonly any: readonly Pattern[];
  }[];
  readonly harmless: readonly Pattern[];
  readonly negators: readonly Pattern[];
  readonly noNegators: readonly Pattern[];
  readonly clauseStarts: readonly Pattern[];
  readonly softeners: readonly Pattern[];
}

/** Any of these, each a pattern of one part. */
const anyOf = (words: readonly string[]): readonly Pattern[] => words.map((text) => parsePattern(text, 0));

const ruleSetOf = (rules: RedFlagRules): RuleSet => ({
  classes: classesOf(rules.words),
  rules: rules.rules.map(({ flag, level, any }) => ({
    flag,
    level,
    any: any.map((text) => parsePattern(text)),
  })),
  harmless: rules.harmless.map((text) => parsePattern(text, 0)),
  negators: anyOf(rules.negators),
  noNegators: rules.noNegators.map((text) => parsePattern(text, 0)),
  clauseStarts: anyOf(rules.clauseStarts),
  softeners: rules.softeners.map((text) => parsePattern(text)),
});

/** What sounds like a word, without accents. */
export const soundsOf = ({ soundsLike }: RedFlagRules): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(soundsLike).map(([word, heard]) => [plainText(word), heard.map(plainText)]),
  );

/** Every term that the rules name: what a word of a message is compared with. Throws when a pattern names no known class. */
export function vocabularyOf(rules: RedFlagRules): readonly string[] {
  const set = ruleSetOf(rules);
  const patterns = [
    ...set.rules.flatMap(({ any }) => any),
    ...set.harmless,
    ...set.noNegators,
    ...set.softeners,
    ...set.negators,
    ...set.clauseStarts,
  ];
  const entries = [...set.classes.values()].flat();
  for (const name of [...patterns.flatMap(classesIn), ...classesIn(entries)])
    if (!set.classes.has(name)) throw new Error(`There is no class <${name}> in words.yaml.`);
  return [...new Set([...patterns.flatMap(termsIn), ...termsIn(entries), ...Object.keys(soundsOf(rules))])];
}

/** For each word the place of the word that denies it, if one does. */
function denials(plain: Reading, generous: Reading, set: RuleSet): readonly (number | undefined)[] {
  const { tokens } = plain;
  const at = (patterns: readonly Pattern[], reading = generous): ReadonlySet<number> =>
    new Set(patterns.flat().flatMap((part) => partSpans(part, reading, set.classes).map(({ from }) => from)));
  const apparent = at(set.noNegators);
  const ends = at(set.clauseStarts);
  const denied: (number | undefined)[] = tokens.map(() => undefined);
  for (const index of at(set.negators, plain)) {
    if (apparent.has(index)) continue;
    for (let word = index + 1; word <= index + denialReach && word < tokens.length; word += 1) {
      const token = tokens[word];
      if (token?.afterMark || token?.sentence !== tokens[index]?.sentence || ends.has(word)) break;
      denied[word] = index;
    }
  }
  return denied;
}

function softened(reading: Reading, set: RuleSet): ReadonlySet<number> {
  const sentences = set.softeners.flatMap((pattern) =>
    [...matchesOf(pattern, reading, set.classes)].map(
      ([span]) => reading.tokens[span?.from ?? 0]?.sentence ?? 0,
    ),
  );
  return new Set(sentences);
}

/** The words of everyday phrases, which mean nothing. */
function masked(reading: Reading, set: RuleSet): ReadonlySet<number> {
  const found = new Set<number>();
  for (const pattern of set.harmless)
    for (const spans of matchesOf(pattern, reading, set.classes))
      for (const { from, to } of spans) for (let index = from; index <= to; index += 1) found.add(index);
  return found;
}

/** A flag that is denied, asked about or long past is lowered, never dropped (R56). */
const lowered = (level: Level): Level => (level === 'E0' || level === 'E1' ? 'U' : 'S');

/** The level that a pattern's matches give: the rule's own where one of them holds, a lower one where all are softened. */
function levelOf(
  level: Level,
  matches: Iterable<readonly Span[]>,
  holds: (spans: readonly Span[]) => boolean,
): Level {
  let found: Level = 'R';
  for (const spans of matches) {
    if (holds(spans)) return level;
    found = lowered(level);
  }
  return found;
}

/** What the rules find when words are read by this spelling. */
function find(tokens: readonly Token[], spelling: Spelling, set: RuleSet): Assessment {
  // What takes weight from a flag must be spelled right; the flag need not be.
  const plain = readingOf(tokens, spelling.exactTermsOf);
  const denied = denials(plain, readingOf(tokens, spelling.termsOf), set);
  const soft = softened(plain, set);
  const reading = readingOf(tokens, spelling.termsOf, masked(plain, set));
  const holds = (spans: readonly Span[]): boolean => {
    const within = (index: number): boolean => spans.some(({ from, to }) => from <= index && index <= to);
    return spans.every(({ from }) => {
      const by = denied[from];
      return (by === undefined || within(by)) && !soft.has(tokens[from]?.sentence ?? 0);
    });
  };
  const levels = new Map<string, Level>();
  for (const rule of set.rules) {
    const level = rule.any.map((pattern) =>
      levelOf(rule.level, matchesOf(pattern, reading, set.classes), holds),
    );
    const highest = level.reduce(higher, 'R');
    if (highest !== 'R') levels.set(rule.flag, higher(levels.get(rule.flag) ?? 'R', highest));
  }
  const level = [...levels.values()].reduce(higher, 'R');
  const alike = isEmergency(level) ? isEmergency : isRedFlag(level) ? isRedFlag : () => true;
  return { level, flags: [...levels].filter(([, own]) => alike(own)).map(([flag]) => flag) };
}

/**
 * Reads the rules once; what it gives assesses a text: the highest level of all rules that match (R52, R53, R55), with the flags.
 * Misspelled, misheard and unaccented words count; a flag that is denied or only asked about is lowered, never dropped (R56). Where
 * nothing urgent is found, words of their own are tried as slips of the finger too, and what they give is urgent at most.
 */
export function assessor(rules: CompiledRedFlags): Assess {
  const set = ruleSetOf(rules);
  const { certain, likely } = rules.everyday;
  const terms = vocabulary(vocabularyOf(rules), soundsOf(rules));
  const careful = spellingOf(terms, [...certain, ...likely]);
  const generous = spellingOf(terms, certain);

  return (text) => {
    const tokens = tokensOf(text, rules.emoji);
    const found = find(tokens, careful, set);
    if (isRedFlag(found.level)) return found;
    const perhaps = find(tokens, generous, set);
    return isRedFlag(perhaps.level) ? { level: 'U', flags: perhaps.flags } : perhaps;
  };
}

/** The same, where a failure of the check itself counts as urgent (R55). */
export function assessSafely(text: string, assess: Assess): Assessment {
  try {
    return assess(text);
  } catch {
    return { level: 'U', flags: ['check-failed'] };
  }
}
