/** Rates are kept to a millionth of a percent. */
const SCALE = 1_000_000;

/**
 * A percentage of a sum in whole cents, rounded to the nearest cent; half a cent goes up, away from zero: 20 % of 0,13 € is
 * 0,03 €, and 50 % of 0,25 € is 0,13 €. Exact whatever the sum.
 */
export function percentOf(cents: bigint, rate: number): bigint {
  const product = cents * BigInt(Math.round(rate * SCALE));
  const whole = 100n * BigInt(SCALE);
  const size = product < 0n ? -product : product;
  const rounded = (size * 2n + whole) / (whole * 2n);
  return product < 0n ? -rounded : rounded;
}
