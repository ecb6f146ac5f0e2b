import { DomainError } from '../../domain/errors.ts';
import type { Practice, StaffMember } from '../../domain/practice/practice.ts';
import type { Outreach } from '../../domain/recall/outreach.ts';
import type { CallTask } from '../../domain/recall/touch.ts';

type Places = { readonly practice: Pick<Practice, 'locations'> };

/** Whether a member sees what belongs to a location. What is of a place that the practice no longer has is everybody's, so that it is not lost. */
export const worksAt = (member: StaffMember, location: string, { practice }: Places): boolean =>
  member.locations.includes(location) || !practice.locations.some(({ id }) => id === location);

/** Whether a member sees what is of the whole practice. */
export const worksEverywhere = (member: StaffMember, { practice }: Places): boolean =>
  practice.locations.every(({ id }) => member.locations.includes(id));

/** The task that an id leads to at a location of the member's, or a 404. */
export async function taskWithin(
  ports: Places & { readonly outreach: Pick<Outreach, 'task'> },
  member: StaffMember,
  id: string | undefined,
): Promise<CallTask> {
  const task = await ports.outreach.task(id ?? '');
  if (!task || !worksAt(member, task.location, ports))
    throw new DomainError('not-found', 'There is no such task.');
  return task;
}
