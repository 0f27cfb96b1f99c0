import { type Answers, type FieldSchema, type Form, ownForm } from "../../../engine/index.ts";
import { mandateWords } from "../../../renderer/strings-mandates.ts";
import type { Offer } from "../../commands/mandate.ts";
import type { Context } from "../../context.ts";

const words = mandateWords.form;
const ALL = "toutes";
const SOME = "certaines";
/** As many as a question may have. */
const MOST_CHOICES = 500;

interface Choice {
  readonly const: string;
  readonly title: string;
}

/** The members of the group. */
const memberChoices = (ctx: Context): readonly Choice[] =>
  ctx.catalogue
    .members()
    .map(({ id, name }) => ({ const: id, title: name }))
    .slice(0, MOST_CHOICES);

/** What they serve, each service once. */
export function serviceChoices(ctx: Context): readonly Choice[] {
  const services = ctx.catalogue.members().flatMap(({ id }) => ctx.catalogue.definitions(id));
  const titles = new Map(services.filter(({ kind }) => kind === "service").map(({ id, title }) => [id, title]));
  return [...titles].map(([id, title]) => ({ const: id, title })).slice(0, MOST_CHOICES);
}

/** The form of an offer: what it can be about is what the group serves today. */
export function mandateForm(ctx: Context): Form {
  const members = some("collectivites", "membres", memberChoices(ctx), {
    ...{ question: words.members, all: words.membersAll, missing: words.membersMissing },
    ...{ list: words.membersList, none: words.membersNone },
  });
  const services = some("demarches", "services", serviceChoices(ctx), {
    ...{ question: words.services, all: words.servicesAll, missing: words.servicesMissing },
    ...{ list: words.servicesList, none: words.servicesNone },
  });
  return ownForm("mandat", {
    required: ["courriel", "droit", ...Object.keys(members), ...Object.keys(services), "debut", "fin"],
    properties: {
      courriel: {
        type: "string",
        format: "email",
        title: words.email,
        description: words.emailHint,
        "x-autocomplete": "off",
        "x-messages": { required: words.emailMissing, format: words.emailWrong },
      },
      droit: radio(words.right, words.rights, words.rightMissing),
      ...members,
      ...services,
      debut: { type: "string", format: "date", title: words.from, "x-messages": { required: words.fromMissing } },
      fin: {
        type: "string",
        format: "date",
        title: words.until,
        description: words.untilHint(ctx.config.mandateDays),
        "x-messages": { required: words.untilMissing },
      },
    },
  });
}

interface Said {
  readonly question: string;
  readonly all: string;
  readonly missing: string;
  readonly list: string;
  readonly none: string;
}

/** All, or those ticked; all alone where there is nothing to tick. */
function some(question: string, list: string, choices: readonly Choice[], said: Said): Record<string, FieldSchema> {
  const answers = { [ALL]: said.all, ...(choices.length > 0 && { [SOME]: words.some }) };
  const asked = { [question]: radio(said.question, answers, said.missing) };
  return choices.length === 0 ? asked : { ...asked, [list]: boxes(question, said.list, choices, said.none) };
}

const radio = (title: string, labels: Readonly<Record<string, string>>, required: string) => ({
  type: "string" as const,
  title,
  "x-widget": "radio" as const,
  oneOf: Object.entries(labels).map(([value, label]) => ({ const: value, title: label })),
  "x-messages": { required },
});

/** Asked of who chose "only those that I tick"; ignored otherwise. */
const boxes = (question: string, title: string, choices: readonly Choice[], required: string) => ({
  type: "array" as const,
  title,
  description: words.membersHint,
  "x-widget": "checkboxes" as const,
  "x-when": `${question} == '${SOME}'`,
  items: { type: "string" as const, oneOf: [...choices] },
  "x-messages": { required },
});

/** What was offered, from checked answers. */
export function offerOf(answers: Answers): Offer {
  const text = (key: string) => String(answers[key] ?? "");
  const ticked = (question: string, key: string) => {
    const values = answers[key];
    return text(question) === ALL ? null : Array.isArray(values) ? values.map(String) : [];
  };
  return {
    email: text("courriel"),
    acts: text("droit") === "agir",
    members: ticked("collectivites", "membres"),
    definitions: ticked("demarches", "services"),
    startsOn: text("debut"),
    endsOn: text("fin"),
  };
}
