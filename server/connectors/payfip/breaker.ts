/** Failures in a row before a service is left alone. */
const PATIENCE = 3;
const FIRST_REST = 15_000;
const LONGEST_REST = 5 * 60_000;

/**
 * Leaves a service that keeps failing alone for a while, longer each time, so that nobody waits for it in vain; then one call
 * tries again. Milliseconds of `now`.
 */
export class Breaker {
  #failures = 0;
  #rests = 0;
  #closedUntil = 0;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether a call may be tried now. When it may after a rest, others wait for what comes of it. */
  allows(): boolean {
    const now = this.#now();
    if (now < this.#closedUntil) return false;
    if (this.#failures >= PATIENCE) this.#closedUntil = now + FIRST_REST;
    return true;
  }

  /** True when this failure is the one that closes it. */
  failed(): boolean {
    this.#failures += 1;
    if (this.#failures < PATIENCE) return false;
    this.#closedUntil = this.#now() + Math.min(FIRST_REST * 2 ** this.#rests, LONGEST_REST);
    this.#rests += 1;
    return this.#rests === 1;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#rests = 0;
    this.#closedUntil = 0;
  }
}
