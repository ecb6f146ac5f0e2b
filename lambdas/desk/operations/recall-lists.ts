import * as z from 'zod/mini';
import { explainedOn } from '../../../domain/recall/explain.ts';
import { dueTasks } from '../../../domain/recall/task-standing.ts';
import { type Operation, operation } from '../operation.ts';
import { worksAt } from '../reach.ts';
import type { RecallPorts } from '../recall-access.ts';
import {
  AnswerView,
  CallTaskView,
  DecisionView,
  PauseView,
  RecallItemView,
  SweepView,
} from '../recall-schemas.ts';
import { answerView, decisionView, itemView, sweepView, taskView } from '../recall-view.ts';
import { recordOf } from '../record-access.ts';
import { pageOf, paging } from '../schemas.ts';

const list = z.object(paging);

const explained = z.object({ day: z.optional(z.iso.date()) });

/** What is due, what was decided and why, and what waits for a person. */
export function recallLists(ports: RecallPorts): readonly Operation[] {
  const { patients, outreach, practice, rules } = ports;
  return [
    operation({
      id: 'listRecallItems',
      method: 'GET',
      path: '/v1/recall/items',
      summary: 'Open reasons to come back, a page at a time',
      query: list,
      success: { status: 200, schema: pageOf(RecallItemView) },
      run: async ({ query }) => {
        const page = await patients.items(query);
        return { body: { ...page, items: page.items.map(itemView) } };
      },
    }),
    operation({
      id: 'listCallTasks',
      method: 'GET',
      path: '/v1/recall/tasks',
      summary: 'Call tasks that may be done now at the locations you work at, the earliest first',
      query: list,
      success: { status: 200, schema: pageOf(CallTaskView) },
      run: async ({ query, member, now }) => {
        const page = await outreach.tasks(query);
        const own = page.items.filter(({ location }) => worksAt(member, location, { practice }));
        const due = await dueTasks({ ...ports, now }, own);
        return { body: { ...page, items: due.map((task) => taskView(task)) } };
      },
    }),
    operation({
      id: 'listSweeps',
      method: 'GET',
      path: '/v1/sweeps',
      summary: 'Sweeps, newest first',
      query: list,
      success: { status: 200, schema: pageOf(SweepView) },
      run: async ({ query }) => {
        const page = await outreach.sweeps(query);
        return { body: { ...page, items: page.items.map(sweepView) } };
      },
    }),
    operation({
      id: 'explainPatient',
      method: 'GET',
      path: '/v1/patients/{id}/decisions',
      summary:
        'Why a patient was, or was not, contacted in the sweeps of the last 30 days, newest first; with `day` the one answer for the sweep of that local day, also where it did not look at them',
      query: explained,
      success: { status: 200, schema: z.object({ items: z.array(AnswerView) }) },
      run: async ({ parameters, query, now }) => {
        const record = await recordOf({ patients }, parameters.id);
        const answers = await explainedOn({ outreach, practice, rules, now }, record, query.day);
        return { body: { items: answers.map(answerView) } };
      },
    }),
    operation({
      id: 'outreachPause',
      method: 'GET',
      path: '/v1/outreach/pause',
      summary: 'Whether everything that leaves by itself is stopped, since when, by whom and why',
      success: { status: 200, schema: PauseView },
      run: async () => ({
        body: (await outreach.pause()) ?? {
          paused: false,
          reason: '',
          by: '',
          at: '1970-01-01T00:00:00.000Z',
        },
      }),
    }),
    operation({
      id: 'listDecisions',
      method: 'GET',
      path: '/v1/sweeps/{id}/decisions',
      summary: 'Why each patient was, or was not, on the list of a sweep',
      query: list,
      success: { status: 200, schema: pageOf(DecisionView) },
      run: async ({ parameters, query }) => {
        const page = await outreach.decisions(parameters.id ?? '', query);
        return { body: { ...page, items: page.items.map(decisionView) } };
      },
    }),
  ];
}
