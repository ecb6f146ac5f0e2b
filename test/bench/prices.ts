/** List prices in USD per unit (us-east-1, read in November 2026), of what a flow is counted in. */
const price: Readonly<Record<string, number>> = {
  'dynamodb read': 0.125 / 1e6,
  'dynamodb write': 0.625 / 1e6,
  'state transition': 0.000025,
  'lambda request': 0.2 / 1e6,
  'lambda GB-second': 0.0000133334,
  'http request': 1 / 1e6,
  'topic request': 0.5 / 1e6,
  'queue request': 0.4 / 1e6,
};

/** What counted units cost at list price. */
export function costOf(units: Readonly<Record<string, number>>): number {
  return Object.entries(units).reduce((total, [unit, count]) => {
    const each = price[unit];
    if (each === undefined) throw new Error(`There is no price for ${unit}.`);
    return total + each * count;
  }, 0);
}
