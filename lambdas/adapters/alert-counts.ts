import { documents } from './documents.ts';

const keptSeconds = 86_400;

/** How many alerts a member of the staff got by one way in a span. */
export function alertCounts(table: string) {
  const items = documents(table);
  /** The newest count of each member and way that this instance has seen. */
  const seen = new Map<string, { readonly span: string; readonly count: number }>();
  const partition = (staff: string, way: string): string => `alerts#${staff}#${way}`;
  return {
    /** Counts one more. */
    count: async (staff: string, way: string, span: string): Promise<number> => {
      const pk = partition(staff, way);
      const count = await items.count({ pk, sk: span }, Math.floor(Date.parse(span) / 1000) + keptSeconds);
      seen.set(pk, { span, count });
      return count;
    },
    /** How many there are at least: counts only rise. */
    atLeast: (staff: string, way: string, span: string): number => {
      const known = seen.get(partition(staff, way));
      return known?.span === span ? known.count : 0;
    },
  };
}
