import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CompiledDefinition } from "../../../engine/index.ts";
import { createApp } from "../../../server/app.ts";
import { familyQuotient } from "../../../server/connectors/api-particulier/family-quotient.ts";
import {
  FAKE_TOKEN,
  startFakeApiParticulier,
} from "../../../server/connectors/fake-api-particulier/fake-api-particulier.ts";
import type { Context } from "../../../server/context.ts";
import { type Tx, withActor } from "../../../server/db/with-actor.ts";
import { changeProfile } from "../../../server/store/account-profile.ts";
import { findDraft } from "../../../server/store/drafts.ts";
import { findEntry } from "../../../server/store/entries.ts";
import { entryHistory } from "../../../server/store/events.ts";
import { saveSourceSetting, sourceSetting } from "../../../server/store/source-settings.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { offer } from "../../helpers/offer.ts";
import { MEMBER } from "../town-places.ts";
import { begin, openTown, type Sitting, type Town } from "../whole-town.ts";

const KIND = "quotient-familial";
const SETTING = { token: "", recipient: "21680224900013", delegation: "" };

let town: Town;
let fake: Awaited<ReturnType<typeof startFakeApiParticulier>>;
let ctx: Context;
let app: ReturnType<typeof createApp>;
let sitting: Sitting;
let definition: CompiledDefinition;
const logged: string[] = [];

beforeAll(async () => {
  [town, fake] = await Promise.all([openTown(), startFakeApiParticulier()]);
  definition = buildDefinition({
    id: "enfance/tarif",
    required: ["nom", "declare"],
    properties: {
      nom: { type: "string", title: "Nom" },
      prenoms: { type: "string", title: "Prénoms" },
      quotient: { type: "object", title: "Quotient familial", "x-source": "quotient" },
      declare: { type: "integer", title: "Votre quotient", "x-when": "quotient.etat != 'obtenu'" },
    },
    definition: {
      steps: [
        { id: "qui", title: "Qui", fields: ["nom", "prenoms"] },
        { id: "quotient", title: "Quotient", fields: ["quotient", "declare"] },
      ],
      sources: {
        quotient: {
          kind: KIND,
          purpose: "calculer le tarif de la cantine",
          inputs: {
            nom: "nom",
            prenoms: "prenoms",
            naissance: "date('1987-06-27')",
            sexe: "'F'",
            commune: "'08480'",
            pays: "'99100'",
          },
        },
      },
    },
  });
  await offer(town.ctx, definition, [MEMBER, "rixheim"]);
  const log = {
    ...town.ctx.log,
    info: (line: unknown) => logged.push(JSON.stringify(line)),
    warn: (line: unknown) => logged.push(JSON.stringify(line)),
    error: () => undefined,
  };
  const bare = { ...town.ctx, log: log as never };
  const lookUps = new Map([[KIND, familyQuotient(fake.url, bare)] as const]);
  ctx = { ...bare, sources: { addresses: null, lookUps, vendorToken: FAKE_TOKEN } };
  app = createApp(ctx, town.assets);
  sitting = await town.sitting("holder");
});
beforeEach(async () => {
  logged.length = 0;
  town.advance(24 * 3_600_000);
  sitting = await town.sitting("holder");
  await saveSourceSetting(ctx, MEMBER, KIND, SETTING, ctx.clock());
});
afterEach(() => fake.play());
afterAll(() => Promise.all([town.stop(), fake.close()]));

const headers = () => ({ "Sec-Fetch-Site": "same-origin", ...sitting.headers });
const get = async (path: string) => (await app.request(path, { headers: headers() })).text();
const post = async (path: string, fields: Record<string, string>) =>
  app.request(path, {
    method: "POST",
    headers: headers(),
    body: new URLSearchParams({ _csrf: sitting.csrf, ...fields }),
  });

/** A draft whose person is described: the address of its pages, and its id. */
async function described(
  who: Record<string, string> = { "root[nom]": "Roux", "root[prenoms]": "Jeanne" },
  of = MEMBER,
) {
  const id = await begin(town, town.people.holder, definition, of);
  const base = `/${of}/demarches/${id}`;
  await post(`${base}/qui`, who);
  return { id, base, answers: async () => (await findDraft(ctx, of, id, ctx.clock()))?.answers ?? {} };
}

const FETCH = { _action: "fetch:/quotient" };

describe("before anything is asked", () => {
  test("she reads what, of whom, why and her rights, and nothing leaves", async () => {
    const { base } = await described();
    const before = fake.taken().length;
    const page = await get(`${base}/quotient`);
    for (const words of [
      "Quotient familial, Année du quotient, Mois du quotient",
      "la caisse d’allocations familiales (CAF)",
      "calculer le tarif de la cantine",
      "les faire rectifier",
      `href="/${MEMBER}/donnees-personnelles"`,
    ]) {
      expect(page).toContain(words);
    }
    expect(page).not.toContain("Votre quotient</label>");
    expect(fake.taken().length).toBe(before);
  });

  test("the page on her data says what is asked of others, and of whom", async () => {
    const page = await get(`/${MEMBER}/donnees-personnelles`);
    expect(page).toContain("Données demandées à d’autres");
    expect(page).toContain("Quotient familial, Année du quotient, Mois du quotient, auprès de la caisse");
    expect(await get("/illzach/donnees-personnelles")).not.toContain("Données demandées à d’autres");
  });

  test("what the source needs and lacks is named", async () => {
    const { base } = await described({ "root[nom]": "Roux", "root[prenoms]": "" });
    const answer = await post(`${base}/quotient`, FETCH);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("Avant de récupérer vos données, indiquez les prénoms.");
  });
});

describe("what is fetched", () => {
  test("shows with whom it comes from, is sent with the request, and says where it comes from", async () => {
    const { id, base, answers } = await described();
    expect((await post(`${base}/quotient`, FETCH)).headers.get("location")).toBe(`${base}/quotient#root_quotient`);
    const page = await get(`${base}/quotient`);
    expect(page).toMatch(/Données obtenues de la MSA le \d/);
    expect(page).toContain("150");
    expect(await answers()).toMatchObject({ quotient: { etat: "obtenu", valeur: 150, organisme: "MSA" } });
    expect((await post(`${base}/quotient`, {})).headers.get("location")).toBe(`${base}/verifier`);
    expect(await get(`${base}/verifier`)).toContain("MSA");
    await post(`${base}/verifier`, {});
    const entry = await findEntry(ctx, MEMBER, (await findDraft(ctx, MEMBER, id, ctx.clock()))?.entryId ?? "");
    expect(entry?.answers["quotient"]).toMatchObject({ etat: "obtenu", valeur: 150 });
    const [opened] = await entryHistory(ctx, MEMBER, entry?.id ?? "");
    expect(opened?.data.provenance).toEqual({
      "/quotient": { source: KIND, provider: "MSA", at: expect.any(String), call: expect.any(String) },
    });
  });

  test("is not what a posted form says it is", async () => {
    const { base, answers } = await described();
    const forged = {
      "root[quotient][etat]": "obtenu",
      "root[quotient][valeur]": "1",
      "root[quotient][organisme]": "CNAF",
    };
    await post(`${base}/quotient`, forged);
    expect((await answers())["quotient"]).toBeUndefined();
    await post(`${base}/quotient`, FETCH);
    await post(`${base}/quotient`, forged);
    await post(`${base}/qui`, { "root[nom]": "Roux", "root[prenoms]": "Jeanne", ...forged });
    expect(await answers()).toMatchObject({ quotient: { valeur: 150 } });
  });

  test("is not another person's: a change of identity takes it away", async () => {
    const { base } = await described();
    await post(`${base}/quotient`, FETCH);
    await post(`${base}/qui`, { "root[nom]": "Muller", "root[prenoms]": "Jeanne" });
    const page = await get(`${base}/quotient`);
    expect(page).not.toContain("150");
    expect(page).toContain("Récupérer mes données");
    const sent = await post(`${base}/verifier`, {});
    expect(sent.headers.get("location")).toBe(`${base}/quotient?erreurs`);
  });

  test("is in no log and in no address of ours", async () => {
    const { base } = await described();
    const answer = await post(`${base}/quotient`, FETCH);
    expect(logged.join()).toContain('"outcome":"obtenu"');
    expect(logged.join() + answer.headers.get("location")).not.toMatch(/roux|jeanne|fictif|valeur|=150/i);
  });

  test("is asked with the member's SIRET and the installation's token, one given name each", async () => {
    const { base } = await described({ "root[nom]": "Roux", "root[prenoms]": "Jeanne, Stéphanie" });
    await post(`${base}/quotient`, FETCH);
    const { url, headers: sent } = fake.taken().at(-1) ?? {};
    expect(url?.searchParams.get("recipient")).toBe(SETTING.recipient);
    expect(url?.searchParams.getAll("prenoms[]")).toEqual(["Jeanne", "Stéphanie"]);
    expect(sent?.authorization).toBe(`Bearer ${FAKE_TOKEN}`);
  });
});

describe("she goes on by hand", () => {
  test("when she prefers to, and may change her mind", async () => {
    const { base, answers } = await described();
    await post(`${base}/quotient`, { _action: "decline:/quotient" });
    expect(await get(`${base}/quotient`)).toContain("Vous avez choisi de répondre vous-même.");
    expect((await post(`${base}/quotient`, { "root[declare]": "900" })).headers.get("location")).toBe(
      `${base}/verifier`,
    );
    await post(`${base}/quotient`, { "root[declare]": "900", ...FETCH });
    expect(await answers()).toMatchObject({ quotient: { etat: "obtenu" } });
  });

  test.each([
    [
      "is unknown there",
      { "root[nom]": "Inconnue", "root[prenoms]": "Jeanne" },
      {},
      "introuvable",
      "Aucun dossier n’a été trouvé",
    ],
    [
      "the provider is away",
      { "root[nom]": "Injoignable", "root[prenoms]": "Jeanne" },
      {},
      "indisponible",
      "ne répond pas pour le moment",
    ],
    ["another service is at its address", undefined, { status: 404 }, "indisponible", "ne répond pas pour le moment"],
    ["the service is broken", undefined, { status: 500 }, "indisponible", "ne répond pas pour le moment"],
    [
      "the service speaks another language",
      undefined,
      { broken: new Set(["payload"] as const) },
      "indisponible",
      "ne répond pas pour le moment",
    ],
  ] as const)("when %s", async (_case, who, play, etat, words) => {
    const { base, answers } = await described(who);
    fake.play(play as never);
    await post(`${base}/quotient`, FETCH);
    expect(await answers()).toMatchObject({ quotient: { etat } });
    const page = await get(`${base}/quotient`);
    expect(page).toContain(words);
    expect(page).toContain("Votre quotient");
    expect((await post(`${base}/quotient`, { "root[declare]": "900" })).headers.get("location")).toBe(
      `${base}/verifier`,
    );
  });

  test("at once where her town is not set to ask", async () => {
    const { base } = await described(undefined, "rixheim");
    const before = fake.taken().length;
    const page = await get(`${base}/quotient`);
    expect(page).toContain("L’organisme ne répond pas pour le moment.");
    expect((await post(`${base}/quotient`, { "root[declare]": "900" })).headers.get("location")).toBe(
      `${base}/verifier`,
    );
    expect((await post(`${base}/verifier`, {})).status).toBe(303);
    expect(fake.taken().length).toBe(before);
  });

  test("when the form asks too often: it is no way to look people up", async () => {
    const { base } = await described();
    const answers = [];
    for (let time = 0; time < 7; time += 1) answers.push((await post(`${base}/quotient`, FETCH)).status);
    expect(answers).toEqual([303, 303, 303, 303, 303, 303, 422]);
  });
});

describe("calls of a day", () => {
  const asks = async (of = MEMBER) => {
    const { base, answers } = await described(undefined, of);
    await post(`${base}/quotient`, FETCH);
    return { base, etat: ((await answers())["quotient"] as { readonly etat?: string } | undefined)?.etat };
  };

  test("beyond what the member allows itself, nothing is asked: she is told, and answers by hand until the next day", async () => {
    await saveSourceSetting(ctx, MEMBER, KIND, { ...SETTING, daily: 2 }, ctx.clock());
    expect([(await asks()).etat, (await asks()).etat]).toEqual(["obtenu", "obtenu"]);
    const before = fake.taken().length;
    const { base, etat } = await asks();
    expect([etat, fake.taken().length]).toEqual(["plafond", before]);
    const page = await get(`${base}/quotient`);
    expect(page).toContain("ne peut plus être interrogé aujourd’hui");
    expect(page).toContain("Votre quotient");
    expect((await post(`${base}/quotient`, { "root[declare]": "900" })).headers.get("location")).toBe(
      `${base}/verifier`,
    );
    expect(logged.join()).toContain('"reason":"daily"');
    town.advance(24 * 3_600_000);
    sitting = await town.sitting("holder");
    expect((await asks()).etat).toBe("obtenu");
  });

  test("at once: no more pass than it allows itself", async () => {
    await saveSourceSetting(ctx, MEMBER, KIND, { ...SETTING, daily: 3 }, ctx.clock());
    const all = await Promise.all(Array.from({ length: 8 }, () => asks()));
    expect(all.filter(({ etat }) => etat === "obtenu").length).toBe(3);
    expect(all.filter(({ etat }) => etat === "plafond").length).toBe(5);
  });

  test("with the token of all members, count for all of them; a member's own token does not", async () => {
    const shared = { ...ctx, sources: { ...ctx.sources, vendorDaily: 1 } } as Context;
    const before = app;
    app = createApp(shared, town.assets);
    await saveSourceSetting(ctx, "rixheim", KIND, SETTING, ctx.clock());
    expect([(await asks("rixheim")).etat, (await asks()).etat]).toEqual(["obtenu", "plafond"]);
    await saveSourceSetting(ctx, MEMBER, KIND, { ...SETTING, token: FAKE_TOKEN }, ctx.clock());
    expect((await asks()).etat).toBe("obtenu");
    await saveSourceSetting(ctx, "rixheim", KIND, null, ctx.clock());
    app = before;
  });
});

describe("a request that takes the identity FranceConnect vouched for", () => {
  const vouched = buildDefinition({
    id: "enfance/verifie",
    required: ["declare"],
    properties: {
      nom: { type: "string", title: "Nom" },
      quotient: { type: "object", title: "Quotient familial", "x-source": "quotient" },
      declare: { type: "integer", title: "Votre quotient", "x-when": "quotient.etat != 'obtenu'" },
    },
    definition: {
      steps: [{ id: "quotient", title: "Quotient", fields: ["nom", "quotient", "declare"] }],
      sources: {
        quotient: {
          kind: KIND,
          purpose: "calculer le tarif de la cantine",
          inputs: {
            nom: "franceconnect.nom",
            prenoms: "franceconnect.prenoms",
            naissance: "franceconnect.naissance",
            sexe: "franceconnect.sexe",
            commune: "franceconnect.commune",
            pays: "franceconnect.pays",
          },
        },
      },
    },
  });
  const roux = { familyName: "ROUX", givenNames: ["JEANNE", "STEPHANIE"], birthdate: "1987-06-27", gender: "female" };

  test("asks about her and nobody else, whatever she types", async () => {
    await offer(town.ctx, vouched, [MEMBER]);
    const { account } = town.people.holder;
    const franceconnect = { ...roux, birthplace: "08480", birthcountry: "99100", at: ctx.clock().toISOString() };
    await changeProfile(ctx, account?.id ?? "", (profile) => ({ ...profile, franceconnect }));
    const id = await begin(town, town.people.holder, vouched);
    await post(`/${MEMBER}/demarches/${id}/quotient`, { "root[nom]": "Wendling", ...FETCH });
    const asked = fake.taken().at(-1)?.url.searchParams;
    expect([asked?.get("nomNaissance"), asked?.getAll("prenoms[]")]).toEqual(["ROUX", ["JEANNE", "STEPHANIE"]]);
    const draft = await findDraft(ctx, MEMBER, id, ctx.clock());
    expect(draft?.answers["quotient"]).toMatchObject({ etat: "obtenu", valeur: 150 });
  });

  test("says what it lacks to someone nobody vouched for, who answers by herself", async () => {
    sitting = await town.sitting("citizen");
    const id = await begin(town, town.people.citizen, vouched);
    const path = `/${MEMBER}/demarches/${id}/quotient`;
    const answer = await post(path, { "root[nom]": "Weber", ...FETCH });
    expect([answer.status, (await answer.text()).includes("indiquez le nom de naissance")]).toEqual([422, true]);
    await post(path, { _action: "decline:/quotient" });
    expect((await post(path, { "root[nom]": "Weber", "root[declare]": "900" })).headers.get("location")).toContain(
      "/verifier",
    );
  });
});

describe("how a member is known to the source", () => {
  const PATH = `/${MEMBER}/agent/administration/donnees`;
  const asMember = async () => {
    sitting = await town.sitting("member");
  };

  test("is checked with the source, then kept sealed and never shown", async () => {
    await asMember();
    const bad = await post(PATH, { siret: SETTING.recipient, jeton: "un-jeton-inconnu" });
    expect([bad.status, (await bad.text()).includes("n’accepte pas ce jeton")]).toEqual([422, true]);
    const good = await post(PATH, { siret: "216 802 249 00013", jeton: FAKE_TOKEN });
    expect(good.headers.get("location")).toBe(`${PATH}?fait=enregistre`);
    expect(await sourceSetting(ctx, MEMBER, KIND)).toEqual({ ...SETTING, token: FAKE_TOKEN, daily: 1_000 });
    const page = await get(PATH);
    expect(page).toContain("Un jeton est enregistré");
    expect(page).not.toContain(FAKE_TOKEN);
    const read = (tx: Tx) => tx<{ sealed: Buffer }[]>`select sealed from source_setting`;
    const [row] = await withActor(ctx.db, { member: MEMBER }, read);
    expect(row?.sealed.toString("latin1")).not.toContain(FAKE_TOKEN);
    expect(logged.join()).not.toContain(FAKE_TOKEN);
  });

  test("keeps its token when another setting changes, until it is taken back", async () => {
    await asMember();
    await post(PATH, { siret: SETTING.recipient, jeton: FAKE_TOKEN });
    await post(PATH, { siret: SETTING.recipient });
    expect((await sourceSetting(ctx, MEMBER, KIND))?.token).toBe(FAKE_TOKEN);
    await post(PATH, { siret: SETTING.recipient, oublier: "oui" });
    expect((await sourceSetting(ctx, MEMBER, KIND))?.token).toBe("");
    await post(`${PATH}/retirer`, {});
    expect(await sourceSetting(ctx, MEMBER, KIND)).toBeNull();
  });

  test("says how many calls it allows itself in a day, and how many it made", async () => {
    await asMember();
    for (const appels of ["-1", "1e3", "12,5", "1000001", "beaucoup"]) {
      const wrong = await post(PATH, { siret: SETTING.recipient, appels });
      expect([wrong.status, (await wrong.text()).includes("entre 0 et 1 000 000")], appels).toEqual([422, true]);
    }
    await post(PATH, { siret: SETTING.recipient, appels: "2 000" });
    expect(await sourceSetting(ctx, MEMBER, KIND)).toMatchObject({ daily: 2_000 });
    sitting = await town.sitting("holder");
    const { base } = await described();
    await post(`${base}/quotient`, FETCH);
    await asMember();
    expect((await get(PATH)).replace(/\s/g, " ")).toContain("1 appel aujourd’hui, sur 2 000 au plus.");
  });

  test("is kept unchecked, and said to be, when the source is away; a wrong SIRET is not", async () => {
    await asMember();
    fake.play({ status: 503 });
    const away = await post(PATH, { siret: SETTING.recipient });
    expect(away.headers.get("location")).toBe(`${PATH}?fait=non-verifie`);
    const wrong = await post(PATH, { siret: "21680224900014" });
    expect([wrong.status, (await wrong.text()).includes("14 chiffres du SIRET")]).toEqual([422, true]);
  });
});
