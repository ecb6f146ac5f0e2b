import type { Practice, StaffMember } from '../../domain/practice/practice.ts';
import type { StaffDirectory } from '../../domain/practice/staff-directory.ts';
import { localDay } from '../../domain/recall/local-day.ts';
import type { Outreach } from '../../domain/recall/outreach.ts';
import { openTasks, summaryOf } from '../../domain/recall/task-summary.ts';

export interface TaskNotePorts {
  readonly outreach: Pick<Outreach, 'tasks'>;
  readonly staff: Pick<StaffDirectory, 'member'>;
  /** Told when the tasks could not be read: the page is shown all the same. */
  readonly untold: (error: unknown) => void;
}

/** The tasks that wait at a location, as the page of an alert there lists them; nothing of it is of a patient. */
export interface TaskNote {
  readonly open: number;
  readonly late: number;
  readonly shown: readonly {
    readonly why: string;
    readonly dueOn: string;
    readonly late: boolean;
    readonly assignee: string;
  }[];
}

const mostShown = 5;
/** An alert's page is opened in a hurry: what is beyond so many changes nothing of what it says. */
const mostRead = 300;

/** Without what stands behind it: the code of an offer is one patient's. */
const withoutCode = (why: string): string => why.split(';', 1)[0] ?? why;

/** What a member sees of the tasks at a location; undefined where it could not be read, or there are none. `now` is ISO. */
export async function taskNote(
  ports: TaskNotePorts,
  member: StaffMember,
  location: Pick<Practice['locations'][number], 'id' | 'zone'>,
  now: string,
): Promise<TaskNote | undefined> {
  if (!member.locations.includes(location.id)) return undefined;
  try {
    const today = localDay(now, location.zone);
    const all = (await openTasks(ports.outreach, mostRead)).filter((task) => task.location === location.id);
    const { open, late, tasks } = summaryOf(all, today);
    if (open === 0) return undefined;
    const shown = await Promise.all(
      tasks.slice(0, mostShown).map(async ({ why, dueOn, assignee }) => ({
        why: withoutCode(why),
        dueOn,
        late: dueOn < today,
        assignee:
          assignee === undefined ? 'nobody yet' : ((await ports.staff.member(assignee))?.name ?? assignee),
      })),
    );
    return { open, late, shown };
  } catch (error) {
    ports.untold(error);
    return undefined;
  }
}
