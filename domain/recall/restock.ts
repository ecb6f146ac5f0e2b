import type { Purchase } from '../patient/patient.ts';
import { daysAfter, daysBetween, later, median, monthsAfter } from './calendar.ts';
import { overridden, overrideOf } from './overrides.ts';
import type { Known, Reason, RecallOptions } from './reason.ts';
import type { Product, RecallRules } from './recall-rules.ts';

/** Share of the supply that is used when contact starts. */
const contactAtShare = 0.8;
/** A refill of a drug that lapsed for longer is no refill (HIPAA's exception; recall-peers.md section 4). */
const prescriptionLapsedDays = 90;
const learnedFromGaps = 2;
const gapsLookedAt = 3;

interface Bought {
  readonly on: string;
  readonly quantity: number;
}

/** What was bought by day, oldest first. */
function byDay(purchases: readonly Purchase[]): readonly Bought[] {
  const days = Map.groupBy(purchases, ({ on }) => on);
  return [...days]
    .map(([on, all]) => ({ on, quantity: all.reduce((sum, { quantity }) => sum + quantity, 0) }))
    .filter(({ quantity }) => quantity > 0)
    .toSorted((a, b) => a.on.localeCompare(b.on));
}

/** Days one package lasts this patient, by when they bought again; undefined before they did so twice. */
function learnedDays(bought: readonly Bought[]): number | undefined {
  const gaps = bought
    .slice(1)
    .map(({ on }, index) => [bought[index] as Bought, on] as const)
    .map(([before, on]) => daysBetween(before.on, on) / before.quantity);
  return gaps.length < learnedFromGaps ? undefined : median(gaps.slice(-gapsLookedAt));
}

/** The day on which the supply ends: what is bought before the end is used after it. */
function endOfSupply(bought: readonly Bought[], daysEach: number): string {
  return bought.reduce(
    (end, { on, quantity }) => daysAfter(later(end, on), Math.max(1, Math.floor(daysEach * quantity))),
    '',
  );
}

/** A product that runs out; undefined when it was never bought. Any purchase of it begins anew. */
export function restockReason(
  record: Known,
  product: Product,
  { lapsedAfterMonths }: Pick<RecallRules, 'lapsedAfterMonths'>,
  options: RecallOptions,
): Reason | undefined {
  const bought = byDay(record.purchases.filter((one) => one.product === product.id));
  const last = bought.at(-1);
  if (!last) return undefined;
  const id = `restock#${product.id}`;
  const learned = learnedDays(bought);
  const daysEach = learned ?? product.size / (product.perUse * product.usesPerDay);
  // What was learned has the stock at home in it.
  const dueOn = endOfSupply(learned === undefined ? bought : [last], daysEach);
  const startOn = daysAfter(last.on, Math.floor(daysBetween(last.on, dueOn) * contactAtShare));
  const lasts = `${Math.floor(daysEach)} days each`;
  const reason = overridden(
    {
      id,
      type: 'restock',
      product: product.id,
      ...(product.prescription ? { clinician: true } : {}),
      lastOn: last.on,
      dueOn,
      startOn,
      why: [
        `bought ${last.quantity} on ${last.on}, ${lasts}${learned === undefined ? '' : ' by their own purchases'}, so used up ${dueOn}`,
        ...(product.prescription ? ['a prescription: a clinician decides on the refill'] : []),
      ],
    },
    overrideOf(record, id, last.on, options),
  );
  const from = later(reason.dueOn, reason.heldUntil);
  // Neither an override nor a snooze makes a lapsed prescription a current one.
  const untilOn = product.prescription
    ? daysAfter(dueOn, prescriptionLapsedDays)
    : monthsAfter(from, lapsedAfterMonths);
  return { ...reason, untilOn };
}
