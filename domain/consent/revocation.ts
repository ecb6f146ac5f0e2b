import { matchesOf, type Reading, readingOf } from '../red-flag/matching.ts';
import { parsePattern, termsIn } from '../red-flag/pattern.ts';
import { isOneSlip, type Spelling, spellingOf, vocabulary } from '../red-flag/spelling.ts';
import { type Token, tokensOf } from '../red-flag/tokens.ts';
import { type Likelihood, type Likeness, likenessReader } from './likeness.ts';
import { type RuleSet, ruleSetOf, squeezed } from './revocation-rule-set.ts';
import type { RevocationRules } from './revocation-rules.ts';
import { type Sentence, sentencesOf } from './sentences.ts';
import { normalized } from './unquoted.ts';

/** Channels that a revocation may name. */
export type RevokedChannel = 'text' | 'email' | 'call';

/**
 * What a message says about further messages. `revoke` ends the channels it names, or the one it came by; `unsure` ends marketing until a
 * person has read it; `care` asks, after a STOP, for texts about appointments alone.
 */
export type RevocationIntent =
  | 'revoke'
  | 'revoke-all'
  | 'unsure'
  | 'wrong-number'
  | 'help'
  | 'start'
  | 'care'
  | 'no';

export interface Revocation {
  readonly intent: RevocationIntent;
  /** The keyword or the pattern that matched; empty for `no`. */
  readonly reason: string;
  readonly method: 'keyword' | 'free-text';
  /** The sentence that is like the examples, where no rule said it: for staff, never for logs. */
  readonly sentence?: string;
  /** Channels that the words name. */
  readonly channels: readonly RevokedChannel[];
  /** Channels of which the words say that they shall go on. */
  readonly keeps?: readonly RevokedChannel[];
  /** The keyword is a Spanish one. */
  readonly spanish?: boolean;
  /** A bare CANCEL: a person asks whether the appointment was meant. */
  readonly perhapsAppointment?: boolean;
}

/** Gives what a message says about further messages. */
export type Revoking = (text: string) => Revocation;

const nothing: Revocation = { intent: 'no', reason: '', method: 'free-text', channels: [] };

/** A sentence's words, with what asks for nothing left out. */
const withoutCourtesy = (tokens: readonly Token[], { courtesy }: RuleSet): string =>
  tokens
    .map(({ text }) => text)
    .filter((word) => !courtesy.has(word))
    .join('');

const shortestSlip = 4;

/** The keyword that a message of one word is a slip of. */
function slipOf(word: string, { keywords }: RuleSet): Revocation | undefined {
  if (word.length < shortestSlip) return undefined;
  for (const [keyword, found] of keywords)
    if (found.intent === 'revoke' && keyword.length >= shortestSlip && isOneSlip(word, keyword))
      return { ...found, intent: 'unsure', method: 'free-text' };
  return undefined;
}

const soundOf = (word: string, { soundsLike }: RuleSet): string =>
  Object.entries(soundsLike).find(([, heard]) => heard.includes(word))?.[0] ?? word;

/** The whole message is a keyword, perhaps with a please around it. */
function wholeMessage(own: string, tokens: readonly Token[], set: RuleSet): Revocation | undefined {
  const found = set.keywords.get(soundOf(squeezed(own), set));
  if (found) return found;
  const polite = set.keywords.get(soundOf(withoutCourtesy(tokens, set), set));
  return polite?.intent === 'revoke' || polite?.intent === 'care'
    ? { ...polite, method: 'free-text' }
    : undefined;
}

/** Keywords that mean the same in the middle of other sentences. */
const certainAlone = new Set(['stop', 'unsubscribe', 'stopall', 'optout', 'stopstop', 'stopstopstop']);

/** One sentence is nothing but "stop", "enough" or "no more". */
function aloneIn(sentence: readonly Token[], asked: boolean, set: RuleSet): Revocation | undefined {
  const bare = soundOf(withoutCourtesy(sentence, set), set);
  const whole = sentence.map(({ text }) => text).join('');
  if (certainAlone.has(bare)) return { ...nothing, intent: asked ? 'unsure' : 'revoke', reason: bare };
  if (set.wrongAlone.has(bare)) return { ...nothing, intent: 'wrong-number', reason: bare };
  return set.alone.has(bare) || set.alone.has(whole)
    ? { ...nothing, intent: 'unsure', reason: whole }
    : undefined;
}

/** "This is not Maria": a name follows, and nothing else. */
function notMe(sentence: readonly Token[], set: RuleSet): Revocation | undefined {
  const text = sentence.map((token) => token.text).join(' ');
  const start = set.notMe.find((words) => text.startsWith(`${words} `));
  if (!start) return undefined;
  const rest = text.slice(start.length + 1).split(' ');
  return rest.length === 1 && !rest.some((word) => set.notNames.has(word))
    ? { ...nothing, intent: 'wrong-number', reason: start }
    : undefined;
}

function readingWithout(tokens: readonly Token[], spelling: Spelling, set: RuleSet): Reading {
  const plain = readingOf(tokens, spelling.exactTermsOf);
  const masked = new Set<number>();
  for (const { pattern } of [...set.harmless, ...set.kept])
    for (const spans of matchesOf(pattern, plain, set.classes))
      for (const { from, to } of spans) for (let index = from; index <= to; index += 1) masked.add(index);
  return readingOf(tokens, spelling.termsOf, masked);
}

/** Channels of which a message says that they shall go on: "stop the texts, but keep emailing me". */
function keptIn(tokens: readonly Token[], spelling: Spelling, set: RuleSet): readonly RevokedChannel[] {
  const plain = readingOf(tokens, spelling.exactTermsOf);
  const spans = set.kept.flatMap(({ pattern }) => [...matchesOf(pattern, plain, set.classes)].flat());
  const words = spans.flatMap(({ from, to }) => tokens.slice(from, to + 1));
  return words.length === 0 ? [] : channelsIn(readingOf(words, spelling.exactTermsOf), set);
}

const classChannels = [
  ['message', 'text'],
  ['mail', 'email'],
  ['call', 'call'],
] as const;

function channelsIn(reading: Reading, set: RuleSet): readonly RevokedChannel[] {
  return classChannels.flatMap(([name, channel]) => {
    const found = matchesOf(parsePattern(`<${name}>`), reading, set.classes).next();
    return found.done ? [] : [channel];
  });
}

function patternIn(sentence: readonly Token[], spelling: Spelling, set: RuleSet): Revocation | undefined {
  const reading = readingWithout(sentence, spelling, set);
  for (const { intent, any } of set.patterns)
    for (const { text, pattern } of any)
      if (!matchesOf(pattern, reading, set.classes).next().done)
        return { intent, reason: text, method: 'free-text', channels: channelsIn(reading, set) };
  return undefined;
}

/** The most far-reaching first. */
const weight: readonly RevocationIntent[] = ['wrong-number', 'revoke-all', 'revoke', 'unsure'];

const heaviest = (found: readonly Revocation[]): Revocation | undefined =>
  found.toSorted((a, b) => weight.indexOf(a.intent) - weight.indexOf(b.intent))[0];

/** A message without words that shows nothing but signs to stop. */
function signIn(own: string, { signs }: RuleSet): Revocation | undefined {
  const rest = signs.reduce((left, sign) => left.replaceAll(sign, ''), own);
  return rest !== own && /^[\p{M}\p{P}\s]*$/u.test(rest)
    ? { ...nothing, intent: 'unsure', reason: 'a sign to stop' }
    : undefined;
}

/** A message that no rule knows, but that is like those which end messages. */
function likeExamples(likelihood: Likelihood, from: number): Revocation | undefined {
  if (likelihood.probability < from) return undefined;
  return { ...nothing, intent: 'unsure', reason: 'like the examples', sentence: likelihood.sentence };
}

/**
 * Reads the rules once; what it gives reads a message in English or Spanish and says what it wants of further messages (R7, R9, R11, R14).
 * Quoted mail and signatures do not count. A misspelling that is not certain, and words that may mean something else, are `unsure`. So is
 * what no rule knows and what is like the examples, where a likeness was learned: it never changes what a rule found.
 */
export function revocationReader(rules: RevocationRules, learned?: Likeness): Revoking {
  const likelihood = learned && likenessReader(learned);
  const set = ruleSetOf(rules);
  const all = [...set.patterns.flatMap(({ any }) => any), ...set.harmless, ...set.kept];
  const terms = [
    ...all.flatMap(({ pattern }) => termsIn(pattern)),
    ...termsIn([...set.classes.entries.values()].flat()),
  ];
  const known = vocabulary([...new Set([...terms, ...Object.keys(rules.soundsLike)])], rules.soundsLike);
  const whole = spellingOf(known, []);
  const exact: Spelling = {
    exactTermsOf: whole.exactTermsOf,
    termsOf: (word) => ({
      sure: [word, ...(known.sounds.get(word) ?? [])].flatMap((heard) => whole.exactTermsOf(heard).sure),
      guessed: [],
    }),
  };

  const inSentence = ({ text, asked }: Sentence): readonly Revocation[] => {
    const tokens = tokensOf(text);
    if (tokens.length === 0) return [];
    const found = [aloneIn(tokens, asked, set), notMe(tokens, set), patternIn(tokens, exact, set)];
    return found.filter((one) => one !== undefined);
  };

  /** Words that are a pattern's but for a slip of the finger: never certain. */
  const perhaps = ({ text }: Sentence): readonly Revocation[] => {
    const found = patternIn(tokensOf(text), whole, set);
    return found ? [{ ...found, intent: 'unsure' }] : [];
  };

  const withKept = (found: Revocation, tokens: readonly Token[]): Revocation => {
    const keeps = found.intent === 'revoke' || found.intent === 'unsure' ? keptIn(tokens, exact, set) : [];
    return keeps.length > 0 ? { ...found, keeps } : found;
  };

  return (text) => {
    const own = normalized(text);
    const tokens = tokensOf(own);
    const found =
      wholeMessage(own, tokens, set) ??
      heaviest(sentencesOf(own).flatMap(inSentence)) ??
      heaviest(sentencesOf(own).flatMap(perhaps)) ??
      (tokens.length === 1 ? slipOf(squeezed(own), set) : undefined) ??
      signIn(own, set) ??
      (likelihood && likeExamples(likelihood(own), rules.unsureFrom)) ??
      nothing;
    return withKept(found, tokens);
  };
}
