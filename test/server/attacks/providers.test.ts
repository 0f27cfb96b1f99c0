import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hidden } from "../identity/installation.ts";
import { MEMBER } from "../town-places.ts";
import { hire, openTown, sit, type Town } from "../whole-town.ts";

const PUBLIC = "https://guichet.example";
/** Host name of the member at hand. */
const OWN = "https://demarches.mulhouse.example";
const EVIL = "https://evil.example";

const FRANCECONNECT = { path: "/connexion/franceconnect", inside: "/connexion/franceconnect/premiere" };
const PROCONNECT = { path: "/agent/connexion/proconnect", inside: `/${MEMBER}/agent` };
const WAYS = [
  ["FranceConnect", FRANCECONNECT],
  ["ProConnect", PROCONNECT],
] as const;
type Way = (typeof WAYS)[number][1];

let town: Town;
/** Of an agent whom ProConnect vouches for: one for each test, since each sign-in has another subject. */
let email: string;
beforeAll(async () => {
  town = await openTown({ publicUrl: PUBLIC });
});
beforeEach(async () => {
  email = (await hire(town.ctx, "Nora Ley", MEMBER, ["agent"], ["voirie"])).agent?.email ?? "";
  await settle(new URL(OWN).host);
});
afterAll(() => town.stop());

async function settle(host: string | null): Promise<void> {
  await town.ctx.db`update member set host = ${host} where id = ${MEMBER}`;
  await town.ctx.catalogue.reload();
}

/** A browser that keeps each host's cookies for it alone. */
class Visitor {
  readonly #cookies = new Map<string, string>();

  async get(address: string, body?: URLSearchParams): Promise<Response> {
    const { origin, host } = new URL(address);
    const mine = [...this.#cookies].filter(([name]) => name.startsWith(`${origin} `));
    const cookie = mine.map(([name, value]) => `${name.slice(origin.length + 1)}=${value}`).join("; ");
    const headers = { Host: host, "Sec-Fetch-Site": "same-origin", ...(cookie !== "" && { Cookie: cookie }) };
    const answer = await town.app.request(address, { headers, ...(body && { method: "POST", body }) });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(`${origin} ${name}`, value);
    }
    return answer;
  }

  /** Leaves from this origin; the state it leaves with. */
  async leave(origin: string, { path }: Way): Promise<string> {
    const away = (await this.get(`${origin}${path}`)).headers.get("location") ?? "";
    return new URL(away).searchParams.get("state") ?? "";
  }

  /** Comes back from the provider, and goes on where our pages lead. The answers, in order. */
  async comeBack(origin: string, { path }: Way, state: string): Promise<readonly Response[]> {
    const answers: Response[] = [];
    let next: string | undefined =
      `${origin}${path}/retour?code=secret&email=${encodeURIComponent(email)}&state=${state}`;
    while (next !== undefined && answers.length < 4) {
      const answer = await this.get(next);
      answers.push(answer);
      next = /^0; url=(.*)$/.exec(answer.headers.get("refresh") ?? "")?.[1];
    }
    return answers;
  }

  /** Whether what only a person vouched for sees opens here. */
  async isInside(origin: string, { inside }: Way): Promise<boolean> {
    return (await this.get(`${origin}${inside}`)).status === 200;
  }

  plant(origin: string, cookies: string): void {
    const [name = "", value = ""] = cookies.split("=");
    this.#cookies.set(`${origin} ${name}`, value);
  }

  session(origin: string): string | undefined {
    return this.#cookies.get(`${origin} __Host-guichet`);
  }
}

const last = (answers: readonly Response[]) => answers.at(-1);

describe.each(WAYS)("by %s, who left from her member's own host name", (_, way) => {
  test("is signed in there and nowhere else, though the provider knows the public address only", async () => {
    const visitor = new Visitor();
    const answers = await visitor.comeBack(PUBLIC, way, await visitor.leave(OWN, way));
    expect(answers.map(({ status }) => status)).toEqual([200, 303]);
    expect(answers[0]?.headers.getSetCookie()).toEqual([]);
    expect(answers[0]?.headers.get("cache-control")).toBe("no-store");
    expect(await visitor.isInside(OWN, way)).toBe(true);
    expect(await visitor.isInside(PUBLIC, way)).toBe(false);
  });

  test("is not signed in twice by the same answer, at either address", async () => {
    const visitor = new Visitor();
    const state = await visitor.leave(OWN, way);
    await visitor.comeBack(PUBLIC, way, state);
    for (const origin of [PUBLIC, OWN]) expect(last(await visitor.comeBack(origin, way, state))?.status).toBe(401);
  });

  test("signs in no other browser with the answer meant for hers", async () => {
    const victim = new Visitor();
    const state = await new Visitor().leave(OWN, way);
    expect(last(await victim.comeBack(PUBLIC, way, state))?.status).toBe(401);
    expect(await victim.isInside(OWN, way)).toBe(false);
    expect(await victim.isInside(PUBLIC, way)).toBe(false);
  });

  test("gets a sentence, not a loop, when the name was given up meanwhile", async () => {
    const visitor = new Visitor();
    const state = await visitor.leave(OWN, way);
    await settle(null);
    const answers = await visitor.comeBack(PUBLIC, way, state);
    expect(answers.map(({ status }) => status)).toEqual([401]);
  });

  test("is led to no host that a request names", async () => {
    const visitor = new Visitor();
    const answers = await visitor.comeBack(EVIL, way, await visitor.leave(OWN, way));
    expect(answers[0]?.headers.get("refresh")).toMatch(`0; url=${OWN}/`);
    expect(await answers[0]?.text()).not.toContain("evil.example");
    const abroad = new Visitor();
    const straight = await abroad.comeBack(PUBLIC, way, await abroad.leave(EVIL, way));
    expect(straight.map(({ status }) => status)).toEqual([401]);
  });
});

test("who signs out at her member's own host name is led back to it, and nowhere a state does not say", async () => {
  const visitor = new Visitor();
  await visitor.comeBack(PUBLIC, PROCONNECT, await visitor.leave(OWN, PROCONNECT));
  const page = await (await visitor.get(`${OWN}${PROCONNECT.inside}`)).text();
  const out = await visitor.get(`${OWN}/deconnexion`, new URLSearchParams({ _csrf: hidden(page, "_csrf") }));
  const provider = /^0; url=(.*)$/.exec(out.headers.get("refresh") ?? "")?.[1] ?? "";
  const state = new URL(provider).searchParams.get("state");
  const end = (value: string | null) => visitor.get(`${PUBLIC}${PROCONNECT.path}/fin?state=${value}`);
  expect((await end(state)).headers.get("location")).toBe(`${OWN}/agent/connexion`);
  for (const other of [state, OWN, "A".repeat(43)]) {
    expect((await end(other)).headers.get("location")).toBe("/agent/connexion");
  }
  expect(await visitor.isInside(OWN, PROCONNECT)).toBe(false);
});

describe.each(WAYS)("by %s", (_, way) => {
  const [, other] = WAYS.find(([, each]) => each !== way) ?? WAYS[0];

  test("a state is worth nothing at the other provider, invented, or begun at another address", async () => {
    const visitor = new Visitor();
    const states = [await visitor.leave(PUBLIC, other), "A".repeat(43), "", "../../agent", "%0d%0aX: 1"];
    for (const state of states) {
      const answers = await visitor.comeBack(PUBLIC, way, state);
      expect(answers.map(({ status }) => status)).toEqual([401]);
    }
    const answers = await visitor.comeBack(OWN, way, await visitor.leave(PUBLIC, way));
    expect(answers.map(({ status }) => status)).toEqual([401]);
    expect(visitor.session(OWN)).toBeUndefined();
  });

  test("a state is worth nothing after half an hour", async () => {
    const visitor = new Visitor();
    const state = await visitor.leave(PUBLIC, way);
    town.advance(31 * 60_000);
    expect(last(await visitor.comeBack(PUBLIC, way, state))?.status).toBe(401);
  });
});

describe("a session planted in a browser before it signs in by a provider", () => {
  test("opens nothing afterwards: she has another", async () => {
    const attacker = await sit(town.ctx, { account: null, agent: null, token: null }, false, [
      { member: MEMBER, sector: "voirie", holder: "porteur" },
    ]);
    const cookie = attacker.headers["Cookie"] ?? "";
    const victim = new Visitor();
    victim.plant(PUBLIC, cookie);
    await victim.comeBack(PUBLIC, PROCONNECT, await victim.leave(PUBLIC, PROCONNECT));
    expect(await victim.isInside(PUBLIC, PROCONNECT)).toBe(true);
    expect(`__Host-guichet=${victim.session(PUBLIC)}`).not.toBe(cookie);
    const thief = new Visitor();
    thief.plant(PUBLIC, cookie);
    expect(await thief.isInside(PUBLIC, PROCONNECT)).toBe(false);
  });

  test("is not renewed for who planted it by a refusal", async () => {
    const victim = new Visitor();
    victim.plant(PUBLIC, `__Host-guichet=${"A".repeat(43)}`);
    await victim.comeBack(PUBLIC, PROCONNECT, await victim.leave(PUBLIC, FRANCECONNECT));
    expect(await victim.isInside(PUBLIC, PROCONNECT)).toBe(false);
  });
});
