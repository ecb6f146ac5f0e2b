import { higher, isEmergency, isRedFlag } from '../escalation/choose-policy.ts';
import type { Level } from '../inquiry/inquiry.ts';
import { answeredNo } from './answers.ts';
import { type Likeness, mostAlike, type Traits, traitsOf } from './likeness.ts';
import { matchesOf, type Reading, readingOf, type Span } from './matching.ts';
import type { CompiledRedFlags, Sign } from './red-flag-rules.ts';
import { type Patterns, type RuleSet, ruleSetOf, soundsOf, vocabularyOf } from './rule-set.ts';
import { type Spelling, spellingOf, vocabulary } from './spelling.ts';
import { begun } from './starts.ts';
import { type Token, tokensOf } from './tokens.ts';

export interface Assessment {
  readonly level: Level;
  /** Ids of the flags that matched as urgently, such as F3: of an emergency only those that are emergencies themselves. */
  readonly flags: readonly string[];
  /** Of an emergency: the sign that is all that matched. */
  readonly alone?: Sign;
}

/** Gives the disposition level of a patient's words. */
export type Assess = (text: string) => Assessment;

/** A denial reaches over so many words. */
const denialReach = 5;

/** Every match of any of these in the message. */
function* matchesIn(patterns: Patterns, reading: Reading, { classes }: RuleSet): Generator<readonly Span[]> {
  for (const { pattern } of begun(patterns, reading.places.keys()))
    yield* matchesOf(pattern, reading, classes);
}

/** For each word the place of the word that denies it, if one does. */
function denials(plain: Reading, generous: Reading, set: RuleSet): readonly (number | undefined)[] {
  const { tokens } = plain;
  const at = (patterns: Patterns, reading = generous): ReadonlySet<number> =>
    new Set([...matchesIn(patterns, reading, set)].map(([span]) => span?.from ?? 0));
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
  for (const [word, answer] of answeredNo(tokens)) denied[word] ??= answer;
  return denied;
}

/** Sentences that are softened: what softens is not denied ("no cold, and no voice"), stands in one sentence and reaches no other. */
function softened(
  reading: Reading,
  set: RuleSet,
  denied: readonly (number | undefined)[],
): ReadonlySet<number> {
  const sentenceAt = (word: number): number => reading.tokens[word]?.sentence ?? 0;
  const found = new Set<number>();
  for (const spans of matchesIn(set.softeners, reading, set)) {
    const within = new Set(spans.flatMap(({ from, to }) => [sentenceAt(from), sentenceAt(to)]));
    if (within.size === 1 && !spans.some(({ from }) => denied[from] !== undefined))
      for (const sentence of within) found.add(sentence);
  }
  return found;
}

/** The words of everyday phrases, which mean nothing: said in one sentence, and not in two that only stand beside one another. */
function masked(reading: Reading, set: RuleSet): ReadonlySet<number> {
  const found = new Set<number>();
  const sentenceAt = (word: number): number => reading.tokens[word]?.sentence ?? 0;
  const within = ({ from, to }: Span): boolean => sentenceAt(from) === sentenceAt(to);
  for (const spans of matchesIn(set.harmless, reading, set))
    for (const { from, to } of spans.filter(within))
      for (let index = from; index <= to; index += 1) found.add(index);
  return found;
}

/** A flag that is denied, asked about or long past is lowered, never dropped (R56). */
const lowered = (level: Level): Level => (level === 'E0' || level === 'E1' ? 'U' : 'S');

/** So much doubt about misspelled words is left to call a physician. */
const mostDoubt = 1;
/** Two guesses are none where words of their own are guessed at. */
const mostDoubtOfOwnWords = 1.5;

const atMostUrgent = (level: Level): Level => (isEmergency(level) ? 'U' : level);

/** How the words of a message are read. */
interface Spelled {
  readonly spelling: Spelling;
  /** Words of their own are taken for misspellings too: it takes one spelled right to believe them. */
  readonly generous: boolean;
}

/** The level that a pattern's matches give: the rule's own where one of them holds, a lower one where all are softened or in doubt. */
function levelOf(
  level: Level,
  matches: Iterable<readonly Span[]>,
  generous: boolean,
  holds: (spans: readonly Span[]) => boolean,
): Level {
  let found: Level = 'R';
  for (const spans of matches) {
    const doubt = spans.reduce((sum, span) => sum + span.doubt, 0);
    const alone = spans.every(({ sure }) => sure === 0);
    if (generous ? doubt > mostDoubtOfOwnWords || alone : doubt > mostDoubt && alone) continue;
    const own = holds(spans) ? level : lowered(level);
    found = higher(found, doubt > mostDoubt ? atMostUrgent(own) : own);
    if (found === level) return level;
  }
  return found;
}

/** More sentences than a patient writes are not compared one by one. */
const mostSentences = 60;

/** The sentences of a message that has several: what is urgent in one must not be outweighed by the others. */
function sentencesOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const sentences = [...Map.groupBy(tokens, ({ sentence }) => sentence).values()];
  return sentences.length > 1 ? sentences.slice(0, mostSentences) : [];
}

/** What the rules find when words are read by this spelling, and the message and its sentences without the words that it denies. */
function find(
  tokens: readonly Token[],
  { spelling, generous }: Spelled,
  set: RuleSet,
): Assessment & { readonly asserted: () => readonly Reading[]; readonly lowered: boolean } {
  // What takes weight from a flag must be spelled right; the flag need not be.
  const plain = readingOf(tokens, spelling.exactTermsOf);
  const denied = denials(plain, readingOf(tokens, spelling.termsOf), set);
  const soft = softened(plain, set, denied);
  const reading = readingOf(tokens, spelling.termsOf, masked(plain, set));
  const holds = (spans: readonly Span[]): boolean => {
    const within = (index: number): boolean => spans.some(({ from, to }) => from <= index && index <= to);
    return spans.every(({ from }) => {
      const by = denied[from];
      return (by === undefined || within(by)) && !soft.has(tokens[from]?.sentence ?? 0);
    });
  };
  const said = tokens.filter((_token, index) => denied[index] === undefined);
  const asserted = (): readonly Reading[] =>
    [said, ...sentencesOf(said)].map((some) => readingOf(some, spelling.termsOf));
  const levels = new Map<string, Level>();
  const emergencies = new Set<Sign | undefined>();
  let emergencyLowered = false;
  for (const { pattern, item } of begun(set.rules, reading.places.keys())) {
    const own = levelOf(item.level, matchesOf(pattern, reading, set.classes), generous, holds);
    const level = higher(levels.get(item.flag) ?? 'R', own);
    if (level !== 'R') levels.set(item.flag, level);
    if (isEmergency(own)) emergencies.add(item.sign);
    emergencyLowered ||= isEmergency(item.level) && level === 'U';
  }
  const level = [...levels.values()].reduce(higher, 'R');
  const [alone] = emergencies;
  const alike = isEmergency(level) ? isEmergency : isRedFlag(level) ? isRedFlag : () => true;
  return {
    level,
    flags: [...levels].filter(([, own]) => alike(own)).map(([flag]) => flag),
    ...(alone && emergencies.size === 1 ? { alone } : {}),
    asserted,
    lowered: emergencyLowered,
  };
}

/** Named for a flag where no rule matches, but the message is like examples of red flags. */
export const likeExamples = 'like-examples';

/** The rules without the examples, what is weighed of a message to compare it with them, and whether they lowered an emergency (R56). */
export function ruleReader(
  rules: CompiledRedFlags,
): (text: string) => Assessment & { readonly traits: () => readonly Traits[]; readonly lowered: boolean } {
  const set = ruleSetOf(rules);
  const { certain, likely, rare } = rules.everyday;
  const terms = vocabulary(vocabularyOf(rules), soundsOf(rules));
  const careful = { spelling: spellingOf(terms, certain, [...likely, ...rare]), generous: false };
  const generous = { spelling: spellingOf(terms, certain), generous: true };

  return (text) => {
    const tokens = tokensOf(text, rules.emoji);
    const { asserted, ...found } = find(tokens, careful, set);
    const traits = (): readonly Traits[] => asserted().map((words) => traitsOf(words, set.classes, found));
    if (isRedFlag(found.level)) return { ...found, traits };
    const { level, flags, lowered } = find(tokens, generous, set);
    return isRedFlag(level) ? { level: 'U', flags, lowered, traits } : { ...found, traits };
  };
}

/**
 * Reads the rules once; what it gives assesses a text: the highest level of all rules that match (R52, R53, R55), with the flags.
 * Misspelled, misheard and unaccented words count; a flag that is denied or only asked about is lowered, never dropped (R56). Where
 * nothing urgent is found, words of their own are tried as slips of the finger too, and what they give is urgent at most; so is a message
 * that no rule matches but that is like the practice's examples of red flags. What is like its examples of emergencies is E1 (R55: it may
 * only raise).
 */
export function assessor(rules: CompiledRedFlags): Assess {
  const read = ruleReader(rules);
  const { likeness, emergencyLikeness } = rules;
  const isLike = (traits: readonly Traits[], model: Likeness | undefined): boolean =>
    model !== undefined && mostAlike(traits, model) >= model.threshold;
  return (text) => {
    const { level, flags, traits, lowered, alone } = read(text);
    if (isEmergency(level)) return { level, flags, ...(alone ? { alone } : {}) };
    const own = traits();
    // An emergency that is denied, asked about or long past stays what R56 makes of it.
    if (!lowered && isLike(own, emergencyLikeness))
      return { level: 'E1', flags: isRedFlag(level) ? [...flags, likeExamples] : [likeExamples] };
    return isRedFlag(level) || !isLike(own, likeness)
      ? { level, flags }
      : { level: 'U', flags: [likeExamples] };
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
