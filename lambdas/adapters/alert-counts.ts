import { documents } from './documents.ts';

const keptSeconds = 86_400;

/** How many alerts a member of the staff got by one way in a span. */
export function alertCounts(table: string): (staff: string, way: string, span: string) => Promise<number> {
  const items = documents(table);
  return (staff, way, span) =>
    items.count(
      { pk: `alerts#${staff}#${way}`, sk: span },
      Math.floor(Date.parse(span) / 1000) + keptSeconds,
    );
}
