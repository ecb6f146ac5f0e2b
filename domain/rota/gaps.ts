import { type Where, whoIsOnCall } from '../escalation/audience.ts';
import type { Duty as NamedDuty } from '../escalation/duties.ts';
import type { Staff } from '../practice/practice.ts';
import type { Schedule } from './rota.ts';
import { boundaries } from './shifts.ts';

type Duty = Schedule['duty'];

/** A span in which nobody is on call for a role, neither by a schedule nor by a standing entry, or one person twice. Instants are ISO. */
export interface Gap {
  readonly role: string;
  readonly duty: Duty;
  /** Where; every location of the practice that has the same gap. */
  readonly locations: readonly string[];
  /** The schedule that has nobody then; absent where only standing entries hold. */
  readonly schedule?: string;
  readonly from: string;
  readonly until: string;
  /** The member who would be the backup is first on call already (as somebody's delegate, say): there is one person less. */
  readonly alsoFirst?: string;
}

/** Whatever a policy calls for, or has a schedule or a standing entry, is meant to be staffed always. */
function dutiesOf(
  { schedules = [], onCall }: Staff,
  calledFor: readonly NamedDuty[],
): readonly { readonly role: string; readonly duty: Duty }[] {
  const named = [
    ...calledFor.map(({ role, duty }) => `${role} ${duty}`),
    ...schedules.map(({ role, duty }) => `${role} ${duty}`),
    ...onCall.flatMap(({ role, backup }) => [`${role} primary`, ...(backup ? [`${role} backup`] : [])]),
  ];
  return [...new Set(named)].map((name) => {
    const [role = '', duty] = name.split(' ');
    return { role, duty: duty as Duty };
  });
}

const isAt = (
  { locations }: { readonly locations?: readonly string[] | undefined },
  place: string,
): boolean => locations === undefined || locations.includes(place);

const placesOf = ({ members, schedules = [], onCall }: Staff): readonly string[] => [
  ...new Set([...members, ...schedules, ...onCall].flatMap(({ locations }) => locations ?? [])),
];

interface Vacancy {
  readonly alsoFirst?: string;
}

/** What is missing of a duty at an instant; undefined where somebody has it, and nobody has both. */
function vacancyAt(staff: Staff, role: string, duty: Duty, where: Where): Vacancy | undefined {
  const people = whoIsOnCall(staff, role, where, duty);
  const [someone] = people;
  if (!someone) return {};
  if (duty === 'primary') return undefined;
  const first = whoIsOnCall(staff, role, where, 'primary');
  return people.every(({ id }) => first.some((other) => other.id === id))
    ? { alsoFirst: someone.id }
    : undefined;
}

/** The gaps of one duty at one location; none where nobody is meant to have it there. */
function gapsAt(
  staff: Staff,
  { role, duty, meant }: { readonly role: string; readonly duty: Duty; readonly meant: boolean },
  place: string,
  { from, until }: { readonly from: string; readonly until: string },
): readonly Omit<Gap, 'locations'>[] {
  const { schedules = [], changes = [], onCall } = staff;
  const own = schedules.filter((one) => one.role === role && one.duty === duty && isAt(one, place));
  const standing = onCall.filter(
    (entry) => entry.role === role && entry[duty] !== undefined && isAt(entry, place),
  );
  if (own.length === 0 && standing.length === 0 && !meant) return [];
  const [schedule] = own;
  const gaps: Omit<Gap, 'locations'>[] = [];
  // Whether a backup is one depends on who is first.
  const both = schedules.filter((one) => one.role === role && isAt(one, place));
  const at = boundaries(duty === 'backup' ? both : own, changes, from, until);
  at.forEach((start, index) => {
    const vacancy = vacancyAt(staff, role, duty, { location: place, now: start });
    if (!vacancy) return;
    const end = at[index + 1] ?? until;
    const before = gaps.at(-1);
    if (before?.until === start && before.alsoFirst === vacancy.alsoFirst)
      gaps[gaps.length - 1] = { ...before, until: end };
    else
      gaps.push({
        role,
        duty,
        ...(schedule ? { schedule: schedule.id } : {}),
        from: start,
        until: end,
        ...vacancy,
      });
  });
  return gaps;
}

/**
 * Every gap of the rota between two instants (ISO), soonest first, to be filled before it begins (R61): asked at every instant at which anything
 * may change, of each duty that somebody is meant to have (`calledFor` by a policy, or by an entry), at each location.
 */
export function gapsOf(
  staff: Staff,
  calledFor: readonly NamedDuty[],
  { from, until }: { readonly from: string; readonly until: string },
): readonly Gap[] {
  const found = new Map<string, Gap>();
  const isMeant = ({ role, duty }: NamedDuty): boolean =>
    calledFor.some((named) => named.role === role && named.duty === duty);
  for (const duty of dutiesOf(staff, calledFor))
    for (const place of placesOf(staff))
      for (const gap of gapsAt(staff, { ...duty, meant: isMeant(duty) }, place, { from, until })) {
        const name = Object.values(gap).join(' ');
        found.set(name, { ...gap, locations: [...(found.get(name)?.locations ?? []), place] });
      }
  return [...found.values()].toSorted((a, b) => (a.from < b.from ? -1 : 1));
}
