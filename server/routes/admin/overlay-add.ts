import {
  type FieldSchema,
  type Issue,
  type Json,
  normalise,
  type OverlayFile,
  withStatement,
} from "../../../engine/index.ts";
import { type AddedView, overlayAddPage } from "../../../renderer/admin/overlay-part-page.tsx";
import { overlayWords } from "../../../renderer/strings-overlay.ts";
import type { ReadForm } from "../../middleware/posted-form.ts";
import { backFrame, type PageContext } from "../back/agent-scope.ts";
import { ADMINISTRATION } from "./admin-scope.ts";
import type { OverlayScope } from "./overlay-scope.ts";
import { saveWork } from "./overlays.ts";
import { posted } from "./posted.ts";

const { add: words } = overlayWords;
const BLANK: AddedView = { titre: "", aide: "", sorte: "text", choix: "", place: "", obligatoire: false };

/** The form of a question of the member's own. */
export async function showAdd(
  c: PageContext,
  scope: OverlayScope,
  typed: AddedView = BLANK,
  issues: readonly Issue[] = [],
): Promise<Response> {
  const frame = await backFrame(c, scope, ADMINISTRATION);
  const { base } = scope.work;
  const view = { frame, base: scope.base, part: "ajouter", definition: base.title } as const;
  return c.html(overlayAddPage({ ...view, typed, places: placesOf(scope), issues }), issues.length > 0 ? 422 : 200);
}

/** Adds the question that was described to the draft. */
export async function addQuestion(c: PageContext, scope: OverlayScope, form: ReadForm): Promise<Response> {
  const typed: AddedView = {
    titre: posted(form, "titre", 300),
    aide: posted(form, "aide", 2000),
    sorte: posted(form, "sorte", 20),
    choix: posted(form, "choix", 5000),
    place: posted(form, "place", 200),
    obligatoire: posted(form, "obligatoire", 1) !== "",
  };
  if (form.resumed) return showAdd(c, scope, typed);
  const choices = linesOf(typed.choix);
  const issues = faults(typed, choices, scope);
  if (issues.length > 0) return showAdd(c, scope, typed, issues);
  const [step = "", after] = typed.place.split("/");
  const { base, overlay } = scope.work;
  const added = {
    ...(base.form.steps.length > 0 && hasSteps(scope) && { step }),
    ...(after !== undefined && { after }),
    ...(typed.obligatoire && { required: true }),
    field: fieldOf(typed, choices),
  };
  const taken = new Set([...base.form.order.map(({ key }) => key), ...Object.keys(overlay.add ?? {})]);
  const changed: OverlayFile = withStatement(overlay, ["add", keyOf(typed.titre, taken)], added as unknown as Json);
  await saveWork(scope, changed as unknown as Json);
  return c.redirect(`${scope.base}?fait=enregistre`, 303);
}

const linesOf = (text: string): readonly string[] => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

function faults(typed: AddedView, choices: readonly string[], scope: OverlayScope): readonly Issue[] {
  const fault = (name: string, message: string): Issue => ({ code: "missing", pointer: `/${name}`, message });
  return [
    ...(typed.titre === "" ? [fault("titre", words.missing)] : []),
    ...(typed.sorte === "choice" && choices.length < 2 ? [fault("choix", words.noChoices)] : []),
    ...(placesOf(scope).some(([place]) => place === typed.place) ? [] : [fault("place", words.noPlace)]),
  ];
}

const hasSteps = ({ work }: OverlayScope): boolean =>
  (work.base.schema["x-definition"] as Record<string, Json>)["steps"] !== undefined;

/** "step" for its end, "step/field" for after one of its questions. */
function placesOf({ work }: OverlayScope): readonly (readonly [string, string])[] {
  const { base, overlay } = work;
  return base.form.steps.flatMap(({ id, title, fields }) => [
    [id, words.first(title)] as const,
    ...fields
      .filter(({ key }) => overlay.fields?.[key]?.hidden === undefined)
      .map((field) => [`${id}/${field.key}`, words.after(title, field.title)] as const),
  ]);
}

function fieldOf({ titre: title, aide, sorte }: AddedView, choices: readonly string[]): FieldSchema {
  const words = { title, ...(aide !== "" && { description: aide }) };
  switch (sorte) {
    case "integer":
      return { type: "integer", ...words };
    case "boolean":
      return { type: "boolean", ...words, "x-widget": "radio" };
    case "date":
      return { type: "string", format: "date", ...words };
    case "textarea":
      return { type: "string", ...words, "x-widget": "textarea", maxLength: 2000 };
    case "choice":
      return { type: "string", ...words, oneOf: titled(choices) };
    default:
      return { type: "string", ...words, maxLength: 200 };
  }
}

function titled(choices: readonly string[]): NonNullable<FieldSchema["oneOf"]> {
  const taken = new Set<string>();
  return choices.map((title) => ({ const: slug(title, taken), title: title.slice(0, 300) }));
}

function slug(title: string, taken: Set<string>): string {
  const plain =
    normalise(title)
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 60) || "choix";
  const value = unused(plain, taken, "-");
  taken.add(value);
  return value;
}

/** "Quel est votre quartier ?" → "quelEstVotreQuartier": a key that the definition does not have. */
function keyOf(title: string, taken: ReadonlySet<string>): string {
  const [first = "", ...rest] = normalise(title)
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .slice(0, 5);
  const camel = [first, ...rest.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)].join("").slice(0, 40);
  // Ends with a word of its own, so as not to be one of the expression language's.
  return unused(/^[a-z]/.test(camel) ? `${camel}Local` : `question${camel}Local`, taken, "");
}

function unused(name: string, taken: ReadonlySet<string>, joint: string): string {
  for (let rank = 1; ; rank += 1) {
    const tried = rank === 1 ? name : `${name}${joint}${rank}`;
    if (!taken.has(tried)) return tried;
  }
}
