import { beforeEach, expect, test } from "vitest";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { MEMBERS } from "../identity/installation.ts";
import { file, hire, type Office, openOffice, stored } from "../routes/back-office.ts";
import { fiches, imports, linesOf, sends } from "./import-town.ts";

const STATES = {
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
};

const FAMILIES = buildDefinition({
  id: "ruchers/famille",
  required: ["nom"],
  properties: {
    nom: { type: "string", title: "Nom" },
    ville: { type: "string", title: "Ville" },
    numero: { type: "string", title: "Numéro de dossier" },
    telephone: { type: "string", title: "Téléphone", format: "phone" },
    accord: { type: "boolean", title: "Accord" },
  },
  definition: {
    kind: "register",
    list: ["nom"],
    search: ["nom", "ville", "numero"],
    duplicates: { names: ["nom"], phones: ["telephone"] },
  },
  workflow: STATES,
});

const CHILDREN = buildDefinition({
  id: "ruchers/enfant",
  required: ["prenom"],
  properties: {
    prenom: { type: "string", title: "Prénom" },
    famille: {
      type: "string",
      title: "Famille",
      "x-ref": FAMILIES.id,
      "x-ref-where": { accord: true },
    },
  },
  definition: { kind: "register", list: ["prenom"], incomplete: ["prenom"] },
  workflow: STATES,
});

let office: Office;
let anne: Awaited<ReturnType<typeof hire>>;
let [roth, weber] = ["", ""];
beforeEach(async () => {
  office = await openOffice(catalogueOf(MEMBERS, [FAMILIES, CHILDREN]));
  anne = await hire(office.ctx, "Anne Roth");
  const family = (answers: object) => file(office, anne, FAMILIES, { accord: true, ...answers });
  roth = await family({ nom: "Roth-Müller", ville: "Mulhouse", numero: "F-2024-117", telephone: "+33389001122" });
  weber = await family({ nom: "Weber", ville: "Rixheim", numero: "F-2024-118" });
  await family({ nom: "Weber", ville: "Illzach", numero: "F-2024-119" });
  await family({ nom: "Sans Accord", ville: "Illzach", accord: false });
  return () => office.stop();
});

test("a column names the fiche of another register: by its number, its name, its telephone or its reference", async () => {
  const { reference } = (await stored(office, roth)).entry;
  const named = ["f 2024 117", "ROTH MULLER", "03 89 00 11 22", reference, "Weber Rixheim"];
  const lines = named.map((name, index) => `Enfant ${"ABCDE".charAt(index)};${name}`);
  const sent = await sends(office.ctx, anne, `Prénom;Famille\n${lines.join("\n")}\n`, "e.csv", undefined, CHILDREN);
  expect((await imports(office.ctx, sent)).counts.outcomes).toEqual({ created: 5 });
  const children = await fiches(office.ctx, CHILDREN.id);
  const byName = new Map(children.map(({ answers }) => [answers["prenom"], answers["famille"]]));
  expect(["A", "B", "C", "D", "E"].map((letter) => byName.get(`Enfant ${letter}`))).toEqual([
    roth,
    roth,
    roth,
    roth,
    weber,
  ]);
});

test("what names nobody, several, or one that does not suit is told and set aside, the child is kept", async () => {
  const text = "Prénom;Famille\nLou;Weber\nZoé;Inconnus\nMax;Sans Accord\nIda;\n";
  const sent = await sends(office.ctx, anne, text, "e.csv", undefined, CHILDREN);
  await imports(office.ctx, sent);
  const lines = await linesOf(office.ctx, sent);
  expect(lines.map(({ outcome }) => outcome)).toEqual(["created", "created", "created", "created"]);
  expect(lines.map(({ details }) => details?.aside?.map(({ text, reason }) => [text, reason]))).toEqual([
    [["Weber", "Plusieurs fiches y répondent : choisissez-la sur la fiche."]],
    [["Inconnus", "Aucune fiche que vous pouvez lire ne répond à ce numéro, ce nom ou ce téléphone."]],
    [["Sans Accord", "Cette fiche ne convient pas ici."]],
    undefined,
  ]);
  for (const { answers } of await fiches(office.ctx, CHILDREN.id)) expect(answers).not.toHaveProperty("famille");
});
