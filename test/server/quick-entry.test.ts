import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../engine/index.ts";
import { auditWritten } from "../../server/audit.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { seeingUnits } from "../../server/db/seen-units.ts";
import { actorsOf, officesOf } from "../../server/identity/actor-for.ts";
import { searchAudit } from "../../server/store/audit.ts";
import { findEntries } from "../../server/store/entries.ts";
import { drain } from "../../server/worker/worker.ts";
import { buildDefinition } from "../helpers/definitions.ts";
import { offer } from "../helpers/offer.ts";
import { MEMBER, TERRACE } from "./town-places.ts";
import { hire, openTown, type Someone, sit, subjectOf, type Town } from "./whole-town.ts";

const FICHE = {
  initial: "active",
  opened: "Fiche créée",
  states: {
    active: {
      meta: { label: "Active", sentence: "Active.", tone: "success" },
      on: {
        modifier: { meta: { label: "Modifier la fiche", edit: true } },
        clore: { target: "close", meta: { label: "Clore" } },
      },
    },
    close: { type: "final", meta: { label: "Close", sentence: "Close.", tone: "neutral" } },
  },
};
const choices = (...values: string[]) => values.map((value) => ({ const: value, title: `Un ${value}` }));
const REGISTER = { kind: "register", privacy: TERRACE.privacy };

const PERSON = buildDefinition({
  id: "relais/personne",
  required: ["nom"],
  properties: {
    nom: { type: "string", title: "Nom", "x-profile": "family-name" },
    prenom: { type: "string", title: "Prénom", "x-profile": "given-names" },
    telephone: { type: "string", title: "Téléphone", format: "phone" },
    commune: { type: "string", title: "Commune" },
  },
  definition: {
    ...{ ...REGISTER, list: ["nom", "prenom", "commune", "telephone"], search: ["nom", "prenom", "telephone"] },
    relations: [
      { id: "appels", title: "Appels", definition: "relais/appel", field: "personne", columns: ["jour"], add: "Noter" },
    ],
  },
  workflow: FICHE,
});
const BODY = buildDefinition({
  id: "relais/organisme",
  required: ["nom"],
  properties: { nom: { type: "string", title: "Nom" } },
  definition: { ...REGISTER, list: ["nom"], search: ["nom"] },
  workflow: FICHE,
});
/** Kept by the unit that notes it. */
const CALL = buildDefinition({
  id: "relais/appel",
  required: ["jour", "public", "sujets", "avant", "canal"],
  properties: {
    jour: { type: "string", title: "Jour", format: "date" },
    canal: { type: "string", title: "Canal", oneOf: choices("telephone", "courrier") },
    public: { type: "string", title: "Avec qui", "x-widget": "radio", oneOf: choices("voisin", "organisme", "autre") },
    personne: { type: "string", title: "Personne", "x-ref": PERSON.id, "x-when": "public == 'voisin'" },
    organisme: { type: "string", title: "Organisme", "x-ref": BODY.id, "x-when": "public == 'organisme'" },
    sujets: {
      ...{ type: "array", title: "Sujets", "x-widget": "checkboxes", minItems: 1 },
      items: { type: "string", oneOf: choices("bruit", "eau") },
    },
    suite: { type: "boolean", title: "Suite" },
    avant: { type: "string", title: "Avant le", format: "date", "x-when": "suite" },
    partage: { type: "boolean", title: "Partager" },
  },
  definition: {
    ...{ ...REGISTER, kept: { shared: "partage" }, list: ["jour", "public"], order: "-jour" },
    rules: [{ code: "passe", check: "jour <= today", pointer: "/jour", message: "Un appel est noté après." }],
    quick: {
      title: "Noter un appel",
      find: {
        title: "Nom",
        among: [
          { field: "personne", set: { public: "voisin" } },
          { field: "organisme", set: { public: "organisme" } },
        ],
      },
      fields: ["public", "sujets", "suite"],
      defaults: { jour: "today", canal: "'telephone'", public: "'voisin'" },
    },
  },
  workflow: FICHE,
});

let town: Town;
let north: Someone;
let south: Someone;
let reader: Someone;

beforeAll(async () => {
  town = await openTown();
  for (const definition of [PERSON, BODY, CALL]) await offer(town.ctx, definition);
  await town.ctx.catalogue.reload();
  north = await hire(town.ctx, "Nora Nord", MEMBER, ["agent"], ["voirie"]);
  south = await hire(town.ctx, "Sami Sud", MEMBER, ["agent"], ["enfance"]);
  reader = await hire(town.ctx, "Lise Lit", MEMBER, ["lecteur"], ["voirie"]);
});
afterAll(() => town.stop());

/** As the door of the application does. */
const asNorth = <T>(fn: () => T): T => seeingUnits(north.agent ? officesOf(town.ctx, north.agent) : [], fn);

const QUICK = `/${MEMBER}/agent/${CALL.id}/rapide`;
const page = (id: string, definition = CALL) => `/${MEMBER}/agent/${definition.id}/${id}`;

interface Got {
  readonly status: number;
  readonly html: string;
  readonly location: string;
}
async function get(path: string, who = north): Promise<Got> {
  const { headers } = await sit(town.ctx, who);
  const answer = await town.app.request(path, { headers });
  return { status: answer.status, html: (await answer.text()).replace(/\s+/g, " "), location: "" };
}
type Pair = readonly [string, string];
async function post(
  path: string,
  fields: readonly Pair[],
  who = north,
  more: Record<string, string> = {},
): Promise<Got> {
  const { headers, csrf } = await sit(town.ctx, who);
  const body = new URLSearchParams([["_csrf", csrf], ...fields.map(([name, value]) => [name, value])]);
  const answer = await town.app.request(path, { method: "POST", headers: { ...headers, ...more }, body });
  const html = (await answer.text()).replace(/\s+/g, " ");
  return { status: answer.status, html, location: answer.headers.get("Location") ?? "" };
}
async function file(definition: typeof CALL, answers: Answers): Promise<string> {
  const actorIn = actorsOf(town.ctx, subjectOf(north));
  const request = { member: MEMBER, definition, actor: actorIn(MEMBER, definition), actorIn, answers };
  const opened = await asNorth(() => openEntry(town.ctx, request));
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  await drain(town.ctx);
  return opened.value.view.id;
}
const answersAt = async (id: string) => {
  const [entry] = await asNorth(() => findEntries(town.ctx, new Map([[MEMBER, [id]]])));
  return entry;
};
const savedBy = (got: Got) => /fait=([0-9a-f-]{36})/.exec(got.location)?.[1] ?? "";
/** The values that a page keeps in its fields. */
const held = (html: string, name: string) =>
  [...html.matchAll(/<input[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => tag.includes(`name="${name}"`) && (!/type="(radio|checkbox)"/.test(tag) || / checked/.test(tag)))
    .map((tag) => /value="([^"]*)"/.exec(tag)?.[1] ?? "")
    .at(-1);
const TOPIC: Pair = ["root[sujets]", "eau"];
const fresh = (): Pair => ["cle", randomUUID()];

describe("an agent notes an anonymous call", () => {
  test("by one answer, the rest going without saying, and finds the same form again", async () => {
    const opened = await get(QUICK);
    expect(opened.html).toMatch(/<input[^>]*id="root__trouver"[^>]*autofocus/);
    expect(held(opened.html, "root[public]")).toBe("voisin");
    const sent = await post(QUICK, [fresh(), ["root[public]", "autre"], TOPIC]);
    expect(sent.status).toBe(303);
    const id = savedBy(sent);
    expect(await answersAt(id)).toMatchObject({
      answers: { jour: "2026-03-03", canal: "telephone", public: "autre", sujets: ["eau"] },
      ...{ state: "active", unit: `${MEMBER}/voirie`, keptBy: `${MEMBER}/voirie` },
    });
    const again = await get(sent.location);
    expect(again.html).toContain(`href="${page(id)}"`);
    expect(again.html).toContain(`href="${page(id)}?evenement=modifier#action"`);
    expect(held(again.html, "root[sujets]")).toBeUndefined();
  });

  test("once, however often it is sent", async () => {
    const key = fresh();
    const [one, other] = [
      await post(QUICK, [key, TOPIC, ["root[public]", "autre"]]),
      await post(QUICK, [key, TOPIC, ["root[public]", "autre"]]),
    ];
    expect(savedBy(one)).not.toBe("");
    expect(savedBy(one)).toBe(savedBy(other));
  });

  test("and keeps what she typed when it is refused, with what the screen does not ask but lacks", async () => {
    const refused = await post(QUICK, [fresh(), ["root[public]", "autre"], ["root[suite]", "true"]]);
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('id="erreurs"');
    expect(refused.html).toContain('href="#root_sujets"');
    expect(refused.html).toContain('href="#root_avant"');
    expect(held(refused.html, "root[public]")).toBe("autre");
    expect(refused.html).not.toContain("autofocus");
    const tomorrow = await post(QUICK, [
      ...[fresh(), TOPIC, ["root[public]", "autre"] as const],
      ...(["jour", "mois", "annee"] as const).map(
        (part, at): Pair => [`root[jour][${part}]`, ["9", "3", "2026"][at] ?? ""],
      ),
    ]);
    expect(tomorrow.status).toBe(422);
    expect(tomorrow.html).toContain("Un appel est noté après.");
    expect(held(tomorrow.html, "root[jour][jour]")).toBe("9");
  });

  test("and no more than her rights allow", async () => {
    expect((await get(QUICK, reader)).status).toBe(403);
    expect((await post(QUICK, [fresh(), TOPIC], reader)).status).toBe(403);
    expect((await get(`/${MEMBER}/agent/${PERSON.id}/rapide`)).status).toBe(404);
    expect((await post(`/${MEMBER}/agent/${PERSON.id}/rapide`, [fresh()])).status).toBe(404);
  });

  test("which her colleagues of another unit are told nothing of, even by the address of what is saved", async () => {
    const id = savedBy(await post(QUICK, [fresh(), ["root[public]", "autre"], TOPIC]));
    expect((await get(`${QUICK}?fait=${id}`, south)).html).not.toContain("enregistré");
    expect((await get(page(id), south)).status).toBe(404);
  });
});

describe("whom a call is about", () => {
  test("is found while she types, in several registers, and her reading is logged", async () => {
    const anne = await file(PERSON, { nom: "Ronsard", prenom: "Anne", commune: "Sausheim" });
    const works = await file(BODY, { nom: "Ronsard et fils" });
    const found = await post(`${QUICK}/trouver`, [["q", "ronsa"]]);
    expect(JSON.parse(found.html)).toMatchObject({
      state: "found",
      options: [
        { value: `personne:${anne}`, hint: "Personne · Sausheim" },
        { value: `organisme:${works}`, hint: "Organisme" },
      ],
    });
    expect(JSON.parse((await post(`${QUICK}/trouver`, [["q", "zzzz"]])).html)).toEqual({ state: "none" });
    expect(JSON.parse((await post(`${QUICK}/trouver`, [])).html)).toEqual({ state: "none" });
    await auditWritten(town.ctx);
    const logged = await searchAudit(town.ctx.db, { member: MEMBER, action: "list-read", limit: 50 } as never);
    expect(JSON.stringify(logged)).toContain(PERSON.id);
  });

  test("says with whom, whatever was ticked before", async () => {
    const works = await file(BODY, { nom: "Plomberie Zola" });
    const chosen: Pair[] = [
      ["_chercher", "Plomberie Zola"],
      ["_cherche", "Plomberie Zola"],
      ["_trouve", `organisme:${works}`],
    ];
    const sent = await post(QUICK, [fresh(), ["root[public]", "voisin"], TOPIC, ...chosen]);
    const entry = await answersAt(savedBy(sent));
    expect((await get(sent.location)).html).toContain(`<a href="${page(works, BODY)}">Plomberie Zola`);
    expect(entry?.answers).toMatchObject({ public: "organisme", organisme: works });
    expect(entry?.answers).not.toHaveProperty("personne");
  });

  test("is never dropped in silence: a name that nobody chose from comes back with those found", async () => {
    const lise = await file(PERSON, { nom: "Queneau", prenom: "Lise" });
    const typed: Pair[] = [["root[public]", "autre"], TOPIC, ["_chercher", "queneau"]];
    const asked = await post(QUICK, [fresh(), ...typed]);
    expect(asked.status).toBe(422);
    expect(asked.html).toContain('href="#root__trouver"');
    expect(held(asked.html, "_trouve")).toBe(`personne:${lise}`);
    expect(held(asked.html, "root[sujets]")).toBe("eau");
    const button = await post(QUICK, [fresh(), ...typed, ["_action", "trouver"]]);
    expect([button.status, button.html.includes("Queneau Lise")]).toEqual([200, true]);
    const nobody = await post(QUICK, [fresh(), ...typed, ["_cherche", "queneau"], ["_trouve", "personne"]]);
    expect((await answersAt(savedBy(nobody)))?.answers).toMatchObject({ public: "autre" });
    const unknown = await post(QUICK, [fresh(), ...typed.slice(0, 2), ["_chercher", "Xyloteq"]]);
    expect([unknown.status, unknown.html.includes("Aucune fiche pour « Xyloteq »")]).toEqual([422, true]);
  });

  test("is looked for again when the name is changed after she was chosen, and asked about once taken away", async () => {
    const lise = await file(PERSON, { nom: "Perec", prenom: "Lise" });
    const chosen: Pair[] = [
      ["_cherche", "Perec Lise"],
      ["_trouve", `personne:${lise}`],
    ];
    const other = await post(QUICK, [fresh(), TOPIC, ["_chercher", "Perec Odile"], ...chosen]);
    expect(other.status).toBe(422);
    const gone = await post(QUICK, [fresh(), TOPIC, ["_chercher", ""], ...chosen]);
    expect(gone.status).toBe(200);
    expect(gone.html).not.toMatch(/data-unless-found="" hidden/);
  });

  test("is refused like any other reference when it is none that she may read", async () => {
    const stranger = randomUUID();
    const forged = await post(QUICK, [
      ...[fresh(), TOPIC, ["_chercher", "x"] as const, ["_cherche", "x"] as const],
      ["_trouve", `personne:${stranger}`],
    ]);
    expect(forged.status).toBe(422);
    expect(forged.html).toContain('href="#root__trouver"');
    for (const value of ["__proto__:1", "jour:2026-01-01", "personne:' or 1=1", "organisme"]) {
      const odd = await post(QUICK, [
        fresh(),
        TOPIC,
        ["root[public]", "autre"],
        ["_chercher", "x"],
        ["_cherche", "x"],
        ["_trouve", value],
      ]);
      expect([303, 422]).toContain(odd.status);
      if (odd.status === 303) expect((await answersAt(savedBy(odd)))?.answers).not.toHaveProperty("personne");
    }
  });

  test("is given by the fiche it is opened from, where she comes back to", async () => {
    const lise = await file(PERSON, { nom: "Duras", prenom: "Lise" });
    const tab = await get(`${page(lise, PERSON)}?onglet=appels`);
    const from = encodeURIComponent(`${MEMBER}/${PERSON.id}/${lise}/appels`);
    expect(tab.html).toContain(`${QUICK}?depuis=${from}`);
    expect((await get(page(lise, PERSON))).html).toContain(`${QUICK}?depuis=${from}`);
    expect((await get(page(lise, PERSON), reader)).html).not.toContain(QUICK);
    const opened = await get(`${QUICK}?depuis=${from}`);
    expect(held(opened.html, "_trouve")).toBe(`personne:${lise}`);
    expect(opened.html).toMatch(/id="root_sujets"[^>]*autofocus/);
    const pairs = ["_chercher", "_cherche", "_trouve", "depuis"].map(
      (name): Pair => [name, held(opened.html, name) ?? ""],
    );
    const sent = await post(QUICK, [fresh(), TOPIC, ...pairs]);
    expect(sent.location).toBe(`${page(lise, PERSON)}?onglet=appels&fait=Creation#onglet`);
    expect((await get(`${page(lise, PERSON)}?onglet=appels`)).html).toMatch(/Appels <span class="count">1</);
  });
});

describe("whom no register knows yet", () => {
  const typed: Pair[] = [["root[public]", "autre"], TOPIC, ["_chercher", "sarraute lise"], ["root[suite]", "false"]];
  const NEW_PERSON = `/${MEMBER}/agent/${PERSON.id}/nouveau`;

  test("is created on the way: the call that was being noted waits, refusals included", async () => {
    const form = await post(QUICK, [fresh(), ...typed, ["_action", "creer:personne"]]);
    expect(form.status).toBe(200);
    expect([held(form.html, "root[nom]"), held(form.html, "root[prenom]")]).toEqual(["Sarraute", "Lise"]);
    const waiting = unescaped(held(form.html, "attente") ?? "");
    const refused = await post(NEW_PERSON, [fresh(), ["attente", waiting], ["root[prenom]", "Lise"]]);
    expect(refused.status).toBe(422);
    expect(unescaped(held(refused.html, "attente") ?? "")).toBe(waiting);
    const done = await post(NEW_PERSON, [
      fresh(),
      ["attente", waiting],
      ["root[nom]", "Sarraute"],
      ["root[prenom]", "Lise"],
    ]);
    expect(done.status).toBe(200);
    expect(done.html).toContain("Terminez votre saisie");
    expect(held(done.html, "_trouve")).toMatch(/^personne:/);
    expect(held(done.html, "root[sujets]")).toBe("eau");
    const pairs = ["_chercher", "_cherche", "_trouve", "cle", "root[sujets]"].map(
      (name): Pair => [name, held(done.html, name) ?? ""],
    );
    const saved = await post(QUICK, pairs);
    expect((await answersAt(savedBy(saved)))?.answers).toMatchObject({
      public: "voisin",
      personne: held(done.html, "_trouve")?.slice(9),
    });
  });

  test("or is not: she goes back to what she had typed", async () => {
    const form = await post(QUICK, [fresh(), ...typed, ["_action", "creer:organisme"]]);
    expect(held(form.html, "root[nom]")).toBe("Sarraute Lise");
    const waiting = unescaped(held(form.html, "attente") ?? "");
    const back = await post(QUICK, [
      ["attente", waiting],
      ["root[nom]", "Sarraute"],
    ]);
    expect([held(back.html, "_chercher"), held(back.html, "root[public]")]).toEqual(["sarraute lise", "autre"]);
  });

  test("is created without more than her rights allow, whatever waits", async () => {
    expect((await post(QUICK, [fresh(), ["_action", "creer:jour"]])).status).toBe(404);
    for (const waiting of ["{", "[]", '{"member":"x","definition":"a/b","field":"c","fields":[["d",["e"]]]}', "null"]) {
      const sent = await post(NEW_PERSON, [fresh(), ["attente", waiting], ["root[nom]", "Butor"]]);
      expect(sent.status).toBe(303);
    }
  });
});

test("what was typed goes on in the whole form, and in the fields that the script draws again", async () => {
  const typed: Pair[] = [["root[public]", "autre"], TOPIC, ["root[suite]", "true"]];
  const whole = await post(QUICK, [fresh(), ...typed, ["_action", "complet"]]);
  expect(whole.html).toContain(`action="/${MEMBER}/agent/${CALL.id}/nouveau#erreurs"`);
  expect([held(whole.html, "root[public]"), held(whole.html, "root[jour][annee]")]).toEqual(["autre", "2026"]);
  const drawn = await post(QUICK, [fresh(), ...typed, ["_chercher", "quelqu’un"]], north, { "X-Partial": "fields" });
  expect(drawn.status).toBe(200);
  expect(drawn.html).toContain('id="root_avant"');
  expect(held(drawn.html, "_chercher")).toBe("quelqu’un");
});

test("it is one key away from everywhere, and first on the list, which begins with the most recent day", async () => {
  const day = (jour: string) => file(CALL, { jour, canal: "courrier", public: "autre", sujets: ["eau"] });
  const [old, recent] = [await day("2026-01-05"), await day("2026-02-20")];
  const list = await get(`/${MEMBER}/agent/${CALL.id}`);
  expect(list.html.indexOf(recent)).toBeGreaterThan(-1);
  expect(list.html.indexOf(recent)).toBeLessThan(list.html.indexOf(old));
  expect(list.html).toMatch(new RegExp(`<a href="${QUICK}" class="button">`));
  for (const path of [`/${MEMBER}/agent`, `/${MEMBER}/agent/${PERSON.id}`]) {
    expect((await get(path)).html).toMatch(new RegExp(`<a href="${QUICK}"[^>]*data-quick`));
  }
  expect((await get(`/${MEMBER}/agent`, reader)).html).not.toContain(QUICK);
});

const unescaped = (text: string): string =>
  text.replaceAll("&quot;", '"').replaceAll("&amp;", "&").replaceAll("&#39;", "'");
