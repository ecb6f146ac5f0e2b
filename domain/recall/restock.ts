import type { Purchase } from '../patient/patient.ts';
import { daysAfter, daysBetween, later, median, monthsAfter } from './calendar.ts';
import { overridden, overrideOf } from './overrides.ts';
import type { Known, Reason, RecallOptions } from './reason.ts';
import type { Product, RecallRules } from './recall-rules.ts';

/** Share of the supply that is used when contact starts. */
const contactAtShare = 0.8;
/** A refill of a drug that lapsed for longer is no refill (HIPAA's exception; recall-peers.md section 4). */
const prescriptionLapsedDays = 90;
/** From so many gaps on they are a rhythm, and count as they are. */
const rhythmGaps = 2;
const gapsLookedAt = 3;
/** One gap alone moves the computed days within these shares of them: one long pause, or stocking up once, is no rhythm. */
const oneGapWithin = { least: 0.5, most: 2 };

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

/** How long one package lasts a patient, in days; `stock`: what is at home still has to be added. */
interface Lasting {
  readonly daysEach: number;
  readonly isLearned: boolean;
  readonly stock: boolean;
}

/** Computed; from the second purchase on by when this patient bought again. */
function lastingOf(bought: readonly Bought[], computed: number): Lasting {
  const gaps = bought
    .slice(1)
    .map(({ on }, index) => [bought[index] as Bought, on] as const)
    .map(([before, on]) => daysBetween(before.on, on) / before.quantity);
  const learned = median(gaps.slice(-gapsLookedAt));
  if (learned === undefined) return { daysEach: computed, isLearned: false, stock: true };
  // A rhythm has the stock at home in it.
  if (gaps.length >= rhythmGaps) return { daysEach: learned, isLearned: true, stock: false };
  const { least, most } = oneGapWithin;
  const daysEach = Math.min(Math.max(learned, computed * least), computed * most);
  return { daysEach, isLearned: true, stock: true };
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
  const computed = product.size / (product.perUse * product.usesPerDay);
  const { daysEach, isLearned, stock } = lastingOf(bought, computed);
  const dueOn = endOfSupply(stock ? bought : [last], daysEach);
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
        `bought ${last.quantity} on ${last.on}, ${lasts}${isLearned ? ' by their own purchases' : ''}, so used up ${dueOn}`,
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
