import type { Response } from '../../domain/report/response.ts';
import type { RolledDays } from '../../domain/report/roll-up.ts';
import { documents, partition } from './documents.ts';

/** An item holds 400 kB; so many rows are well below. */
const rowsPerItem = 800;

const partitionOf = (day: string): string => `report#${day}`;

/** Rolled-up days in the practice's table, in parts; the part that says how many there are is written last. */
export function rolledDays(table: string): RolledDays {
  const items = documents(table);
  return {
    find: async (day) => {
      const all = await items.all(partition(partitionOf(day)));
      const head = all.find(({ sk }) => sk === 'head');
      if (!head) return undefined;
      const parts = all.filter(({ sk, version }) => sk !== 'head' && version === head.version);
      if (parts.length !== Number(head.parts)) return undefined;
      return { rows: parts.flatMap(({ rows }) => rows as Response[]), settled: head.settled === true };
    },
    keep: async (day, { rows, settled }, now) => {
      const parts = Math.ceil(rows.length / rowsPerItem);
      for (let part = 0; part < parts; part += 1)
        await items.put({
          pk: partitionOf(day),
          sk: `rows#${String(part).padStart(4, '0')}`,
          version: now,
          rows: rows.slice(part * rowsPerItem, (part + 1) * rowsPerItem),
        });
      await items.put({ pk: partitionOf(day), sk: 'head', version: now, parts, settled });
    },
  };
}
