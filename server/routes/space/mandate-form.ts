import { type Answers, type Form, ownForm } from "../../../engine/index.ts";
import { mandateWords } from "../../../renderer/strings-mandates.ts";
import type { Offer } from "../../commands/mandate.ts";
import type { Context } from "../../context.ts";

const words = mandateWords.form;
const ALL = "toutes";
const SOME = "certaines";

interface Choice {
  readonly const: string;
  readonly title: string;
}

/** The members of the group. */
const memberChoices = (ctx: Context): readonly Choice[] =>
  ctx.catalogue.members().map(({ id, name }) => ({ const: id, title: name }));

/** What they serve, each service once. */
export function serviceChoices(ctx: Context): readonly Choice[] {
  const services = ctx.catalogue.members().flatMap(({ id }) => ctx.catalogue.definitions(id));
  const titles = new Map(services.filter(({ kind }) => kind === "service").map(({ id, title }) => [id, title]));
  return [...titles].map(([id, title]) => ({ const: id, title }));
}

/** The form of an offer: what it can be about is what the group serves today. */
export function mandateForm(ctx: Context): Form {
  return ownForm("mandat", {
    required: ["courriel", "droit", "collectivites", "membres", "demarches", "services", "debut", "fin"],
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
      collectivites: radio(words.members, { [ALL]: words.membersAll, [SOME]: words.membersSome }, words.membersMissing),
      membres: boxes("collectivites", words.membersList, memberChoices(ctx), words.membersNone),
      demarches: radio(words.services, { [ALL]: words.servicesAll, [SOME]: words.servicesSome }, words.servicesMissing),
      services: boxes("demarches", words.servicesList, serviceChoices(ctx), words.servicesNone),
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
  const some = (question: string, key: string) =>
    text(question) === SOME && Array.isArray(answers[key]) ? answers[key].map(String) : null;
  return {
    email: text("courriel"),
    acts: text("droit") === "agir",
    members: text("collectivites") === ALL ? null : (some("collectivites", "membres") ?? []),
    definitions: text("demarches") === ALL ? null : (some("demarches", "services") ?? []),
    startsOn: text("debut"),
    endsOn: text("fin"),
  };
}
