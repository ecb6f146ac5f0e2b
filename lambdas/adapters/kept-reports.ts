import type { Cohort } from '../../domain/measure/cohorts.ts';
import type { KeptReports, MadeReport } from '../../domain/recall/did-it-work.ts';
import { documents, partition } from './documents.ts';

const reportKey = (month: string) => ({ pk: 'recall-report', sk: month });
const cohortsPk = 'retention';

/** Reports as the night made them, in the practice's table: an item for each month, and one for the cohorts of each treatment. */
export function keptReports(table: string): KeptReports {
  const items = documents(table);
  return {
    find: async (month) => {
      const [item] = (await items.all(partition('recall-report', month))) ?? [];
      return item && { span: item.span as MadeReport['span'], rows: item.rows as MadeReport['rows'] };
    },
    keep: (month, { span, rows }) => items.put({ ...reportKey(month), span, rows }),
    retention: async () => {
      const all = await items.all(partition(cohortsPk));
      const head = all.find(({ sk }) => sk === 'head');
      if (!head) return undefined;
      const parts = all.filter(({ sk, version }) => sk !== 'head' && version === head.version);
      if (parts.length !== Number(head.parts)) return undefined;
      const cohorts = parts
        .toSorted((a, b) => Number(a.order) - Number(b.order))
        .flatMap((part) => part.cohorts as Cohort[]);
      return { knownUntil: String(head.version), cohorts };
    },
    // The head last: until it is there, the parts of the night before count.
    keepRetention: async ({ knownUntil, cohorts }) => {
      const parts = [...Map.groupBy(cohorts, ({ treatment }) => treatment)];
      for (const [order, [treatment, own]] of parts.entries())
        await items.put({
          pk: cohortsPk,
          sk: `of#${treatment}`,
          version: knownUntil,
          order,
          cohorts: own,
        });
      await items.put({ pk: cohortsPk, sk: 'head', version: knownUntil, parts: parts.length });
    },
  };
}
