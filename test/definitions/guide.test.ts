import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  compile,
  decideSector,
  explainScore,
  type Json,
  journey,
  layoutLines,
  open,
  prefill,
  resourceOf,
  sectorFieldsOf,
  sectorQuestion,
  submit,
} from "../../engine/index.ts";
import { type Loaded, loadFolder } from "../../server/definition-files.ts";
import { issueLine } from "../../server/start.ts";
import { sourceOf } from "../helpers/definition-files.ts";
import { buildDefinition } from "../helpers/definitions.ts";
import { CITIZEN, done, NOW } from "./shipped.ts";

const GUIDE = new URL("../../docs/write-a-definition.md", import.meta.url);
const ANSWERS = {
  logement: "immeuble",
  personnes: 3,
  foyers: 12,
  accord: true,
  adresse: { voie: "3 rue des Tilleuls", codePostal: "68100", commune: "Mulhouse" },
  courriel: "lucie.muller@courriel.example",
  attestation: true,
};

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "guichet-guide-"));
});

afterEach(() => rm(folder, { recursive: true }));

/** The text of the JSON block under `<!-- label: name -->`. */
async function block(label: string, name: string): Promise<string> {
  const guide = await readFile(GUIDE, "utf8");
  const [, after] = guide.split(`<!-- ${label}: ${name} -->`);
  const found = /^\s*```json\n([\s\S]*?)```/.exec(after ?? "")?.[1];
  if (found === undefined) throw new Error(`The guide has no block « ${name} »`);
  return found;
}

async function load(text: string): Promise<Loaded> {
  const file = join(folder, "dechets/composteur.json");
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return loadFolder(folder);
}

async function compiled(text: string) {
  const loaded = await load(text);
  const [definition] = loaded.ok ? loaded.definitions : [];
  if (!definition) throw new Error(JSON.stringify(loaded));
  return definition;
}

describe("the guide for functional admins", () => {
  test("gives an example that works as it is", async () => {
    const definition = await compiled(await block("fichier", "dechets/composteur.json"));
    expect(submit(definition.form, ANSWERS, { now: NOW })).toMatchObject({ ok: true, value: { volume: 600 } });
    const house = journey(definition.form, { ...ANSWERS, logement: "maison" }, { now: NOW });
    expect(house.steps.map(({ step }) => step.id)).toEqual(["logement", "contact"]);
  });

  test("leads to a service that answers the citizen", async () => {
    const definition = await compiled(await block("fichier", "dechets/composteur.json"));
    const opened = done(
      open(definition, {
        id: "1",
        reference: "X7K4-QP9M",
        member: "mulhouse",
        holder: "lucie",
        answers: ANSWERS,
        actor: CITIZEN,
        now: NOW,
      }),
    );
    const mails = opened.effects.filter(({ type }) => type === "mail");
    expect(mails).toMatchObject([{ type: "mail", to: ANSWERS.courriel }]);
    expect(opened.entry.clock).toMatchObject({ regime: "SVR", due: expect.any(String) });
  });

  test("asks for a payment that is owed in cents, in time", async () => {
    const states = JSON.parse(await block("extrait", "paiement"));
    const end = (label: string) => ({ type: "final", meta: { label, sentence: label, tone: "neutral" } });
    const definition = buildDefinition({
      properties: { volume: { type: "integer", title: "Volume" } },
      workflow: { initial: "a-payer", states: { ...states, payee: end("Payée"), "sans-suite": end("Sans suite") } },
    });
    const entry = { id: "1", reference: "X7K4-QP9M", member: "mulhouse", holder: "lucie", answers: { volume: 400 } };
    const { effects } = done(open(definition, { ...entry, actor: CITIZEN, now: NOW }));
    expect(effects).toMatchObject([{ type: "request-payment", amount: 2400, until: "2026-04-02T08:30:00.000Z" }]);
  });

  test("shows a page that leads elsewhere, where agents alone file", async () => {
    const definition = JSON.parse(await block("fichier", "dechets/composteur.json"));
    const { page, rights } = JSON.parse(await block("extrait", "elsewhere"));
    Object.assign(definition["x-definition"].page, page);
    expect(await load(JSON.stringify(definition))).toMatchObject({ ok: false });
    definition["x-definition"].rights = rights;
    expect((await compiled(JSON.stringify(definition))).page.elsewhere).toEqual(page.elsewhere);
  });

  test("shows a mail that may take the place of the ready one", async () => {
    const definition = JSON.parse(await block("fichier", "dechets/composteur.json"));
    definition["x-definition"].templates = JSON.parse(await block("extrait", "templates"));
    const { templates } = await compiled(JSON.stringify(definition));
    expect(templates.get("acceptee")?.subject[0]).toBe("Votre composteur est prêt (");
  });

  test("shows questions that an account fills, for oneself or for somebody else", async () => {
    const definition = JSON.parse(await block("fichier", "dechets/composteur.json"));
    const { page, properties } = JSON.parse(await block("extrait", "forOther"));
    Object.assign(definition["x-definition"].page, page);
    Object.assign(definition.properties, properties);
    definition["x-definition"].steps[0].fields.push(...Object.keys(properties));
    const { form } = await compiled(JSON.stringify(definition));
    const answers = prefill(form, { phone: "+33612345678", "family-name": "Weber" }, { "family-name": "Durand" });
    expect(answers).toEqual({ nomEnfant: "Durand", telephone: "+33612345678" });
  });

  test("shows a question that a source fills, with what to ask when it does not", async () => {
    const definition = JSON.parse(await block("fichier", "dechets/composteur.json"));
    const { sources, properties } = JSON.parse(await block("extrait", "sources"));
    definition["x-definition"].sources = sources;
    Object.assign(definition.properties, properties);
    definition["x-definition"].steps[0].fields.push(...Object.keys(properties).filter((key) => key !== "reduit"));
    const { form } = await compiled(JSON.stringify(definition));
    const at = (quotient: Json) => journey(form, { ...ANSWERS, quotient }, { now: NOW });
    expect(at({ etat: "obtenu", valeur: 640 }).answers["reduit"]).toBe(true);
    const byHand = at({ etat: "indisponible" }).steps[0]?.fields.map(({ key }) => key);
    expect(byHand).toContain("attestationQuotient");
  });

  test("shows a card that lasts a year, is verified and renewed", async () => {
    const definition = JSON.parse(await block("fichier", "dechets/composteur.json"));
    const { workflow, validity, documents, properties } = JSON.parse(await block("extrait", "validity"));
    Object.assign(definition["x-definition"], { workflow, validity, documents });
    Object.assign(definition.properties, properties);
    const compiledCard = await compiled(JSON.stringify(definition));
    expect(compiledCard.validity?.renewal).toMatchObject({ of: "precedente", opens: "P60D", again: ["accord"] });
    expect(compiledCard.documents.get("carte")?.card?.shown).toEqual(["personnes"]);
  });

  test("shows criteria that rank requests, with the points of each", async () => {
    const definition = JSON.parse(await block("fichier", "dechets/composteur.json"));
    Object.assign(definition["x-definition"], JSON.parse(await block("extrait", "scoring")));
    const { scoring } = await compiled(JSON.stringify(definition));
    const entry = { reference: "X7K4-QP9M", state: "deposee", createdAt: "2025-12-24T08:00:00.000Z" };
    const explained = scoring && explainScore(scoring, ANSWERS, { now: NOW, entry });
    expect(explained?.explanation.criteria.map(({ total }) => total)).toEqual([10, 3, 2]);
    expect(explained?.score.ties).toEqual([3]);
  });

  test("says truly that a misspelt name is found, with the right one", async () => {
    const text = await block("fichier", "dechets/composteur.json");
    const loaded = await load(text.replace(`"x-when": "logement ==`, `"x-when": "logemen ==`));
    expect(loaded.ok ? [] : loaded.issues.map(({ code }) => code)).toContain("expression-name");
    expect(loaded.ok ? "" : loaded.issues[0]?.message).toContain("logement");
  });

  test("gives a register and its workflow, which a service may name", async () => {
    for (const file of ["culture/salle.json", "workflows/salles.json"]) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), await block("fichier", file));
    }
    const loaded = await loadFolder(folder);
    expect(loaded).toMatchObject({ ok: true, definitions: [{ id: "culture/salle", kind: "register" }] });
  });

  test("gives a register that is booked, a service that books it, and what happens next", async () => {
    const files = [
      "accueil/guichet.json",
      "accueil/rendez-vous.json",
      "workflows/rendez-vous.json",
      "workflows/salles.json",
    ];
    for (const file of files) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), await block("fichier", file));
    }
    const loaded = await loadFolder(folder);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
    const [desk, service] = ["accueil/guichet", "accueil/rendez-vous"].map((id) =>
      loaded.definitions.find((definition) => definition.id === id),
    );
    const answers = {
      nom: "Guichet 1",
      lieu: "Mairie centrale",
      duree: 20,
      horaires: [{ jours: ["jeudi"], de: "09:00", a: "12:00" }],
    };
    expect(desk && submit(desk.form, answers, { now: NOW })).toMatchObject({ ok: true });
    const resource = desk?.agenda && resourceOf(desk.agenda, { id: "1", answers }, NOW);
    expect(resource).toMatchObject({ place: "Mairie centrale", minutes: 20, capacity: 1 });
    expect(service?.form.order.find(({ key }) => key === "rendezVous")?.slot).toMatchObject({
      register: "accueil/guichet",
    });
  });

  test("shows the sessions and the seat of definitions that are shipped", async () => {
    const { source: register } = sourceOf("schemas/aquatique/seance.json");
    const { source: service } = sourceOf("schemas/aquatique/inscription.json");
    expect(register.schema).toMatchObject({ "x-definition": JSON.parse(await block("extrait", "sessions")) });
    expect(service.schema).toMatchObject(JSON.parse(await block("extrait", "seat")));
  });

  test("shows a quick form that a shipped register could have, asking whatever an entry must have", async () => {
    const { source, pieces } = sourceOf("schemas/relais/contact.json");
    const schema = JSON.parse(JSON.stringify(source.schema));
    Object.assign(schema["x-definition"], JSON.parse(await block("extrait", "quick")));
    const result = compile({ ...source, schema }, pieces);
    if (!result.ok) throw new Error(JSON.stringify(result.issues));
    const asked = result.value.quick?.fields.map(({ key }) => key);
    expect(asked).toEqual(["public", "sujets", "resume", "rappelerLe"]);
  });

  test("shows a file for another software, which is written from the answers", async () => {
    const definition = JSON.parse(await block("fichier", "dechets/composteur.json"));
    definition["x-definition"].layouts = JSON.parse(await block("extrait", "layouts"));
    const { layouts } = await compiled(JSON.stringify(definition));
    const entry = { reference: "X7K4-QP9M", state: "deposee", createdAt: NOW, answers: { ...ANSWERS, volume: 600 } };
    const lines = layouts.flatMap((layout) => layoutLines(layout, entry, new Map(), NOW));
    expect(lines).toEqual([["lucie.muller@courriel.example", "I", "Mulhouse", "600", ""]]);
  });

  test("gives a register of sectors, a service that finds one by an address, and the event that decides", async () => {
    const workflow = JSON.parse(await readFile(new URL("../../workflows/instruction.json", import.meta.url), "utf8"));
    Object.assign(workflow.states[workflow.initial].on, JSON.parse(await block("extrait", "secteur")));
    const zone = { type: "string", title: "Zone", "x-ref": "voirie/zone" };
    workflow.forms["fixer-zone"] = { title: "Fixer la zone", type: "object", properties: { zone } };
    for (const file of ["voirie/zone.json", "voirie/macaron.json", "workflows/salles.json"]) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), await block("fichier", file));
    }
    await writeFile(join(folder, "workflows/instruction.json"), JSON.stringify(workflow));
    const loaded = await loadFolder(folder);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
    const register = loaded.definitions.find(({ id }) => id === "voirie/zone");
    const service = loaded.definitions.find(({ id }) => id === "voirie/macaron");
    if (!register?.sectors || !service) throw new Error("not there");
    const [field] = sectorFieldsOf(service.form);
    const question = field && sectorQuestion(field.sector, { now: NOW, answers: ANSWERS });
    const answers = { nom: "Centre", voies: [{ voie: "Rue des Tilleuls", cote: "impairs" }] };
    const centre = { id: "1", name: "Centre", state: "ouverte", answers };
    const found = field && question && decideSector(field, question, register.sectors, [centre], "68224");
    expect(found).toMatchObject({ outcome: "one", entry: "1" });
  });

  test("gives a service whose price comes from a table, and what makes it", async () => {
    const file = join(folder, "loisirs/natation.json");
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, await block("fichier", "loisirs/natation.json"));
    const loaded = await loadFolder(folder);
    const [definition] = loaded.ok ? loaded.definitions : [];
    if (!definition) throw new Error(JSON.stringify(loaded));
    const child = { nom: "Léo", naissance: "2016-05-02", domicile: "agglomeration", fratrie: true };
    const answers = { ...child, courriel: "lucie.muller@courriel.example" };
    const opening = { id: "1", reference: "X7K4-QP9M", member: "mulhouse", holder: "lucie", actor: CITIZEN, now: NOW };
    const { entry, event } = done(open(definition, { ...opening, answers }));
    expect(entry.answers["prix"]).toBe(7_500 - 1_500 + 350);
    expect(event.data.prices).toMatchObject([
      { total: 6_350, steps: [{ amount: 7_500 }, { amount: -1_500 }, { amount: 350 }] },
    ]);
  });

  test("shows what the check answers to a misspelt name, word for word", async () => {
    const text = (await block("fichier", "dechets/composteur.json")).replace(
      "logement == 'immeuble'",
      "logemen == 'immeuble'",
    );
    const loaded = await load(text);
    const said = loaded.ok ? [] : loaded.issues.map(issueLine);
    const guide = await readFile(GUIDE, "utf8");
    expect(said).toHaveLength(1);
    expect(guide).toContain(said[0]?.replace(`${folder}/`, "mes-definitions/"));
  });
});
