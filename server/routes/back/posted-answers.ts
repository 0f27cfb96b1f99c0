import { type Answers, decode, type Form, type Json, tooHeavy } from "../../../engine/index.ts";
import { fieldAt } from "../../field-path.ts";
import type { ReadForm } from "../../middleware/posted-form.ts";
import { withPicked } from "../completion/picked-address.ts";

/** Buttons of a field that a source fills. */
const SOURCE_ACTIONS = ["fetch", "identify", "franceconnect", "decline"] as const;
export type SourceAction = (typeof SOURCE_ACTIONS)[number];

export const isSourceAction = (type: FormAction["type"]): type is SourceAction =>
  SOURCE_ACTIONS.some((each) => each === type);

/** What a submit button of a form asked for, other than sending it. */
export type FormAction =
  | { readonly type: "update" }
  | {
      readonly type: "add" | "remove" | "up" | "down" | "search" | SourceAction;
      readonly path: readonly string[];
      readonly pointer: string;
    };

/** The button pressed; null for the one that sends the form. */
export function formAction(read: Pick<ReadForm, "fields">): FormAction | null {
  const text = read.fields.get("_action")?.at(-1) ?? "";
  if (text === "update") return { type: "update" };
  const match = /^(add|remove|up|down|search|fetch|identify|franceconnect|decline):((?:\/[^/]{1,100}){1,8})$/.exec(
    text,
  );
  if (!match) return null;
  const [, type, pointer = ""] = match;
  return {
    type: type as Exclude<FormAction["type"], "update">,
    pointer,
    path: pointer.slice(1).split("/").map(unescapeSegment),
  };
}

const unescapeSegment = (segment: string): string => segment.replaceAll("~1", "/").replaceAll("~0", "~");

/** Answers of a whole form as posted, with the files that came with them in their places. */
export function postedAnswers(form: Form, read: ReadForm): Answers {
  return withUploads(form, decode(form.order, withPicked(form, read.fields)), read.uploads);
}

/** Says of a file whose field has a limit of its own why it is too heavy, or null: see `readForm`. */
export const heavyFor =
  (form: Form | null) =>
  (name: string, bytes: number): string | null => {
    const field = form && fieldAt(form.order, pathOfName(name));
    return field ? tooHeavy(field, bytes) : null;
  };

/** Answers with the files that came with a form in their places. */
export function withUploads(form: Form, answers: Answers, uploads: ReadForm["uploads"]): Answers {
  return uploads.reduce(
    (filled, { field, attachment }) => withUpload(form, filled, pathOfName(field), attachment.id),
    answers,
  );
}

/** "root[agrements][0][debut]" → ["agrements", "0", "debut"]. */
const pathOfName = (name: string): readonly string[] =>
  [...name.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? "");

/** "root[adresse][voie]" → "/adresse/voie". */
export const pointerOfName = (name: string): string =>
  pathOfName(name)
    .map((segment) => `/${segment.replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");

function withUpload(form: Form, answers: Answers, path: readonly string[], id: string): Answers {
  const field = fieldAt(form.order, path);
  if (field?.widget === "attachment") return setAt(answers, path, () => id);
  if (field?.widget !== "attachments") return answers;
  return setAt(answers, path, (value) => [...listOf(value), id]);
}

/** The answers after a button that adds or moves an item, or takes out an item, a file or a choice. */
export function afterAction(form: Form, answers: Answers, action: FormAction): Answers {
  if (action.type === "add" && fieldAt(form.order, action.path)?.widget === "repeat") {
    return setAt(answers, action.path, (value) => [...listOf(value), {}]);
  }
  if (action.type === "up" || action.type === "down") return moved(form, answers, action.path, action.type);
  return action.type === "remove" ? setAt(answers, action.path, () => undefined) : answers;
}

/** An item of a list whose order counts, one place up or down. */
function moved(form: Form, answers: Answers, path: readonly string[], way: "up" | "down"): Answers {
  const list = path.slice(0, -1);
  const from = Number(path.at(-1));
  const to = way === "up" ? from - 1 : from + 1;
  if (fieldAt(form.order, list)?.schema["x-ordered"] !== true) return answers;
  return setAt(answers, list, (value) => {
    const items = listOf(value);
    const [one, other] = [items[from], items[to]];
    if (one === undefined || other === undefined) return value;
    return items.map((item, index) => (index === from ? other : index === to ? one : item));
  });
}

/** A copy with the value at `path` replaced; undefined takes it out, closing the gap in a list. */
function setAt(
  answers: Answers,
  path: readonly string[],
  change: (value: Json | undefined) => Json | undefined,
): Answers {
  const [key = "", ...rest] = path;
  const changed = changeIn(Object.hasOwn(answers, key) ? answers[key] : undefined, rest, change);
  const { [key]: _, ...others } = answers;
  return changed === undefined ? others : { ...others, [key]: changed };
}

function changeIn(
  value: Json | undefined,
  path: readonly string[],
  change: (value: Json | undefined) => Json | undefined,
): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value)) {
    return value.flatMap((item: Json, index) => {
      if (String(index) !== key) return [item];
      const changed = changeIn(item, rest, change);
      return changed === undefined ? [] : [changed];
    });
  }
  const group = typeof value === "object" && value !== null ? (value as Answers) : {};
  return setAt(group, path, change);
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
