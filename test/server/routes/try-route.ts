import { PEOPLE, type Person } from "../town-people.ts";
import { MEMBER, TERRACE } from "../town-places.ts";
import { begin, fileEntry, type Someone, sit, type Town } from "../whole-town.ts";

/** What a request to a route carries besides who sends it. */
export interface Sending {
  /** In the place of the parameters of the path, over the usual ones (see `usual`). */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Fields of a form; the session's token is added. */
  readonly form?: Readonly<Record<string, string>> | FormData;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Who sends it instead of the person of the town, when the request would change her for good. */
  readonly as?: Someone;
}

/** Makes a request whose answer speaks of rights: what it names exists, what it sends is right. Called for each try. */
export type Recipe = (town: Town, person: Person) => Sending | Promise<Sending>;

export interface Route {
  readonly method: string;
  /** As hono writes it. */
  readonly path: string;
}

export const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

const API = "/api/v1";

/** A request ready to be sent, and sent as it is or changed. */
export interface Prepared {
  readonly path: string;
  readonly init: RequestInit & { readonly headers: Readonly<Record<string, string>> };
}

/** Makes what a request needs: what it names, and a session or a token of this person that nothing else uses. */
export async function prepare(town: Town, route: Route, person: Person, recipe: Recipe | undefined): Promise<Prepared> {
  const sending = (await recipe?.(town, person)) ?? {};
  const isApi = route.path.startsWith(API);
  const sitting = await (sending.as ? sit(town.ctx, sending.as) : town.sitting(person));
  const { token } = town.people[person];
  const bearer = (isApi || person === "software") && token !== null ? { Authorization: `Bearer ${token}` } : {};
  const own = isApi ? undefined : sitting.headers["Cookie"];
  const cookies = [own, sending.headers?.["Cookie"]].filter(Boolean).join("; ");
  const headers = {
    "Sec-Fetch-Site": "same-origin",
    ...(isApi ? {} : sitting.headers),
    ...bearer,
    ...sending.headers,
    ...(cookies !== "" && { Cookie: cookies }),
    ...(sending.json !== undefined && { "Content-Type": "application/json" }),
  };
  const path = await addressOf(town, route, sending);
  const { method } = route;
  if (method === "GET") return { path, init: { method, headers } };
  const body = sending.json === undefined ? formOf(sending.form ?? {}, sitting.csrf) : JSON.stringify(sending.json);
  return { path, init: { method, headers, body } };
}

function formOf(form: NonNullable<Sending["form"]>, csrf: string): FormData | URLSearchParams {
  if (!(form instanceof FormData)) return new URLSearchParams({ ...(csrf !== "" && { _csrf: csrf }), ...form });
  const body = new FormData();
  if (csrf !== "") body.append("_csrf", csrf);
  for (const [name, value] of form) body.append(name, value);
  return body;
}

/** The address of a route, its parameters filled with things that exist. */
async function addressOf(town: Town, { method, path }: Route, { params = {}, query = {} }: Sending): Promise<string> {
  const names = [...path.matchAll(/:(\w+)(?:\{(?:[^{}]|\{[^}]*\})*\})?/g)].map(([, name = ""]) => name);
  const filled: Record<string, string> = {};
  for (const name of names) filled[name] = params[name] ?? (await usual(town, { method, path }, name));
  const address = path.replace(/:(\w+)(?:\{(?:[^{}]|\{[^}]*\})*\})?/g, (_, name: string) => filled[name] ?? "");
  const search = new URLSearchParams(query).toString();
  return search === "" ? address : `${address}?${search}`;
}

const readable = new WeakMap<Town, Map<string, Promise<string>>>();

/** What reading does not change is made once a town. */
function once(town: Town, { method }: Route, name: string, make: () => Promise<string>): Promise<string> {
  if (method !== "GET") return make();
  const kept = readable.get(town) ?? new Map<string, Promise<string>>();
  readable.set(town, kept);
  const made = kept.get(name) ?? make();
  kept.set(name, made);
  return made;
}

/** The value of a parameter when nothing else is said: a thing of the holder, made for this request if it may change. */
async function usual(town: Town, route: Route, name: string): Promise<string> {
  const [domain = "", service = ""] = TERRACE.id.split("/");
  const { holder } = town.people;
  switch (name) {
    case "member":
      return MEMBER;
    case "domain":
      return domain;
    case "name":
      return service;
    case "entry":
    case "id":
      return once(town, route, "entry", () => fileEntry(town, holder));
    case "draft":
      return once(town, route, name, () => begin(town, holder));
    case "step":
      return "demande";
    default:
      throw new Error(`Nothing is known of the parameter "${name}" of ${route.path}: give it a value in RECIPES.`);
  }
}

/** What an answer says of the right to it, in one word. See the head of the table. */
export async function wordFor(response: Response): Promise<string> {
  const { status } = response;
  const location = response.headers.get("location");
  if (status >= 300 && status < 400 && location !== null) {
    if (/^\/(agent\/)?connexion(\?|$)/.test(location)) return "sign-in";
    return /^\/(?!\/)/.test(location) ? "ok" : "away";
  }
  const isPage = (response.headers.get("content-type") ?? "").startsWith("text/html");
  if (status === 401 && isPage) return "sign-in";
  if (status === 403 && isPage && (await response.text()).includes('name="_reprise"')) return "csrf";
  return status >= 200 && status < 300 ? "ok" : String(status);
}

/** The answers of a route, one for each of PEOPLE. */
export async function answersOf(town: Town, route: Route, recipe: Recipe | undefined): Promise<readonly string[]> {
  const words: string[] = [];
  for (const person of PEOPLE) {
    await town.ctx.db`delete from rate_limit`;
    const { path, init } = await prepare(town, route, person, recipe);
    words.push(await wordFor(await town.app.request(path, init)));
  }
  return words;
}
