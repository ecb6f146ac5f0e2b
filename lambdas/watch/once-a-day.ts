import type { Outreach } from '../../domain/recall/outreach.ts';

/** A little less than a day, so that the hour at which people are told does not wander. */
const quietMilliseconds = 23.5 * 3_600_000;

/**
 * Tells everybody something once a day, under a lease of this name; `tell` says whether it reached one of them. Where nobody could be told, the next run tries again.
 * `now` is an ISO instant.
 */
export async function onceADay<T>(
  name: string,
  { outreach, now }: { readonly outreach: Pick<Outreach, 'lease' | 'release'>; readonly now: string },
  everybody: () => Promise<readonly T[]>,
  tell: (one: T) => Promise<boolean>,
): Promise<void> {
  const until = new Date(Date.parse(now) + quietMilliseconds).toISOString();
  if (!(await outreach.lease(name, now, until))) return;
  const told: boolean[] = [];
  for (const one of await everybody()) told.push(await tell(one));
  if (!told.includes(true)) await outreach.release(name);
}
