import type { ExposedRule } from "./exposed.rules.ts";

/** An answer of ours on its way to whoever asked. */
export interface Passing {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly method: string;
  readonly authorised: boolean;
  readonly status: number;
  readonly body: unknown;
}

/** What a rule broken on purpose makes of an answer, or of the query before it is asked. */
export interface Mutation {
  readonly query?: (query: URLSearchParams) => URLSearchParams;
  readonly token?: true;
  readonly answer?: (passing: Passing) => Partial<Pick<Passing, "status" | "body">>;
  /** Milliseconds it waits first. */
  readonly delay?: number;
}

type Slot = { readonly datetime: string; readonly callback_url: string };

const isSlots = ({ path, status }: Passing) => path.endsWith("/availableTimeSlots") && status === 200;
const isPoints = ({ path, status }: Passing) => path.endsWith("/getManagedMeetingPoints") && status === 200;
const isNumbers = ({ path, status }: Passing) => path.endsWith("/searchApplicationIds") && status === 200;

/** Changes the slots of each place. */
const slots = (change: (slots: readonly Slot[]) => readonly Slot[]): Mutation => ({
  answer: (passing) =>
    isSlots(passing)
      ? {
          body: Object.fromEntries(
            Object.entries(passing.body as Record<string, readonly Slot[]>).map(([id, list]) => [id, change(list)]),
          ),
        }
      : {},
});

const points = (change: (point: Record<string, unknown>) => Record<string, unknown>): Mutation => ({
  answer: (passing) => (isPoints(passing) ? { body: (passing.body as Record<string, unknown>[]).map(change) } : {}),
});

const numbers = (change: (found: Record<string, readonly Record<string, string>[]>) => unknown): Mutation => ({
  answer: (passing) => (isNumbers(passing) ? { body: change(passing.body as never) } : {}),
});

const without = (name: string) => (query: URLSearchParams) => {
  const left = new URLSearchParams(query);
  left.delete(name);
  return left;
};

const withDefault = (name: string, value: string) => (query: URLSearchParams) => {
  const changed = new URLSearchParams(query);
  if (!changed.has(name)) changed.set(name, value);
  return changed;
};

const lenient = (status: number): Mutation => ({
  answer: (passing) => (passing.status === status ? { status: 200, body: {} } : {}),
});

/** The moment with the offset of Paris in the place of its letter. */
const withOffset = ({ datetime, callback_url }: Slot): Slot => ({
  datetime: datetime.replace("Z", ":00+02:00"),
  callback_url,
});

/** One broken rule each. */
export const MUTATIONS: Readonly<Record<ExposedRule, Mutation>> = {
  "token-required": { token: true },
  "token-answer": { answer: ({ status }) => (status === 401 ? { body: { detail: "Unauthorized" } } : {}) },
  "only-get": { answer: ({ status }) => (status === 405 ? { status: 200, body: [] } : {}) },
  "points-fields": points(({ zip_code: _, ...point }) => point),
  "points-floats": points((point) => ({ ...point, longitude: String(point["longitude"]) })),
  "address-without-post-code": points((point) => ({
    ...point,
    public_entry_address: `${point["public_entry_address"]} ${point["zip_code"]} ${point["city_name"]}`,
  })),
  "repeated-keys": {
    query: (query) => {
      const [first] = query.getAll("meeting_point_ids");
      const one = without("meeting_point_ids")(query);
      if (first !== undefined) one.set("meeting_point_ids", first);
      return one;
    },
  },
  "default-reason": { query: withDefault("reason", "PASSPORT") },
  "default-persons": { query: withDefault("documents_number", "2") },
  "bad-reason": lenient(400),
  "inverted-dates": lenient(400),
  "unknown-point": lenient(404),
  "wide-dates": {
    answer: (passing) =>
      isSlots(passing) && (passing.query.get("end_date") ?? "") > "2027" ? { status: 500, body: {} } : {},
  },
  "local-hour": slots((list) => list.map(withOffset)),
  sorted: slots((list) => list.toReversed()),
  unique: slots((list) => [...list, ...list.slice(-1)]),
  unbooked: slots(([first, ...rest]) =>
    first === undefined
      ? []
      : [{ ...first, datetime: first.datetime.replace(/T.*/, "T09:00Z") }, first, ...rest].filter(
          (each, rank, all) => all.findIndex(({ datetime }) => datetime === each.datetime) === rank,
        ),
  ),
  "multiplied-length": { query: without("documents_number") },
  "callback-filled": slots((list) =>
    list.map((slot) => ({ ...slot, callback_url: slot.callback_url.replace(/\?.*/, "") })),
  ),
  "known-number": numbers((found) => Object.fromEntries(Object.keys(found).map((id) => [id, []]))),
  "unknown-number": numbers((found) => Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))),
  "letters-in-numbers": {
    query: (query) =>
      new URLSearchParams(
        [...query].map(([key, value]) => [key, key === "application_ids" ? value.replace(/[a-z]/g, "0") : value]),
      ),
  },
  "no-secret-in-urls": numbers((found) =>
    Object.fromEntries(
      Object.entries(found).map(([id, list]) => [
        id,
        list.map((one) => ({ ...one, management_url: `${one["management_url"]}?num=${id}` })),
      ]),
    ),
  ),
  "in-time": { delay: 1_500 },
};
