import { dutyOf } from '../../domain/escalation/duties.ts';
import { type Audience, policyNames, type Step } from '../../domain/escalation/policy.ts';
import type { Staff } from '../../domain/practice/practice.ts';
import type { Contradiction } from './contradiction.ts';
import type { PracticeFolder } from './read-practice.ts';

const emergencies = ['E0', 'E1'] as const;
const atAnyHour: readonly string[] = [...emergencies, 'U'];

interface Place {
  readonly policy: string;
  readonly isFirst: boolean;
}

function ofStep(step: Step, { policy, isFirst }: Place, known: ReadonlySet<string>): string[] {
  const strangers = step.notify.flatMap((audience) =>
    'person' in audience && !known.has(audience.person) ? [`nobody of the staff is ${audience.person}`] : [],
  );
  if (!atAnyHour.includes(policy)) return strangers;
  const mustRing = isFirst && emergencies.includes(policy as 'E0');
  return [
    ...strangers,
    ...(step.during === 'always'
      ? []
      : [
          `${policy === 'U' ? 'what is urgent' : 'an emergency'} ignores opening hours: write \`during: always\``,
        ]),
    ...(mustRing && !step.via.some((way) => way === 'call' || way === 'topic')
      ? ['the first page of an emergency must ring: name call or topic in `via`']
      : []),
  ];
}

/** Steps that name nobody, and what is urgent or an emergency and would sleep (R52, R58). */
function steps({ staff: { members }, escalation }: PracticeFolder): Contradiction[] {
  const known = new Set(members.map(({ id }) => id));
  return ([...policyNames, 'review'] as const).flatMap((name) =>
    (escalation.policies[name]?.steps ?? []).flatMap((step, index) =>
      ofStep(step, { policy: name, isFirst: index === 0 }, known).map((message) => ({
        file: 'escalation.yaml' as const,
        path: ['policies', name, 'steps', index],
        message,
      })),
    ),
  );
}

const rolesOf = (audience: Audience): readonly string[] => {
  if ('roles' in audience) return audience.roles;
  if ('onCall' in audience) return [audience.onCall];
  return 'backup' in audience ? [audience.backup] : [];
};

/** What is missing so that an audience of a step leads to anybody. */
function vacant(audience: Audience, { members, onCall, schedules = [] }: Staff): readonly string[] {
  const held = (role: string): boolean => members.some(({ roles }) => roles.some((own) => own === role));
  const nobody = rolesOf(audience).filter((role) => !held(role));
  if (nobody.length > 0)
    return nobody.map(
      (role) =>
        `nobody on the staff list is ${role}, so this step would tell nobody for it: give somebody the role in practice.yaml, or name another audience`,
    );
  return dutyOf(audience).flatMap(({ role, duty }) =>
    [...onCall.filter((entry) => entry[duty]), ...schedules.filter((one) => one.duty === duty)].some(
      (one) => one.role === role,
    )
      ? []
      : [
          `nobody is ever ${duty === 'backup' ? 'the backup' : 'on call'} as ${role}: write a schedule in rota.yaml or a standing entry \`onCall\` in practice.yaml, or name \`roles\` instead`,
        ],
  );
}

/** Roles that a step notifies and nobody holds: it would be skipped each time, and only then be told. */
const vacancies = ({ staff, escalation }: PracticeFolder): Contradiction[] =>
  ([...policyNames, 'review'] as const).flatMap((name) =>
    (escalation.policies[name]?.steps ?? []).flatMap(({ notify }, index) =>
      notify.flatMap((audience, place) =>
        vacant(audience, staff).map((message) => ({
          file: 'escalation.yaml' as const,
          path: ['policies', name, 'steps', index, 'notify', place],
          message,
        })),
      ),
    ),
  );

/** A claim that silences an emergency for longer than it may wait is no claim. */
function leases({ escalation: { leaseMinutes, policies } }: PracticeFolder): Contradiction[] {
  return emergencies.flatMap((level) =>
    leaseMinutes[level] <= policies[level].targetMinutes
      ? []
      : [
          {
            file: 'escalation.yaml' as const,
            path: ['leaseMinutes', level],
            message: `a claim of ${level} may silence its pages for ${policies[level].targetMinutes} minutes at most, its target`,
          },
        ],
  );
}

/** Policies that would keep an emergency waiting, or name nobody. */
export const escalationProblems = (folder: PracticeFolder): readonly Contradiction[] => [
  ...steps(folder),
  ...vacancies(folder),
  ...leases(folder),
];
