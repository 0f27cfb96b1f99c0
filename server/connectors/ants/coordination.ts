import type { Context } from "../../context.ts";
import { found, nothing, type Sourced } from "../data-source.ts";
import { Guard, type RawAnswer } from "../guard.ts";
import {
  APPLICATION_STATUSES,
  type ApplicationState,
  type AppointmentCoordination,
  type DeclaredAppointment,
  type OtherAppointment,
} from "./appointment-coordination.ts";

/** A citizen waits for it: see "réessayer dans 30 secondes". */
const PATIENCE = 4_000;
const PER_SECOND = 20;
const REST = 15_000;
const LONGEST = 300;

/**
 * The coordination API of France Titres (api-coordination.rendezvouspasseport.ants.gouv.fr). Every parameter is in the
 * query string, those of POST and DELETE too.
 * @param access.url without a trailing slash
 */
export function coordination(
  { url, token }: { readonly url: string; readonly token: string },
  { log, clock }: Pick<Context, "log" | "clock">,
  request: typeof fetch = fetch,
): AppointmentCoordination {
  const name = "rendez-vous";
  const guard = new Guard({ name, patience: PATIENCE, perSecond: PER_SECOND, longestRest: REST, log, clock });
  const headers = { Accept: "application/json", "x-rdv-opt-auth-token": token };
  const call = <T>(
    method: string,
    path: string,
    query: readonly (readonly [string, string])[],
    read: (answer: RawAnswer) => Sourced<T>,
  ): Promise<Sourced<T>> => {
    const address = `${url}${path}?${new URLSearchParams(query.map(([key, value]) => [key, value]))}`;
    return guard.call((signal) => request(address, { method, headers, redirect: "error", signal }), understood(read));
  };
  return {
    name,
    state: () => guard.state(),
    status: (numbers) =>
      call(
        "GET",
        "/status",
        numbers.map((number) => ["application_ids", number] as const),
        ({ body }) => statesIn(body, numbers),
      ),
    declare: (appointment) =>
      call("POST", "/appointments", [...parameters(appointment), ["management_url", appointment.page]], ({ body }) =>
        memberOf(body, "success") === true ? found(true) : nothing("unavailable"),
      ),
    withdraw: (appointment) =>
      call("DELETE", "/appointments", parameters(appointment), ({ body }) => {
        const count = memberOf(body, "rowcount");
        return typeof count === "number" ? found(count) : nothing("unavailable");
      }),
  };
}

const parameters = ({ number, point, place, date }: DeclaredAppointment): readonly (readonly [string, string])[] => [
  ["application_id", number],
  ["meeting_point_id", point],
  ["meeting_point", place],
  ["appointment_date", date],
];

const understood =
  <T>(read: (answer: RawAnswer) => Sourced<T>) =>
  (answer: RawAnswer): Sourced<T> => {
    if (answer.status === 401 || answer.status === 403) return nothing("refused");
    return answer.status >= 400 ? nothing("invalid") : read(answer);
  };

/** A number that the answer says nothing of makes the whole of it useless. */
function statesIn(body: unknown, numbers: readonly string[]): Sourced<ReadonlyMap<string, ApplicationState>> {
  const states = new Map<string, ApplicationState>();
  for (const number of numbers) {
    const state = memberOf(body, number);
    const status = APPLICATION_STATUSES.find((each) => each === memberOf(state, "status"));
    if (status === undefined) return nothing("unavailable");
    const appointments = memberOf(state, "appointments");
    const list = Array.isArray(appointments) ? appointments.slice(0, 20) : [];
    states.set(number, { status, appointments: list.map(appointmentIn) });
  }
  return found(states);
}

function appointmentIn(value: unknown): OtherAppointment {
  const text = (name: string) => {
    const part = memberOf(value, name);
    return typeof part === "string" ? part.slice(0, LONGEST) : "";
  };
  const page = text("management_url");
  return {
    place: text("meeting_point"),
    date: text("appointment_date"),
    page: URL.canParse(page) && /^https?:$/.test(new URL(page).protocol) ? page : null,
  };
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
