import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditWritten } from "../../../server/audit.ts";
import { openCatalogue } from "../../../server/catalogue.ts";
import { publish } from "../../../server/commands/publish.ts";
import type { Context } from "../../../server/context.ts";
import { registerAdminRoutes } from "../../../server/routes/admin/admin-routes.ts";
import { registerBackRoutes } from "../../../server/routes/back/back-routes.ts";
import { registerFrontRoutes } from "../../../server/routes/front/front-routes.ts";
import { registerSignInRoutes } from "../../../server/routes/sign-in.ts";
import { searchAudit } from "../../../server/store/audit.ts";
import { adopt } from "../../../server/store/definitions.ts";
import { buildDefinition, definitionSource, INSTRUCTION } from "../../helpers/definitions.ts";
import { Browser, createPages, install } from "../identity/installation.ts";
import { atWork, fieldsOf, hire, type Office, words } from "./back-office.ts";

const ID = "jeunesse/sejour";
const LIST = "/mulhouse/agent/administration/personnalisations";
const HERE = `${LIST}/${ID}`;
const OWN = "/mulhouse/agent/administration/definitions";

let office: Office;
let browser: Browser;

const base = (version: number, title = "Nom") =>
  buildDefinition({
    id: ID,
    required: ["nom"],
    properties: { nom: { type: "string", title }, surnom: { type: "string", title: "Surnom" } },
    definition: { version, page: { summary: "Inscrire un enfant." } },
    workflow: { templates: {} },
  });

beforeAll(async () => {
  const installation = await install();
  await publish(installation.ctx.db, [base(1)]);
  for (const member of ["mulhouse", "rixheim"]) await adopt(installation.ctx.db, member, ID);
  const ctx: Context = { ...installation.ctx, catalogue: await openCatalogue(installation.ctx.db) };
  const app = createPages(ctx, (routes) => {
    registerSignInRoutes(routes);
    registerAdminRoutes(routes);
    registerBackRoutes(routes);
    registerFrontRoutes(routes);
  });
  office = { ctx, app, advance: installation.advance, stop: installation.stop };
  const admin = await hire(ctx, "Ada Functional", { roles: ["admin-fonctionnel"], units: [] });
  browser = await atWork(office, admin);
});
afterAll(() => office.stop());

const page = async (path: string) => words(await (await browser.get(path)).text());

async function send(path: string, from: string, fields: Record<string, string>): Promise<Response> {
  const html = await (await browser.get(from)).text();
  return browser.post(path, { ...fieldsOf(html, path), ...fields });
}

const save = (part: string, fields: Record<string, string>) => send(`${HERE}/${part}`, `${HERE}/${part}`, fields);
const offered = () => office.ctx.catalogue.definition("mulhouse", ID);

describe("who personalises", () => {
  test("an agent who does not write definitions is refused, every address", async () => {
    const agent = await atWork(office, await hire(office.ctx, "Paul"));
    for (const path of [LIST, HERE, `${HERE}/mots`, `${HERE}/apercu`, OWN, `${OWN}/publier`]) {
      const refused = await agent.get(path);
      expect(refused.status, path).toBe(403);
      expect(await refused.text(), path).toContain('href="/mulhouse/agent"');
    }
  });

  test("what the member did not adopt is not found", async () => {
    expect((await browser.get(`${LIST}/etat-civil/inconnu`)).status).toBe(404);
    expect((await browser.get(`${HERE}/inconnu`)).status).toBe(404);
  });
});

describe("a member's words", () => {
  test("are kept as a draft that citizens do not see, and leave the definition's where they say nothing", async () => {
    expect(await page(LIST)).toContain("Comme la définition commune");
    const response = await save("mots", { title: "Partir en séjour", "page.summary": "Inscrire un enfant." });
    expect([response.status, response.headers.get("location")]).toEqual([303, `${HERE}?fait=enregistre`]);
    const shown = await page(HERE);
    expect(shown).toContain("Partir en séjour");
    expect(shown).toContain("Titre de la démarche");
    expect(shown).not.toContain("Page de la démarche, à quoi sert");
    expect(await page(LIST)).toContain("Changements non publiés");
    expect(offered()?.title).toBe("Demande d'essai");
  });

  test("an optional question is hidden, a necessary one has no box", async () => {
    const html = await (await browser.get(`${HERE}/questions`)).text();
    expect(html).toContain('name="retirer.surnom"');
    expect(html).not.toContain('name="retirer.nom"');
    expect((await save("questions", { "retirer.surnom": "1", "fields.nom.title": "Nom de l’enfant" })).status).toBe(
      303,
    );
    await save("questions", { "retirer.nom": "1", "retirer.surnom": "1", "fields.nom.title": "Nom de l’enfant" });
    expect(await page(HERE)).not.toContain("Question « Nom » Retirée");
  });

  test("a question is added where it was asked, and what is missing is said beside it", async () => {
    const wrong = await save("ajouter", { titre: "", sorte: "choice", choix: "Un seul", place: "ailleurs" });
    expect(wrong.status).toBe(422);
    const said = words(await wrong.text());
    for (const each of ["Écrivez la question.", "au moins deux choix", "où poser la question", "Un seul"]) {
      expect(said).toContain(each);
    }
    const right = { titre: "Quel quartier ?", sorte: "choice", choix: "Centre\r\nBourtzwiller", place: "demande/nom" };
    expect((await save("ajouter", right)).status).toBe(303);
  });

  test("the preview is the form to come, step by step, and keeps nothing", async () => {
    const first = await browser.get(`${HERE}/apercu`);
    expect(first.headers.get("location")).toBe(`${HERE}/apercu/demande`);
    const html = await (await browser.get(`${HERE}/apercu/demande`)).text();
    expect(words(html)).toContain("Aperçu : Partir en séjour");
    expect(words(html).indexOf("Nom de l’enfant")).toBeLessThan(words(html).indexOf("Quel quartier ?"));
    expect(words(html)).toContain("Bourtzwiller");
    expect(words(html)).not.toContain("Surnom");
    const next = await browser.post(`${HERE}/apercu/demande`, fieldsOf(html, `${HERE}/apercu/demande`));
    expect(next.headers.get("location")).toBe(HERE);
  });

  test("are published, offered at once, and kept in the log", async () => {
    const response = await send(`${HERE}/publier`, HERE, {});
    expect(response.headers.get("location")).toBe(`${HERE}?fait=publie`);
    expect([offered()?.version, offered()?.title]).toEqual([2, "Partir en séjour"]);
    expect(office.ctx.catalogue.definition("rixheim", ID)?.version).toBe(1);
    const visitor = new Browser(office.app);
    expect(words(await (await visitor.get(`/mulhouse/${ID}`)).text())).toContain("Partir en séjour");
    await auditWritten(office.ctx);
    const [record] = await searchAudit(office.ctx.db, { member: "mulhouse", definition: ID, limit: 5 });
    expect(record).toMatchObject({ definition: ID, detail: { version: 2 } });
  });

  test("an added question can be taken back", async () => {
    await save("questions", {
      "retirer.quelQuartierLocal": "1",
      "retirer.surnom": "1",
      "fields.nom.title": "Nom de l’enfant",
    });
    expect(await page(HERE)).not.toContain("Quel quartier ?");
    await send(`${HERE}/abandonner`, HERE, {});
    expect(await page(HERE)).toContain("Quel quartier ?");
  });
});

describe("the whole file", () => {
  test("says the line of what cannot be read, keeps what was typed, and refuses to touch rights", async () => {
    const broken = await save("fichier", { fichier: '{\n"of": "jeunesse/sejour",\n"base": }' });
    expect(broken.status).toBe(422);
    expect(words(await broken.text())).toContain("ligne 3");
    const rights = await save("fichier", {
      fichier: `{ "of": "${ID}", "base": 1,\n "rights": { "open": ["anonymous"] } }`,
    });
    expect(rights.status).toBe(422);
    expect(words(await rights.text())).toContain("/rights, code unknown-property");
  });

  test("an overlay with mistakes can be kept, but not published", async () => {
    await save("fichier", { fichier: JSON.stringify({ of: ID, base: 1, fields: { nom: { hidden: true } } }) });
    const shown = await (await browser.get(HERE)).text();
    expect(words(shown)).toContain("personnalisation.json, /fields/nom/hidden, code overlay-hidden");
    expect(shown).not.toContain(`action="${HERE}/publier"`);
    const forced = await browser.post(`${HERE}/publier`, fieldsOf(shown, `${HERE}/abandonner`));
    expect(forced.status).toBe(422);
    await send(`${HERE}/abandonner`, HERE, {});
  });
});

describe("a new version of the base", () => {
  test("in conflict, is listed with both sides, and either can be kept", async () => {
    await publish(office.ctx.db, [base(5, "Nom de naissance")]);
    await office.ctx.catalogue.reload();
    expect(offered()?.version).toBe(2);
    expect(await page(LIST)).toContain("En conflit");
    const shown = await page(HERE);
    for (const each of ["Nom de naissance", "Nom de l’enfant", "Garder le nôtre", "Prendre celui de la définition"]) {
      expect(shown).toContain(each);
    }
    expect((await browser.get(`${HERE}/mots`)).headers.get("location")).toBe(HERE);
    expect((await send(`${HERE}/choisir`, HERE, {})).status).toBe(422);
    const chosen = await send(`${HERE}/choisir`, HERE, { "choix:/fields/nom/title": "base" });
    expect(chosen.headers.get("location")).toBe(`${HERE}?fait=choisi`);
    await send(`${HERE}/publier`, HERE, {});
    expect([offered()?.version, offered()?.form.order[0]?.title]).toEqual([3, "Nom de naissance"]);
  });
});

describe("a definition of one's own", () => {
  // Agents open it: nobody has to be told that it was received.
  const rights = { open: ["agent"] };
  const source = (version: number, changes: Record<string, unknown> = {}) => {
    const { schema } = definitionSource({ id: "jeunesse/fete", definition: { version, rights } });
    return JSON.stringify({ ...(schema as object), title: `Fête ${version}`, ...changes }, null, 2);
  };
  const workflow = JSON.stringify(INSTRUCTION, null, 2);

  async function write(fields: Record<string, string>, files: Record<string, string> = {}): Promise<Response> {
    const html = await (await browser.get(`${OWN}/publier`)).text();
    const form = new FormData();
    const typed = { ...fieldsOf(html, `${OWN}/publier`), parcours: "", ...fields };
    for (const [name, value] of Object.entries(typed)) form.set(name, value);
    for (const [name, text] of Object.entries(files)) form.set(name, new File([text], `${name}.json`));
    return browser.post(`${OWN}/publier`, form);
  }

  test("is checked: every mistake of both texts, with file, line, place and code", async () => {
    const response = await write({
      definition: source(1, { properties: { nom: { type: "string" } } }),
      texte: workflow.replace('"instruction",\n          "meta"', '"etude",\n          "meta"'),
    });
    expect(response.status).toBe(422);
    const shown = words(await response.text());
    expect(shown).toMatch(/définition, ligne \d+, \/properties\/nom, code field-title/);
    expect(shown).toMatch(/parcours, ligne \d+, .*code target/);
  });

  test("from files, is published and offered at once, under its member's name", async () => {
    const checked = await write({ faire: "verifier" }, { fichier: source(1), "fichier-parcours": workflow });
    expect([checked.status, words(await checked.text()).includes("Rien à corriger")]).toEqual([200, true]);
    expect(office.ctx.catalogue.definition("mulhouse", "jeunesse/fete")).toBeNull();
    const published = await write({ faire: "publier" }, { fichier: source(1), "fichier-parcours": workflow });
    expect(published.headers.get("location")).toBe(`${OWN}?fait=publie`);
    expect(await page(OWN)).toContain("Fête 1 jeunesse/fete 1");
    expect(await page(LIST)).not.toContain("Fête 1");
    const again = await write({ faire: "publier", definition: source(2), texte: workflow });
    expect(again.status).toBe(303);
    expect(office.ctx.catalogue.definition("mulhouse", "jeunesse/fete")?.title).toBe("Fête 2");
  });

  test("another member cannot publish a version of it, nor of a common one", async () => {
    const neighbour = await hire(office.ctx, "Rose", { member: "rixheim", roles: ["admin-fonctionnel"], units: [] });
    const there = await atWork(office, neighbour);
    const path = "/rixheim/agent/administration/definitions/publier";
    const html = await (await there.get(path)).text();
    for (const definition of [source(3), source(3).replace("jeunesse/fete", ID)]) {
      const form = new FormData();
      const typed = { ...fieldsOf(html, path), definition, parcours: "", texte: workflow, faire: "publier" };
      for (const [name, value] of Object.entries(typed)) form.set(name, value);
      const response = await there.post(path, form);
      expect(response.status).toBe(422);
      expect(words(await response.text())).toContain("définition, ligne 2, /$id, code definition-owner");
    }
  });

  test("a unit the member does not have is refused", async () => {
    const { schema } = definitionSource({ id: "jeunesse/fete", definition: { version: 3, unit: "voirie", rights } });
    const response = await write({ faire: "publier", definition: JSON.stringify(schema), texte: workflow });
    expect(words(await response.text())).toContain("code unknown-unit");
  });
});
