import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import { localDay } from '../../../domain/recall/decide.ts';
import { previewShard, type SweepPorts } from '../../../domain/recall/sweep.ts';
import { shardsOf, sweepZones } from '../../../domain/recall/sweep-gate.ts';
import type { SweepDecision } from '../../../domain/recall/touch.ts';
import { type Operation, operation } from '../operation.ts';
import { CallTaskView, DecisionView, RecallItemView, SweepView } from '../recall-schemas.ts';
import { decisionView, itemView, sweepView, taskView } from '../recall-view.ts';
import { pageOf, paging } from '../schemas.ts';

export type RecallPorts = Omit<SweepPorts, 'now'>;

const list = z.object(paging);

function lists({ patients, outreach }: RecallPorts): readonly Operation[] {
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
      summary: 'Call tasks that are open, the earliest first',
      query: list,
      success: { status: 200, schema: pageOf(CallTaskView) },
      run: async ({ query }) => {
        const page = await outreach.tasks(query);
        return { body: { ...page, items: page.items.map(taskView) } };
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

function deeds(ports: RecallPorts): readonly Operation[] {
  return [
    operation({
      id: 'previewSweep',
      method: 'POST',
      path: '/v1/sweeps/preview',
      summary: 'Who would be contacted now, by what, and who would not and why; nothing is claimed or sent',
      success: { status: 200, schema: z.object({ items: z.array(DecisionView) }) },
      run: async ({ now }) => {
        const items: SweepDecision[] = [];
        for (const zone of sweepZones(ports.practice)) {
          const lastClosed = await ports.outreach.lastClosed(zone);
          for (const shard of shardsOf(zone, localDay(now, zone), lastClosed, ports.rules.shards))
            items.push(...(await previewShard({ ...ports, now }, shard)));
        }
        return { body: { items: items.map(decisionView) } };
      },
    }),
    operation({
      id: 'finishCallTask',
      method: 'POST',
      path: '/v1/recall/tasks/{id}/outcome',
      summary: 'How the call of a task ended',
      body: z.strictObject({
        outcome: z.enum(['booked', 'voicemail', 'no-answer', 'declined', 'wrong-number']),
      }),
      success: { status: 200, schema: CallTaskView },
      run: async ({ parameters, body }) => {
        const finished = await ports.outreach.finishTask(parameters.id ?? '', body.outcome);
        if (!finished) throw new DomainError('not-found', 'There is no such open task.');
        return { body: taskView(finished) };
      },
    }),
  ];
}

export const recallOperations = (ports: RecallPorts): readonly Operation[] => [
  ...lists(ports),
  ...deeds(ports),
];
