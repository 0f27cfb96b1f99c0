import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Job, Measure } from "./load.ts";
import { processorSeconds } from "./processor-time.ts";

export interface Sample extends Measure {
  /** Milliseconds of processor per request: the server and its PostgreSQL, together and apart. */
  readonly serverCpu: number;
  readonly databaseCpu: number;
}

/** The generator's process, and the processes whose time is counted. */
export class Meter {
  readonly #generator: ChildProcess;

  constructor() {
    this.#generator = fork(fileURLToPath(new URL("./load.ts", import.meta.url)), { execArgv: ["--import", "tsx"] });
  }

  /** Runs one job and reads the processor's clock while it is measured, warm-up left out. */
  async run(job: Job, serverPid: number, databasePid: number): Promise<Sample> {
    const read = () => [processorSeconds(serverPid), processorSeconds(databasePid)] as const;
    this.#generator.send(job);
    const ready = await this.#next();
    const before = read();
    if (ready !== "measuring") throw new Error(`no measure: ${JSON.stringify(ready)}`);
    const measure = (await this.#next()) as Measure;
    const after = read();
    const perRequest = (index: 0 | 1) => ((after[index] - before[index]) * 1000) / Math.max(1, measure.requests);
    return { ...measure, serverCpu: perRequest(0), databaseCpu: perRequest(1) };
  }

  async #next(): Promise<unknown> {
    const given = new AbortController();
    const options = { signal: given.signal };
    const ended = once(this.#generator, "exit", options).then(() => Promise.reject(new Error("the generator ended")));
    const [message] = await Promise.race([once(this.#generator, "message", options), ended]);
    ended.catch(() => undefined);
    given.abort();
    return message;
  }

  stop(): void {
    this.#generator.kill();
  }
}
