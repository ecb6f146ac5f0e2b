import { openSpans } from '../practice/opening-hours.ts';
import type { Location } from '../practice/practice.ts';
import { daysAfter, localDay, startOfDay } from '../recall/local-day.ts';
import { checkMonth, entriesOf, type TrailPorts } from './keep-days.ts';
import { count, emptyTally, type Judge, type Review, type Reviews, summaryOf } from './review.ts';

const dayMilliseconds = 86_400_000;
const remindAfterDays = 7;
const overdueAfterDays = 14;
/** The nightly run writes yesterday; two days more are a fault that lasts. */
const keptWithinDays = 3;

const monthBefore = (month: string): string =>
  new Date(Date.parse(`${month}-01T00:00:00.000Z`) - dayMilliseconds).toISOString().slice(0, 7);

const daysSince = (at: string, now: string): number => (Date.parse(now) - Date.parse(at)) / dayMilliseconds;

/**
 * The month, YYYY-MM, whose review is due: the one before, from the first day of this month on which the location opens. Before that it is
 * undefined. `now` is an ISO instant.
 */
export function dueMonth(location: Location, now: string): string | undefined {
  const today = localDay(now, location.zone);
  const month = today.slice(0, 7);
  const { value: first } = openSpans(startOfDay(`${month}-01`, location.zone), location).next();
  const firstDay = first?.date.startsWith(month) ? first.date : `${month}-01`;
  return today >= firstDay ? monthBefore(month) : undefined;
}

export interface ReviewPorts extends TrailPorts {
  readonly reviews: Pick<Reviews, 'find' | 'add'>;
  readonly judge: Judge;
}

/** Makes the review of a month unless there is one, once its last day is written; gives it if it is new. A month of which no day was written has none. */
export async function makeReview(
  ports: ReviewPorts,
  month: string,
  now: string,
): Promise<Review | undefined> {
  if (await ports.reviews.find(month)) return undefined;
  const [kept, newest] = await Promise.all([
    ports.days.between(`${month}-01`, `${month}-31`),
    ports.days.newest(),
  ]);
  if (kept.length === 0 || !newest || daysAfter(newest.day, 1).startsWith(month)) return undefined;
  const tally = emptyTally();
  for (const { day } of kept)
    for (const entry of (await entriesOf(ports.trail, day)).toReversed()) count(tally, entry);
  const summary = await summaryOf(tally, ports.judge);
  const review: Review = { month, madeAt: now, summary, trail: await checkMonth(ports, month) };
  await ports.reviews.add(review);
  return review;
}

/** Whether its reviewers are to be told of it: at once, and once a week until it is signed. */
export const isToTell = ({ signed, toldAt }: Review, now: string): boolean =>
  signed === undefined && (toldAt === undefined || daysSince(toldAt, now) >= remindAfterDays - 0.5);

/** Reviews that nobody has signed for fourteen days. */
export const overdueReviews = (reviews: readonly Review[], now: string): readonly Review[] =>
  reviews.filter(({ signed, madeAt }) => signed === undefined && daysSince(madeAt, now) > overdueAfterDays);

/**
 * The month whose review should have been made for fourteen days, and is not there; undefined where nothing is missing. `oldest` is the first day of the trail
 * that was ever written: before it there was nothing to review.
 */
export function missingReview(
  reviews: readonly Pick<Review, 'month'>[],
  oldest: { readonly day: string } | undefined,
  now: string,
): string | undefined {
  const first = `${now.slice(0, 7)}-01`;
  const month = monthBefore(now.slice(0, 7));
  if (oldest === undefined || oldest.day >= first) return undefined;
  const isLate = daysSince(`${first}T00:00:00.000Z`, now) > overdueAfterDays;
  return isLate && !reviews.some((one) => one.month === month) ? month : undefined;
}

const isBehind = (newest: { readonly day: string }, now: string): boolean =>
  daysSince(`${newest.day}T00:00:00.000Z`, now) > keptWithinDays;

/** Whether the trail has not been written for longer than a night or two, or was never written although there are entries of longer ago. */
export async function trailIsBehind(
  { days, trail }: { readonly days: Pick<TrailPorts['days'], 'newest'>; readonly trail: TrailPorts['trail'] },
  now: string,
): Promise<boolean> {
  const newest = await days.newest();
  if (newest) return isBehind(newest, now);
  const { items } = await trail.list({ day: daysAfter(now.slice(0, 10), -keptWithinDays), limit: 1 });
  return items.length > 0;
}
