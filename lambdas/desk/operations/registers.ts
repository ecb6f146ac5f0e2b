import * as z from 'zod/mini';
import { keepRegisterRow, type RegisterImportPorts } from '../../../domain/consent/keep-register.ts';
import { type RegisterRow, registerKinds, registerRow } from '../../../domain/consent/register-row.ts';
import { DomainError } from '../../../domain/errors.ts';
import { localDay } from '../../../domain/recall/local-day.ts';
import { rowsOf, rowsPerImport } from '../csv-rows.ts';
import { type Operation, operation } from '../operation.ts';

export type RegisterPorts = Omit<RegisterImportPorts, 'by' | 'now'>;

const Report = z.object({
  rows: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  /** Numbers that nobody here has. */
  unknown: z.int(),
  errors: z.array(z.object({ line: z.int(), reason: z.string() })),
});

const Query = z.object({
  firstLine: z._default(z.coerce.number().check(z.int(), z.minimum(1)), 1),
});

const rowsAtOnce = 8;

async function keepAll(
  rows: readonly RegisterRow[],
  kind: (typeof registerKinds)[number],
  ports: RegisterImportPorts,
) {
  // Answers for one number one after the other, so that the newest is the last.
  const waiting = [...Map.groupBy(rows, ({ number }) => number).values()];
  const total = { changed: 0, unchanged: 0, unknown: 0 };
  const work = async (): Promise<void> => {
    for (let own = waiting.shift(); own; own = waiting.shift())
      for (const row of own) total[await keepRegisterRow(kind, row, ports)] += 1;
  };
  await Promise.all(Array.from({ length: rowsAtOnce }, work));
  return total;
}

/** Answers of registers of numbers, taken in by file. */
export const registerOperations = (ports: RegisterPorts): readonly Operation[] => [
  operation({
    id: 'importRegister',
    method: 'POST',
    path: '/v1/registers/{kind}/imports',
    summary: `What a register of numbers answered, as CSV (number, date asked, answer), at most ${rowsPerImport} rows; kind is ${registerKinds.join(', ')}. Importing again changes nothing, and an older answer never replaces a newer one`,
    roles: ['manager'],
    contentType: ['text/csv'],
    query: Query,
    body: z.string().check(z.minLength(1), z.maxLength(1_000_000)),
    success: { status: 200, schema: Report },
    run: async ({ parameters, query, body, member, now }) => {
      const kind = registerKinds.find((known) => known === parameters.kind);
      if (!kind)
        throw new DomainError(
          'not-found',
          `There is no such register; there are ${registerKinds.join(', ')}.`,
        );
      const { rows, problems } = rowsOf(body, query.firstLine);
      const today = localDay(now, ports.practice.locations[0]?.zone ?? 'UTC');
      const read: RegisterRow[] = [];
      const errors = [...problems];
      for (const { record, line } of rows)
        try {
          read.push(registerRow(record, { kind, country: ports.practice.country, today }));
        } catch (error) {
          errors.push({ line, reason: (error as Error).message });
        }
      const kept = await keepAll(read, kind, { ...ports, by: member.id, now });
      errors.sort((a, b) => a.line - b.line);
      return { body: { rows: rows.length + problems.length, ...kept, errors } };
    },
  }),
];
