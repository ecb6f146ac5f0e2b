import type { Location, ReachWay, Staff, StaffMember } from '../practice/practice.ts';
import { onCallBy, presentFor } from '../rota/on-call.ts';
import type { Roster } from '../rota/rota.ts';
import type { Audience, Step } from './policy.ts';

function onDuty(member: StaffMember, location: string): boolean {
  return member.locations.includes(location);
}

/** All that says who is on call for a role, and who of the staff can be: whoever has left, or has another role now, is passed over. */
export const rosterFor = (role: string, { schedules = [], changes = [], members }: Staff): Roster => ({
  schedules,
  changes,
  able: members.flatMap(({ id, roles }) => ((roles as readonly string[]).includes(role) ? [id] : [])),
});

/** Who is on call for a role at a location: by the schedules of the rota, and where none has anybody by the standing entries. */
export function whoIsOnCall(
  staff: Staff,
  role: string,
  { location, now }: Where,
  which: 'primary' | 'backup',
): readonly StaffMember[] {
  const { schedules = [], members, onCall } = staff;
  const here = (entry: {
    readonly role: string;
    readonly locations?: readonly string[] | undefined;
  }): boolean =>
    entry.role === role &&
    (entry.locations === undefined || location === undefined || entry.locations.includes(location));
  const roster = rosterFor(role, staff);
  const turns = schedules
    .filter((schedule) => here(schedule) && schedule.duty === which)
    .flatMap((schedule) => onCallBy(schedule, roster, now) ?? []);
  const standing = onCall
    .filter(here)
    .flatMap((entry) => entry[which] ?? [])
    .flatMap((id) => presentFor(id, roster, now) ?? []);
  const ids = turns.length > 0 ? turns : standing;
  return members.filter(({ id }) => ids.includes(id));
}

/** Where and when somebody is needed; without a location, anywhere. */
export interface Where {
  readonly location: string | undefined;
  readonly now: string;
}

function resolve(audience: Audience, staff: Staff, where: Where): readonly StaffMember[] {
  const location = where.location ?? '';
  if ('everyone' in audience) return staff.members.filter((member) => onDuty(member, location));
  if ('person' in audience) return staff.members.filter(({ id }) => id === audience.person);
  if ('onCall' in audience) return whoIsOnCall(staff, audience.onCall, where, 'primary');
  if ('backup' in audience) return whoIsOnCall(staff, audience.backup, where, 'backup');
  return staff.members.filter(
    (member) => onDuty(member, location) && member.roles.some((role) => audience.roles.includes(role)),
  );
}

export interface Recipient {
  readonly staff: string;
  readonly way: ReachWay['way'];
}

/** What a step can use: where and when it fires, which channels the practice has, and whether it is a page. */
export interface Reach {
  readonly location: Pick<Location, 'id'>;
  /** ISO instant. */
  readonly now: string;
  readonly texts: boolean;
  readonly calls: boolean;
  readonly important: boolean;
}

/**
 * Everybody a step tells, and by what, as the staff is now: each person once by each way that the step names, the person has for
 * such messages, and the practice has set up. Empty when nobody is there to be told.
 */
export function recipients(
  step: Pick<Step, 'notify' | 'via'>,
  staff: Staff,
  { location, now, texts, calls, important }: Reach,
): readonly Recipient[] {
  const people = new Map<string, StaffMember>();
  for (const audience of step.notify)
    for (const member of resolve(audience, staff, { location: location.id, now }))
      people.set(member.id, member);
  const kind = important ? 'important' : 'normal';
  const works = (way: ReachWay['way']): boolean => (way !== 'sms' || texts) && (way !== 'call' || calls);
  return [...people.values()].flatMap((member) => {
    const ways = new Set(member.reach.filter((reach) => (reach.for ?? kind) === kind).map(({ way }) => way));
    return step.via.filter((way) => ways.has(way) && works(way)).map((way) => ({ staff: member.id, way }));
  });
}
