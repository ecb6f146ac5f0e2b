import type { Location, ReachWay, Staff, StaffMember } from '../practice/practice.ts';
import type { Audience, Step } from './policy.ts';

function onDuty(member: StaffMember, location: string): boolean {
  return member.locations.includes(location);
}

function duty(
  staff: Staff,
  role: string,
  location: string,
  which: 'primary' | 'backup',
): readonly StaffMember[] {
  const entries = staff.onCall.filter(
    (entry) => entry.role === role && (entry.locations === undefined || entry.locations.includes(location)),
  );
  const ids = entries.flatMap((entry) => entry[which] ?? []);
  return staff.members.filter(({ id }) => ids.includes(id));
}

function resolve(audience: Audience, staff: Staff, location: string): readonly StaffMember[] {
  if ('everyone' in audience) return staff.members.filter((member) => onDuty(member, location));
  if ('person' in audience) return staff.members.filter(({ id }) => id === audience.person);
  if ('onCall' in audience) return duty(staff, audience.onCall, location, 'primary');
  if ('backup' in audience) return duty(staff, audience.backup, location, 'backup');
  return staff.members.filter(
    (member) => onDuty(member, location) && member.roles.some((role) => audience.roles.includes(role)),
  );
}

export interface Recipient {
  readonly staff: string;
  readonly way: ReachWay['way'];
}

/**
 * Everybody a step tells, and by what, as the staff is now: each person once by each way that the step names, the person has
 * and the practice has set up. Empty when nobody is there to be told.
 */
export function recipients(
  step: Pick<Step, 'notify' | 'via'>,
  staff: Staff,
  location: Pick<Location, 'id'>,
  texts: boolean,
): readonly Recipient[] {
  const people = new Map<string, StaffMember>();
  for (const audience of step.notify)
    for (const member of resolve(audience, staff, location.id)) people.set(member.id, member);
  return [...people.values()].flatMap((member) => {
    const ways = new Set(member.reach.map(({ way }) => way));
    return step.via
      .filter((way) => ways.has(way) && (way !== 'sms' || texts))
      .map((way) => ({ staff: member.id, way }));
  });
}
