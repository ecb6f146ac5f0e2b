import type { OnCall, Practice, ReachWay, StaffMember } from '../practice/practice.ts';
import type { RotaChange, Schedule } from './rota.ts';

/** Pages of an emergency ring, or go to a pager: who can only read them later cannot be on call for one. */
const ringing: readonly string[] = ['call', 'topic'];

type Channels = Pick<Practice, 'channels'>;

/** How the practice can reach anybody, and which roles answer for an emergency (`emergencyRoles`). */
export interface PageSetUp extends Channels {
  readonly emergencyRoles: ReadonlySet<string>;
}

/** Whether the practice can send anything by a way: a number that nothing can text or call reaches nobody. */
const works = ({ way }: ReachWay, { channels }: Channels): boolean =>
  (way !== 'sms' || channels?.text !== undefined) && (way !== 'call' || channels?.voice !== undefined);

/** Why this person cannot be on call for a role, in words; undefined where they can. Pages must reach them as the practice is set up. */
export function whyNotOnCall(
  id: string,
  role: string,
  members: readonly StaffMember[],
  setUp: PageSetUp,
): string | undefined {
  const person = members.find((member) => member.id === id);
  if (!person) return `nobody of the staff is ${id}`;
  if (!(person.roles as readonly string[]).includes(role)) return `${id} is no ${role}`;
  const important = person.reach.filter((reach) => reach.for !== 'normal' && works(reach, setUp));
  if (important.length === 0)
    return `${id} has no way to be reached for pages that the practice has set up, so cannot be on call`;
  if (setUp.emergencyRoles.has(role) && !important.some(({ way }) => ringing.includes(way)))
    return `${id} has neither a voice call nor a pager topic that the practice has set up, so cannot be on call for an emergency`;
  return undefined;
}

/** The roles for which somebody may be called: by a standing entry, a turn in a schedule, or somebody's change of it. */
export function dutiesOf(
  id: string,
  {
    onCall,
    schedules = [],
    changes = [],
  }: {
    readonly onCall: readonly OnCall[];
    readonly schedules?: readonly Schedule[];
    readonly changes?: readonly RotaChange[];
  },
): readonly string[] {
  const standing = onCall.filter(({ primary, backup }) => primary === id || backup === id);
  const put = new Set(
    changes.flatMap((change) => (change.kind === 'override' && change.staff === id ? [change.schedule] : [])),
  );
  // Whoever stands in for somebody is called for what that person is.
  const takesTurns = schedules.filter(
    (schedule) => put.has(schedule.id) || schedule.layers.some(({ people }) => people.includes(id)),
  );
  return [...new Set([...standing, ...takesTurns].map(({ role }) => role))];
}
