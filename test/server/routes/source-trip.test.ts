import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CompiledDefinition } from "../../../engine/index.ts";
import { createApp } from "../../../server/app.ts";
import { familyQuotient } from "../../../server/connectors/api-particulier/family-quotient.ts";
import {
  FAKE_ACCESS_TOKEN,
  FAKE_NARROW_TOKEN,
  FAKE_TOKEN,
  startFakeApiParticulier,
} from "../../../server/connectors/fake-api-particulier/fake-api-particulier.ts";
import type { CivilIdentity } from "../../../server/connectors/franceconnect/civil-identity.ts";
import type {
  Answer,
  DataAsked,
  Failure,
  IdentityProvider,
  Vouched,
} from "../../../server/connectors/openid/identity-provider.ts";
import type { Context } from "../../../server/context.ts";
import { changeProfile } from "../../../server/store/account-profile.ts";
import { findDraft } from "../../../server/store/drafts.ts";
import { findEntry } from "../../../server/store/entries.ts";
import { entryHistory } from "../../../server/store/events.ts";
import { saveSourceSetting } from "../../../server/store/source-settings.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { offer } from "../../helpers/offer.ts";
import type { Person } from "../town-people.ts";
import { MEMBER } from "../town-places.ts";
import { begin, openTown, type Sitting, type Town } from "../whole-town.ts";

const KIND = "quotient-familial";
const SETTING = { token: "", recipient: "21680224900013", delegation: "" };
const RETURN = "/connexion/franceconnect/retour";
const ROUX: CivilIdentity = {
  ...{ familyName: "ROUX", givenNames: ["JEANNE", "STEPHANIE"], birthdate: "1987-06-27", gender: "female" },
  ...{ birthplace: "08480", birthcountry: "99100", email: null },
};
const SCHMITT: CivilIdentity = { ...ROUX, familyName: "SCHMITT", givenNames: ["CAMILLE"], birthdate: "1990-05-12" };

let town: Town;
let fake: Awaited<ReturnType<typeof startFakeApiParticulier>>;
let ctx: Context;
let app: ReturnType<typeof createApp>;
let definition: CompiledDefinition;
let browser: Browser;
const logged: string[] = [];
/** What FranceConnect was asked, and what it answers next. */
const asked: { readonly state: string; readonly nonce: string; readonly data?: DataAsked }[] = [];
let next: { readonly person?: CivilIdentity; readonly accessToken?: string; readonly failure?: Failure };
const finished: { readonly search: string; readonly nonce: string }[] = [];

const provider: IdentityProvider<CivilIdentity> = {
  begin: async (expected) => {
    asked.push(expected);
    if (next.failure === "unreachable") return { ok: false, failure: "unreachable" };
    return { ok: true, value: new URL(`https://fournisseur.example/?state=${expected.state}`) };
  },
  finish: async (search, { nonce }): Promise<Answer<Vouched<CivilIdentity>>> => {
    finished.push({ search, nonce });
    if (next.failure) return { ok: false, failure: next.failure };
    const { person = ROUX, accessToken = FAKE_ACCESS_TOKEN } = next;
    const of = { issuer: "https://fournisseur.example", subject: "roux", idToken: "jeton-d-identite", strong: false };
    return { ok: true, value: { ...of, accessToken, person } };
  },
  leave: async () => null,
};

/** A browser that keeps its cookies. */
interface Browser {
  readonly sitting: Sitting;
  readonly jar: Map<string, string>;
}

beforeAll(async () => {
  [town, fake] = await Promise.all([openTown(), startFakeApiParticulier()]);
  definition = buildDefinition({
    id: "enfance/tarif",
    required: ["declare"],
    properties: {
      nom: { type: "string", title: "Nom", "x-when": "quotient.par == 'identite'" },
      quotient: { type: "object", title: "Quotient familial", "x-source": "quotient" },
      declare: { type: "integer", title: "Votre quotient", "x-when": "quotient.etat != 'obtenu'" },
    },
    definition: {
      steps: [{ id: "quotient", title: "Quotient", fields: ["nom", "quotient", "declare"] }],
      sources: {
        quotient: {
          kind: KIND,
          purpose: "calculer le tarif de la cantine",
          franceconnect: true,
          keep: ["valeur", "enfants"],
          inputs: {
            ...{ nom: "nom", prenoms: "'Jeanne'", naissance: "date('1987-06-27')" },
            ...{ sexe: "'F'", commune: "'08480'", pays: "'99100'" },
          },
        },
      },
    },
  });
  await offer(town.ctx, definition, [MEMBER, "rixheim"]);
  const note = (line: unknown) => logged.push(JSON.stringify(line));
  const log = { ...town.ctx.log, info: note, warn: note, error: note };
  const bare = { ...town.ctx, log: log as never };
  const lookUps = new Map([[KIND, familyQuotient(fake.url, bare)] as const]);
  ctx = {
    ...bare,
    identities: { simulators: [], proConnect: null, franceConnect: provider },
    sources: { addresses: null, lookUps, vendorToken: FAKE_TOKEN },
  };
  app = createApp(ctx, town.assets);
});
beforeEach(async () => {
  logged.length = 0;
  asked.length = 0;
  finished.length = 0;
  next = {};
  town.advance(24 * 3_600_000);
  browser = await opens("holder");
  await saveSourceSetting(ctx, MEMBER, KIND, SETTING, ctx.clock());
});
afterEach(() => fake.play());
afterAll(() => Promise.all([town.stop(), fake.close()]));

async function opens(person: Person): Promise<Browser> {
  const sitting = await town.sitting(person);
  const own = (sitting.headers["Cookie"] ?? "").split("; ").map((each) => each.split("=", 2) as [string, string]);
  return { sitting, jar: new Map(own) };
}

async function request(path: string, form?: Record<string, string>): Promise<Response> {
  const { sitting, jar } = browser;
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const response = await app.request(path, {
    headers: { "Sec-Fetch-Site": "same-origin", Cookie: cookie },
    ...(form && { method: "POST", body: new URLSearchParams({ _csrf: sitting.csrf, ...form }) }),
  });
  for (const line of response.headers.getSetCookie()) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === "" || /Max-Age=0/i.test(line)) jar.delete(name);
    else jar.set(name, value);
  }
  return response;
}

const read = async (path: string) => (await request(path)).text();

interface Form {
  readonly id: string;
  readonly page: string;
  answers(): Promise<Record<string, unknown>>;
}

async function form(person: Person = "holder", of = definition, member = MEMBER): Promise<Form> {
  const id = await begin(town, town.people[person], of, member);
  const found = () => findDraft(ctx, member, id, ctx.clock());
  return { id, page: `/${member}/demarches/${id}/quotient`, answers: async () => (await found())?.answers ?? {} };
}

const GO = { _action: "franceconnect:/quotient" };

/** Leaves for FranceConnect; the state she must come back with. */
async function leaves({ page }: Form, query = ""): Promise<string> {
  const answer = await request(`${page}${query}`, GO);
  const [, away = ""] = /url=(.*)$/.exec(answer.headers.get("refresh") ?? "") ?? [];
  return new URL(away).searchParams.get("state") ?? "";
}

const comesBack = async (state: string) => {
  const answer = await request(`${RETURN}?code=un-code&state=${state}`);
  return answer.headers.get("location") ?? `${answer.status}`;
};

describe("a quotient fetched through FranceConnect", () => {
  test("is offered first, and what is fetched is told before anything leaves", async () => {
    const { page } = await form();
    const html = await read(page);
    expect(html).toContain("Récupérer mon quotient familial avec FranceConnect");
    expect(html.indexOf("avec FranceConnect<")).toBeLessThan(html.indexOf("Récupérer sans FranceConnect"));
    for (const words of ["Ce qui est demandé", "Quotient familial, Enfants à charge", "FranceConnect nous dit aussi"]) {
      expect(html).toContain(words);
    }
    expect(html).toContain("les faire rectifier");
    expect([asked, fake.taken()]).toEqual([[], []]);
  });

  test("comes back to the same field of the same page, and is kept with where it comes from", async () => {
    const { id, page, answers } = await form();
    const before = fake.taken().length;
    const state = await leaves({ id, page, answers }, "?retour=verifier");
    expect(fake.taken().length).toBe(before);
    expect(await comesBack(state)).toBe(`${page}?retour=verifier#root_quotient`);
    expect(await answers()).toMatchObject({
      quotient: { etat: "obtenu", par: "franceconnect", valeur: 150, enfants: 1, organisme: "MSA" },
    });
    expect(await read(page)).toMatch(/Données obtenues de la MSA le \d/);
    await request(page, {});
    await request(`/${MEMBER}/demarches/${id}/verifier`, {});
    const entry = await findEntry(ctx, MEMBER, (await findDraft(ctx, MEMBER, id, ctx.clock()))?.entryId ?? "");
    expect(entry?.answers["quotient"]).toMatchObject({ par: "franceconnect", valeur: 150 });
    const [opened] = await entryHistory(ctx, MEMBER, entry?.id ?? "");
    expect(opened?.data.provenance).toEqual({
      "/quotient": { source: KIND, provider: "MSA", at: expect.any(String), call: expect.any(String) },
    });
  });

  test("asks FranceConnect the scopes of what is kept and no other, and who she is again when she is not known by it", async () => {
    await leaves(await form());
    expect(asked.at(-1)?.data).toEqual({
      scopes: ["openid", "identite_pivot", "cnaf_quotient_familial", "cnaf_enfants"],
      again: true,
    });
    await request("/connexion/franceconnect");
    expect(asked.at(-1)?.data).toBeUndefined();
  });

  test("signs nobody in, and its token is kept and logged nowhere", async () => {
    browser = await opens("nobody");
    await request(`/${MEMBER}/${definition.id}`);
    const page = await read(`/${MEMBER}/${definition.id}`);
    const csrf = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? "";
    browser = { ...browser, sitting: { ...browser.sitting, csrf } };
    const begun = await request(`/${MEMBER}/${definition.id}/commencer`, {});
    const draft = /demarches\/([^/]+)/.exec(begun.headers.get("location") ?? "")?.[1] ?? "";
    const step = `/${MEMBER}/demarches/${draft}/quotient`;
    const token = /name="_csrf" value="([^"]+)"/.exec(await read(step))?.[1] ?? "";
    browser = { ...browser, sitting: { ...browser.sitting, csrf: token } };
    const back = await comesBack(await leaves({ id: draft, page: step, answers: async () => ({}) }));
    expect(back).toBe(`${step}#root_quotient`);
    const kept = await findDraft(ctx, MEMBER, draft, ctx.clock());
    expect(kept?.answers).toMatchObject({ quotient: { valeur: 150 } });
    expect((await request("/mon-espace")).headers.get("location")).toContain("/connexion");
    expect(JSON.stringify(kept) + logged.join()).not.toMatch(/jeton|roux|jeanne/i);
  });
});

describe("she comes back with nothing", () => {
  test.each([
    ["she refused", { failure: "denied" }, "refus", "FranceConnect ne nous a rien transmis."],
    ["the answer is forged or too old", { failure: "invalid" }, "perime", "n’est plus valable ou a déjà servi"],
    ["it is another person's account", { person: SCHMITT }, "autre", "l’identité d’une autre personne"],
  ] as const)("when %s: the same page says so, and asks by hand", async (_case, answer, why, words) => {
    const draft = await form();
    await changeProfile(ctx, town.people.holder.account?.id ?? "", (profile) => ({
      ...profile,
      franceconnect: { ...ROUX, givenNames: [...ROUX.givenNames], email: "", at: "" },
    }));
    const state = await leaves(draft);
    next = answer;
    const before = fake.taken().length;
    expect(await comesBack(state)).toBe(`${draft.page}?passage=${why}#root_quotient`);
    expect(fake.taken().length).toBe(before);
    const html = await read(`${draft.page}?passage=${why}`);
    expect(html).toContain(words);
    expect(html).toContain("Votre quotient</label>");
    expect((await request(draft.page, { "root[declare]": "900" })).headers.get("location")).toContain("/verifier");
    expect(await draft.answers()).toMatchObject({ quotient: { etat: "interrompu" }, declare: 900 });
  });

  test("when FranceConnect is away, without leaving", async () => {
    const draft = await form();
    next = { failure: "unreachable" };
    const answer = await request(draft.page, GO);
    expect(answer.headers.get("location")).toBe(`${draft.page}?passage=absent#root_quotient`);
    expect(await read(`${draft.page}?passage=absent`)).toContain("FranceConnect ne répond pas pour le moment.");
  });

  test.each([
    ["the token is too old", { accessToken: "périmé" }],
    ["it does not open her data", { accessToken: FAKE_NARROW_TOKEN }],
  ])("when %s", async (_case, answer) => {
    const draft = await form();
    const state = await leaves(draft);
    next = answer;
    expect(await comesBack(state)).toBe(`${draft.page}#root_quotient`);
    expect(await draft.answers()).toMatchObject({ quotient: { etat: "indisponible", par: "franceconnect" } });
  });

  test("and keeps what she had before", async () => {
    const draft = await form();
    await comesBack(await leaves(draft));
    const state = await leaves(draft);
    next = { failure: "denied" };
    await comesBack(state);
    expect(await draft.answers()).toMatchObject({ quotient: { etat: "obtenu", valeur: 150 } });
  });
});

describe("an answer that is not hers", () => {
  test("ends nothing a second time: the page she left says so", async () => {
    const draft = await form();
    const state = await leaves(draft);
    await comesBack(state);
    const calls = fake.taken().length;
    const left = await leaves(draft);
    expect(await comesBack(state)).toBe(`${draft.page}?passage=perime#root_quotient`);
    expect([fake.taken().length, finished.length]).toEqual([calls, 1]);
    expect(await comesBack(left)).toBe(`${draft.page}#root_quotient`);
  });

  test("comes too late: the same page, nothing asked", async () => {
    const draft = await form();
    const state = await leaves(draft);
    town.advance(31 * 60_000);
    const before = fake.taken().length;
    expect(await comesBack(state)).toBe(`${draft.page}?passage=perime#root_quotient`);
    expect([fake.taken().length, finished.length]).toEqual([before, 0]);
    expect((await draft.answers())["quotient"]).toBeUndefined();
  });

  test("opens nothing in the browser of someone else, nor in hers once someone else has tried it", async () => {
    const draft = await form();
    const state = await leaves(draft);
    const hers = browser;
    browser = await opens("citizen");
    expect(await comesBack(state)).toBe("401");
    const other = await form("citizen");
    await leaves(other);
    expect(await comesBack(state)).toBe(`${other.page}?passage=perime#root_quotient`);
    expect((await other.answers())["quotient"]).toBeUndefined();
    browser = hers;
    expect(await comesBack(state)).toBe(`${draft.page}?passage=perime#root_quotient`);
    expect(finished).toEqual([]);
    expect((await draft.answers())["quotient"]).toBeUndefined();
  });

  test("is not taken in another session of the same browser", async () => {
    const draft = await form();
    const state = await leaves(draft);
    const other = await opens("holder");
    browser = { ...other, jar: new Map([...browser.jar, ...other.jar]) };
    expect(await comesBack(state)).toBe(`${draft.page}?passage=session#root_quotient`);
    expect(finished).toEqual([]);
    expect(await read(`${draft.page}?passage=session`)).toContain("Votre session a changé");
  });

  test("finishes with the nonce of its own departure", async () => {
    const draft = await form();
    const [first, second] = [await leaves(draft), await leaves(draft)];
    await comesBack(first);
    await comesBack(second);
    expect(finished.map(({ nonce }) => nonce)).toEqual(asked.map(({ nonce }) => nonce));
    expect(new Set(asked.map(({ nonce }) => nonce)).size).toBe(2);
  });

  test("is not read as a sign-in, nor a sign-in as an answer", async () => {
    const draft = await form();
    await leaves(draft);
    const answer = await request("/connexion/franceconnect");
    const state = new URL(answer.headers.get("location") ?? "").searchParams.get("state") ?? "";
    expect(await comesBack(state)).toBe("/connexion/franceconnect/premiere");
    expect((await draft.answers())["quotient"]).toBeUndefined();
  });

  test("says of which page only what is ours: any word in the address shows nothing", async () => {
    const { page } = await form();
    const html = await read(`${page}?passage=constructor`);
    expect(html).not.toContain("source-trip");
    expect((await request(`${page}?passage=%3Cscript%3E`)).status).toBe(200);
  });
});

describe("it is no way around", () => {
  test("for a definition that does not offer it, nor for whoever acts for someone else", async () => {
    const plain = buildDefinition({
      id: "enfance/simple",
      properties: { quotient: { type: "object", title: "Quotient familial", "x-source": "quotient" } },
      definition: {
        steps: [{ id: "quotient", title: "Quotient", fields: ["quotient"] }],
        sources: {
          quotient: {
            ...{ kind: KIND, purpose: "calculer le tarif" },
            inputs: { nom: "'a'", prenoms: "'b'", naissance: "today", sexe: "'F'", pays: "'99352'" },
          },
        },
      },
    });
    await offer(ctx, plain);
    const draft = await form("holder", plain);
    expect(await read(draft.page)).not.toContain("avec FranceConnect");
    expect((await request(draft.page, GO)).headers.get("refresh")).toBeNull();
    expect(asked).toEqual([]);
  });

  test("to ask without end: departures count as questions", async () => {
    const draft = await form();
    const answers = [];
    for (let time = 0; time < 7; time += 1) answers.push((await request(draft.page, GO)).status);
    expect(answers).toEqual([200, 200, 200, 200, 200, 200, 422]);
  });

  test("to have the data of one person in the request of another: what the form says of her must be true", async () => {
    const named = buildDefinition({
      id: "enfance/nommee",
      required: ["nom"],
      properties: {
        nom: { type: "string", title: "Nom" },
        quotient: { type: "object", title: "Quotient familial", "x-source": "quotient" },
      },
      definition: {
        steps: [{ id: "quotient", title: "Quotient", fields: ["nom", "quotient"] }],
        sources: {
          quotient: {
            ...{ kind: KIND, purpose: "calculer le tarif", franceconnect: true },
            inputs: { nom: "nom", prenoms: "'Jeanne'", naissance: "date('1987-06-27')", sexe: "'F'", pays: "'99100'" },
          },
        },
      },
    });
    await offer(ctx, named);
    const draft = await form("holder", named);
    await request(draft.page, { "root[nom]": "Wendling", ...GO });
    expect(await comesBack(asked.at(-1)?.state ?? "")).toContain("?passage=autre");
    await request(draft.page, { "root[nom]": "Roux", ...GO });
    expect(await comesBack(asked.at(-1)?.state ?? "")).toBe(`${draft.page}#root_quotient`);
    expect(await draft.answers()).toMatchObject({ quotient: { valeur: 150 } });
    await request(draft.page, { "root[nom]": "Muller" });
    expect(await read(draft.page)).not.toContain("Données obtenues");
  });

  test("where her town is not set to ask: nobody is sent away", async () => {
    const draft = await form("holder", definition, "rixheim");
    expect((await request(draft.page, GO)).headers.get("refresh")).toBeNull();
    expect(asked).toEqual([]);
    expect(await read(draft.page)).toContain("L’organisme ne répond pas pour le moment.");
  });
});
