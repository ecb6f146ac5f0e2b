import { type Classes, classesOf, matchesOf, type Reading, readingOf } from '../red-flag/matching.ts';
import { type Pattern, parsePattern, termsIn } from '../red-flag/pattern.ts';
import { isOneSlip, type Spelling, spellingOf, vocabulary } from '../red-flag/spelling.ts';
import { plainText, type Token, tokensOf } from '../red-flag/tokens.ts';
import { ownPart } from './own-part.ts';
import type { RevocationRules } from './revocation-rules.ts';

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
  /** Channels that the words name. */
  readonly channels: readonly RevokedChannel[];
  /** The keyword is a Spanish one. */
  readonly spanish?: boolean;
  /** A bare CANCEL: a person asks whether the appointment was meant. */
  readonly perhapsAppointment?: boolean;
}

/** Gives what a message says about further messages. */
export type Revoking = (text: string) => Revocation;

const nothing: Revocation = { intent: 'no', reason: '', method: 'free-text', channels: [] };

/** R7: compatibility forms, case, marks, emoji and spaces do not count. */
const squeezed = (text: string): string =>
  plainText(text.normalize('NFKC')).replaceAll(/[^\p{L}\p{N}]/gu, '');

interface Named {
  readonly text: string;
  readonly pattern: Pattern;
}

const named = (texts: readonly string[], between?: number): readonly Named[] =>
  texts.map((text) => ({ text, pattern: parsePattern(text, between) }));

interface RuleSet {
  readonly keywords: ReadonlyMap<string, Revocation>;
  readonly soundsLike: Readonly<Record<string, readonly string[]>>;
  readonly courtesy: ReadonlySet<string>;
  readonly classes: Classes;
  readonly harmless: readonly Named[];
  readonly patterns: readonly { readonly intent: RevocationIntent; readonly any: readonly Named[] }[];
  readonly alone: ReadonlySet<string>;
  readonly wrongAlone: ReadonlySet<string>;
  readonly notMe: readonly string[];
  readonly notNames: ReadonlySet<string>;
}

function keywordsOf({ keywords, spanish }: RevocationRules): ReadonlyMap<string, Revocation> {
  const appointment = new Set(keywords.perhapsAppointment.map(squeezed));
  const inSpanish = new Set(spanish.map(squeezed));
  const of = (words: readonly string[], intent: RevocationIntent): [string, Revocation][] =>
    words.map((word) => [
      squeezed(word),
      {
        intent,
        reason: word,
        method: 'keyword',
        channels: [],
        ...(inSpanish.has(squeezed(word)) ? { spanish: true } : {}),
        ...(appointment.has(squeezed(word)) ? { perhapsAppointment: true } : {}),
      },
    ]);
  return new Map([
    ...of(keywords.care, 'care'),
    ...of(keywords.start, 'start'),
    ...of(keywords.help, 'help'),
    ...of(keywords.revoke, 'revoke'),
  ]);
}

const ruleSetOf = (rules: RevocationRules): RuleSet => ({
  keywords: keywordsOf(rules),
  soundsLike: rules.soundsLike,
  courtesy: new Set(rules.courtesy.map(plainText)),
  classes: classesOf(rules.words),
  harmless: named(rules.harmless, 0),
  patterns: [
    { intent: 'wrong-number', any: named(rules.wrongNumber, 1) },
    { intent: 'revoke-all', any: named(rules.everything) },
    { intent: 'revoke', any: named(rules.revoke) },
    { intent: 'unsure', any: named(rules.unsure) },
  ],
  alone: new Set(rules.alone.map(squeezed)),
  wrongAlone: new Set(rules.wrongAlone.map(squeezed)),
  notMe: rules.notMe.map(plainText),
  notNames: new Set(rules.notNames.map(plainText)),
});

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
  for (const { pattern } of set.harmless)
    for (const spans of matchesOf(pattern, plain, set.classes))
      for (const { from, to } of spans) for (let index = from; index <= to; index += 1) masked.add(index);
  return readingOf(tokens, spelling.termsOf, masked);
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

interface Sentence {
  readonly text: string;
  readonly asked: boolean;
}

const sentencesOf = (text: string): readonly Sentence[] =>
  [...text.matchAll(/([^.!?\n]+)([.!?\n]*)/g)].map(([, words = '', end = '']) => ({
    text: words,
    asked: end.includes('?'),
  }));

/**
 * Reads the rules once; what it gives reads a message in English or Spanish and says what it wants of further messages (R7, R9, R11, R14).
 * Quoted mail and signatures do not count. A misspelling that is not certain, and words that may mean something else, are `unsure`.
 */
export function revocationReader(rules: RevocationRules): Revoking {
  const set = ruleSetOf(rules);
  const all = [...set.patterns.flatMap(({ any }) => any), ...set.harmless];
  const terms = [
    ...all.flatMap(({ pattern }) => termsIn(pattern)),
    ...termsIn([...set.classes.values()].flat()),
  ];
  const known = vocabulary([...new Set([...terms, ...Object.keys(rules.soundsLike)])], rules.soundsLike);
  const whole = spellingOf(known, []);
  const exact: Spelling = {
    exactTermsOf: whole.exactTermsOf,
    termsOf: (word) => [word, ...(known.sounds.get(word) ?? [])].flatMap(whole.exactTermsOf),
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

  return (text) => {
    const own = ownPart(text.normalize('NFKC').replaceAll('\\n', '\n'));
    const tokens = tokensOf(own);
    return (
      wholeMessage(own, tokens, set) ??
      heaviest(sentencesOf(own).flatMap(inSentence)) ??
      heaviest(sentencesOf(own).flatMap(perhaps)) ??
      (tokens.length === 1 ? slipOf(squeezed(own), set) : undefined) ??
      nothing
    );
  };
}
