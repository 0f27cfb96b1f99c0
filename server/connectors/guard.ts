import type { Logger } from "pino";
import { nothing, type Sourced, type SourceState } from "./data-source.ts";

export interface GuardSettings {
  readonly name: string;
  /** Milliseconds before an answer no longer matters. */
  readonly patience: number;
  /** Calls in a second, as the service allows. */
  readonly perSecond: number;
  /** Failures in a row after which it is left alone. */
  readonly failures: number;
  /** Milliseconds it is left alone before one call tries again. */
  readonly rest: number;
  readonly log: Pick<Logger, "warn">;
  readonly clock: () => Date;
}

/** A `retry-after` beyond this is not waited for, in milliseconds. */
const LONGEST_REST = 10 * 60_000;
/** A failure that nobody has met again for so long says nothing of now, in milliseconds. */
const FORGOTTEN = 15 * 60_000;
const SECOND = 1000;
/** Bytes an answer may weigh. */
const LARGEST = 1_000_000;

/** An answer as it came: its status, and its JSON, null when it is not JSON. */
export interface RawAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Calls a service of someone else: gives up after a while, keeps to its pace, and leaves it alone once it fails again and
 * again, so that nobody waits for what will not come. Nothing asked nor answered goes to the log.
 */
export class Guard {
  readonly #settings: GuardSettings;
  #failed = 0;
  #failedAt = 0;
  #restsUntil = 0;
  #trying = false;
  #second = 0;
  #calls = 0;

  constructor(settings: GuardSettings) {
    this.#settings = settings;
  }

  /** "degraded" from a failure to the next success, or until nobody has asked for a while. */
  state(): SourceState {
    const now = this.#now();
    const lately = this.#failed > 0 && now - this.#failedAt < FORGOTTEN;
    return lately || this.#restsUntil > now ? "degraded" : "ok";
  }

  /**
   * Asks; answers other than successes are read by `read`, which knows the service's own codes.
   * @param read what an answer means: "unavailable" counts as a failure of the service
   */
  async call<T>(
    request: (signal: AbortSignal) => Promise<Response>,
    read: (answer: RawAnswer) => Sourced<T>,
  ): Promise<Sourced<T>> {
    const now = this.#now();
    if (this.#restsUntil > now || this.#trying) return nothing("unavailable");
    if (!this.#withinPace(now)) return nothing("busy");
    this.#trying = this.#failed >= this.#settings.failures;
    try {
      const response = await request(AbortSignal.timeout(this.#settings.patience));
      if (response.status === 429) return this.#slowDown(response);
      const answer = { status: response.status, body: await jsonOf(response) };
      const outcome = answer.status >= 500 ? nothing("unavailable") : read(answer);
      if (!outcome.ok && outcome.failure === "unavailable") this.#fail(`http-${answer.status}`);
      else this.#failed = 0;
      if (!outcome.ok && outcome.failure === "refused") this.#warn(`http-${answer.status}`);
      return outcome;
    } catch (error) {
      this.#fail(error instanceof Error ? error.name : "unknown");
      return nothing("unavailable");
    } finally {
      this.#trying = false;
    }
  }

  #now(): number {
    return this.#settings.clock().getTime();
  }

  #withinPace(now: number): boolean {
    const second = Math.floor(now / SECOND);
    if (second !== this.#second) [this.#second, this.#calls] = [second, 0];
    this.#calls += 1;
    return this.#calls <= this.#settings.perSecond;
  }

  #slowDown(response: Response): Sourced<never> {
    const seconds = Number(response.headers.get("retry-after") ?? "1");
    const rest = Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * SECOND, LONGEST_REST) : SECOND;
    this.#restsUntil = this.#now() + rest;
    void response.body?.cancel();
    this.#warn("http-429");
    return nothing("busy");
  }

  #fail(reason: string): void {
    this.#failed += 1;
    this.#failedAt = this.#now();
    if (this.#failed >= this.#settings.failures) this.#restsUntil = this.#now() + this.#settings.rest;
    this.#warn(reason);
  }

  #warn(reason: string): void {
    const { log, name } = this.#settings;
    log.warn({ source: name, reason, failed: this.#failed }, "data source");
  }
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text.length > LARGEST) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
