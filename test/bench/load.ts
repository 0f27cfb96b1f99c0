/**
 * The load generator: a process of its own that answers each `Job` it is sent with a `Measure`. Closed loop: each
 * connection sends its next request when it has its answer.
 */
import { HttpConnection } from "./http-client.ts";
import { answers, DEFINITION, MEMBERS } from "./payload.ts";
import type { Tokens } from "./subject.ts";

export type Operation = "submit" | "event" | "page";

export interface Target {
  readonly member: string;
  readonly id: string;
  readonly revision: number;
  readonly state: string;
}

export interface Job {
  readonly port: number;
  readonly operation: Operation;
  readonly connections: number;
  /** Seconds measured, after a warm-up of a quarter of it. */
  readonly seconds: number;
  /** First number of the payloads, so that no run repeats another's. */
  readonly from: number;
  readonly tokens: Tokens;
  /** Entries the event operation works on. */
  readonly targets: readonly Target[];
}

export interface Measure {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Epoch milliseconds when measuring began and ended. */
  readonly errors: Readonly<Record<string, number>>;
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: string;
  readonly body: string;
  readonly expected: number;
  /** Told of the answer's body, once the clock is stopped. */
  readonly answered?: (body: string) => void;
}

type Script = () => Request;

process.on("message", (job: Job) => {
  run(job).then(
    (measure) => process.send?.(measure),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

async function run(job: Job): Promise<Measure> {
  const latencies: number[] = [];
  const errors: Record<string, number> = {};
  const scripts = Array.from({ length: job.connections }, (_, rank) => script(job, rank));
  const connections = await Promise.all(scripts.map(() => HttpConnection.open("127.0.0.1", job.port)));
  const start = performance.now() + job.seconds * 250;
  const end = start + job.seconds * 1000;
  let started = false;
  const drive = async (connection: HttpConnection, next: Script) => {
    for (let now = performance.now(); now < end; now = performance.now()) {
      if (!started && now >= start) {
        started = true;
        process.send?.("measuring");
      }
      const request = next();
      const { status, body } = await connection.send(request.method, request.path, request.headers, request.body);
      const after = performance.now();
      if (status !== request.expected) errors[`${status} ${body.slice(0, 200)}`] = (errors[status] ?? 0) + 1;
      else if (now >= start && after <= end) latencies.push(after - now);
      request.answered?.(body);
    }
  };
  await Promise.all(connections.map((connection, rank) => drive(connection, scripts[rank] as Script)));
  for (const connection of connections) connection.close();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return { requests: latencies.length, seconds: job.seconds, p50: at(0.5), p99: at(0.99), errors };
}

function script(job: Job, rank: number): Script {
  if (job.operation === "submit") return submissions(job, rank);
  return job.operation === "event" ? events(job, rank) : pages(job, rank);
}

const entries = (member: string) => `/api/v1/${member}/${DEFINITION}/entries`;
const memberAt = (index: number) => MEMBERS[index % MEMBERS.length] as string;
const bearer = (token: string | null | undefined) => (token ? `authorization: Bearer ${token}\r\n` : "");

function submissions(job: Job, rank: number): Script {
  let count = job.from + rank;
  return () => {
    count += job.connections;
    const member = memberAt(count);
    return {
      method: "POST",
      path: entries(member),
      headers: bearer(job.tokens.citizen),
      body: JSON.stringify(answers(count)),
      expected: 201,
    };
  };
}

/** Sends its own share of the entries to and fro, each with the revision it was left at. */
function events(job: Job, rank: number): Script {
  const mine = job.targets.filter((_, index) => index % job.connections === rank).map((target) => ({ ...target }));
  let count = 0;
  return () => {
    count += 1;
    const target = mine[count % mine.length];
    if (!target) throw new Error("not enough entries for so many connections");
    const forth = target.state === "recue";
    return {
      method: "POST",
      path: `${entries(target.member)}/${target.id}/events`,
      headers: `${bearer(job.tokens.agents[target.member])}if-match: "${target.revision}"\r\n`,
      body: JSON.stringify({
        type: forth ? "instruire" : "remettre",
        answers: { motif: `Dossier vu, passage ${count}` },
      }),
      expected: 200,
      answered: () => {
        target.state = forth ? "instruction" : "recue";
        target.revision += 1;
      },
    };
  };
}

/** A first page of a member's queue, then the three that follow it, then another member's. */
function pages(job: Job, rank: number): Script {
  let member = memberAt(rank);
  let turn = rank;
  let depth = 0;
  let cursor: string | null = null;
  return () => {
    if (cursor === null || depth === 4) {
      turn += 7;
      member = memberAt(turn);
      depth = 0;
      cursor = null;
    }
    depth += 1;
    const after = cursor === null ? "" : `&after=${encodeURIComponent(cursor)}`;
    return {
      method: "GET",
      path: `${entries(member)}?state=recue&sort=-createdAt&limit=25${after}`,
      headers: bearer(job.tokens.agents[member]),
      body: "",
      expected: 200,
      answered: (body) => {
        cursor = /"next":"([^"]+)"/.exec(body)?.[1] ?? null;
      },
    };
  };
}
