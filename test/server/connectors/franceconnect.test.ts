import { generateKeyPairSync, sign } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditWritten } from "../../../server/audit.ts";
import { readAs, withActor } from "../../../server/db/with-actor.ts";
import { sealForm } from "../../../server/identity/keep-form.ts";
import { requireCitizen } from "../../../server/identity/require.ts";
import { ensureSession } from "../../../server/identity/sessions.ts";
import { readForm } from "../../../server/middleware/posted-form.ts";
import { addCitizen, PASSWORD } from "../identity/installation.ts";
import { type OutsideTown, openOutsideTown, type Shown, Traveller } from "./outside-town.ts";

const START = "/connexion/franceconnect";
const FIRST = `${START}/premiere`;
const ANGELIQUE = "angelique.wendling@courriel.example";
const GAEL = "gael.lecarpentier@courriel.example";

let town: OutsideTown;
let browser: Traveller;

beforeAll(async () => {
  town = await openOutsideTown((app) => {
    app.get("/moi", async (c) => {
      const citizen = await requireCitizen(c);
      if (!citizen.ok) return citizen.response;
      const { account, session } = citizen.value;
      return c.html(`${account.name} <${account.email}> ${session.via} ${account.id}`);
    });
    app.get("/visite", async (c) => c.html(`<input name="_csrf" value="${(await ensureSession(c)).csrf}">`));
    app.post("/formulaire", async (c) => {
      const form = await readForm(c);
      return c.html(`${form.resumed} ${form.fields.get("motif")?.[0]}`);
    });
  });
});
beforeEach(async () => {
  browser = new Traveller(town.url);
  town.intercept = (_, real) => real();
  await withActor(town.ctx.db, { system: true }, (tx) => tx`delete from effect`);
  await town.ctx.db`delete from outside_identity`;
  await town.ctx.db`delete from session`;
  await town.ctx.db`delete from account`;
  await town.ctx.db`delete from rate_limit`;
});
afterAll(() => town.stop());

/** Until the first-time page, or wherever the account leads. */
async function arrives(person = ANGELIQUE, start = START): Promise<Shown> {
  return browser.choose(await browser.go(start), person);
}

async function creates(person = ANGELIQUE, email = ""): Promise<Shown> {
  return browser.send(await arrives(person), FIRST, { choix: "create", email });
}

/** The address of return, not visited yet. */
async function callback(person = ANGELIQUE): Promise<string> {
  const page = await browser.go(START, undefined, "/retour?");
  return page.status === 0 ? page.at : (await browser.choose(page, person, {}, "/retour?")).at;
}

const me = async () => (await browser.go("/moi")).html;

describe("leaving for FranceConnect", () => {
  test("asks for the pivot identity, with a state and a nonce that are long and new each time", async () => {
    const [first, second] = [await browser.ask(START), await browser.ask(START)];
    const [a, b] = [first, second].map((answer) => new URL(answer.headers.get("location") ?? ""));
    expect(a?.searchParams.get("scope")).toBe("openid identite_pivot email");
    expect(a?.searchParams.get("acr_values")).toBe("eidas1");
    expect([...(a?.searchParams.keys() ?? [])].sort()).toEqual(
      ["acr_values", "client_id", "nonce", "redirect_uri", "response_type", "scope", "state"].sort(),
    );
    for (const name of ["state", "nonce"]) {
      expect(a?.searchParams.get(name)?.length).toBeGreaterThanOrEqual(32);
      expect(a?.searchParams.get(name)).not.toBe(b?.searchParams.get(name));
    }
  });

  test("says so, and keeps the other ways in, when FranceConnect does not answer", async () => {
    const lonely = await openOutsideTown(() => undefined);
    lonely.intercept = () => Promise.reject(new TypeError("fetch failed"));
    const page = await new Traveller(lonely.url).go(`${START}?retour=/moi`);
    expect(page.status).toBe(503);
    expect(page.html).toContain("FranceConnect ne répond pas");
    expect(page.html).toContain('name="password"');
    await lonely.stop();
  });
});

describe("someone FranceConnect knows and we do not", () => {
  test("creates an account, and finds it the next time", async () => {
    const page = await arrives();
    expect(page.at).toBe(FIRST);
    expect(page.html).toContain("Angélique Wendling");
    await browser.send(page, FIRST, { choix: "create", email: "" });
    const created = await me();
    expect(created).toContain("Angélique Wendling <null> franceconnect");
    browser = new Traveller(town.url);
    await arrives();
    expect(await me()).toBe(created);
  });

  test("gets back to the page she wanted", async () => {
    const page = await arrives(ANGELIQUE, `${START}?retour=${encodeURIComponent("/moi?page=2")}`);
    expect((await browser.send(page, FIRST, { choix: "create", email: "" })).at).toBe("/moi?page=2");
  });

  test("is given no account by her address alone", async () => {
    const existing = await addCitizen(town.ctx, ANGELIQUE);
    const page = await arrives();
    expect(page.at).toBe(FIRST);
    await browser.send(page, FIRST, { choix: "create", email: ANGELIQUE });
    expect(await me()).not.toContain(existing.id);
  });

  test("learns nothing of who has an address", async () => {
    const free = await creates(ANGELIQUE, "libre@courriel.example");
    browser = new Traveller(town.url);
    await addCitizen(town.ctx, "prise@courriel.example");
    const taken = await creates(GAEL, "prise@courriel.example");
    expect(taken).toEqual(free);
  });

  test("links her account with her password, and keeps both ways in", async () => {
    const account = await addCitizen(town.ctx, "camille@exemple.fr");
    const wrong = await browser.send(await arrives(), FIRST, {
      choix: "link",
      email: "camille@exemple.fr",
      password: "x",
    });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain("ne correspondent pas");
    await browser.send(wrong, FIRST, { choix: "link", email: "camille@exemple.fr", password: PASSWORD });
    expect(await me()).toBe(`Camille Schmitt <camille@exemple.fr> franceconnect ${account.id}`);
    browser = new Traveller(town.url);
    await browser.go("/connexion", { email: "camille@exemple.fr", password: PASSWORD });
    expect(await me()).toContain(account.id);
  });

  test("cannot take over an account linked to someone else", async () => {
    await addCitizen(town.ctx, "camille@exemple.fr");
    const link = { choix: "link", email: "camille@exemple.fr", password: PASSWORD };
    await browser.send(await arrives(), FIRST, link);
    browser = new Traveller(town.url);
    const refused = await browser.send(await arrives(GAEL), FIRST, link);
    expect(refused.status).toBe(422);
    expect(refused.html).toContain("déjà relié à une autre identité FranceConnect");
  });

  test("is recognised under another subject, and still proves that the account is hers", async () => {
    await addCitizen(town.ctx, "camille@exemple.fr");
    const link = { choix: "link", email: "camille@exemple.fr", password: PASSWORD };
    await browser.send(await arrives(), FIRST, link);
    await town.ctx.db`update outside_identity set subject_hash = ${Buffer.alloc(32)}`;
    browser = new Traveller(town.url);
    const page = await arrives();
    expect(page.at).toBe(FIRST);
    expect(page.html).toContain("Un compte est déjà relié à cette identité");
    await browser.send(page, FIRST, link);
    expect(await me()).toContain("camille@exemple.fr");
  });

  test("tries passwords no more often than on the sign-in page", async () => {
    await addCitizen(town.ctx, "camille@exemple.fr");
    let page = await arrives();
    await browser.send(page, FIRST, { choix: "link", email: "camille@exemple.fr", password: "x" });
    await town.ctx.db`update rate_limit set hits = 10 where key like 'citizen-email:%'`;
    page = await browser.send(page, FIRST, { choix: "link", email: "camille@exemple.fr", password: PASSWORD });
    expect(page.status).toBe(429);
  });

  test("leaves nothing of her identity in clear in the base", async () => {
    await creates();
    const rows = await town.ctx.db<{ all: string }[]>`
      select (select string_agg(o::text, ' ') from outside_identity o) || (select string_agg(a::text, ' ') from account a)
        || coalesce((select string_agg(t::text, ' ') from one_time_code t), '') as all`;
    for (const trait of ["1984-08-24", "68224", "WENDLING", ANGELIQUE]) expect(rows[0]?.all).not.toContain(trait);
    const [row] = await town.ctx.db<{ profile: Buffer }[]>`select profile from account`;
    expect(town.ctx.secrets.unseal("account-profile", row?.profile ?? Buffer.alloc(0))).toContain("1984-08-24");
  });
});

describe("the address FranceConnect gives", () => {
  test("becomes hers by the link of a mail only, once", async () => {
    await creates(ANGELIQUE, ANGELIQUE);
    expect(await me()).toContain("<null>");
    const link = await mailedLink();
    const page = await browser.go(link);
    expect(page.html).toContain(ANGELIQUE);
    expect(await me()).toContain("<null>");
    expect((await browser.send(page, link, {})).html).toContain("Votre adresse est confirmée");
    expect(await me()).toContain(`<${ANGELIQUE}>`);
    expect((await browser.send(page, link, {})).status).toBe(404);
  });

  test("is refused, on the page of the link, once another account has it", async () => {
    await creates(ANGELIQUE, ANGELIQUE);
    const link = await mailedLink();
    await addCitizen(town.ctx, ANGELIQUE);
    expect((await browser.send(await browser.go(link), link, {})).status).toBe(404);
    expect(await me()).toContain("<null>");
  });

  test("brings no link to someone who has an account already", async () => {
    await addCitizen(town.ctx, ANGELIQUE);
    await creates(ANGELIQUE, ANGELIQUE);
    expect(await lastMail()).toContain("Vous avez déjà un compte");
    expect(await lastMail()).not.toContain("http");
  });

  test("must look like one", async () => {
    const page = await creates(ANGELIQUE, "rien");
    expect(page.status).toBe(422);
    expect(page.html).toContain('value="rien"');
  });
});

describe("a form under way", () => {
  test("survives the trip, a refusal, and the first-time page", async () => {
    const kept = sealForm(town.ctx, { path: "/formulaire", fields: [["motif", "Pièce illisible"]] }) ?? "";
    const visit = await browser.go("/visite");
    const leaving = await browser.send(visit, START, { _garde: kept, retour: "/moi" });
    const refused = await browser.choose(leaving, "", { refus: "1" });
    expect(refused.status).toBe(401);
    expect(refused.html).toContain("Vous n’avez pas été identifié par FranceConnect");
    const again = /name="_garde" value="([^"]*)"/.exec(refused.html)?.[1] ?? "";
    const page = await browser.choose(await browser.send(refused, START, { _garde: again }), ANGELIQUE);
    const resumed = await browser.send(page, FIRST, { choix: "create", email: "" });
    expect(resumed.html).toContain('action="/formulaire"');
    expect(resumed.html).toContain("Pièce illisible");
  });
});

describe("an answer that is not for this browser, or not from FranceConnect", () => {
  const refuses = async (path: string, at: Traveller = browser) => {
    const page = await at.go(path);
    expect(page.status).toBe(401);
    expect(page.html).toContain("La réponse de FranceConnect n’est plus valable ou a déjà servi");
    expect((await at.go("/moi")).at).toContain("/connexion");
  };

  test("is refused when it was played already", async () => {
    const path = await callback();
    expect((await browser.go(path)).at).toBe(FIRST);
    await refuses(path);
  });

  test("is refused when an old code comes with a new state", async () => {
    const code = new URLSearchParams((await callback()).split("?")[1]).get("code") ?? "";
    const old = await callback();
    await browser.go(old);
    const fresh = new URL((await browser.ask(START)).headers.get("location") ?? "");
    const iss = encodeURIComponent(`${town.url}/demo/franceconnect/api/v2`);
    const state = fresh.searchParams.get("state");
    await refuses(`${START}/retour?code=${code}&state=${state}&iss=${iss}`);
  });

  test("is refused when another browser left for it (login CSRF)", async () => {
    const path = await callback();
    const victim = new Traveller(town.url);
    await refuses(path, victim);
    await victim.ask(START);
    await refuses(await callback(), victim);
  });

  test("is refused when it names another provider", async () => {
    const path = await callback();
    await refuses(path.replace(/iss=[^&]*/, "iss=https%3A%2F%2Fautre.example"));
  });

  test("is refused without a state, and without a code", async () => {
    await refuses(`${START}/retour?code=x`);
    const path = await callback();
    await refuses(path.replace(/code=[^&]*&?/, ""));
  });

  test("leads to no other site", async () => {
    for (const retour of ["//autre.example", "https://autre.example/", "/\\autre.example"]) {
      browser = new Traveller(town.url);
      await town.ctx.db`delete from outside_identity`;
      const page = await arrives(ANGELIQUE, `${START}?retour=${encodeURIComponent(retour)}`);
      expect((await browser.send(page, FIRST, { choix: "create", email: "" })).at).toBe("/mon-espace");
    }
  });
});

describe("what FranceConnect says behind our back", () => {
  const rewrite = (part: string, change: (body: string) => string, type?: string) => {
    town.intercept = async (url, real) => {
      const response = await real();
      if (!url.includes(part)) return response;
      const headers = new Headers(response.headers);
      headers.delete("content-length");
      if (type) headers.set("content-type", type);
      return new Response(change(await response.text()), { status: response.status, headers });
    };
  };
  const refused = async () => {
    const page = await arrives();
    expect(page.status).toBe(401);
    expect(page.html).toContain("n’est plus valable");
    expect((await browser.go("/moi")).at).toContain("/connexion");
  };
  const decoded = (jwt: string) => JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString());
  const encoded = (claims: object) => Buffer.from(JSON.stringify(claims)).toString("base64url");
  const tampered = (jwt: string, claims: object) => {
    const [head, , signature] = jwt.split(".");
    return [head, encoded({ ...decoded(jwt), ...claims }), signature].join(".");
  };
  const inTokens = (change: (idToken: string) => string) =>
    rewrite("/token", (body) => {
      const tokens = JSON.parse(body);
      return JSON.stringify({ ...tokens, id_token: change(tokens.id_token) });
    });

  test("is refused when the identity was altered", async () => {
    rewrite("/userinfo", (jwt) => tampered(jwt, { family_name: "AUTRE" }));
    await refused();
  });

  test("is refused when the identity is not signed", async () => {
    rewrite("/userinfo", (jwt) => JSON.stringify(decoded(jwt)), "application/json");
    await refused();
  });

  test("is refused when the identity says it needs no signature", async () => {
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    rewrite("/userinfo", (jwt) => `${none}.${jwt.split(".")[1]}.`);
    await refused();
  });

  test("is refused when the token was altered", async () => {
    inTokens((jwt) => tampered(jwt, { sub: "f".repeat(64) }));
    await refused();
  });

  test("is refused when the nonce is another's", async () => {
    const other = await callback();
    let stolen = "";
    inTokens((jwt) => {
      stolen = jwt;
      return jwt;
    });
    await browser.go(other);
    inTokens(() => stolen);
    browser = new Traveller(town.url);
    await refused();
  });

  test("never reaches the log, nor does the secret", async () => {
    inTokens((jwt) => tampered(jwt, { aud: "autre-service" }));
    await refused();
    const log = JSON.stringify(town.logged);
    expect(log).toContain("identity provider");
    for (const word of ["eyJ", "WENDLING", town.ctx.secrets.mac("simulator", "client").toString("base64url")]) {
      expect(log).not.toContain(word);
    }
  });
});

describe("a token that FranceConnect signed", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString());
  const signed = (claims: object) => {
    const text = [{ alg: "ES256", kid: "essai" }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const signature = sign("sha256", Buffer.from(text), { key: privateKey, dsaEncoding: "ieee-p1363" });
    return `${text}.${signature.toString("base64url")}`;
  };

  /** FranceConnect with a key of ours: what it signs is changed, and signed again. */
  async function arrivesWith(inToken: object, inIdentity: object = {}): Promise<Shown> {
    const forged = await openOutsideTown(() => undefined);
    forged.intercept = async (url, real) => {
      const response = await real();
      if (url.endsWith("/jwks")) {
        return Response.json({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "essai", alg: "ES256" }] });
      }
      if (url.endsWith("/token")) {
        const tokens = (await response.json()) as { id_token: string };
        return Response.json({ ...tokens, id_token: signed({ ...claimsOf(tokens.id_token), ...inToken }) });
      }
      if (!url.endsWith("/userinfo")) return response;
      const jwt = signed({ ...claimsOf(await response.text()), ...inIdentity });
      return new Response(jwt, { headers: { "content-type": "application/jwt" } });
    };
    browser = new Traveller(forged.url);
    const page = await arrives();
    await forged.stop();
    return page;
  }

  test("opens the first-time page when it is for us", async () => {
    expect((await arrivesWith({})).at).toBe(FIRST);
  });

  test.each([
    ["for another client", { aud: "autre-service" }],
    ["for another trip", { nonce: "n".repeat(43) }],
    ["by another provider", { iss: "https://autre.example" }],
    ["some time ago", { exp: Math.floor(Date.now() / 1000) - 60 }],
  ])("%s is refused", async (_, claims) => {
    const page = await arrivesWith(claims);
    expect(page.status).toBe(401);
    expect(page.html).toContain("n’est plus valable");
  });

  test.each([
    ["of someone else", { sub: "f".repeat(64) }],
    ["without a birth date", { birthdate: "" }],
    ["for another client", { aud: "autre-service" }],
  ])("with an identity %s is refused", async (_, claims) => {
    expect((await arrivesWith({}, claims)).status).toBe(401);
  });
});

test("a code is refused once it is too old", async () => {
  const slow = await openOutsideTown(() => undefined, 1);
  browser = new Traveller(slow.url);
  const path = await callback();
  await new Promise((resolve) => setTimeout(resolve, 2100));
  const page = await browser.go(path);
  expect(page.status).toBe(401);
  await slow.stop();
});

describe("signing out", () => {
  test("ends the session here, then at FranceConnect", async () => {
    await creates();
    const visit = await browser.go("/visite");
    const csrf = /value="([^"]*)"/.exec(visit.html)?.[1] ?? "";
    const answer = await browser.ask("/deconnexion", { _csrf: csrf });
    const url = new URL(/url=(.*)$/.exec(answer.headers.get("refresh") ?? "")?.[1] ?? "");
    expect(url.pathname).toBe("/demo/franceconnect/api/v2/session/end");
    expect([...url.searchParams.keys()].sort()).toEqual(["id_token_hint", "post_logout_redirect_uri", "state"]);
    expect(url.searchParams.get("post_logout_redirect_uri")).toBe(`${town.url}${START}/fin`);
    expect((await browser.go("/moi")).at).toContain("/connexion");
    expect((await browser.go(url.href)).html).toBe("<h1>fin</h1>");
    const back = await browser.ask(`${START}/fin?state=${url.searchParams.get("state")}`);
    expect(back.headers.get("location")).toBe("/");
  });

  test("is in the log, as sign-ins are", async () => {
    await town.ctx.db`select 1`;
    await creates();
    browser = new Traveller(town.url);
    await arrives();
    await auditWritten(town.ctx);
    const rows = await audits();
    expect(rows).toContainEqual({ action: "account", detail: { what: "created-by-franceconnect" } });
    expect(rows).toContainEqual({ action: "sign-in", detail: { via: "franceconnect" } });
  });
});

async function audits(): Promise<readonly { action: string; detail: object }[]> {
  return readAs(
    town.ctx.db,
    { system: true },
    (tx) => tx<{ action: string; detail: object }[]>`
    select action, detail from audit`,
  );
}

async function lastMail(): Promise<string> {
  const [row] = await readAs(
    town.ctx.db,
    { system: true },
    (tx) => tx<{ sealed: string }[]>`
    select params ->> 'sealed' as sealed from effect order by created_at desc limit 1`,
  );
  return town.ctx.secrets.unseal("sealed-mail", Buffer.from(row?.sealed ?? "", "base64")) ?? "";
}

async function mailedLink(): Promise<string> {
  return /http:\/\/127\.0\.0\.1:\d+(\/[^\s"\\]+)/.exec(await lastMail())?.[1] ?? "";
}
