import type { Course } from './inquiries.ts';
import type { Inquiry } from './inquiry.ts';

/** A human's answer, as long as it may be the first that arrived. */
export interface Answer {
  /** ISO instant. */
  readonly at: string;
  /** Id of the member who gave it; absent where the carrier told of a call. */
  readonly by?: string;
  /** Id of the reply that it is: that may still come back. A call or a booking cannot. */
  readonly reply?: string;
  /** The soonest promise (ISO) that had been made by then. */
  readonly promised: string;
}

/** Replies after the first one are kept only in case that it comes back: a few are enough. */
const kept = 20;

const mayComeBack = ({ reply }: Answer): boolean => reply !== undefined;

const soonest = ({ soonestDeadline, firstDeadline, deadline }: Inquiry): string =>
  soonestDeadline ?? firstDeadline ?? deadline;

/** The first of these answers, as the inquiry says it. */
const firstOf = (answers: readonly Answer[], promised: string): Course => ({
  answers,
  respondedAt: answers[0]?.at,
  respondedBy: answers[0]?.by,
  firstDeadline: answers[0]?.promised ?? promised,
});

/** What a human's answer changes of what is known of the first one: nothing, where one that lasts came before. */
export function withAnswer(inquiry: Inquiry, given: Omit<Answer, 'promised'>): Course {
  const { answers = [], respondedAt } = inquiry;
  // Answered before its answers were kept, or by one that cannot come back.
  const lasts = respondedAt !== undefined && !(answers.length > 0 && answers.every(mayComeBack));
  if (lasts || answers.length >= kept) return {};
  const promised = soonest(inquiry);
  return firstOf([...answers, { ...given, promised }], promised);
}

/** What a reply that came back changes of it: the next answer that arrived is the first, or there is none yet. */
export function withoutReply(inquiry: Inquiry, messageId: string): Course {
  const { answers = [] } = inquiry;
  const arrived = answers.filter(({ reply }) => reply !== messageId);
  return arrived.length === answers.length ? {} : firstOf(arrived, soonest(inquiry));
}

/** The first promise holds until the first answer: only a sooner one (ISO) replaces it. */
export function withPromise(inquiry: Inquiry, fresh: string): Course {
  if (fresh >= soonest(inquiry)) return {};
  return {
    soonestDeadline: fresh,
    ...(inquiry.respondedAt === undefined ? { firstDeadline: fresh } : {}),
  };
}

/** Whether a person has written to the patient or reached them, be it in vain. */
export const wasTried = ({ respondedAt, answers }: Inquiry): boolean =>
  respondedAt !== undefined || answers !== undefined;
