import * as z from 'zod/mini';
import type { Likeness } from './likeness.ts';

const Words = z.array(z.string().check(z.minLength(1)));

export const signs = ['lid-droop'] as const;
export type Sign = (typeof signs)[number];

/** One line of R53's table: any of its patterns means the flag, at this level. */
export const RedFlagRule = z.strictObject({
  flag: z.string().check(z.regex(/^F([1-9]|1[0-3])$/, 'name the flag as in R53: F1 to F13')),
  level: z.enum(['E0', 'E1', 'U', 'S']),
  /** What its patterns say, where the patient's treatments may lower it if nothing else is said. */
  sign: z.optional(z.enum(signs)),
  any: Words.check(z.minLength(1)),
});
export type RedFlagRule = z.infer<typeof RedFlagRule>;

/**
 * The phrase rules of R53 as a practice keeps them in `practice/red-flags/`. A pattern is words in order (up to two others may
 * stand between), `<class>` for any entry of a class, `a|b_c` for either `a` or `b c`, `word*` for its endings, `{38-42}` for a number, and
 * `&` for parts that stand near one another in any order, `&&` for parts that may stand sentences away.
 */
export const RedFlagRules = z.strictObject({
  /** Who approved these rules, and when; without it they work, and staff see that nobody has. */
  approval: z.optional(z.strictObject({ by: z.string().check(z.minLength(3)), on: z.iso.date() })),
  /** Classes of words: body parts, changes, ways of saying that something got worse. */
  words: z.record(z.string(), Words),
  /** What speech-to-text and hurried people write instead of a word. */
  soundsLike: z.record(z.string(), Words),
  emoji: z.record(z.string(), z.string()),
  rules: z.array(RedFlagRule).check(z.minLength(1)),
  /** Everyday phrases whose words mean nothing: "numbing cream", "dying to try". */
  harmless: Words,
  /** Words of the trade that are no misspelling of a term, however near. */
  everydayWords: Words,
  /** Words that deny what follows them, and phrases that only look like it. */
  negators: Words,
  noNegators: Words,
  /** Words at which a denial ends. */
  clauseStarts: Words,
  /** Patterns that make their sentence a question, a memory, a lasting trait or business: its flags are lowered, never dropped (R56). */
  softeners: Words,
});
export type RedFlagRules = z.infer<typeof RedFlagRules>;

/** The rules as they are compiled into a function: with the everyday words that come near one of their terms. */
export interface CompiledRedFlags extends RedFlagRules {
  readonly everyday: {
    /** So common, or so much of the trade, that they are never taken for a misspelling. */
    readonly certain: readonly string[];
    /** Words of their own, which may still be a slip: what only they point to is urgent, no emergency. */
    readonly likely: readonly string[];
    /** Words and names of their own that few write: as the likely ones, but a slip that makes one of them must still be found. */
    readonly rare: readonly string[];
  };
  /** What messages like the examples in `practice/red-flags/examples/` have in common; none where a practice keeps none. */
  readonly likeness?: Likeness;
  /** The same of those of the examples that are emergencies, against all others. */
  readonly emergencyLikeness?: Likeness;
}
