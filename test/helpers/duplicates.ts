import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answers, Duplicates, Json } from "../../engine/index.ts";
import { buildDefinition } from "./definitions.ts";

const shared = (name: string): Json =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../schemas/shared/${name}.json`), "utf8"));

const STATES: Json = {
  active: {
    meta: { label: "Active", sentence: "La fiche est active.", tone: "success" },
    on: {
      modifier: { meta: { label: "Modifier la fiche", edit: true } },
      retirer: { target: "retiree", meta: { label: "Retirer la fiche" } },
    },
  },
  retiree: {
    meta: { label: "Retirée", sentence: "La fiche est retirée.", tone: "neutral" },
    on: { remettre: { target: "active", meta: { label: "Remettre la fiche" } } },
  },
};

/** A register of people of any kind, in which duplicates are looked for. */
export const PEOPLE = buildDefinition({
  id: "annuaire/personne",
  required: ["nom"],
  properties: {
    nom: { type: "string", title: "Nom de naissance", maxLength: 80 },
    usage: { type: "string", title: "Nom d’usage", maxLength: 80 },
    prenoms: { type: "string", title: "Prénoms", maxLength: 80 },
    naissance: { type: "string", format: "date", title: "Date de naissance" },
    telephone: { type: "string", format: "phone", title: "Téléphone" },
    portable: { type: "string", format: "phone", title: "Portable" },
    courriel: { type: "string", format: "email", title: "Courriel" },
    adresse: { $ref: "../shared/adresse.json", title: "Adresse" },
    permis: {
      type: "array",
      title: "Permis",
      maxItems: 4,
      items: {
        type: "object",
        properties: {
          numero: { type: "string", title: "Numéro", maxLength: 20 },
          debut: { type: "string", format: "date", title: "Début" },
        },
      },
    },
    remarque: { type: "string", title: "Remarque", maxLength: 200 },
  },
  definition: {
    kind: "register",
    unit: "voirie",
    search: ["nom", "usage", "prenoms"],
    list: ["nom", "prenoms"],
    rights: { open: ["agent"], read: ["agent", "lecteur"] },
    duplicates: {
      names: ["nom", "usage"],
      firstNames: "prenoms",
      birthDate: "naissance",
      phones: ["telephone", "portable"],
      emails: ["courriel"],
      numbers: ["permis.numero"],
      address: "adresse",
    },
  },
  workflow: { id: "instruction", title: "Fiche", opened: "Fiche créée", initial: "active", states: STATES },
  shared: new Map([["shared/adresse.json", shared("adresse")]]),
});

/** What refers to someone, once or in a list. */
export const VISIT = buildDefinition({
  id: "annuaire/visite",
  required: ["qui"],
  properties: {
    qui: { type: "string", title: "Qui ?", "x-ref": PEOPLE.id },
    avec: {
      type: "array",
      title: "Avec",
      items: { type: "object", properties: { qui: { type: "string", title: "Qui ?", "x-ref": PEOPLE.id } } },
    },
  },
  definition: { kind: "register", unit: "voirie", rights: { open: ["agent"], read: ["agent"] } },
  workflow: { id: "instruction", title: "Fiche", opened: "Fiche créée", initial: "active", states: STATES },
});

const found = PEOPLE.duplicates;
if (!found) throw new Error("PEOPLE says nothing of duplicates");
export const RULES: Duplicates = found;

/** Someone, with a licence, as answers. */
export const person = (changes: Answers = {}): Answers => ({
  nom: "Lecanu",
  prenoms: "Sylvie",
  naissance: "1979-06-02",
  telephone: "+33233000112",
  portable: "+33612345678",
  adresse: { voie: "3 rue des Bains", codePostal: "50100", commune: "Cherbourg-en-Cotentin" },
  permis: [{ numero: "50-24118", debut: "2024-01-15" }],
  ...changes,
});

/** The same without these answers. */
export function without(answers: Answers, ...keys: readonly string[]): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([key]) => !keys.includes(key)));
}
