import type { NationalReason } from "../../../engine/index.ts";

/** Asks a town's software; `fetch` in a test, the application itself in a demonstration. */
export type HubRequest = (path: string, init: RequestInit) => Promise<Response> | Response;

/** A place as the national engine keeps it. */
export interface HubPoint {
  readonly id: string;
  readonly name: string;
  readonly longitude: number;
  readonly latitude: number;
  /** Without what follows the post code. */
  readonly public_entry_address: string;
  readonly zip_code: string;
  readonly city_name: string;
  readonly website: string | null;
}

/** A slot as the national engine shows it. */
export interface HubSlot {
  /** The day and the hour shown: "2026-12-19", "10:00". */
  readonly day: string;
  readonly hour: string;
  readonly href: string;
}

export interface HubSearch {
  readonly points: readonly string[];
  /** Days, both included. */
  readonly from: string;
  readonly to: string;
  readonly reason: NationalReason;
  readonly persons: number;
}

/** Milliseconds it waits for each endpoint. */
const PATIENCE = { getManagedMeetingPoints: 20_000, availableTimeSlots: 15_000, searchApplicationIds: 5_000 } as const;

/** Any status but 200, silence and what cannot be read are all one to it. */
export class HubFailure extends Error {}

/**
 * The national appointment engine's client as it is known to behave: repeated keys, dates widened for its cache, answers
 * filtered but neither sorted nor made unique, invalid places dropped without a word, redirections followed.
 * @param base where the endpoints are, without a trailing slash
 */
export class NationalHub {
  readonly #base: string;
  readonly #token: string;
  readonly #request: HubRequest;
  readonly #patience: number;

  /** @param hurry what its patience is divided by, for tests */
  constructor(base: string, token: string, request: HubRequest = fetch, hurry = 1) {
    this.#base = base;
    this.#token = token;
    this.#request = request;
    this.#patience = 1 / hurry;
  }

  async points(): Promise<readonly HubPoint[]> {
    const body = await this.#ask("getManagedMeetingPoints", []);
    if (!Array.isArray(body)) throw new HubFailure("not a list of places");
    return body.flatMap((each: unknown) => pointOf(each) ?? []);
  }

  /** The slots of each place, in the order and as many times as they came. @param today "2026-03-03" */
  async slots(search: HubSearch, today: string): Promise<ReadonlyMap<string, readonly HubSlot[]>> {
    const { points, from, to, reason, persons } = search;
    const wide = widened(from, to, today);
    const body = await this.#ask("availableTimeSlots", [
      ...points.map((id) => ["meeting_point_ids", id] as const),
      ["start_date", wide.from],
      ["end_date", wide.to],
      ["reason", reason],
      ["documents_number", String(persons)],
    ]);
    if (!isRecord(body)) throw new HubFailure("not slots by place");
    return new Map(
      points.map((id) => {
        const list = Array.isArray(body[id]) ? body[id] : [];
        const slots = list.flatMap((each: unknown) => slotOf(each) ?? []);
        return [id, slots.filter(({ day }) => day >= from && day <= to)];
      }),
    );
  }

  /** The appointments of each number; it drops `cancel_url`. */
  async applications(ids: readonly string[]): Promise<ReadonlyMap<string, readonly { readonly href: string }[]>> {
    const query = ids.map((id) => ["application_ids", id] as const);
    const body = await this.#ask("searchApplicationIds", query);
    if (!isRecord(body)) throw new HubFailure("not appointments by number");
    return new Map(
      ids.map((id) => {
        const list = Array.isArray(body[id]) ? body[id] : [];
        return [
          id,
          list.flatMap((each: unknown) => (isRecord(each) ? [{ href: String(each["management_url"]) }] : [])),
        ];
      }),
    );
  }

  async #ask(path: keyof typeof PATIENCE, query: readonly (readonly [string, string])[]): Promise<unknown> {
    const address = `${this.#base}/${path}?${new URLSearchParams(query.map(([key, value]) => [key, value]))}`;
    const signal = AbortSignal.timeout(PATIENCE[path] * this.#patience);
    const headers = { "x-hub-rdv-auth-token": this.#token, accept: "application/json" };
    try {
      const response = await this.#request(address, { headers, redirect: "follow", signal });
      if (response.status !== 200) throw new HubFailure(`${path}: ${response.status}`);
      return await response.json();
    } catch (error) {
      throw error instanceof HubFailure ? error : new HubFailure(`${path}: ${String(error)}`);
    }
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function pointOf(value: unknown): HubPoint | null {
  if (!isRecord(value)) return null;
  const { id, name, longitude, latitude, public_entry_address: address, zip_code: zip, city_name: city } = value;
  const texts = [id, name, address, zip, city];
  if (
    !texts.every((each) => typeof each === "string") ||
    typeof longitude !== "number" ||
    typeof latitude !== "number"
  ) {
    return null;
  }
  const cut = String(address).split(String(zip))[0] ?? "";
  const website = typeof value["website"] === "string" ? value["website"] : null;
  return {
    ...{ id: String(id), name: String(name), longitude, latitude, website },
    ...{ public_entry_address: cut.trim().replace(/,$/, ""), zip_code: String(zip), city_name: String(city) },
  };
}

/** "…T10:00Z" shows ten o'clock; an offset is added, as the real one does: "…T10:00:00+02:00" shows noon. */
function slotOf(value: unknown): HubSlot | null {
  if (!isRecord(value) || typeof value["callback_url"] !== "string") return null;
  const text = String(value["datetime"]);
  const [, wall, zone] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::\d\d)?(Z|[+-]\d\d:?\d\d)$/.exec(text) ?? [];
  if (wall === undefined || zone === undefined) return null;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  const shift = sign === undefined ? 0 : (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const shown = new Date(Date.parse(`${wall}:00Z`) + shift * 60_000).toISOString();
  return { day: shown.slice(0, 10), hour: shown.slice(11, 16), href: value["callback_url"] };
}

/** Whole months, so that one answer serves many searches: from today in the month under way. */
function widened(from: string, to: string, today: string): { readonly from: string; readonly to: string } {
  const [year = 0, month = 1] = to.split("-").map(Number);
  const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  return { from: from.slice(0, 7) === today.slice(0, 7) ? today : `${from.slice(0, 7)}-01`, to: last };
}
