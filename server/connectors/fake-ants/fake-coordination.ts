import { randomBytes } from "node:crypto";
import { type FakeAnswer, type FakeRequest, type FakeServer, startFake } from "../fake-server.ts";

/** What the real service does and this one stops doing, when a test asks for it. */
export const COORDINATION_RULES = [
  "token",
  "status-of-each",
  "statuses",
  "known-appointments",
  "created",
  "created-once",
  "deleted",
  "consumed-stays",
] as const;
export type CoordinationRule = (typeof COORDINATION_RULES)[number];

interface Declared {
  readonly meeting_point_id: string;
  readonly meeting_point: string;
  readonly appointment_date: string;
  readonly management_url: string;
}

export interface FakeCoordination extends FakeServer<CoordinationRule> {
  readonly token: string;
  /** What is declared for a number. */
  declared(number: string): readonly Declared[];
}

/** The first letter of a number says what the State knows of it; any other first letter or digit: validated. */
const STATUS: Readonly<Record<string, string>> = { C: "consumed", D: "declared", U: "unknown", E: "expired" };
/** A number that makes the service fail. */
const BROKEN = "Z";

/**
 * The coordination service of France Titres as the demonstration and the tests play it, on a private port: numbers that
 * begin with C are consumed, with D declared, with U unknown, with E expired; one that begins with Z makes it fail.
 */
export async function startFakeCoordination(): Promise<FakeCoordination> {
  const token = randomBytes(16).toString("hex");
  const kept = new Map<string, Declared[]>();
  const server = await startFake<CoordinationRule>("/api", (request) => {
    if (!request.play.broken.has("token") && request.headers["x-rdv-opt-auth-token"] !== token) {
      return { status: 401, body: { detail: "X-RDV-OPT-AUTH-TOKEN header invalid" } };
    }
    const { method, url } = request;
    if (method === "GET" && url.pathname === "/api/status") return statusOf(request, kept);
    if (url.pathname !== "/api/appointments") return { status: 404, body: { detail: "Not Found" } };
    if (method === "POST") return create(request, kept);
    if (method === "DELETE") return remove(request, kept);
    return { status: 405, body: { detail: "Method Not Allowed" } };
  });
  return { ...server, token, declared: (number) => kept.get(number) ?? [] };
}

type Request = FakeRequest<CoordinationRule>;
type Kept = Map<string, Declared[]>;

const known = (number: string): string => STATUS[number[0] ?? ""] ?? "validated";

function statusOf({ url, play }: Request, kept: Kept): FakeAnswer {
  const numbers = url.searchParams.getAll("application_ids");
  if (numbers.length === 0) return missing("application_ids");
  if (numbers.some((number) => number.startsWith(BROKEN))) return { status: 503, body: "<html>Unavailable</html>" };
  const told = play.broken.has("status-of-each") ? numbers.slice(0, 1) : numbers;
  const states = told.map((number) => [
    number,
    {
      status: play.broken.has("statuses") ? "validated" : known(number),
      appointments: play.broken.has("known-appointments") ? [] : (kept.get(number) ?? []),
    },
  ]);
  return { status: 200, body: Object.fromEntries(states) };
}

const missing = (...names: readonly string[]): FakeAnswer => ({
  status: 422,
  body: { detail: names.map((name) => ({ loc: ["query", name], msg: "field required", type: "value_error.missing" })) },
});

const consumed = (number: string): FakeAnswer | null =>
  known(number) === "consumed" ? { status: 400, body: { detail: "Application consumed" } } : null;

function create({ url, play }: Request, kept: Kept): FakeAnswer {
  const read = (name: string) => url.searchParams.get(name) ?? "";
  const names = ["application_id", "meeting_point_id", "meeting_point", "appointment_date", "management_url"];
  const lacking = names.filter((name) => read(name) === "");
  if (lacking.length > 0) return missing(...lacking);
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d$/.test(read("appointment_date"))) return missing("appointment_date");
  const number = read("application_id");
  if (number.startsWith(BROKEN)) return { status: 503, body: "<html>Unavailable</html>" };
  const refused = play.broken.has("consumed-stays") ? null : consumed(number);
  if (refused) return refused;
  const page = read("management_url");
  const one: Declared = {
    meeting_point_id: read("meeting_point_id"),
    meeting_point: read("meeting_point"),
    appointment_date: read("appointment_date"),
    management_url: page,
  };
  const before = kept.get(number) ?? [];
  const others = play.broken.has("created-once") ? before : before.filter((each) => each.management_url !== page);
  if (!play.broken.has("created")) kept.set(number, [...others, one]);
  return { status: 200, body: { success: true } };
}

function remove({ url, play }: Request, kept: Kept): FakeAnswer {
  const read = (name: string) => url.searchParams.get(name) ?? "";
  const names = ["application_id", "appointment_date", "meeting_point", "meeting_point_id"];
  const lacking = names.filter((name) => read(name) === "");
  if (lacking.length > 0) return missing(...lacking);
  const number = read("application_id");
  const refused = play.broken.has("consumed-stays") ? null : consumed(number);
  if (refused) return refused;
  const before = kept.get(number) ?? [];
  const left = before.filter(
    (each) =>
      each.appointment_date.replace("T", " ") !== read("appointment_date").replace("T", " ") ||
      each.meeting_point_id !== read("meeting_point_id"),
  );
  if (!play.broken.has("deleted")) kept.set(number, left);
  return { status: 200, body: { rowcount: before.length - left.length } };
}
