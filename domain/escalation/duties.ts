import type { Audience, EscalationRules, Step } from './policy.ts';

/** What somebody may be called for. */
export interface Duty {
  /** As in `staffRoles`. */
  readonly role: string;
  readonly duty: 'primary' | 'backup';
}

/** The duty that an audience of a step names, in a list; none where it names people or roles. */
export function dutyOf(audience: Audience): readonly Duty[] {
  if ('onCall' in audience) return [{ role: audience.onCall, duty: 'primary' }];
  return 'backup' in audience ? [{ role: audience.backup, duty: 'backup' }] : [];
}

const dutiesIn = (steps: readonly Step[]): readonly Duty[] =>
  steps.flatMap(({ notify }) => notify.flatMap(dutyOf));

/** Every duty that a step of any policy calls for: somebody has to have it, at each location and hour (R61). */
export function namedDuties({ policies }: Pick<EscalationRules, 'policies'>): readonly Duty[] {
  const all = Object.values(policies).flatMap((policy) => dutiesIn(policy?.steps ?? []));
  return [...new Map(all.map((one) => [`${one.role} ${one.duty}`, one])).values()];
}

/**
 * The roles that answer for an emergency: those called before the last step of E0 and E1, which calls everybody left. Who is on call for one must be
 * rung (spec: who has neither a voice call nor a pager topic cannot be on call for E0).
 */
export function emergencyRoles({ policies }: Pick<EscalationRules, 'policies'>): ReadonlySet<string> {
  const before = ({ steps }: { readonly steps: readonly Step[] }): readonly Step[] =>
    steps.length > 1 ? steps.slice(0, -1) : steps;
  return new Set(
    [...before(policies.E0), ...before(policies.E1)].flatMap((step) =>
      dutiesIn([step]).map(({ role }) => role),
    ),
  );
}
