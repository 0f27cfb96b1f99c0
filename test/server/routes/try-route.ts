import { begin, fileEntry, MEMBER, PEOPLE, type Person, type Sitting, TERRACE, type Town } from "../whole-town.ts";

/** What a request to a route carries besides who sends it. */
export interface Sending {
  /** In the place of the parameters of the path, over the usual ones (see `usual`). */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Fields of a form; the session's token is added. */
  readonly form?: Readonly<Record<string, string>> | FormData;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
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

/** Sends one request as one person, with a session or a token of hers that nothing else uses. */
export async function tryRoute(
  town: Town,
  route: Route,
  person: Person,
  recipe: Recipe | undefined,
): Promise<Response> {
  const sending = (await recipe?.(town, person)) ?? {};
  const isApi = route.path.startsWith(API);
  const sitting = await town.sitting(person);
  const token = town.people[person].token;
  const bearer: Record<string, string> =
    (isApi || person === "software") && token !== null ? { Authorization: `Bearer ${token}` } : {};
  return request(town, route, sending, {
    ...sitting,
    headers: { ...(isApi ? {} : sitting.headers), ...bearer },
  });
}

/** Sends one request with these cookies. */
export async function request(town: Town, route: Route, sending: Sending, sitting: Sitting): Promise<Response> {
  const path = await addressOf(town, route, sending);
  const headers = { "Sec-Fetch-Site": "same-origin", ...sitting.headers, ...sending.headers };
  if (route.method === "GET") return town.app.request(path, { headers });
  const { method } = route;
  if (sending.json !== undefined) {
    const json = { "Content-Type": "application/json", ...headers };
    return town.app.request(path, { method, headers: json, body: JSON.stringify(sending.json) });
  }
  return town.app.request(path, { method, headers, body: formOf(sending.form ?? {}, sitting.csrf) });
}

function formOf(form: NonNullable<Sending["form"]>, csrf: string): FormData | URLSearchParams {
  if (!(form instanceof FormData)) return new URLSearchParams({ ...(csrf !== "" && { _csrf: csrf }), ...form });
  const body = new FormData();
  if (csrf !== "") body.append("_csrf", csrf);
  for (const [name, value] of form) body.append(name, value);
  return body;
}

/** The address of a route, its parameters filled with things that exist. */
export async function addressOf(town: Town, { path }: Route, { params = {}, query = {} }: Sending): Promise<string> {
  const names = [...path.matchAll(/:(\w+)(?:\{[^}]*\}+)?/g)].map(([, name = ""]) => name);
  const filled: Record<string, string> = {};
  for (const name of names) filled[name] = params[name] ?? (await usual(town, path, name));
  const address = path.replace(/:(\w+)(?:\{(?:[^{}]|\{[^}]*\})*\})?/g, (_, name: string) => filled[name] ?? "");
  const search = new URLSearchParams(query).toString();
  return search === "" ? address : `${address}?${search}`;
}

/** The value of a parameter when nothing else is said: a thing of the holder, made for this request. */
async function usual(town: Town, path: string, name: string): Promise<string> {
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
      return fileEntry(town, holder);
    case "draft":
      return begin(town, holder);
    case "step":
      return "demande";
    default:
      throw new Error(`Nothing is known of the parameter "${name}" of ${path}: give it a value in RECIPES.`);
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
    words.push(await wordFor(await tryRoute(town, route, person, recipe)));
  }
  return words;
}
