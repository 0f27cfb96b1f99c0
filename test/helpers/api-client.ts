import { expect } from "vitest";
import type { Answers } from "../../engine/index.ts";
import type { DemoAgent, DemoCitizen, DemoFile } from "./live-server.ts";

/** An entry as the contract writes it. */
export interface ApiEntry {
  readonly id: string;
  readonly reference: string;
  readonly member: string;
  readonly definition: string;
  readonly version: number;
  readonly kind: string;
  readonly state: string;
  readonly revision: number;
  readonly answers: Answers;
  readonly assignee: string | null;
  readonly events: readonly { readonly type: string; readonly label: string; readonly form?: string }[];
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly clock?: { readonly status: string; readonly due: string | null };
}

export interface ApiPage {
  readonly items: readonly ApiEntry[];
  readonly next: string | null;
}

export interface ApiFact {
  readonly seq: number;
  readonly type: string;
  readonly from: string | null;
  readonly to: string;
  readonly actor: { readonly kind: string; readonly name?: string };
  readonly at: string;
  readonly hash: string;
}

export interface ApiProblem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly message: string }[];
}

export interface ApiAnswer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

type Headers_ = Readonly<Record<string, string>>;

/** Talks to /api/v1 as one person, or as nobody. */
export class ApiClient {
  readonly #base: string;
  readonly #token: string | null;

  constructor(url: string, token: string | null) {
    this.#base = `${url}/api/v1`;
    this.#token = token;
  }

  get<T>(path: string, headers: Headers_ = {}): Promise<ApiAnswer<T>> {
    return this.send<T>("GET", path, undefined, headers);
  }

  post<T>(path: string, body: unknown, headers: Headers_ = {}): Promise<ApiAnswer<T>> {
    return this.send<T>("POST", path, JSON.stringify(body), { "content-type": "application/json", ...headers });
  }

  /** Opens an entry, which must succeed. */
  async opens(member: string, definition: string, answers: Answers): Promise<ApiEntry> {
    const answer = await this.post<ApiEntry>(`/${member}/${definition}/entries`, answers);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201 });
    return answer.body;
  }

  /** Sends an event to an entry as it was last seen, which must succeed. */
  async sends(entry: ApiEntry, type: string, answers?: Answers): Promise<ApiEntry> {
    const answer = await this.post<ApiEntry>(
      `${pathOf(entry)}/events`,
      { type, ...(answers && { answers }) },
      { "if-match": `"${entry.revision}"` },
    );
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
    return answer.body;
  }

  async send<T>(method: string, path: string, body: BodyInit | undefined, headers: Headers_): Promise<ApiAnswer<T>> {
    const authorization = this.#token === null ? {} : { authorization: `Bearer ${this.#token}` };
    const response = await fetch(`${this.#base}${path}`, {
      method,
      headers: { ...authorization, ...headers },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : (text as T) };
  }
}

export const pathOf = (entry: Pick<ApiEntry, "member" | "definition" | "id">) =>
  `/${entry.member}/${entry.definition}/entries/${entry.id}`;

/** The first agent of a member with this role, able to work this unit. */
export function findAgent(demo: DemoFile, member: string, role: string, unit?: string): DemoAgent {
  const found = demo.agents.find(
    (agent) => agent.member === member && agent.roles.includes(role) && (!unit || agent.units.includes(unit)),
  );
  if (!found) throw new Error(`the demo has no ${role} in ${member}${unit ? ` for ${unit}` : ""}`);
  return found;
}

export function findCitizen(demo: DemoFile, rank = 0): DemoCitizen {
  const found = demo.citizens[rank];
  if (!found) throw new Error("the demo has too few citizens");
  return found;
}
