import { createHash } from "node:crypto";
import { AwsClient } from "aws4fetch";
import type { StoreSettings } from "../config.ts";
import { FilesAway } from "./file-place.ts";

/** Attempts for one request, and what is waited before the second, in milliseconds; tripled each time. */
const ATTEMPTS = 4;
const FIRST_WAIT = 150;
/** Worth another attempt: the store is busy, or not itself for a moment. */
const PASSING = new Set([408, 429, 500, 502, 503, 504]);

/** One request about an object. */
export interface Call {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  /** Path within the bucket, encoded. */
  readonly key: string;
  readonly query?: string;
  readonly body?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses that are answers, beside the 2xx. */
  readonly also?: readonly number[];
}

/** What the store answered. The body must be read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly parts: AsyncIterable<Uint8Array>;
}

/** A bucket of an S3-compatible store, asked with signed requests (AWS Signature 4), tried again when that may help. */
export class Bucket {
  readonly #settings: StoreSettings;
  readonly #client: AwsClient;

  constructor(settings: StoreSettings) {
    const { accessKey: accessKeyId, secretKey: secretAccessKey, region } = settings;
    this.#settings = settings;
    this.#client = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3" });
  }

  /** Throws `FilesAway` when the store does not answer in time, or answers anything else than what is expected. */
  async call(call: Call): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#attempt(call).catch((error: unknown) => error);
      if (isAnswer(answer) && (answer.status < 300 || call.also?.includes(answer.status))) return answer;
      if (attempt < ATTEMPTS && (!isAnswer(answer) || PASSING.has(answer.status))) {
        if (isAnswer(answer)) await textOf(answer).catch(() => "");
        await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT * 3 ** (attempt - 1)));
        continue;
      }
      if (!isAnswer(answer)) throw new FilesAway("The store of files does not answer", { cause: answer });
      const code = /<Code>([A-Za-z]+)<\/Code>/.exec(await textOf(answer).catch(() => ""))?.[1] ?? "";
      throw new FilesAway(`The store of files answered ${answer.status} ${code}`.trim());
    }
  }

  /** Whether it answers, and knows us, in one attempt. Who may not list a bucket is denied what is not there. */
  async answers(): Promise<boolean> {
    try {
      const answer = await this.#attempt({ method: "GET", key: "sante" });
      const text = await textOf(answer);
      return answer.status < 300 || answer.status === 404 || text.includes("<Code>AccessDenied</Code>");
    } catch {
      return false;
    }
  }

  async #attempt({ method, key, query, body, headers }: Call): Promise<Answer> {
    const { endpoint, bucket, patience } = this.#settings;
    const limit = new IdleLimit(patience);
    try {
      const request = await this.#client.sign(`${endpoint}/${bucket}/${key}${query === undefined ? "" : `?${query}`}`, {
        method,
        headers: {
          ...headers,
          "X-Amz-Content-Sha256": createHash("sha256")
            .update(body ?? "")
            .digest("hex"),
        },
        ...(body && { body: new Uint8Array(body) }),
      });
      const response = await fetch(request, { signal: limit.signal, redirect: "error" });
      limit.again();
      return { status: response.status, headers: response.headers, parts: bodyOf(response, limit) };
    } catch (error) {
      limit.stop();
      throw error;
    }
  }
}

/** A whole answer as text. */
export async function textOf({ parts }: Answer): Promise<string> {
  const read: Uint8Array[] = [];
  for await (const part of parts) read.push(part);
  return Buffer.concat(read).toString("utf8");
}

const isAnswer = (answer: unknown): answer is Answer =>
  typeof answer === "object" && answer !== null && !(answer instanceof Error) && "parts" in answer;

async function* bodyOf({ body }: Response, limit: IdleLimit): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  try {
    if (!reader) return;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      limit.stop();
      yield part.value;
      limit.again();
    }
  } finally {
    limit.stop();
    // Left before its end, it would hold its connection.
    reader?.cancel().catch(() => undefined);
  }
}

/** Gives up when nothing has come for a while: what is long but alive may last. */
class IdleLimit {
  readonly #abort = new AbortController();
  readonly #patience: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(patience: number) {
    this.#patience = patience;
    this.again();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  again(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#abort.abort(new Error("nothing came in time")), this.#patience);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
