import type { Question } from '../question.ts';

/** One rule that may stand in the way. */
export interface Check {
  /** R-numbers, or a word for what is no rule of law; the decisive one first. */
  readonly rules: readonly string[];
  /** Whether it has a word on such a message at all. */
  readonly concerns: (question: Question) => boolean;
  /** Why it stands in the way, in words for the staff; undefined when it does not. */
  readonly against: (question: Question) => string | undefined;
  /** A person must act instead of the message. */
  readonly escalates?: boolean;
}

/** Somebody asked for it; whoever has the address has not said so (docs/decisions/041). */
export const waitingToConfirm = 'waiting for the patient to confirm';

/** Whether the linters found one of these in the words. */
export const finding = ({ message }: Question, ...names: Question['message']['findings']): boolean =>
  names.some((name) => message.findings.includes(name));

/** Whether the message has one of these purposes. */
export const isFor = ({ message }: Question, ...purposes: Question['message']['purpose'][]): boolean =>
  purposes.includes(message.purpose);
