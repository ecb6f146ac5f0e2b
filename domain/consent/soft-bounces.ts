const softBouncesThatPause = 3;
const withinDays = 30;
const dayMilliseconds = 86_400_000;

/** Since when an address is paused (R22): the newest soft bounce that was the third within 30 days, or a later one. Instants are ISO. */
export function pausedSince(bounces: readonly string[]): string | undefined {
  const times = bounces.toSorted();
  return times.findLast((at, index) => {
    const first = times[index - softBouncesThatPause + 1];
    return first !== undefined && Date.parse(at) - Date.parse(first) <= withinDays * dayMilliseconds;
  });
}
