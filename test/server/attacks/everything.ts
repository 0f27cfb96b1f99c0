import { buildDefinition } from "../../helpers/definitions.ts";
import { TERRACE } from "../town-places.ts";

/** Breaks out of a text, an attribute in either quote, a text area, a title, a comment or a script. */
export const PROBE = `"'><xss-probe onprobe="1">--></textarea></title></script><xss-probe>`;
export const LINK = "javascript:alert(1)";

/** One field for each widget, with the payload in every word an administrator writes. */
export const EVERYTHING = buildDefinition({
  id: "essai/tout",
  properties: {
    ligne: { type: "string", title: `Ligne ${PROBE}`, description: PROBE, "x-suffix": "<xss-probe>" },
    texte: { type: "string", title: "Texte", "x-widget": "textarea" },
    courriel: { type: "string", format: "email", title: "Courriel" },
    telephone: { type: "string", format: "phone", title: "Téléphone" },
    nombre: { type: "integer", title: "Nombre" },
    montant: { type: "integer", title: "Montant", "x-widget": "money" },
    jour: { type: "string", format: "date", title: "Jour" },
    bouton: {
      type: "string",
      title: "Bouton",
      "x-widget": "radio",
      oneOf: [{ const: PROBE, title: PROBE, description: PROBE }],
    },
    liste: { type: "string", title: "Liste", "x-widget": "select", oneOf: [{ const: PROBE, title: PROBE }] },
    coche: { type: "boolean", title: "Coche" },
    coches: { type: "array", title: "Coches", uniqueItems: true, items: { type: "string", enum: [PROBE, "autre"] } },
    voisin: { type: "string", title: `Voisin ${PROBE}`, "x-ref": TERRACE.id },
    groupe: { type: "object", title: "Groupe", properties: { interieur: { type: "string", title: PROBE } } },
    repete: {
      type: "array",
      title: "Répété",
      items: { type: "object", title: PROBE, properties: { mot: { type: "string", title: "Mot" } } },
    },
    fichiers: {
      type: "array",
      title: "Fichiers",
      "x-widget": "attachments",
      items: { type: "string", format: "uuid" },
    },
  },
  definition: {
    page: { theme: PROBE, summary: PROBE, who: PROBE, need: [PROBE], next: PROBE },
    list: ["ligne", "texte", "liste"],
    search: ["ligne"],
  },
});

export const TYPED: Readonly<Record<string, string>> = {
  "root[ligne]": PROBE,
  "root[texte]": PROBE,
  "root[courriel]": PROBE,
  "root[telephone]": PROBE,
  "root[nombre]": PROBE,
  "root[montant]": PROBE,
  "root[jour][jour]": PROBE,
  "root[jour][mois]": PROBE,
  "root[jour][annee]": PROBE,
  "root[bouton]": PROBE,
  "root[liste]": PROBE,
  "root[coche]": PROBE,
  "root[coches]": PROBE,
  "root[groupe][interieur]": PROBE,
  "root[repete][0][mot]": PROBE,
  "root[fichiers]": PROBE,
  "root[voisin]": PROBE,
};
/** Looks for the entry that a field may name. */
export const SEARCH = { "_search:/voisin": "xss", _action: "search:/voisin" };
