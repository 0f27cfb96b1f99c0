/** Answers that say nothing of anybody, kept in memory: so many at most, for so long. The oldest leave first. */
export class AnswerCache<T> {
  readonly #most: number;
  readonly #life: number;
  readonly #clock: () => Date;
  readonly #kept = new Map<string, { readonly value: T; readonly until: number }>();

  /** @param life in milliseconds */
  constructor(most: number, life: number, clock: () => Date) {
    this.#most = most;
    this.#life = life;
    this.#clock = clock;
  }

  get(key: string): T | undefined {
    const one = this.#kept.get(key);
    if (one && one.until > this.#clock().getTime()) return one.value;
    this.#kept.delete(key);
    return undefined;
  }

  set(key: string, value: T): void {
    this.#kept.delete(key);
    this.#kept.set(key, { value, until: this.#clock().getTime() + this.#life });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
  }
}
