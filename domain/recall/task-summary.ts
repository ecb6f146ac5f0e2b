import type { Outreach } from './outreach.ts';
import type { CallTask } from './touch.ts';

const pageSize = 100;

/** Tasks that persons have to do, the earliest first; at most so many. */
export async function openTasks(
  outreach: Pick<Outreach, 'tasks'>,
  most = 1000,
): Promise<readonly CallTask[]> {
  const found: CallTask[] = [];
  let cursor: string | undefined;
  do {
    const page = await outreach.tasks({ cursor, limit: pageSize });
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined && found.length < most);
  return found;
}

/** What waits for the staff of some locations on a local day; nothing of it is of a patient. */
export interface TaskSummary {
  /** Due by the day; those due before it. */
  readonly open: number;
  readonly late: number;
  /** Local day since which the oldest waits. */
  readonly oldestOn?: string;
  /** How many each member has, and those that nobody has yet; most first. */
  readonly people: readonly { readonly staff?: string; readonly count: number }[];
  /** The oldest first. */
  readonly tasks: readonly CallTask[];
}

/** The tasks that are due by `today`, a local day: what is agreed for a later one is nobody's yet. */
export function summaryOf(all: readonly CallTask[], today: string): TaskSummary {
  const tasks = all
    .filter(({ state, dueOn }) => state === 'open' && dueOn <= today)
    .toSorted((a, b) => a.dueOn.localeCompare(b.dueOn) || a.id.localeCompare(b.id));
  const people = [...Map.groupBy(tasks, ({ assignee }) => assignee)]
    .map(([staff, own]) => ({ ...(staff === undefined ? {} : { staff }), count: own.length }))
    .toSorted((a, b) => b.count - a.count);
  const [oldest] = tasks;
  return {
    open: tasks.length,
    late: tasks.filter(({ dueOn }) => dueOn < today).length,
    ...(oldest ? { oldestOn: oldest.dueOn } : {}),
    people,
    tasks,
  };
}
