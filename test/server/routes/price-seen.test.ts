import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CompiledDefinition } from "../../../engine/index.ts";
import { saveTariff, tariffVersions } from "../../../server/store/tariffs.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { offer } from "../../helpers/offer.ts";
import { MEMBER } from "../town-places.ts";
import { begin, openTown, type Sitting, type Town } from "../whole-town.ts";

/** A permit whose price a table gives. */
const PERMIT: CompiledDefinition = buildDefinition({
  id: "voirie/benne",
  required: ["nom"],
  properties: {
    nom: { type: "string", title: "Nom" },
    prix: { type: "integer", title: "Prix", "x-fee": "benne" },
  },
  definition: {
    fees: { benne: { title: "Benne", steps: [{ label: "Tarif", amount: "tariff('benne')" }] } },
    tariffs: {
      benne: {
        title: "Benne",
        columns: [{ id: "nom", title: "Nom donné", value: "present(nom)" }],
        rows: [{ amount: 2_400 }],
      },
    },
  },
});

let town: Town;
let sitting: Sitting;
beforeAll(async () => {
  town = await openTown();
  await offer(town.ctx, PERMIT);
  sitting = await town.sitting("holder");
});
afterAll(() => town.stop());

/** The price a page of ours says, "24,00", and what its form sends back of it. */
const said = (html: string) => ({
  shown: /<strong>([\d,]+)\s€/.exec(html)?.[1],
  seen: /name="_prix" value="([^"]+)"/.exec(html)?.[1] ?? "",
});

describe("the price seen before sending", () => {
  test("is the price owed: a tariff that changed meanwhile is shown again, and taken once it has been seen", async () => {
    const { ctx, app } = town;
    const path = `/${MEMBER}/demarches/${await begin(town, town.people.holder, PERMIT)}/verifier`;
    const send = (seen: string) =>
      app.request(path, {
        method: "POST",
        headers: { ...sitting.headers, "Content-Type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ _csrf: sitting.csrf, _prix: seen }),
      });
    const first = said(await (await app.request(path, { headers: sitting.headers })).text());
    expect(first).toEqual({ shown: "24,00", seen: "prix:2400" });
    const key = { member: MEMBER, definition: PERMIT.id, tariff: "benne" };
    await saveTariff(ctx.db, key, { since: "2026-03-01", rows: [{ amount: 3_000, cells: {} }] }, null, ctx.clock());
    expect(await tariffVersions(ctx.db, key)).toHaveLength(1);
    await ctx.catalogue.reload();
    const refused = await send(first.seen);
    expect(refused.status).toBe(422);
    const page = await refused.text();
    expect(page).toContain("Le tarif vient de changer");
    expect(said(page)).toEqual({ shown: "30,00", seen: "prix:3000" });
    const sent = await send(said(page).seen);
    expect(sent.headers.get("location")).toMatch(/\?confirmation$/);
  });
});
