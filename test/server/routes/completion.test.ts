import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { CompiledDefinition } from "../../../engine/index.ts";
import { createApp } from "../../../server/app.ts";
import { geocoding } from "../../../server/connectors/addresses/geocoding.ts";
import { startFakeGeocoding } from "../../../server/connectors/fake-geocoding/fake-geocoding.ts";
import { shippedPieces } from "../../../server/definition-files.ts";
import { findDraft } from "../../../server/store/drafts.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { offer } from "../../helpers/offer.ts";
import { MEMBER } from "../town-places.ts";
import { begin, openTown, type Sitting, type Town } from "../whole-town.ts";

let town: Town;
let fake: Awaited<ReturnType<typeof startFakeGeocoding>>;
let app: ReturnType<typeof createApp>;
let sitting: Sitting;
let addressed: CompiledDefinition;
beforeAll(async () => {
  [town, fake] = await Promise.all([openTown(), startFakeGeocoding()]);
  addressed = buildDefinition({
    id: "voirie/benne",
    required: ["adresse", "nom"],
    shared: await shippedPieces(),
    properties: {
      nom: { type: "string", title: "Nom" },
      adresse: { $ref: "../shared/adresse.json" },
      code: { type: "string", title: "Code de la commune", "x-computed": "insee(adresse.commune, adresse.codePostal)" },
    },
    definition: { steps: [{ id: "lieu", title: "Où", fields: ["nom", "adresse"] }] },
  });
  await offer(town.ctx, addressed, [MEMBER]);
  const ctx = {
    ...town.ctx,
    sources: { addresses: geocoding(fake.url, town.ctx), lookUps: new Map(), vendorToken: null },
  };
  app = createApp(ctx, town.assets);
  sitting = await town.sitting("holder");
});
afterEach(() => fake.play());
afterAll(() => Promise.all([town.stop(), fake.close()]));

const headers = () => ({ "Sec-Fetch-Site": "same-origin", ...sitting.headers });
async function post(path: string, fields: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams({ _csrf: sitting.csrf, ...fields });
  return app.request(path, { method: "POST", headers: headers(), body });
}

describe("what is proposed while someone types", () => {
  test("is the addresses of her words, near the postcode she gave", async () => {
    const answer = await post(`/${MEMBER}/completion/adresses`, { q: "12 rue de Mulh", cp: "68170" });
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.json()).toEqual({
      state: "found",
      options: [
        {
          label: "12 Rue de Mulhouse, 68170 Rixheim",
          street: "12 Rue de Mulhouse",
          postcode: "68170",
          city: "Rixheim",
        },
      ],
    });
  });

  test("is the communes of her words, each with its department", async () => {
    const answer = await post(`/${MEMBER}/completion/communes`, { q: "mulho" });
    expect(await answer.json()).toMatchObject({ state: "found", options: [{ label: "Mulhouse (68)" }] });
  });

  test("is nothing when the source is away, and the answer says so", async () => {
    fake.play({ status: 503 });
    const answer = await post(`/${MEMBER}/completion/adresses`, { q: "rue injoignable" });
    expect([answer.status, await answer.json()]).toEqual([200, { state: "unavailable" }]);
  });
});

describe("an address without scripts", () => {
  const step = async () => `/${MEMBER}/demarches/${await begin(town, town.people.holder, addressed)}/lieu`;
  const typed = { "root[adresse][voie]": "8 rue de la sinne", "root[nom]": "Léa" };

  test("is searched by a button, proposed, and kept once chosen", async () => {
    const path = await step();
    const search = await post(path, { ...typed, _action: "search:/adresse" });
    const page = await search.text();
    expect(search.status).toBe(200);
    expect(page).toContain("8 Rue de la Sinne, 68100 Mulhouse");
    expect(page).toContain('value="Léa"');
    const value = /name="_pick:\/adresse" value="([^"]+)"/.exec(page)?.[1]?.replaceAll("&quot;", '"') ?? "";
    const chosen = await post(path, { ...typed, "_pick:/adresse": value });
    expect(chosen.status).toBe(303);
    const draft = await findDraft(town.ctx, MEMBER, path.split("/")[3] ?? "", town.ctx.clock());
    expect(draft?.answers["adresse"]).toEqual({ voie: "8 Rue de la Sinne", codePostal: "68100", commune: "Mulhouse" });
  });

  test("keeps what was typed when nothing is chosen, whatever the choice sent looks like", async () => {
    const own = { ...typed, "root[adresse][codePostal]": "68100", "root[adresse][commune]": "Mulhouse" };
    for (const value of ["", "{", "[]", '{"street":3}', `"${"x".repeat(5_000)}"`]) {
      const path = await step();
      expect(
        (await post(path, { ...own, "_pick:/adresse": value, "_pick:/nom": '{"street":"a","city":"b"}' })).status,
      ).toBe(303);
      const draft = await findDraft(town.ctx, MEMBER, path.split("/")[3] ?? "", town.ctx.clock());
      expect(draft?.answers).toMatchObject({ nom: "Léa", adresse: { voie: "8 rue de la sinne" } });
    }
  });

  test("says plainly that the search is away, keeps what was typed, and goes on by hand", async () => {
    fake.play({ status: 503 });
    const path = await step();
    const page = await (
      await post(path, { ...typed, "root[adresse][voie]": "9 rue absente", _action: "search:/adresse" })
    ).text();
    expect(page).toContain("La recherche d’adresse ne répond pas pour le moment");
    expect(page).toContain('value="9 rue absente"');
    const own = { "root[adresse][codePostal]": "68100", "root[adresse][commune]": "Mulhouse" };
    expect((await post(path, { ...typed, ...own })).status).toBe(303);
  });

  test("gives the code of its commune where the definition asks for it", async () => {
    const path = await step();
    await post(path, { ...typed, "root[adresse][codePostal]": "68100", "root[adresse][commune]": "MULHOUSE" });
    const check = await app.request(path.replace("/lieu", "/verifier"), { headers: headers() });
    expect(await check.text()).toContain("68224");
  });
});

describe("a source that fails", () => {
  test("shows in readiness and in the metrics, and requests go on", async () => {
    const state = async () => ((await (await app.request("/readyz")).json()) as { sources: object }).sources;
    town.advance(60_000);
    await post(`/${MEMBER}/completion/adresses`, { q: "rue de Belfort" });
    expect(await state()).toEqual({ adresses: "ok" });
    fake.play({ status: 503 });
    await post(`/${MEMBER}/completion/adresses`, { q: "rue qui n’a pas été demandée" });
    expect(await state()).toEqual({ adresses: "degraded" });
    expect((await app.request("/readyz")).status).toBe(200);
    expect(await (await app.request("/metrics")).text()).toContain('guichet_source_up{source="adresses"} 0');
  });
});
