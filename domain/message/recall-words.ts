import * as z from 'zod/mini';
import { Templates } from './templates.ts';

/** What stands around every mail, and on its button. */
const FrameWords = z.strictObject({
  /** Who writes, with the postal address (R18). */
  sender: z.string(),
  /** Why the patient gets it: of what invites them, and of what belongs to a booked visit. */
  why: z.string(),
  whyCare: z.string(),
  /** Says of all mail but care that it advertises (R18). */
  advertisement: z.string().check(z.minLength(3)),
  /** Words on the links. */
  preferences: z.string(),
  unsubscribe: z.string(),
  book: z.string(),
});
export const Frame = z.strictObject({ en: FrameWords, es: FrameWords });
export type FrameWords = z.infer<typeof FrameWords>;

/** A question that patients ask, and what staff may say. */
const UsualAnswer = z.strictObject({ asked: z.string(), answer: z.string() });
const ScriptWords = z.strictObject({
  opening: z.string(),
  /** What to say, a point at a time. */
  say: z.array(z.string()).check(z.minLength(1)),
  /** Word for word: a name, a number, and nothing of what it is about (R25). */
  voicemail: z.string(),
  /** Suggested words of a direct message, where the patient wrote first and their window is open (R47, R48). */
  message: z.string(),
  answers: z._default(z.array(UsualAnswer), []),
});
export const Scripts = z.record(z.string(), z.strictObject({ en: ScriptWords, es: ScriptWords }));
export type Scripts = z.infer<typeof Scripts>;
export type ScriptWords = z.infer<typeof ScriptWords>;

/** The words of recall, by channel and name. */
export interface RecallWords {
  readonly mails: Templates;
  readonly texts: Templates;
  readonly letters: Templates;
  readonly postcards: Templates;
  readonly scripts: Scripts;
  readonly frame: z.infer<typeof Frame>;
}
export { Templates };

/** The words of a name; those for a patient's own reason (`consult-price`) come first, where there are any, then those of the plain name. */
export function wordsFor<T>(
  set: Readonly<Record<string, T>>,
  name: string,
  reason: string | null,
): T | undefined {
  const plain = reason !== null && name.endsWith(`-${reason}`) ? name.slice(0, -reason.length - 1) : name;
  return (reason === null ? undefined : set[`${plain}-${reason}`]) ?? set[name] ?? set[plain];
}
