import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import { isClinician } from '../../../domain/inquiry/action.ts';
import { locationOf } from '../../../domain/practice/practice.ts';
import { endTask } from '../../../domain/recall/call-outcome.ts';
import { ratesOf } from '../../../domain/recall/know.ts';
import { type SweepDay, sweepDay, type Told } from '../../../domain/recall/sweep-day.ts';
import { sweepZones } from '../../../domain/recall/sweep-gate.ts';
import { callOutcomes } from '../../../domain/recall/touch.ts';
import { type Operation, operation } from '../operation.ts';
import { taskWithin, worksAt } from '../reach.ts';
import type { TaskDeskPorts } from '../recall-access.ts';
import { CallTaskView, NamedDecisionView, PauseView, SweepDayView } from '../recall-schemas.ts';
import { namedDecisionView, taskView } from '../recall-view.ts';
import { shown } from '../shown.ts';
import { recallLists } from './recall-lists.ts';
import { takingBack } from './taking-back.ts';
import { obeyNote } from './task-note.ts';

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
  ...recallLists(ports),
  ...deeds(ports),
  takingBack(ports),
];
