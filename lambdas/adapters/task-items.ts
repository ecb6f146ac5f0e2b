import type { Outreach } from '../../domain/recall/outreach.ts';
import type { CallTask } from '../../domain/recall/touch.ts';
import { type Documents, pageOf } from './documents.ts';
import { taskKey, tasksOfPk, without } from './outreach-items.ts';

type Tasks = Pick<Outreach, 'addTask' | 'task' | 'tasks' | 'assignTask' | 'finishTask'>;

const isOpen = {
  expression: '#state = :open',
  names: { '#state': 'state' },
  values: { ':open': 'open' },
};

/** What persons have to do. */
export const taskItems = (items: Documents): Tasks => ({
  addTask: async (task) => {
    await items.put({ pk: tasksOfPk(task.patientId), sk: task.id });
    await items.putIf({ ...taskKey(task.id), ...task, taskShard: 'open' });
  },
  task: async (id) => {
    const item = await items.get(taskKey(id));
    return item && without<CallTask>(item);
  },
  tasks: ({ cursor, limit }) =>
    pageOf<CallTask>(
      items,
      {
        IndexName: 'open-tasks',
        KeyConditionExpression: 'taskShard = :open',
        ExpressionAttributeValues: { ':open': 'open' },
        Limit: limit,
      },
      cursor,
      without,
    ),
  assignTask: async (id, assignee) => {
    const before = await items.updateIf(taskKey(id), { assignee }, isOpen);
    return before && { ...without<CallTask>(before), assignee };
  },
  finishTask: async (id, end) => {
    const changes = { ...end, state: 'done' as const };
    const before = await items.updateIf(taskKey(id), { ...changes, taskShard: undefined }, isOpen);
    return before && { ...without<CallTask>(before), ...changes };
  },
});
