import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import { rosterFor } from '../../../domain/escalation/audience.ts';
import { emergencyRoles, namedDuties } from '../../../domain/escalation/duties.ts';
import type { EscalationRules } from '../../../domain/escalation/policy.ts';
import type { Escalations, Inquiries } from '../../../domain/inquiry/inquiries.ts';
import { replanOpen } from '../../../domain/inquiry/replan.ts';
import type { Practice, Staff } from '../../../domain/practice/practice.ts';
import type { StaffDirectory } from '../../../domain/practice/staff-directory.ts';
import { gapsOf } from '../../../domain/rota/gaps.ts';
import { dutiesOf, type PageSetUp, whyNotOnCall } from '../../../domain/rota/may-be-on-call.ts';
import type { RotaChange } from '../../../domain/rota/rota.ts';
import { shiftsOf } from '../../../domain/rota/shifts.ts';
import { type Call, type Operation, operation } from '../operation.ts';

export interface RotaPorts {
  readonly practice: Practice;
  readonly rules: Pick<EscalationRules, 'policies'>;
  readonly staff: StaffDirectory;
  readonly inquiries: Inquiries;
  readonly escalations: Escalations;
}

const id = z.string().check(z.minLength(1), z.maxLength(40));
const span = { from: z.iso.datetime(), until: z.iso.datetime() };
const Given = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('override'), schedule: id, staff: id, ...span }),
  z.strictObject({ kind: z.literal('absence'), of: id, delegate: z.optional(id), ...span }),
  /** Two take over from one another: each has the other's span. */
  z.strictObject({
    kind: z.literal('swap'),
    schedule: id,
    first: z.strictObject({ staff: id, ...span }),
    second: z.strictObject({ staff: id, ...span }),
  }),
]);
type Given = z.infer<typeof Given>;

const Change = z.object({
  id: z.string(),
  kind: z.enum(['override', 'absence']),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  by: z.string(),
  at: z.iso.datetime(),
  schedule: z.optional(z.string()),
  staff: z.optional(z.string()),
  of: z.optional(z.string()),
  delegate: z.optional(z.string()),
});
const Shift = z.object({
  schedule: z.string(),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  staff: z.nullable(z.string()),
});
const Gap = z.object({
  /** Absent where only standing entries hold. */
  schedule: z.optional(z.string()),
  role: z.string(),
  duty: z.enum(['primary', 'backup']),
  locations: z.array(z.string()),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  /** Whoever would be the backup is first on call already; absent where nobody is there at all. */
  alsoFirst: z.optional(z.string()),
});
const days = z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(92)), 14);

const iso = (instant: string): string => new Date(instant).toISOString();

function mustBeOnStaff(person: string, { members }: Staff): void {
  if (!members.some(({ id }) => id === person))
    throw new DomainError('invalid', `Nobody of the staff is ${person}.`);
}

function mayTake(person: string, role: string, { staff, setUp }: Known): void {
  const why = whyNotOnCall(person, role, staff.members, setUp);
  if (why !== undefined) throw new DomainError('invalid', `${why}.`);
}

/** Who stands in is called for everything that the absent person is. */
function mayStandIn(delegate: string, of: string, known: Known): void {
  mustBeOnStaff(delegate, known.staff);
  if (delegate === of)
    throw new DomainError(
      'invalid',
      'Name somebody else as delegate, or nobody: whoever is away cannot be it.',
    );
  for (const role of dutiesOf(of, known.staff)) mayTake(delegate, role, known);
}

interface Known {
  readonly staff: Staff;
  readonly setUp: PageSetUp;
}

/** The changes that a request asks for, checked against who is there. */
function changesOf(
  body: Given,
  known: Known,
  { member, now, newId }: Call<unknown, unknown>,
): readonly RotaChange[] {
  const { staff } = known;
  const made = (from: string, until: string) => {
    if (from >= until) throw new DomainError('invalid', 'The change must end after it begins.');
    return { id: newId(), by: member.id, at: now, from: iso(from), until: iso(until) };
  };
  if (body.kind === 'absence') {
    mustBeOnStaff(body.of, staff);
    if (body.delegate !== undefined) mayStandIn(body.delegate, body.of, known);
    const { of, delegate } = body;
    return [
      {
        ...made(body.from, body.until),
        kind: 'absence',
        of,
        ...(delegate === undefined ? {} : { delegate }),
      },
    ];
  }
  const schedule = staff.schedules?.find((candidate) => candidate.id === body.schedule);
  if (!schedule) throw new DomainError('invalid', `practice/rota.yaml has no schedule ${body.schedule}.`);
  const override = (person: string, from: string, until: string): RotaChange => {
    mayTake(person, schedule.role, known);
    return { ...made(from, until), kind: 'override', schedule: schedule.id, staff: person };
  };
  if (body.kind === 'override') return [override(body.staff, body.from, body.until)];
  const { first, second } = body;
  return [override(second.staff, first.from, first.until), override(first.staff, second.from, second.until)];
}

const everywhere = (staff: Staff): readonly string[] => [
  ...new Set(staff.members.flatMap(({ locations }) => locations)),
];

const ahead = (now: string, count: number): string =>
  new Date(Date.parse(now) + count * 86_400_000).toISOString();

function reading({ staff, rules }: RotaPorts): readonly Operation[] {
  return [
    operation({
      id: 'listShifts',
      method: 'GET',
      path: '/v1/rota/shifts',
      summary: 'Who is on call by each schedule from now on; a shift without anybody is a gap',
      query: z.object({ days }),
      success: { status: 200, schema: z.object({ items: z.array(Shift) }) },
      run: async ({ query, now }) => {
        const known = await staff.current();
        const items = (known.schedules ?? []).flatMap((schedule) =>
          shiftsOf(schedule, rosterFor(schedule.role, known), now, ahead(now, query.days)),
        );
        return { body: { items: items.map((shift) => ({ ...shift, staff: shift.staff ?? null })) } };
      },
    }),
    operation({
      id: 'listRotaGaps',
      method: 'GET',
      path: '/v1/rota/gaps',
      summary:
        'When nobody will be on call, or the backup is who is first already: to be filled before it begins',
      query: z.object({ days }),
      success: { status: 200, schema: z.object({ items: z.array(Gap) }) },
      run: async ({ query, now }) => ({
        body: {
          items: gapsOf(await staff.current(), namedDuties(rules), {
            from: now,
            until: ahead(now, query.days),
          }),
        },
      }),
    }),
    operation({
      id: 'listRotaChanges',
      method: 'GET',
      path: '/v1/rota/changes',
      summary: 'Overrides and absences that have not ended',
      success: { status: 200, schema: z.object({ items: z.array(Change) }) },
      run: async ({ now }) => {
        const { changes = [] } = await staff.current();
        return { body: { items: changes.filter(({ until }) => until > now) } };
      },
    }),
  ];
}

/** The rota, and what people change of it by hand; whoever waits is planned anew at once. */
export const rotaOperations = (ports: RotaPorts): readonly Operation[] => {
  const replan = async ({ member, now }: Call<unknown, unknown>): Promise<number> => {
    const { inquiries, escalations } = ports;
    const locations = everywhere(await ports.staff.current());
    return replanOpen({ inquiries, escalations, now, by: member.id }, locations);
  };
  return [
    ...reading(ports),
    operation({
      id: 'changeRota',
      method: 'POST',
      path: '/v1/rota/changes',
      summary:
        'Put somebody on call for a while, note an absence with or without a delegate, or swap two shifts',
      roles: ['manager'],
      body: Given,
      success: { status: 200, schema: z.object({ items: z.array(Change), replanned: z.int() }) },
      run: async (call) => {
        const setUp = { ...ports.practice, emergencyRoles: emergencyRoles(ports.rules) };
        const items = changesOf(call.body, { setUp, staff: await ports.staff.current() }, call);
        for (const change of items) await ports.staff.changeRota(change);
        return { body: { items, replanned: await replan(call) } };
      },
    }),
    operation({
      id: 'removeRotaChange',
      method: 'POST',
      path: '/v1/rota/changes/{change}/remove',
      summary: 'Take an override or an absence back',
      roles: ['manager'],
      success: { status: 204 },
      run: async (call) => {
        if (!(await ports.staff.removeRotaChange(call.parameters.change ?? '', call.now)))
          throw new DomainError('not-found', 'There is no such change of the rota.');
        await replan(call);
        return {};
      },
    }),
  ];
};
