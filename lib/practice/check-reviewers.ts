import { reviewerRoles, reviewersOf } from '../../domain/audit/sign-off.ts';
import type { Contradiction } from './contradiction.ts';
import type { PracticeFolder } from './read-practice.ts';

/** Somebody must be told of the monthly review of activity, by mail (R28). */
export function reviewerProblems({ identity, staff: { members } }: PracticeFolder): Contradiction[] {
  const told = reviewersOf(members, identity).filter(({ reach }) => reach.some(({ way }) => way === 'email'));
  if (told.length > 0) return [];
  const roles = reviewerRoles(identity).join(' or ');
  const message = `nobody with the role ${roles} is reached by email: the monthly review of activity would be told to nobody`;
  return [{ file: 'practice.yaml', path: [identity.audit ? 'audit' : 'staff'], message }];
}
