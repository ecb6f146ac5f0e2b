import { DomainError } from '../errors.ts';
import type { Practice, StaffMember } from '../practice/practice.ts';
import { isAllBy, type Review, type Reviews } from './review.ts';

/** Who reviews: the roles that the practice names, managers where it names none. */
export const reviewerRoles = ({ audit }: Pick<Practice, 'audit'>) =>
  audit?.reviewers ?? (['manager'] as const);

/** Staff who may review and sign the activity of a month: those with one of the reviewing roles. */
export const reviewersOf = (
  members: readonly StaffMember[],
  practice: Pick<Practice, 'audit'>,
): readonly StaffMember[] =>
  members.filter(({ roles }) =>
    roles.some((role) => (reviewerRoles(practice) as readonly string[]).includes(role)),
  );

export interface SignOffPorts {
  readonly reviews: Pick<Reviews, 'find' | 'sign'>;
  /** Everybody who may sign. */
  readonly reviewers: () => Promise<readonly Pick<StaffMember, 'id' | 'name'>[]>;
}

/**
 * Signs a month's review off; again it changes nothing, whoever asks. Nobody signs what is all their own activity while somebody else could; where nobody
 * could, the signature says so. Throws DomainError.
 */
export async function signOff(
  { reviews, reviewers }: SignOffPorts,
  { month, note }: { readonly month: string; readonly note: string },
  { by, now }: { readonly by: string; readonly now: string },
): Promise<Review> {
  const review = await reviews.find(month);
  if (!review) throw new DomainError('not-found', 'There is no review of this month (yet).');
  if (review.signed) return review;
  const alone = isAllBy(by, review);
  const others = (await reviewers()).filter(({ id }) => id !== by);
  if (alone && others.length > 0)
    throw new DomainError(
      'forbidden',
      `All that this review lists is your own activity: let somebody else sign it (${others.map(({ name }) => name).join(', ')}).`,
    );
  await reviews.sign(month, { by, at: now, note, alone });
  return (await reviews.find(month)) ?? review;
}
