import { addDays, startClock } from "./clock.ts";
import { composeDocument, type Occasion, scopeAt } from "./compose-document.ts";
import type { CompiledDefinition, Template } from "./definition.ts";
import type { Composed, DocumentTemplate } from "./document.ts";
import { parisDay } from "./duration.ts";
import type { MailEffect } from "./effect.ts";
import type { Answers, EntryEvent, Json } from "./entry.ts";
import type { Field, Form } from "./form.ts";
import { put } from "./json.ts";
import { mailOf } from "./mail.ts";
import { OPENED } from "./open.ts";
import { resolve } from "./resolve.ts";
import { slotDay } from "./slot-value.ts";

/** No entry has it: a reference is drawn among so many that it will not come. */
const REFERENCE = "X7K4-QP9M";
const LONGEST = 80;

/** What a document would say of made-up answers: for who writes it, before anybody gets one. */
export function specimen(
  definition: CompiledDefinition,
  template: DocumentTemplate,
  now: string,
  about: Occasion["about"],
): Composed & { readonly reference: string } {
  const occasion = sampleOccasion(definition, now, about);
  return { ...composeDocument(definition, template, occasion), reference: REFERENCE };
}

/** What a mail would say of made-up answers, and its text message. */
export const mailSpecimen = (
  definition: CompiledDefinition,
  template: Template,
  now: string,
  about: Occasion["about"],
): MailEffect => mailOf("", template, scopeAt(definition, sampleOccasion(definition, now, about), "citizen"));

/** A demande just filed, of made-up answers, and everything that agents' forms may add to it. */
function sampleOccasion(definition: CompiledDefinition, now: string, about: Occasion["about"]): Occasion {
  const today = parisDay(now);
  const { regime, delay = "P2M" } = definition.clock;
  const started = { receivedOn: today, competentOn: today, delay, state: "running", today } as const;
  const fact: EntryEvent = {
    seq: 1,
    type: OPENED,
    from: null,
    to: definition.workflow.initial,
    actor: { kind: "agent", id: "specimen", name: "Prénom Nom", capacity: "Qualité" },
    at: now,
    data: {
      answers: Object.assign({}, ...[...definition.forms.values()].map((form) => sampleAnswers(form, now))),
      ...(regime !== "none" && { clock: startClock({ regime, ...started }) }),
    },
  };
  const entry = { reference: REFERENCE, createdAt: now, answers: sampleAnswers(definition.form, now) };
  return { entry, history: [fact], seq: 1, about, labels: new Map() };
}

/** An answer of each kind to everything a form asks an agent. */
export function sampleAnswers(form: Form, now: string): Answers {
  const answers: Record<string, Json> = {};
  for (const field of form.order) put(answers, field.key, sampleOf(field, now));
  return resolve(form, answers, { now, actor: { kind: "agent", roles: ["agent"] } }).answers;
}

function sampleOf(field: Field, now: string): Json {
  if (field.widget === "slot") return sampleSlot(now);
  if (field.widget === "seat") return sampleSeat(now);
  if (field.fields) {
    const group: Record<string, Json> = {};
    for (const child of field.fields) put(group, child.key, sampleOf(child, now));
    return field.type === "array" ? [group] : group;
  }
  const value = sampleValue(field, now);
  return field.type === "array" ? (field.choices ? [value] : []) : value;
}

/** A week from now, at ten. */
function sampleSlot(now: string): Json {
  const jour = addDays(parisDay(now), 7);
  const debut = `${jour}T09:00:00.000Z`;
  return { reservation: "specimen", place: "", lieu: "(Lieu)", jour, debut, fin: `${jour}T09:20:00.000Z` };
}

/** A session a week from now. */
function sampleSeat(now: string): Json {
  const jour = addDays(parisDay(now), 7);
  const named = { inscription: "specimen", seance: "specimen", intitule: "(Séance)", lieu: "(Lieu)", categorie: "" };
  return { ...named, dates: slotDay(jour), jour, fin: jour, attente: false };
}

function sampleValue({ type, widget, title, choices, schema }: Field, now: string): Json {
  const value = choices?.[0]?.value;
  if (type === "boolean") return true;
  if (type === "integer" || type === "number") {
    return widget === "money" ? 123_450 : Number(value ?? Math.max(1, Number(schema["minimum"] ?? 1)));
  }
  if (schema["format"] === "plate") return "AA-001-AA";
  return value ?? SAMPLES[widget]?.(now) ?? `(${title.slice(0, LONGEST)})`;
}

const SAMPLES: Readonly<Partial<Record<Field["widget"], (now: string) => string>>> = {
  date: parisDay,
  time: () => "08:30",
  email: () => "prenom.nom@courriel.example",
  phone: () => "+33199000000",
  textarea: () =>
    "Ici vient un texte libre, sur une ou plusieurs lignes : celui-ci montre la place qu’il pourrait prendre.",
};
