import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** List prices of what a flow is counted in, with the region and the month in which they were read. */
const { usdEach } = JSON.parse(readFileSync(join(import.meta.dirname, 'prices.json'), 'utf8')) as {
  readonly usdEach: Readonly<Record<string, number>>;
};

/** What counted units cost at list price, in USD. */
export function costOf(units: Readonly<Record<string, number>>): number {
  return Object.entries(units).reduce((total, [unit, count]) => {
    const each = usdEach[unit];
    if (each === undefined) throw new Error(`There is no price for ${unit} in test/bench/prices.json.`);
    return total + each * count;
  }, 0);
}
