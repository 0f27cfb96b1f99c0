import type { ErrorObject } from "ajv/dist/2020.js";
import type { Field } from "./form.ts";
import { formatMoney } from "./format.ts";
import { frenchText } from "./french-text.ts";
import { suffixOf } from "./suffix.ts";

/** What a person must do to a field she left blank. Never blames. */
export function requiredMessage(field: Field): string {
  const own = field.messages?.["required"];
  if (own !== undefined) return own;
  const name = quoted(field);
  switch (field.widget) {
    case "radio":
    case "select":
    case "member":
      return `Vous devez choisir une réponse à ${name}.`;
    case "checkboxes":
      return `Vous devez cocher au moins une réponse à ${name}.`;
    case "checkbox":
      return `Vous devez cocher ${name} pour continuer.`;
    case "attachment":
    case "attachments":
      return `Vous devez joindre un fichier pour ${name}.`;
    case "date":
      return `Vous devez indiquer une date pour ${name}.`;
    case "source":
      return `Choisissez pour ${name} : récupérer vos données, ou répondre vous-même.`;
    case "reference":
      return `Vous devez choisir une fiche pour ${name}.`;
    case "slot":
      return `Vous devez choisir un créneau pour ${name}.`;
    case "seat":
      return `Vous devez choisir une séance pour ${name}.`;
    case "repeat":
      return `Vous devez ajouter au moins un élément à ${name}.`;
    default:
      return `Vous devez indiquer ${name}.`;
  }
}

/** The sentence for an ajv error on a field; `x-messages` of the field comes first. */
export function messageOf(error: ErrorObject, field: Field | undefined): string {
  if (error.keyword === "additionalProperties") {
    return `Le champ « ${String(error.params["additionalProperty"])} » n'est pas attendu ici : retirez-le.`;
  }
  if (!field) return "Vous devez envoyer un objet dont les clés sont celles du formulaire.";
  const own = field.messages?.[error.keyword] ?? (isChoice(error) ? field.messages?.["oneOf"] : undefined);
  return own ?? sentence(error, field);
}

const isChoice = (error: ErrorObject): boolean => error.keyword === "enum";

function sentence(error: ErrorObject, field: Field): string {
  const name = quoted(field);
  switch (error.keyword) {
    case "type":
      return typeMessage(field, name);
    case "format":
      return formatMessage(field, name);
    case "enum":
      return field.type === "array"
        ? `Vous devez choisir parmi les réponses proposées pour ${name}.`
        : `Vous devez choisir une des réponses proposées pour ${name}.`;
    case "const":
      return `Vous devez cocher ${name} pour continuer.`;
    case "pattern":
      if (field.widget === "time") return `Vous devez indiquer une heure pour ${name}, par exemple 8 h 30 ou 14:00.`;
      return `Vous devez écrire ${name} sous la forme attendue${field.hint ? ` : ${lowerFirst(field.hint)}` : ""}${field.hint?.endsWith(".") ? "" : "."}`;
    default:
      return boundMessage(error, field, name);
  }
}

function typeMessage(field: Field, name: string): string {
  if (field.widget === "date") return dateMessage(name);
  if (field.widget === "money") return `Vous devez indiquer un montant en euros pour ${name}, par exemple 12,50.`;
  if (field.type === "integer") return `Vous devez indiquer un nombre entier pour ${name}, par exemple 4.`;
  if (field.type === "number") return `Vous devez indiquer un nombre pour ${name}, par exemple 12,5.`;
  if (field.type === "boolean") return requiredMessage(field);
  if (field.choices) return `Vous devez choisir parmi les réponses proposées pour ${name}.`;
  if (field.type === "array" || field.type === "object") return `Vous devez remplir ${name} champ par champ.`;
  return `Vous devez indiquer un texte pour ${name}.`;
}

const dateMessage = (name: string): string =>
  `Vous devez indiquer une date qui existe pour ${name}, par exemple le 31 janvier 2026 : 31, 1, 2026.`;

function formatMessage(field: Field, name: string): string {
  switch (field.schema["format"]) {
    case "date":
      return dateMessage(name);
    case "email":
      return `Vous devez indiquer une adresse électronique complète pour ${name}, par exemple nom@exemple.fr.`;
    case "phone":
      return `Vous devez indiquer un numéro de téléphone pour ${name}, par exemple 06 12 34 56 78 ou +33 6 12 34 56 78.`;
    case "plate":
      return `Vous devez écrire ${name} comme sur la carte grise, par exemple AB-123-CD, ou 1234 AB 68 pour un ancien numéro.`;
    case "siren":
      return `Vous devez indiquer les neuf chiffres de ${name}, sans espace : l'un d'eux au moins n'est pas juste.`;
    default:
      return field.widget === "reference"
        ? `Vous devez choisir une fiche de la liste pour ${name}.`
        : `Vous devez joindre de nouveau le fichier de ${name} : il n'a pas été reconnu.`;
  }
}

function boundMessage(error: ErrorObject, field: Field, name: string): string {
  const limit = Number(error.params["limit"] ?? error.params["multipleOf"] ?? 0);
  const amount =
    field.widget === "money" ? formatMoney(limit) : `${frenchText(limit)} ${suffixOf(field, limit)}`.trim();
  switch (error.keyword) {
    case "minLength":
      return `Vous devez écrire au moins ${plural(limit, "caractère")} pour ${name}.`;
    case "maxLength":
      return `Vous devez écrire ${plural(limit, "caractère")} au plus pour ${name}.`;
    case "minimum":
      return `Vous devez indiquer ${amount} ou plus pour ${name}.`;
    case "maximum":
      return `Vous devez indiquer ${amount} ou moins pour ${name}.`;
    case "exclusiveMinimum":
      return `Vous devez indiquer plus de ${amount} pour ${name}.`;
    case "exclusiveMaximum":
      return `Vous devez indiquer moins de ${amount} pour ${name}.`;
    case "multipleOf":
      return `Vous devez indiquer un multiple de ${amount} pour ${name}.`;
    case "minItems":
      return `Vous devez ${itemVerb(field)} au moins ${plural(limit, itemNoun(field))} pour ${name}.`;
    case "maxItems":
      return `Vous devez garder ${plural(limit, itemNoun(field))} au plus pour ${name}.`;
    case "uniqueItems":
      return `Vous devez retirer ce qui figure deux fois dans ${name}.`;
    default:
      return `Vous devez corriger ${name}.`;
  }
}

function itemVerb(field: Field): string {
  if (field.widget === "attachments") return "joindre";
  return field.choices ? "cocher" : "ajouter";
}

function itemNoun(field: Field): string {
  if (field.widget === "attachments") return "fichier";
  return field.choices ? "réponse" : "élément";
}

const quoted = (field: Field): string => `« ${field.title} »`;
const plural = (count: number, noun: string): string => `${frenchText(count)} ${noun}${count >= 2 ? "s" : ""}`;
const lowerFirst = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text[0]?.toLowerCase() + text.slice(1) : text;
