import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import { type EscalationRules, policyNames } from '../../../domain/escalation/policy.ts';
import { rehearse } from '../../../domain/escalation/rehearse.ts';
import { type Compiled, locationOf, type Practice } from '../../../domain/practice/practice.ts';
import { channels } from '../../../domain/practice/source.ts';
import type { StaffDirectory } from '../../../domain/practice/staff-directory.ts';
import { type Operation, operation } from '../operation.ts';

export interface RehearsalPorts {
  readonly staff: Pick<StaffDirectory, 'current'>;
  readonly rules: Compiled<EscalationRules>;
  readonly practice: Practice;
}

const Line = z.object({
  at: z.iso.datetime(),
  kind: z.string(),
  to: z.string(),
  way: z.string(),
  step: z.nullable(z.string()),
});
const localTime = z
  .string()
  .check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'write it as 2026-12-26T21:00'));

function instantOf(at: string, zone: string): string {
  try {
    return new Date(Temporal.PlainDateTime.from(at).toZonedDateTime(zone).epochMilliseconds).toISOString();
  } catch {
    throw new DomainError('invalid', 'There is no such day or time; write it as 2026-12-26T21:00.');
  }
}

/** What would happen if something came: by the live engine, without sending anything. */
export const rehearsalOperations = ({ staff, rules, practice }: RehearsalPorts): readonly Operation[] => [
  operation({
    id: 'rehearse',
    method: 'GET',
    path: '/v1/rehearsal',
    summary: 'If this came then and nobody answered: who is told, when, by what',
    query: z.object({
      /** In the location's own time, without a zone. */
      at: localTime,
      channel: z._default(z.enum(channels), 'web-form'),
      priority: z._default(z.enum([...policyNames, 'review']), 'new-lead'),
      location: z.optional(z.string().check(z.maxLength(40))),
      hours: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(168)), 96),
    }),
    success: {
      status: 200,
      schema: z.object({
        at: z.iso.datetime(),
        zone: z.string(),
        deadline: z.iso.datetime(),
        deadlineWhy: z.array(z.string()),
        items: z.array(Line),
      }),
    },
    run: async ({ query }) => {
      const location = locationOf(practice, query.location);
      if (query.location !== undefined && location.id !== query.location)
        throw new DomainError('invalid', `There is no location ${query.location} in practice.yaml.`);
      const at = instantOf(query.at, location.zone);
      const given = { at, channel: query.channel, policy: query.priority, location, language: 'en' } as const;
      const setting = { rules, practice, staff: await staff.current() };
      const { deadline, deadlineWhy, lines } = rehearse(given, setting, query.hours * 60);
      const items = lines.map((line) => ({ ...line, step: line.step ?? null }));
      return { body: { at, zone: location.zone, deadline, deadlineWhy, items } };
    },
  }),
];
