import {
  type CompiledDefinition,
  type Json,
  type OverlayFile,
  quotable,
  statementsOf,
  withStatement,
} from "../engine/index.ts";
import { ADMIN_ROOT } from "../renderer/admin/fields.tsx";
import type { WordField, WordInput, WordSection } from "../renderer/admin/overlay-view.ts";
import type { ShownIssue } from "../renderer/error-summary.tsx";
import { fieldId } from "../renderer/field-id.ts";
import { overlayWords as words } from "../renderer/strings-overlay.ts";

/** The parts of an overlay that a form edits; the rest is written in its file. */
export const PARTS = ["mots", "questions", "courriels", "documents", "suivi"] as const;
export type Part = (typeof PARTS)[number];

export const isPart = (text: string): text is Part => (PARTS as readonly string[]).includes(text);

/** The part whose form says what an overlay says under this name. */
const PART_OF: Readonly<Record<string, Part>> = {
  ...{ title: "mots", page: "mots", fields: "questions", steps: "questions" },
  ...{ templates: "courriels", documents: "documents", states: "suivi" },
};

/** Where a text is mended, under the page of its overlay: the field of a form; null for what only the file says. */
export function mendedAt(path: readonly string[], base: CompiledDefinition, overlay: OverlayFile): string | null {
  const part = PART_OF[path[0] ?? ""];
  if (part === undefined) return null;
  const sections = partSections(part, base, overlay);
  const name = path.join(".");
  return inputsOf(sections).some((input) => input.name === name) ? `${part}#${fieldId(`/${name}`, ADMIN_ROOT)}` : null;
}

/** The texts and boxes of one part, with what the base says and what the member says. */
export function partSections(part: Part, base: CompiledDefinition, overlay: OverlayFile): readonly WordSection[] {
  const ours = new Map(statementsOf(overlay).map(({ pointer, ours: said }) => [pointer, said]));
  const input = (
    path: readonly string[],
    label: string,
    text: Json | undefined,
    most: number,
    lines = 1,
  ): WordInput => {
    const pointer = path.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
    return {
      path,
      name: path.join("."),
      label,
      base: textOf(text),
      value: textOf(ours.get(pointer) ?? text),
      most,
      lines,
    };
  };
  return SECTIONS[part](base, input, overlay);
}

type MakeInput = (
  path: readonly string[],
  label: string,
  text: Json | undefined,
  most: number,
  lines?: number,
) => WordInput;
type Sections = (base: CompiledDefinition, input: MakeInput, overlay: OverlayFile) => readonly WordSection[];

const textOf = (value: Json | undefined): string =>
  Array.isArray(value) ? value.join("\n") : typeof value === "number" ? decimal(value) : String(value ?? "");

/** "0,5": as people type it. */
const decimal = (value: number): string => String(value).replace(".", ",");

/** The megabytes that were typed, between the bounds of schemas/meta/overlay.json; null for anything else. */
function megabytesIn(text: string): number | null {
  const figures = /^\d{1,5}([.,]\d{1,3})?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : 0;
  return figures >= 0.1 && figures <= 10_000 ? figures : null;
}

const SECTIONS: Readonly<Record<Part, Sections>> = {
  mots: ({ title, page }, input) => [
    {
      title: words.parts.mots,
      inputs: [
        input(["title"], words.page.title, title, 200),
        input(["page", "summary"], words.page.summary, page.summary, 1000, 3),
        input(["page", "who"], words.page.who, page.who, 2000, 3),
        input(["page", "need"], words.page.need, page.need && [...page.need], 4000, 4),
        input(["page", "duration"], words.page.duration, page.duration, 100),
        input(["page", "next"], words.page.next, page.next, 2000, 3),
        input(["page", "button"], words.page.button, page.button, 60),
      ],
    },
  ],
  questions: questionSections,
  courriels: (base, input) =>
    Object.entries(writtenIn(base, "templates")).map(([id, template]) => ({
      title: words.mail(subjectOf(template["subject"]) ?? id),
      inputs: [
        input(["templates", id, "subject"], words.subject, template["subject"], 200),
        input(["templates", id, "body"], words.body, template["body"], 10_000, 10),
      ],
    })),
  documents: (base, input) =>
    Object.entries(writtenIn(base, "documents")).map(([id, document]) => ({
      title: words.document(textOf(document["title"])),
      inputs: [
        input(["documents", id, "title"], words.documentTitle, document["title"], 120),
        input(["documents", id, "body"], words.body, document["body"], 20_000, 16),
      ],
      ...quotesOf(base, id),
    })),
  suivi: ({ workflow }, input) =>
    [...workflow.states.values()].map(({ id, label, sentence, next }) => ({
      title: words.state(label),
      inputs: [
        input(["states", id, "label"], words.label, label, 100),
        input(["states", id, "sentence"], words.sentence, sentence, 500, 2),
        input(["states", id, "next"], words.next, next, 1000, 2),
      ],
    })),
};

/** What a document may quote, to help who writes it. */
function quotesOf(base: CompiledDefinition, id: string): Pick<WordSection, "document"> {
  const document = base.documents.get(id);
  if (!document) return {};
  const quotes = quotable(base, document).map(({ source, title }) => [`{{${source}}}`, title] as const);
  return { document: { title: document.title, quotes } };
}

/** Mails or documents of a definition, in place of its workflow's. */
function writtenIn({ schema, workflowSource }: CompiledDefinition, name: "templates" | "documents") {
  const own = (schema["x-definition"] as Record<string, Json>)[name] ?? {};
  return { ...((workflowSource[name] ?? {}) as object), ...(own as object) } as Record<string, Record<string, Json>>;
}

function questionSections(
  { form }: CompiledDefinition,
  input: MakeInput,
  overlay: OverlayFile,
): readonly WordSection[] {
  return form.steps.map((step) => ({
    title: step.title,
    inputs:
      form.steps.length > 1
        ? [
            input(["steps", step.id, "title"], words.stepTitle, step.title, 200),
            input(["steps", step.id, "hint"], words.stepHint, step.hint, 2000, 2),
          ]
        : [],
    fields: [
      ...step.fields.map(({ key, title, hint, required, computed, widget, schema }) => ({
        key,
        title,
        added: false,
        inputs: [
          input(["fields", key, "title"], words.question, title, 300),
          input(["fields", key, "description"], words.help, hint, 2000, 2),
          ...(/^attachments?$/.test(widget)
            ? [input(["fields", key, "maxSize"], words.maxSize, schema["x-max-size"], MOST_DIGITS)]
            : []),
        ],
        hidden: overlay.fields?.[key]?.hidden ?? false,
        canHide: !required && computed === undefined,
      })),
      ...Object.entries(overlay.add ?? {})
        .filter(([, added]) => (added.step ?? step.id) === step.id)
        .map(([key, { field }]) => ({
          key,
          title: field.title ?? key,
          added: true,
          inputs: [],
          hidden: false,
          canHide: true,
        })),
    ],
  }));
}

/** What names a mail: its subject, an ellipsis where an answer goes. Null without a subject. */
function subjectOf(subject: Json | undefined): string | null {
  const text = textOf(subject)
    .replace(/\{\{[^}]*\}\}/g, "…")
    .replace(" (…)", "");
  return text === "" ? null : text;
}

/** Megabytes are typed in a few digits, the others are words. */
const MOST_DIGITS = 10;
const isSize = (name: string): boolean => name.endsWith(".maxSize");

/** What was typed in a control, its lines ended as those of the definition. */
type Typed = (name: string) => string;

const inputsOf = (sections: readonly WordSection[]): readonly WordInput[] =>
  sections.flatMap((section) => [section, ...(section.fields ?? [])]).flatMap(({ inputs }) => inputs);

/** The same sections with what was typed, and an issue for each text longer than what is kept. */
export function typedSections(
  sections: readonly WordSection[],
  typed: Typed,
): { readonly sections: readonly WordSection[]; readonly issues: readonly ShownIssue[] } {
  const filled = <T extends { readonly inputs: readonly WordInput[] }>(part: T): T => ({
    ...part,
    inputs: part.inputs.map((input) => ({ ...input, value: typed(input.name) })),
  });
  return {
    sections: sections.map((section) => ({
      ...filled(section),
      ...(section.fields && {
        fields: section.fields.map((field) => ({
          ...filled(field),
          hidden: field.canHide && typed(`retirer.${field.key}`) !== "",
        })),
      }),
    })),
    issues: inputsOf(sections).flatMap(({ name, label, most }) => {
      const text = typed(name);
      const pointer = `/${name}`;
      if (isSize(name) && text !== "" && megabytesIn(text) === null) return [{ pointer, message: words.notSize }];
      return text.length <= most ? [] : [{ pointer, message: words.tooLong(label, text.length, most) }];
    }),
  };
}

/** The overlay once a part was filled in: a text left empty or as in the base says nothing. */
export function withPart(sections: readonly WordSection[], overlay: OverlayFile, typed: Typed): OverlayFile {
  const fields = sections.flatMap((section) => section.fields ?? []);
  const worded = inputsOf(sections).reduce((changed, input) => withWords(changed, input, typed), overlay);
  return fields.reduce((changed, field) => withAsked(changed, field, typed), worded);
}

function withWords(overlay: OverlayFile, { path, name, base }: WordInput, typed: Typed): OverlayFile {
  const text = typed(name);
  if (text === "" || text === base) return withStatement(overlay, path, undefined);
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const said = isSize(name) ? (megabytesIn(text) ?? text) : text;
  return withStatement(overlay, path, path.at(-1) === "need" ? lines : said);
}

function withAsked(overlay: OverlayFile, { key, added, canHide }: WordField, typed: Typed): OverlayFile {
  const gone = canHide && typed(`retirer.${key}`) !== "";
  if (added) return gone ? withStatement(overlay, ["add", key], undefined) : overlay;
  return withStatement(overlay, ["fields", key, "hidden"], gone ? true : undefined);
}
