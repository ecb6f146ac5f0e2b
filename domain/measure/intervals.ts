/** Quantile 0.975 of the normal distribution: every interval here is of 95 %. */
export const z = 1.959963984540054;

/** Wilson's score interval of a share (0 to 1) seen in so many independent trials, which need not be whole. */
export function wilson(rate: number, trials: number): { readonly low: number; readonly high: number } {
  const square = z * z;
  const middle = (rate + square / (2 * trials)) / (1 + square / trials);
  const half =
    (z / (1 + square / trials)) * Math.sqrt((rate * (1 - rate)) / trials + square / (4 * trials * trials));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Quantile 0.975 of Student's t for 10 or more degrees of freedom, within 0.0002 (Abramowitz and Stegun 26.7.5). */
export function studentQuantile(freedom: number): number {
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / freedom + second / freedom ** 2 + third / freedom ** 3;
}

/**
 * How many standard errors the truth lies above and below an estimate at the ends of a 95 % interval, given the skewness of the estimate (third central
 * moment over the standard error cubed). Hall's cubic transformation; Student's own where there is no skewness.
 */
export function skewedBounds(
  skewness: number,
  freedom: number,
): { readonly below: number; readonly above: number } {
  const quantile = studentQuantile(freedom);
  const unbent = (x: number): number =>
    Math.abs(skewness) < 1e-6 ? x : (3 / skewness) * (Math.cbrt(1 + skewness * (x - skewness / 6)) - 1);
  return { below: unbent(quantile), above: -unbent(-quantile) };
}
