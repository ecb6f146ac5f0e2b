import * as z from 'zod/mini';
import type { RevocationPorts } from '../../../domain/consent/obey-revocation.ts';
import { DomainError } from '../../../domain/errors.ts';
import { isClinician } from '../../../domain/inquiry/action.ts';
import { locationOf } from '../../../domain/practice/practice.ts';
import { endTask } from '../../../domain/recall/call-outcome.ts';
import { explainedOn } from '../../../domain/recall/explain.ts';
import { ratesOf } from '../../../domain/recall/know.ts';
import type { SweepPorts } from '../../../domain/recall/sweep.ts';
import { type SweepDay, sweepDay, type Told } from '../../../domain/recall/sweep-day.ts';
import { sweepZones } from '../../../domain/recall/sweep-gate.ts';
import { dueTasks } from '../../../domain/recall/task-standing.ts';
import { callOutcomes } from '../../../domain/recall/touch.ts';
import { type Operation, operation } from '../operation.ts';
import { taskWithin, worksAt } from '../reach.ts';
import {
  AnswerView,
  CallTaskView,
  DecisionView,
  NamedDecisionView,
  PauseView,
  RecallItemView,
  SweepDayView,
  SweepView,
} from '../recall-schemas.ts';
import {
  answerView,
  decisionView,
  itemView,
  namedDecisionView,
  sweepView,
  taskView,
} from '../recall-view.ts';
import { recordOf } from '../record-access.ts';
import { pageOf, paging } from '../schemas.ts';
import { shown } from '../shown.ts';
import { obeyNote } from './task-note.ts';

export type RecallPorts = Omit<SweepPorts, 'now' | 'rates'>;

export interface TaskDeskPorts extends RecallPorts {
  readonly revocations: Omit<RevocationPorts, 'now'>;
}

const dayOf = z.iso.date();
const timeOf = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time as HH:MM, 24 hours'));
/** Why patients say no: the closed list that reports count. */
const declineReasons = ['price', 'fear', 'time', 'moved', 'elsewhere', 'result', 'health', 'other'] as const;

const Ending = shown(
  z.strictObject({
    outcome: z.enum(callOutcomes),
    reason: z.optional(z.enum(declineReasons)),
    /** Needed with `call-back`. */
    callBackOn: z.optional(dayOf),
    /** Needed with `booked`; the time where it is known. */
    bookedOn: z.optional(dayOf),
    bookedTime: z.optional(timeOf),
    note: z.optional(z.string().check(z.maxLength(1000))),
  }),
  { outcome: 'booked', bookedOn: '2026-12-01', bookedTime: '14:30' },
);

const list = z.object(paging);

const explained = z.object({ day: z.optional(dayOf) });

function lists(ports: RecallPorts): readonly Operation[] {
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

function deeds(ports: TaskDeskPorts): readonly Operation[] {
  return [
    operation({
      id: 'previewSweep',
      method: 'POST',
      path: '/v1/sweeps/preview',
      summary:
        'Who would be contacted by the next sweep, by what and in which words, and who would not and why; once the sweep of today is made, what it decided as well. Patients of the locations you work at; nothing is claimed or sent',
      success: {
        status: 200,
        schema: z.object({ items: z.array(NamedDecisionView), days: z.array(SweepDayView) }),
      },
      run: async ({ member, now }) => {
        const rates = await ratesOf(ports.outreach, now);
        const shown = (told: readonly Told[]) =>
          told
            .filter(({ record }) => worksAt(member, record.patient.location, ports))
            .map((one) => namedDecisionView(one, ports));
        const days: SweepDay[] = [];
        for (const zone of sweepZones(ports.practice))
          days.push(await sweepDay({ ...ports, now, rates }, zone));
        return {
          body: {
            items: days.flatMap(({ next }) => shown(next.told)),
            days: days.map(({ zone, next, done }) => ({
              zone,
              nextOn: next.on,
              doneOn: done?.on ?? null,
              done: shown(done?.told ?? []),
              more: done?.more ?? false,
            })),
          },
        };
      },
    }),
    operation({
      id: 'finishCallTask',
      method: 'POST',
      path: '/v1/recall/tasks/{id}/outcome',
      summary:
        'How a task ended; the outcome acts: a booking (with its day) stops contact, a wrong number is used no more',
      body: Ending,
      success: { status: 200, schema: CallTaskView },
      run: async ({ parameters, body, member, now }) => {
        const zoneOf = (location: string) => locationOf(ports.practice, location).zone;
        const { outcome, reason, note, callBackOn, bookedOn, bookedTime } = body;
        const ending = {
          outcome,
          by: member.id,
          callBackOn,
          bookedOn,
          bookedTime,
          ...(reason ? { reason } : {}),
          ...(note ? { note } : {}),
        };
        const open = await taskWithin(ports, member, parameters.id);
        if (open.kind === 'refill' && !isClinician(member))
          throw new DomainError('forbidden', 'A clinician decides on a prescription, and ends its task.');
        // Before the task ends: what is cut off in between is asked for again, and obeying it twice changes nothing.
        if (note && open.state === 'open') await obeyNote({ ...ports, now }, open, { note, by: member.id });
        const task = await endTask({ ...ports, zoneOf, now }, open.id, ending);
        return { about: [task.patientId], body: taskView(task) };
      },
    }),
    operation({
      id: 'assignCallTask',
      method: 'PUT',
      path: '/v1/recall/tasks/{id}/assignee',
      summary: 'Who does a task',
      body: z.strictObject({ assignee: z.string().check(z.minLength(1), z.maxLength(40)) }),
      success: { status: 200, schema: CallTaskView },
      run: async ({ parameters, body, member }) => {
        const { id } = await taskWithin(ports, member, parameters.id);
        const task = await ports.outreach.assignTask(id, body.assignee);
        if (!task) throw new DomainError('not-found', 'There is no such open task.');
        return { about: [task.patientId], body: taskView(task) };
      },
    }),
    operation({
      id: 'pauseOutreach',
      method: 'PUT',
      path: '/v1/outreach/pause',
      summary:
        'Stop everything that leaves by itself, or let it go on; what is planned waits, and is decided on again',
      roles: ['manager', 'physician'],
      body: z.strictObject({
        paused: z.boolean(),
        reason: z.string().check(z.minLength(1), z.maxLength(200)),
      }),
      success: { status: 200, schema: PauseView },
      run: async ({ body, member, now }) => {
        const pause = { ...body, by: member.id, at: now };
        await ports.outreach.setPause(pause);
        return { body: pause };
      },
    }),
  ];
}

export const recallOperations = (ports: TaskDeskPorts): readonly Operation[] => [
  ...lists(ports),
  ...deeds(ports),
];
