import { type Classes, classesOf } from '../red-flag/matching.ts';
import { type Pattern, parsePattern } from '../red-flag/pattern.ts';
import { plainText } from '../red-flag/tokens.ts';
import type { Revocation, RevocationIntent } from './revocation.ts';
import type { RevocationRules } from './revocation-rules.ts';

/** R7: compatibility forms, case, marks, emoji and spaces do not count. */
export const squeezed = (text: string): string =>
  plainText(text.normalize('NFKC')).replaceAll(/[^\p{L}\p{N}]/gu, '');

interface Named {
  readonly text: string;
  readonly pattern: Pattern;
}

const named = (texts: readonly string[], between?: number): readonly Named[] =>
  texts.map((text) => ({ text, pattern: parsePattern(text, between) }));

/** The rules as the reader needs them. */
export interface RuleSet {
  readonly keywords: ReadonlyMap<string, Revocation>;
  readonly soundsLike: Readonly<Record<string, readonly string[]>>;
  readonly courtesy: ReadonlySet<string>;
  readonly classes: Classes;
  readonly harmless: readonly Named[];
  readonly kept: readonly Named[];
  readonly patterns: readonly { readonly intent: RevocationIntent; readonly any: readonly Named[] }[];
  readonly alone: ReadonlySet<string>;
  readonly wrongAlone: ReadonlySet<string>;
  readonly notMe: readonly string[];
  readonly notNames: ReadonlySet<string>;
  readonly signs: readonly string[];
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

/** Parses the patterns and folds the words of the rules. */
export const ruleSetOf = (rules: RevocationRules): RuleSet => ({
  keywords: keywordsOf(rules),
  soundsLike: rules.soundsLike,
  courtesy: new Set(rules.courtesy.map(plainText)),
  classes: classesOf(rules.words),
  harmless: named(rules.harmless, 0),
  kept: named(rules.kept, 0),
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
  signs: rules.signs,
});
