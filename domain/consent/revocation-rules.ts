import * as z from 'zod/mini';
import type { Likeness } from './likeness.ts';

const Words = z.array(z.string().check(z.minLength(1)));

/** What ends messages, as a practice keeps it in `practice/revocation.yaml`; patterns as in the red-flag rules. */
export const RevocationRules = z.strictObject({
  /** Whole messages (R7, R10, R11). */
  keywords: z.strictObject({
    revoke: Words,
    /** Of those, which may have meant the appointment. */
    perhapsAppointment: Words,
    help: Words,
    start: Words,
    care: Words,
  }),
  /** Keywords that are answered in Spanish. */
  spanish: Words,
  /** Certain misspellings of a word. */
  soundsLike: z.record(z.string(), Words),
  /** Words that change nothing beside a keyword. */
  courtesy: Words,
  /** Classes of words. */
  words: z.record(z.string(), Words),
  /** Phrases whose words mean nothing here. */
  harmless: Words,
  /** Phrases that say which channels shall go on: no revocation of theirs, and of no other one. */
  kept: z._default(Words, []),
  /** Patterns that end all channels, or those of the message. */
  everything: Words,
  revoke: Words,
  unsure: Words,
  /** Sentences that are unsure when nothing else is in them. */
  alone: Words,
  wrongNumber: Words,
  /** Sentences that say it with nothing else in them. */
  wrongAlone: Words,
  /** How somebody begins who says that they are not this person, and what may follow there without being a name. */
  notMe: Words,
  notNames: Words,
  /** A message of nothing but these signs is unsure. */
  signs: Words,
  /** From which probability a message that is like the examples is unsure. */
  unsureFrom: z.number().check(z.minimum(0.3), z.maximum(0.95)),
});
export type RevocationRules = z.infer<typeof RevocationRules>;

/** The rules, and what was learned from the practice's examples. */
export interface CompiledRevocation extends RevocationRules {
  readonly likeness: Likeness;
}
