import type { Logger } from "pino";
import { nothing, type Sourced, type SourceState } from "./data-source.ts";

export interface GuardSettings {
  readonly name: string;
  /** Milliseconds before an answer no longer matters. */
  readonly patience: number;
  /** Calls in a second, as the service allows; absent: as many as there are. */
  readonly perSecond?: number;
  /** Milliseconds it is left alone at most before one call tries again: a minute when absent. */
  readonly longestRest?: number;
  readonly log: Pick<Logger, "warn">;
  readonly clock: () => Date;
}

/** Failures in a row after which a service is left alone. */
const FAILURES = 3;
/** For how long at first, in milliseconds; twice that each time it fails again. */
const FIRST_REST = 15_000;
const LONGEST_REST = 60_000;
/** A `retry-after` beyond this is not waited for, in milliseconds. */
const LONGEST_PAUSE = 10 * 60_000;
/** A failure that nobody has met again for so long says nothing of now, in milliseconds. */
const FORGOTTEN = 15 * 60_000;
const SECOND = 1000;
/** Bytes a JSON answer may weigh. */
const LARGEST = 1_000_000;

/** An answer as it came: its status, and its JSON, null when it is not JSON. */
export interface RawAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Why no answer came: it is left alone, or asked for fewer calls; or it was silent, or out of reach. */
export type Hindrance = "resting" | "busy" | "timeout" | "network";

/** One call, whatever the service speaks: `B` is a body as it is read, `A` what the caller is told. */
export interface Exchange<B, A> {
  readonly request: (signal: AbortSignal) => Promise<Response>;
  /** Reads a body within its bounds; rejects when it is beyond them. */
  readonly body: (response: Response) => Promise<B>;
  /** What an answer means; `failed` says in a word how the service itself failed, null when it did its work. */
  readonly read: (status: number, body: B) => { readonly outcome: A; readonly failed: string | null };
  readonly hindered: (why: Hindrance) => A;
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
   * Asks a source that speaks JSON; answers other than successes are read by `read`, which knows the service's own codes.
   * @param read what an answer means: "unavailable" counts as a failure of the service
   */
  async call<T>(
    request: (signal: AbortSignal) => Promise<Response>,
    read: (answer: RawAnswer) => Sourced<T>,
  ): Promise<Sourced<T>> {
    return this.exchange<unknown, Sourced<T>>({
      request,
      body: jsonOf,
      read: (status, body) => {
        const outcome = status >= 500 ? nothing("unavailable") : read({ status, body });
        const failure = outcome.ok ? null : outcome.failure;
        if (failure === "refused") this.#warn(`http-${status}`);
        return { outcome, failed: failure === "unavailable" ? `http-${status}` : null };
      },
      hindered: (why) => nothing(why === "busy" ? "busy" : "unavailable"),
    });
  }

  /** Asks, whatever the service speaks. Never rejects. */
  async exchange<B, A>({ request, body, read, hindered }: Exchange<B, A>): Promise<A> {
    const now = this.#now();
    if (this.#restsUntil > now || this.#trying) return hindered("resting");
    if (!this.#withinPace(now)) return hindered("busy");
    this.#trying = this.#failed >= FAILURES;
    try {
      const response = await request(AbortSignal.timeout(this.#settings.patience));
      if (response.status === 429) {
        this.#slowDown(response);
        return hindered("busy");
      }
      const { outcome, failed } = read(response.status, await body(response));
      if (failed === null) this.#failed = 0;
      else this.#fail(failed);
      return outcome;
    } catch (error) {
      this.#fail(error instanceof Error ? error.name : "unknown");
      return hindered(error instanceof Error && error.name === "TimeoutError" ? "timeout" : "network");
    } finally {
      this.#trying = false;
    }
  }

  #now(): number {
    return this.#settings.clock().getTime();
  }

  #withinPace(now: number): boolean {
    const { perSecond } = this.#settings;
    if (perSecond === undefined) return true;
    const second = Math.floor(now / SECOND);
    if (second !== this.#second) [this.#second, this.#calls] = [second, 0];
    this.#calls += 1;
    return this.#calls <= perSecond;
  }

  #slowDown(response: Response): void {
    const seconds = Number(response.headers.get("retry-after") ?? "1");
    const rest = Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * SECOND, LONGEST_PAUSE) : SECOND;
    this.#restsUntil = this.#now() + rest;
    void response.body?.cancel();
    this.#warn("http-429");
  }

  #fail(reason: string): void {
    this.#failed += 1;
    this.#failedAt = this.#now();
    const again = this.#failed - FAILURES;
    const { longestRest = LONGEST_REST } = this.#settings;
    if (again >= 0) this.#restsUntil = this.#now() + Math.min(FIRST_REST * 2 ** again, longestRest);
    this.#warn(reason);
  }

  #warn(reason: string): void {
    const { log, name } = this.#settings;
    log.warn({ source: name, reason, failed: this.#failed }, "data source");
  }
}

/** The text of a body; rejects as soon as it is longer than so many bytes, without having read the rest. */
export async function boundedText(response: Response, most: number): Promise<string> {
  if (!response.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > most) throw new Error("the answer is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await boundedText(response, LARGEST);
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
