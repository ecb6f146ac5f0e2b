import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import type { StaffMember } from '../../../domain/practice/practice.ts';
import { takeBack } from '../../../domain/recall/take-back.ts';
import { type Operation, operation } from '../operation.ts';
import { worksAt } from '../reach.ts';
import type { RecallPorts } from '../recall-access.ts';
import { shown } from '../shown.ts';

/** Of the decisions of a sweep in one call, so that it ends in time. */
const perCall = 100;

const Taking = shown(
  z.strictObject({
    reason: z.string().check(z.minLength(3), z.maxLength(200)),
    cursor: z.optional(z.string().check(z.maxLength(2000))),
  }),
  { reason: 'The words of the last attempt were wrong.' },
);

/** A sweep is of every location in its zone. */
async function mustWorkThere(
  { outreach, practice }: RecallPorts,
  sweepId: string,
  member: StaffMember,
): Promise<void> {
  const sweep = await outreach.sweep(sweepId);
  const places = practice.locations.filter(({ zone }) => zone === sweep?.zone);
  if (!places.every(({ id }) => worksAt(member, id, { practice })))
    throw new DomainError('forbidden', 'This sweep is of locations you do not work at, too.');
}

/** What a manager does with a sweep that should not have been: what has not left does not leave. */
export const takingBack = (ports: RecallPorts): Operation =>
  operation({
    id: 'takeBackSweep',
    method: 'POST',
    path: '/v1/sweeps/{id}/take-back',
    summary:
      'Take back what a sweep planned and what has not been sent or printed; the next sweep looks at those patients again. Some at a time: while `cursor` comes back, call again with it; a call that was cut off may be repeated',
    roles: ['manager'],
    body: Taking,
    success: {
      status: 200,
      schema: z.object({
        takenBack: z.int(),
        /** Left, on their way, or made by a person: they stay. */
        sent: z.int(),
        /** Tasks that people have: end those by hand. */
        tasks: z.int(),
        /** Had ended before, by a booking for example. */
        ended: z.int(),
        /** False while the sweep is still being made: take it back once more when it is. */
        finished: z.boolean(),
        cursor: z.nullable(z.string()),
      }),
    },
    run: async ({ parameters, body, member, now }) => {
      const sweepId = parameters.id ?? '';
      await mustWorkThere(ports, sweepId, member);
      const taking = { sweepId, by: member.id, limit: perCall, ...body };
      const { patients, cursor, ...counts } = await takeBack({ ...ports, now }, taking);
      return { about: patients, body: { ...counts, cursor: cursor ?? null } };
    },
  });
