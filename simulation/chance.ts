/** Numbers from 0 to 1 that depend on nothing but the seed and what they are for. */
export function chance(seed: number, ...about: readonly (string | number)[]): () => number {
  let state = seed >>> 0;
  for (const part of about)
    for (const letter of String(part)) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Minutes around a median, never negative, now and then much longer: as people take. */
export function minutesAround(median: number, spread: number, number: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - number())) * Math.cos(2 * Math.PI * number());
  return median * Math.exp(spread * normal);
}
