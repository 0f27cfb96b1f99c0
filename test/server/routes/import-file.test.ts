import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditWritten } from "../../../server/audit.ts";
import { readAs } from "../../../server/db/with-actor.ts";
import { searchAudit } from "../../../server/store/audit.ts";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { type Browser, hidden, MEMBERS } from "../identity/installation.ts";
import { atWork, file, hire, type Office, openOffice, stored, words } from "./back-office.ts";

/** Pupils, as another software writes and reads them. */
const PUPILS = buildDefinition({
  id: "classe/eleve",
  required: ["nom", "naissance"],
  properties: {
    nom: { type: "string", title: "Nom", maxLength: 20 },
    naissance: { type: "string", format: "date", title: "Né le" },
    sexe: {
      type: "string",
      title: "Sexe",
      oneOf: [
        { const: "feminin", title: "Féminin" },
        { const: "masculin", title: "Masculin" },
      ],
    },
    cantine: { type: "boolean", title: "Cantine" },
    adresse: {
      type: "object",
      title: "Adresse",
      properties: { voie: { type: "string", title: "Voie" }, commune: { type: "string", title: "Commune" } },
    },
    parents: {
      type: "array",
      title: "Parents",
      items: { type: "object", title: "Parent", properties: { prenom: { type: "string", title: "Prénom" } } },
    },
  },
  definition: {
    kind: "register",
    list: ["nom", "naissance"],
    layouts: {
      eleves: {
        title: "Élèves",
        encoding: "iso-8859-1",
        columns: [
          { title: "Nom élève", field: "nom" },
          { title: "Date naissance", field: "naissance" },
          { title: " Cycle" },
          { title: "Sexe", field: "sexe", codes: { feminin: "F", masculin: "M" } },
          { title: "Cantine", field: "cantine" },
          { title: "Commune", field: "adresse.commune" },
          { title: "Âge", value: "age(naissance, today)" },
        ],
        key: ["nom", "naissance"],
      },
      parents: {
        title: "Parents",
        dates: "AAAA-MM-JJ",
        separator: ",",
        each: "parents",
        columns: [
          { title: "Enfant", field: "nom" },
          { title: "Parent", field: "item.prenom" },
          { title: "Né", value: "naissance" },
        ],
      },
    },
  },
  workflow: {
    initial: "active",
    states: {
      active: {
        meta: { label: "Active", sentence: "Active.", tone: "success" },
        on: {
          modifier: { meta: { label: "Modifier", edit: true } },
          retirer: { target: "retiree", meta: { label: "Retirer" } },
        },
      },
      retiree: { type: "final", meta: { label: "Retirée", sentence: "Retirée.", tone: "neutral" } },
    },
  },
});
const LIST = `/mulhouse/agent/${PUPILS.id}`;

let office: Office;
let browser: Browser;
let ines = "";
beforeAll(async () => {
  office = await openOffice(catalogueOf(MEMBERS, [PUPILS]));
  const anne = await hire(office.ctx, "Anne Roth");
  browser = await atWork(office, anne);
  ines = await file(office, anne, PUPILS, {
    nom: "Haddad-Lœw",
    naissance: "2019-04-14",
    sexe: "feminin",
    adresse: { voie: "12 rue X", commune: "Mulhouse" },
    parents: [{ prenom: "Farid" }, { prenom: 'Zoé, dite "Zou"' }],
  });
});
afterAll(() => office.stop());

const token = async () => hidden(await (await browser.get(`${LIST}/import`)).text(), "_csrf");

/** Sends a file, and answers the page of what it would do. */
async function sends(
  content: string | Uint8Array<ArrayBuffer>,
): Promise<{ readonly status: number; readonly html: string }> {
  const form = new FormData();
  form.append("_csrf", await token());
  form.append("modele", "eleves");
  form.append("fichier", new File([content], "eleves.csv", { type: "text/csv" }));
  const answer = await browser.post(`${LIST}/import`, form);
  return { status: answer.status, html: await answer.text() };
}

/** Agrees to what the page says, and answers the report. */
async function agrees(html: string): Promise<string> {
  const sent = { _csrf: hidden(html, "_csrf"), modele: "eleves", contenu: hidden(html, "contenu"), _action: "ecrire" };
  return (await browser.post(`${LIST}/import`, sent)).text();
}

const counts = (html: string) =>
  words(/<ul[^>]*import-counts[\s\S]*?<\/ul>/.exec(html)?.[0] ?? "")
    .trim()
    .replaceAll("\u202f", " ");

async function pupils(): Promise<number> {
  const rows = await readAs(
    office.ctx.db,
    { member: "mulhouse" },
    (tx) => tx`select from entry where definition = ${PUPILS.id}`,
  );
  return rows.length;
}

async function exported(layout: string): Promise<Response> {
  const form = { _csrf: await token(), liste: "", fichier: layout };
  return browser.post(`${LIST}/export`, form);
}

describe("a file for another software", () => {
  test("has its headings, its order, its codes, its dates and its alphabet", async () => {
    const answer = await exported("eleves");
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=iso-8859-1");
    expect(answer.headers.get("content-disposition")).toContain('filename="classe-eleve-eleves-2026-03-03.csv"');
    const text = Buffer.from(await answer.arrayBuffer()).toString("latin1");
    expect(text).toBe(
      "Nom élève;Date naissance; Cycle;Sexe;Cantine;Commune;Âge\r\nHaddad-Loew;14/04/2019;;F;;Mulhouse;6\r\n",
    );
  });

  test("has a line for each item where it says so, quoted where it must be", async () => {
    const text = await (await exported("parents")).text();
    expect(text).toBe(
      'Enfant,Parent,Né\r\nHaddad-Lœw,Farid,2019-04-14\r\nHaddad-Lœw,"Zoé, dite ""Zou""",2019-04-14\r\n',
    );
  });
});

describe("a file of another software", () => {
  const HEAD = "Date Naissance;NOM ELEVE ;Sexe;Cantine;Commune;Inconnue";

  test("says what it would do, line by line, and writes nothing", async () => {
    const before = await pupils();
    const { status, html } = await sends(
      [
        HEAD,
        "14/04/2019;Haddad-Lœw;F;Oui;Rixheim;1",
        "01/02/2018;Weber;M;;;2",
        "01/02/2018;WEBER;M;;;3",
        "31/02/2018;Klein;M;;;4",
        ";Klein;M;;;5",
        "02/02/2018;Schmitt;X;;;6",
        "02/02/2018;Un nom beaucoup trop long pour tenir;F;;;7",
      ].join("\n"),
    );
    expect(status).toBe(200);
    expect(counts(html)).toBe("1 ligne à ajouter 1 ligne à modifier 5 lignes refusées");
    const said = words(html);
    expect(said).toContain("Colonnes ignorées : Inconnue.");
    expect(said).toContain("Commune : Mulhouse → Rixheim");
    expect(said).toContain("Cette fiche est déjà à la ligne 3 du fichier.");
    expect(said).toContain("« Date naissance » est vide");
    expect(said).toContain("Sexe : « X » n’est pas une valeur connue.");
    expect(await pupils()).toBe(before);
    expect((await stored(office, ines)).entry.revision).toBe(1);
  });

  test("does it when agreed to, and nothing the second time", async () => {
    const content = `${HEAD}\r\n14/04/2019;haddad loew;F;Oui;Rixheim;1\r\n01/02/2018;Weber;M;Non;;2\r\n`;
    const latin = Uint8Array.from(Buffer.from(content, "latin1"));
    const { html } = await sends(latin);
    const report = await agrees(html);
    expect(counts(report)).toBe("1 ligne ajoutée 1 ligne modifiée");
    const { entry, history } = await stored(office, ines);
    expect(entry.answers).toMatchObject({ cantine: true, adresse: { voie: "12 rue X", commune: "Rixheim" } });
    expect(entry.answers["parents"]).toHaveLength(2);
    expect(history.at(-1)).toMatchObject({ type: "modifier", actor: { name: "Anne Roth" } });
    const again = await sends(latin);
    expect(counts(again.html)).toBe("2 lignes sans changement");
    expect(again.html).not.toContain('value="ecrire"');
    // The page of the first time, sent once more: what it made is there.
    expect(counts(await agrees(html))).toBe("2 lignes sans changement");
    await auditWritten(office.ctx);
    const records = await searchAudit(office.ctx.db, { member: "mulhouse", actions: ["import"], limit: 5 });
    // The two imports bear one instant: their order is chance.
    const said = records.map(({ detail }) => detail);
    expect(said).toContainEqual(expect.objectContaining({ layout: "eleves", created: 1, changed: 1, refused: 0 }));
  });

  test("takes a name that looks the same for the same person, not a namesake born another day", async () => {
    const { html } = await sends(`${HEAD}\n01/02/2018;wéber;M;;;\n03/02/2018;Weber;M;;;\n`);
    expect(counts(html)).toBe("1 ligne à ajouter 1 ligne sans changement");
  });

  test("is refused whole when its key lacks, when it is no table, too long or absent", async () => {
    expect((await sends("Nom élève;Sexe\nWeber;M\n")).html).toContain("Date naissance");
    expect((await sends(HEAD)).status).toBe(422);
    const many = Array.from({ length: 1_001 }, (_, rank) => `01/02/2018;N${rank};M;;;`).join("\n");
    expect(words((await sends(`${HEAD}\n${many}`)).html)).toContain("plus de 1");
    expect((await sends("")).html).toContain("Choisissez un fichier.");
  });

  test("is nobody's to send who only reads", async () => {
    const reader = await hire(office.ctx, "Luc Meyer", { roles: ["lecteur"] });
    const reading = await atWork(office, reader);
    expect((await reading.get(`${LIST}/import`)).status).toBe(403);
    expect(await (await reading.get(LIST)).text()).not.toContain("Importer un fichier");
    expect(await (await browser.get(LIST)).text()).toContain("Importer un fichier");
  });
});
