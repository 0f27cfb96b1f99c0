import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditWritten } from "../../server/audit.ts";
import { searchAudit } from "../../server/store/audit.ts";
import { saveShare } from "../../server/store/sharing.ts";
import { saveUnits } from "../../server/store/units.ts";
import { buildDefinition } from "../helpers/definitions.ts";
import { offer } from "../helpers/offer.ts";
import type { Person } from "./town-people.ts";
import { MEMBER, NURSERY, PARTNER, TERRACE } from "./town-places.ts";
import { fileEntry, openTown, type Town } from "./whole-town.ts";

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
const REGISTER = { kind: "register", unit: "voirie", privacy: TERRACE.privacy };

/** A street register whose fiches are told by what refers to them. */
const STREET = buildDefinition({
  id: "voirie/rue",
  properties: { nom: { type: "string", title: "Nom" }, quartier: { type: "string", title: "Quartier" } },
  definition: {
    ...REGISTER,
    relations: [
      {
        ...{ id: "travaux", title: "Travaux", definition: "voirie/travaux", field: "rue" },
        ...{ columns: ["objet", "rue.quartier"], add: "Prévoir des travaux" },
      },
      { id: "plaintes", title: "Plaintes", definition: "enfance/plainte", field: "rues.laquelle", columns: ["objet"] },
      { id: "visites", title: "Visites", definition: "voirie/visite", field: "rue", columns: ["ou"], add: "Noter" },
      { id: "absents", title: "Absents", definition: "voirie/absent", field: "rue", columns: ["objet"] },
    ],
  },
  workflow: FICHE,
});
const STREET_REFERENCE = { type: "string", title: "Rue", "x-ref": STREET.id };
const WORKS = buildDefinition({
  id: "voirie/travaux",
  required: ["objet", "rue"],
  properties: {
    objet: { type: "string", title: "Objet", maxLength: 20 },
    rue: STREET_REFERENCE,
    detour: { ...STREET_REFERENCE, title: "Déviation par" },
  },
  definition: REGISTER,
  workflow: FICHE,
});
/** Asks for a street once it is known that it was in one; read by none of those who look at tabs below. */
const VISIT = buildDefinition({
  id: "voirie/visite",
  required: ["ou"],
  properties: {
    ou: {
      type: "string",
      title: "Où",
      oneOf: [
        { const: "rue", title: "Dans une rue" },
        { const: "bureau", title: "Au bureau" },
      ],
    },
    rue: { ...STREET_REFERENCE, title: "Quelle rue", "x-when": "ou == 'rue'" },
  },
  definition: REGISTER,
  workflow: FICHE,
});
/** Worked by a unit that the agent at hand does not belong to. */
const COMPLAINT = buildDefinition({
  id: "enfance/plainte",
  properties: {
    objet: { type: "string", title: "Objet" },
    rues: {
      type: "array",
      title: "Rues",
      items: { type: "object", properties: { laquelle: STREET_REFERENCE } },
    },
  },
  definition: { ...REGISTER, unit: "enfance", privacy: NURSERY.privacy },
  workflow: FICHE,
});

let town: Town;
beforeAll(async () => {
  town = await openTown();
  for (const definition of [STREET, WORKS, COMPLAINT]) await offer(town.ctx, definition, [MEMBER, PARTNER]);
  await offer(town.ctx, VISIT, [MEMBER]);
  const share = { member: MEMBER, with: PARTNER, unit: null, role: "lecteur" as const };
  await saveShare(town.ctx.db, { ...share, definition: STREET.id });
  await saveShare(town.ctx.db, { ...share, member: PARTNER, definition: WORKS.id, with: MEMBER });
  await town.ctx.catalogue.reload();
});
afterAll(() => town.stop());

const street = (nom = "Rue des Lilas", quartier = "Centre") =>
  fileEntry(town, town.people.agent, STREET, { nom, quartier });
const works = (rue: string, objet = "Pavage", more: Record<string, string> = {}) =>
  fileEntry(town, town.people.agent, WORKS, { objet, rue, ...more });

async function get(person: Person, path: string): Promise<{ readonly status: number; readonly html: string }> {
  const { headers } = await town.sitting(person);
  const answer = await town.app.request(path, { headers });
  return { status: answer.status, html: (await answer.text()).replace(/\s+/g, " ") };
}
const at = (id: string, query = "") => `/${MEMBER}/agent/${STREET.id}/${id}${query}`;

/** Titles and numbers of the tabs of a page. */
const tabsOf = (html: string): readonly string[] =>
  [...(/<nav[^>]*entry-tabs".*?<\/nav>/.exec(html)?.[0] ?? "").matchAll(/<li>(.*?)<\/li>/g)].map(([, tab = ""]) =>
    tab.replace(/<[^>]*>/g, "").trim(),
  );
const rowsOf = (html: string): readonly string[] =>
  [...html.matchAll(/<tr>.*?<\/tr>/g)].slice(1).map(([row]) =>
    row
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  );

describe("the page of a fiche", () => {
  test("has a tab for each list that refers to it and that she reads, with how many", async () => {
    const id = await street();
    await works(id);
    await works(id, "Éclairage");
    expect(tabsOf((await get("agent", at(id))).html)).toEqual(["Fiche", "Travaux 2", "Visites 0", "Chronologie"]);
    expect(tabsOf((await get("delegate", at(id))).html)).toEqual([
      "Fiche",
      "Travaux 2",
      "Plaintes 0",
      "Visites 0",
      "Chronologie",
    ]);
  });

  test("shows the entries of a tab at once, in its columns, those it refers to followed", async () => {
    const id = await street("Rue Haute", "Les Hauts");
    await works(id, "Pavage");
    const { html } = await get("agent", at(id, "?onglet=travaux"));
    expect(html).toContain('aria-current="page">Travaux');
    expect(rowsOf(html)).toEqual([expect.stringMatching(/^[\w-]{9} .*Pavage Les Hauts$/)]);
    expect(html).not.toContain('id="reponses"');
  });

  test("counts in a tab what its field names, not what another field of the same fiche does", async () => {
    const [id, other] = [await street("Rue A"), await street("Rue B")];
    await works(id, "Gaz", { detour: other });
    expect(tabsOf((await get("agent", at(other))).html)).toContain("Travaux 0");
    expect(rowsOf((await get("agent", at(other, "?onglet=travaux"))).html)).toEqual([]);
  });

  test("finds a reference inside a list, and offers nothing to add where a list stands in the way", async () => {
    const id = await street("Rue C");
    const { people } = town;
    const headers = { Authorization: `Bearer ${people.delegate.token}`, "Content-Type": "application/json" };
    await town.app.request(`/api/v1/${MEMBER}/${COMPLAINT.id}/entries`, {
      ...{ method: "POST", headers },
      body: JSON.stringify({ objet: "Bruit", rues: [{ laquelle: id }] }),
    });
    const { html } = await get("delegate", at(id, "?onglet=plaintes"));
    expect(rowsOf(html)).toHaveLength(1);
    expect(html).not.toContain("depuis=");
  });

  test("gathers what several members hold, to who may read it there", async () => {
    const id = await street("Rue D");
    const { partner } = town.people;
    await fileEntry(town, partner, WORKS, { objet: "Voisins", rue: id }, PARTNER);
    await works(id, "Les nôtres");
    expect(tabsOf((await get("agent", at(id))).html)).toContain("Travaux 2");
    expect(tabsOf((await get("partner", at(id))).html)).toContain("Travaux 1");
  });

  test("of a definition without relations stays as it is", async () => {
    const id = await works(await street());
    const { html } = await get("agent", `/${MEMBER}/agent/${WORKS.id}/${id}`);
    expect(tabsOf(html)).toEqual([]);
  });

  test("takes an unknown tab for the fiche itself", async () => {
    const { status, html } = await get("agent", at(await street(), "?onglet=%3Cscript%3E"));
    expect(status).toBe(200);
    expect(html).toContain('id="reponses"');
  });

  test("logs who read the entries of a tab", async () => {
    const id = await street("Rue E");
    await works(id);
    town.advance(1000);
    const since = town.ctx.clock();
    await get("agent", at(id, "?onglet=travaux"));
    await auditWritten(town.ctx);
    const log = await searchAudit(town.ctx.db, { member: MEMBER, limit: 20 });
    const read = log.filter((line) => line.at >= since && line.action === "list-read");
    expect(read.map(({ definition }) => definition)).toContain(WORKS.id);
  });
});

describe("adding from a tab", () => {
  const formOf = (html: string) => /href="([^"]*depuis=[^"]*)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";

  test("opens the other form with the reference given, and comes back to the tab", async () => {
    const id = await street("Rue Neuve");
    const { headers, csrf } = await town.sitting("agent");
    const href = formOf((await get("agent", at(id, "?onglet=travaux"))).html);
    const form = await (await town.app.request(href, { headers })).text();
    expect(form).toContain(`value="${id}"`);
    expect(form).toContain("Rue Neuve");
    const depuis = new URL(href, "http://localhost").searchParams.get("depuis") ?? "";
    const fields = { _csrf: csrf, cle: randomUUID(), depuis, "root[objet]": "Trottoir", "root[rue]": id };
    const post = (body: Record<string, string>) =>
      town.app.request(href.split("?")[0] ?? "", { method: "POST", headers, body: new URLSearchParams(body) });
    const refused = await post({ ...fields, "root[objet]": "Un objet vraiment beaucoup trop long" });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain(`name="depuis" value="${depuis}"`);
    const answer = await post(fields);
    const location = answer.headers.get("location") ?? "";
    expect([answer.status, location]).toEqual([303, `${at(id)}?onglet=travaux&fait=Creation#onglet`]);
    expect(rowsOf((await get("agent", location)).html)).toHaveLength(1);
  });

  test("keeps the reference for a question that another answer brings", async () => {
    const id = await street("Rue Longue");
    const { headers, csrf } = await town.sitting("agent");
    const depuis = `${MEMBER}/${STREET.id}/${id}/visites`;
    const path = `/${MEMBER}/agent/${VISIT.id}/nouveau`;
    const form = await (await town.app.request(`${path}?depuis=${depuis}`, { headers })).text();
    expect(form).not.toContain("Quelle rue");
    const body = new URLSearchParams({ _csrf: csrf, cle: randomUUID(), depuis, "root[ou]": "rue" });
    const answer = await town.app.request(path, { method: "POST", headers, body });
    expect(answer.status).toBe(303);
    expect(rowsOf((await get("agent", answer.headers.get("location") ?? "")).html)).toHaveLength(1);
  });

  test("gives no reference to what she may not read, nor by a relation that is not there", async () => {
    const hidden = await fileEntry(town, town.people.partner, STREET, { nom: "Rue Cachée" }, PARTNER);
    const id = await street("Rue F");
    for (const depuis of [
      `${PARTNER}/${STREET.id}/${hidden}/travaux`,
      `${MEMBER}/${STREET.id}/${id}/plaintes`,
      `${MEMBER}/${STREET.id}/${randomUUID()}/travaux`,
      "../../x",
    ]) {
      const { status, html } = await get(
        "agent",
        `/${MEMBER}/agent/${WORKS.id}/nouveau?depuis=${encodeURIComponent(depuis)}`,
      );
      expect([status, html.includes('name="depuis"'), html.includes("Cachée")]).toEqual([200, false, false]);
    }
  });

  test("is not offered to who only reads the other list", async () => {
    const id = await street("Rue G");
    expect(formOf((await get("reader", at(id, "?onglet=travaux"))).html)).toBe("");
    expect(formOf((await get("partner", at(id, "?onglet=travaux"))).html)).toContain(`/${PARTNER}/agent/`);
  });
});

describe("the timeline of a fiche", () => {
  test("tells its facts and those of what refers to it, the newest first", async () => {
    const id = await street("Rue H");
    town.advance(60_000);
    await works(id, "Canalisation");
    const { html } = await get("agent", at(id, "?onglet=chronologie"));
    const facts = [...html.matchAll(/<p class="history-what">(.*?)<\/p>/g)].map(([, fact = ""]) =>
      fact
        .replace(/<[^>]*>/g, "")
        .replace(/\s+/g, " ")
        .trim(),
    );
    expect(facts).toEqual([expect.stringMatching(/^Fiche créée Canalisation .*Active$/), "Fiche créée Active"]);
  });

  test("says nothing of entries in lists she does not read", async () => {
    const id = await street("Rue I");
    const { people } = town;
    const headers = { Authorization: `Bearer ${people.delegate.token}`, "Content-Type": "application/json" };
    const body = JSON.stringify({ objet: "Tapage nocturne", rues: [{ laquelle: id }] });
    await town.app.request(`/api/v1/${MEMBER}/${COMPLAINT.id}/entries`, { method: "POST", headers, body });
    expect((await get("delegate", at(id, "?onglet=chronologie"))).html).toContain("Tapage nocturne");
    expect((await get("agent", at(id, "?onglet=chronologie"))).html).not.toContain("Tapage nocturne");
  });

  test("goes on with older facts, none twice and none left out", async () => {
    const id = await street("Rue J");
    for (let rank = 0; rank < 60; rank += 1) await works(id, `Chantier ${rank}`);
    const seen: string[] = [];
    let path: string | null = at(id, "?onglet=chronologie");
    while (path !== null) {
      const { html }: { html: string } = await get("agent", path);
      seen.push(...[...html.matchAll(/Chantier (\d+) \(/g)].map(([, rank = ""]) => rank));
      path = /href="([^"]*apres=[^"#]*)/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? null;
    }
    expect(seen).toHaveLength(60);
    expect(new Set(seen).size).toBe(60);
  });
});

describe("the list of a register", () => {
  test("counts what refers to each fiche in a column", async () => {
    const id = await street("Rue du Compte");
    await works(id);
    await works(id);
    const { html } = await get(
      "agent",
      `/${MEMBER}/agent/${STREET.id}?filtre[nom]=${encodeURIComponent("Rue du Compte")}&colonne=nom&colonne=_nombre.travaux`,
    );
    expect(html).toContain("Travaux (nombre)");
    expect(rowsOf(html)).toEqual([expect.stringMatching(/Rue du Compte 2$/)]);
  });

  test("keeps what refers to one fiche, among thousands that do not", async () => {
    const id = await street("Rue K");
    const [first, second] = [await works(id, "Un"), await works(id, "Deux")];
    await works(await street("Rue L"), "Trois");
    const { html } = await get("agent", `/${MEMBER}/agent/${WORKS.id}?filtre[rue]=${id}`);
    const found = [...html.matchAll(/agent\/voirie\/travaux\/([0-9a-f-]{36})/g)].map(([, each]) => each);
    expect(new Set(found)).toEqual(new Set([first, second]));
  });
});

describe("a list narrowed through a reference", () => {
  test("keeps what refers to entries that fit, in every member, and says nothing of lists she does not read", async () => {
    const [near, far] = [await street("Rue M", "Quartier du Lac"), await street("Rue N", "Quartier du Bois")];
    const kept = await works(near, "Au lac");
    const ours = await fileEntry(town, town.people.partner, WORKS, { objet: "Voisins", rue: near }, PARTNER);
    await works(far, "Au bois");
    const ids = async (filter: string, more = "") => {
      const path = `/${MEMBER}/agent/${WORKS.id}?filtre[${filter}]=${encodeURIComponent("quartier du lac")}${more}`;
      const { html } = await get("agent", path);
      return new Set([...html.matchAll(/agent\/voirie\/travaux\/([0-9a-f-]{36})/g)].map(([, each]) => each));
    };
    expect(await ids("rue.quartier")).toEqual(new Set([kept, ours]));
    expect(await ids("rue.quartier", `&filtre[rue]=${far}`)).toEqual(new Set());
    expect(await ids("rue.quartier", `&filtre[rue]=${near}&collectivite=${MEMBER}`)).toEqual(new Set([kept]));
    const { html } = await get("agent", `/${MEMBER}/agent/${WORKS.id}?filtre[rue.quartier]=lac`);
    expect(html).toContain("Rue : Quartier");
  });
});

describe("the territory of a unit", () => {
  const PLACE = buildDefinition({
    id: "voirie/lieu",
    properties: { nom: { type: "string", title: "Nom" }, commune: { type: "string", title: "Commune" } },
    definition: { ...REGISTER, territory: "commune", list: ["nom", "commune"], notes: "unit" },
    workflow: FICHE,
  });
  beforeAll(async () => {
    await offer(town.ctx, PLACE, [MEMBER]);
    await saveUnits(town.ctx.db, MEMBER, [
      { id: "voirie", name: "Voirie", contact: { communes: ["Sausheim", "Baldersheim"] } },
      { id: "enfance", name: "Enfance", contact: { communes: ["Ottmarsheim"] } },
    ]);
    await town.ctx.catalogue.reload();
  });
  const place = (nom: string, commune: string) => fileEntry(town, town.people.agent, PLACE, { nom, commune });

  test("narrows a list to its communes, however they are written", async () => {
    const here = await place("Ici", "SAUSHEIM");
    const elsewhere = await place("Ailleurs", "Rixheim");
    const list = `/${MEMBER}/agent/${PLACE.id}`;
    expect((await get("agent", list)).html).toContain("Mon territoire");
    const { html } = await get("agent", `${list}?filtre[_territoire]=mien`);
    expect([html.includes(here), html.includes(elsewhere)]).toEqual([true, false]);
    const both = await get("agent", `${list}?filtre[_territoire]=mien&filtre[commune]=Rixheim`);
    expect(both.html).not.toContain(elsewhere);
    const none = await get("delegate", `${list}?filtre[_territoire]=mien`);
    expect(none.html).not.toContain(elsewhere);
  });

  test("is told on a fiche, and follows it when it moves, its history with it", async () => {
    const id = await place("Déménage", "Rixheim");
    const path = `/${MEMBER}/agent/${PLACE.id}/${id}`;
    expect((await get("agent", path)).html).not.toContain("Service de ce territoire");
    const { headers, csrf } = await town.sitting("agent");
    const body = new URLSearchParams({
      _csrf: csrf,
      revision: "1",
      "root[nom]": "Déménage",
      "root[commune]": "Baldersheim",
    });
    const sent = await town.app.request(`${path}/evenements/modifier`, { method: "POST", headers, body });
    expect(sent.status).toBe(303);
    const { html } = await get("agent", path);
    expect(html).toMatch(/Service de ce territoire <strong>Voirie/);
    expect(html).toMatch(/Rixheim.*Baldersheim/);
    expect(html).not.toContain("Un autre service que le vôtre");
    const other = await place("Part", "Ottmarsheim");
    const told = await get("agent", `/${MEMBER}/agent/${PLACE.id}/${other}`);
    expect(told.html).toMatch(/Enfance.*Un autre service que le vôtre suit cette fiche/);
  });
});

describe("an export", () => {
  test("follows references and counts what refers to each fiche, where its columns ask for it", async () => {
    const { headers, csrf } = await town.sitting("agent");
    const send = async (definition: string, filter: string, columns: readonly string[]) => {
      const body = new URLSearchParams([
        ["_csrf", csrf],
        ["format", "csv"],
        ["liste", filter],
        ...columns.map((key) => ["colonne", key]),
      ]);
      const answer = await town.app.request(`/${MEMBER}/agent/${definition}/export`, { method: "POST", headers, body });
      return (await answer.text())
        .replace(/["\uFEFF]/g, "")
        .trim()
        .split(/\r?\n/);
    };
    const id = await street("Rue de l’Export", "Quartier Export");
    await works(id, "Exporté");
    await works(id, "Exporté aussi");
    const [head, ...rows] = await send(WORKS.id, `filtre[rue]=${id}`, ["objet", "rue.quartier"]);
    expect(head).toMatch(/Objet.*Quartier/);
    expect(rows.sort()).toEqual(["Exporté aussi;Quartier Export", "Exporté;Quartier Export"]);
    const counted = await send(STREET.id, `filtre[nom]=${encodeURIComponent("Rue de l’Export")}`, [
      "nom",
      "_nombre.travaux",
    ]);
    expect(counted[1]).toBe("Rue de l’Export;2");
    expect((await send(STREET.id, "", ["_nombre.plaintes"])).join("")).not.toContain("Plaintes");
  });
});
