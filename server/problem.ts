import type { Context as HonoContext } from "hono";
import type { Issue } from "../engine/index.ts";
import { TooManyPasswords } from "./identity/passwords.ts";

export type ProblemCode =
  | "malformed"
  | "unauthenticated"
  | "not-allowed"
  | "not-found"
  | "stale"
  | "unknown-event"
  | "idempotency-conflict"
  | "too-large"
  | "invalid"
  | "too-many"
  | "internal"
  | "unavailable";

/** An expected refusal, before it becomes a page or a problem+json answer. `detail` is a French sentence. */
export interface Problem {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly issues: readonly Issue[];
  /** Seconds, for `too-many`. */
  readonly retryAfter?: number;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

const STATUS = {
  malformed: 400,
  unauthenticated: 401,
  "not-allowed": 403,
  "not-found": 404,
  stale: 409,
  "unknown-event": 409,
  "idempotency-conflict": 409,
  "too-large": 413,
  invalid: 422,
  "too-many": 429,
  internal: 500,
  unavailable: 503,
} as const;

const TITLE: Readonly<Record<ProblemCode, string>> = {
  malformed: "Demande illisible",
  unauthenticated: "Identification nécessaire",
  "not-allowed": "Action non autorisée",
  "not-found": "Introuvable",
  stale: "Modifié entre-temps",
  "unknown-event": "Action impossible dans cet état",
  "idempotency-conflict": "Clé d’idempotence déjà utilisée",
  "too-large": "Envoi trop volumineux",
  invalid: "Réponses à corriger",
  "too-many": "Trop de demandes",
  internal: "Problème technique",
  unavailable: "Momentanément indisponible",
};

/** Builds a problem; its HTTP status follows from its code. */
export function problem(code: ProblemCode, detail: string, issues: readonly Issue[] = []): Problem {
  return { status: STATUS[code], code, detail, issues };
}

export const refused = (refusal: Problem): { readonly ok: false; readonly problem: Problem } => ({
  ok: false,
  problem: refusal,
});

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });

/** What does not exist, or what this actor may not know of. */
export const notFound = (): Problem =>
  problem("not-found", "Cette adresse ne correspond à rien que vous puissiez consulter.");

/** Something done too often; `seconds` to wait. */
export const tooMany = (seconds: number, sentence = "Vous avez beaucoup demandé en peu de temps."): Problem => ({
  ...problem("too-many", `${sentence} Réessayez dans ${minutes(seconds)}.`),
  retryAfter: seconds,
});

const minutes = (seconds: number): string => (seconds <= 60 ? "une minute" : `${Math.ceil(seconds / 60)} minutes`);

/** No connection, none free in time, one that broke, or a statement that took too long: system, driver and SQLSTATE. */
const OUT_OF_REACH =
  /^(POOL_EXHAUSTED|CONNECTION_\w+|CONNECT_TIMEOUT|E(CONNREFUSED|CONNRESET|PIPE|NOENT|TIMEDOUT)|57P0\d|57014|53300|FILES_AWAY|08\w{3})$/;

/** Seconds to wait when every place to check a password is taken. */
const CROWD = 10;

/** An unexpected failure as a problem: the base out of reach may come back, anything else is ours to mend. */
export function failure(error: unknown): Problem {
  if (error instanceof TooManyPasswords) return tooMany(CROWD);
  const kept = "Ce que vous avez déjà enregistré est gardé. Réessayez dans un moment.";
  if (!isOutOfReach(error)) return problem("internal", `Le service rencontre un problème. ${kept}`);
  return { ...problem("unavailable", `Le service est momentanément indisponible. ${kept}`), retryAfter: 5 };
}

function isOutOfReach(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  // A missing socket is a base that is not there; a missing file is another matter.
  const elsewhere = code === "ENOENT" && !("syscall" in error && error.syscall === "connect");
  return (OUT_OF_REACH.test(code) && !elsewhere) || isOutOfReach(error.cause);
}

/** Whether a refusal is about answers: the form comes back with its values, and what to mend. */
export const concernsAnswers = ({ code, issues }: Problem): boolean =>
  code === "invalid" || (code === "too-many" && issues.length > 0);

/** RFC 9457 answer. `errors` carries JSON Pointers into the answers. */
export function problemResponse(c: HonoContext, refusal: Problem): Response {
  const body = {
    type: `urn:guichet:problem:${refusal.code}`,
    title: TITLE[refusal.code],
    status: refusal.status,
    code: refusal.code,
    detail: refusal.detail,
    ...(refusal.issues.length > 0 && {
      errors: refusal.issues.map(({ pointer, code, message }) => ({ pointer, code, message })),
    }),
  };
  return c.body(JSON.stringify(body), refusal.status, {
    "Content-Type": "application/problem+json; charset=utf-8",
    "Cache-Control": "no-store",
    // The rest of the body is not read: the connection cannot serve again.
    ...(refusal.status === 413 && { Connection: "close" }),
    ...(refusal.status === 401 && { "WWW-Authenticate": 'Bearer realm="guichet"' }),
    ...(refusal.retryAfter !== undefined && { "Retry-After": String(refusal.retryAfter) }),
  });
}
