import { isAskedByHand } from "./asked-by-hand.ts";
import type { Field, Form } from "./form.ts";
import { type Questions, saidCondition } from "./said-condition.ts";
import { sectorFieldsOf } from "./sector.ts";
import { isWhole } from "./slot-value.ts";
import { sourceKeys } from "./sourced.ts";

/** A form to print: the same questions in the same order, each with the number an agent types it back by. */
export interface PaperForm {
  readonly title: string;
  readonly parts: readonly PaperPart[];
  /** Questions that ask for a file: what to join. */
  readonly join: readonly PaperQuestion[];
}

export interface PaperPart {
  readonly title: string;
  readonly hint?: string;
  /** "vous avez répondu « Oui » à la question 3"; "" when it depends on something that has no short wording. */
  readonly when?: string;
  readonly questions: readonly PaperQuestion[];
}

export interface PaperQuestion {
  /** "4", "4.2"; "" inside an item of a list. */
  readonly number: string;
  readonly field: Field;
  readonly when?: string;
  /** Those of a group, or of one item of a list. */
  readonly questions: readonly PaperQuestion[];
}

/** Asked of citizens: neither worked out nor kept among agents. */
const isAsked = (field: Field): boolean =>
  !field.computed && !field.internal && !field.hidden && !field.source && !field.assigned;

/** Those of a form, and of its steps, that paper asks: what only serves to ask a source is not. */
const askedOnPaper =
  (form: Form) =>
  (field: Field): boolean =>
    isAsked(field) && isAskedByHand(field, form);

const isFile = ({ widget }: Field): boolean => widget === "attachment" || widget === "attachments";

/** A definition's form as paper, its questions numbered from 1. */
export function paperForm(form: Form): PaperForm {
  const questions = numbered(form);
  const unknown = [...sourceKeys(form), ...sectorFieldsOf(form).map(({ key }) => key)];
  /** On paper no source is asked and no sector found: what depends on them alone is always asked. */
  const depends = (field: Pick<Field, "when">) => field.when?.reads.some((name) => !unknown.includes(name));
  const say = (field: Pick<Field, "when">): { readonly when?: string } =>
    field.when && depends(field) ? { when: saidCondition(field.when, questions) ?? "" } : {};
  const question = (field: Field, path: string): PaperQuestion => ({
    number: questions.get(path)?.number ?? "",
    field,
    ...say(field),
    questions: (isWhole(field) ? [] : (field.fields ?? []))
      .filter((child) => isAsked(child) && !isFile(child))
      .map((child) => question(child, field.type === "array" ? `item.${child.key}` : `${path}.${child.key}`)),
  });
  const isOnPaper = askedOnPaper(form);
  const asked = form.steps.flatMap(({ fields }) => fields.filter(isOnPaper));
  return {
    title: form.title,
    parts: form.steps.flatMap((step) => {
      const fields = step.fields.filter((field) => isOnPaper(field) && !isFile(field));
      if (fields.length === 0) return [];
      const { title, hint } = step;
      return [
        {
          title,
          ...(hint !== undefined && { hint }),
          ...say(step),
          questions: fields.map((each) => question(each, each.key)),
        },
      ];
    }),
    join: asked.flatMap((field) => filesIn(field, field.key)).map(({ field, path }) => question(field, path)),
  };
}

/** The questions that ask for a file: this one, or those of a group. Those of a list are joined once, under its number. */
function filesIn(field: Field, path: string): readonly { readonly field: Field; readonly path: string }[] {
  if (isFile(field)) return [{ field, path }];
  const inner = (field.fields ?? []).filter((child) => isAsked(child));
  return inner.flatMap((child) => filesIn(child, field.type === "array" ? path : `${path}.${child.key}`));
}

/** The numbers of a form's questions, in the order they are asked; those worked out have none, yet are known. */
function numbered(form: Form): Questions {
  const found = new Map<string, { number: string; field: Field }>();
  let count = 0;
  for (const field of form.steps.flatMap(({ fields }) => fields).filter(askedOnPaper(form))) {
    count += 1;
    found.set(field.key, { number: String(count), field });
    if (field.type === "array" || isWhole(field)) continue;
    const inner = (field.fields ?? []).filter((child) => isAsked(child));
    for (const [index, child] of inner.entries()) {
      found.set(`${field.key}.${child.key}`, { number: `${count}.${index + 1}`, field: child });
    }
  }
  for (const field of form.order.filter(({ computed }) => computed)) found.set(field.key, { number: "", field });
  return found;
}

const shown = new WeakMap<Form, Form>();

/** The same form, its questions titled with their numbers on paper: an agent types back what she reads, in that order. */
export function numberedForm(form: Form): Form {
  const known = shown.get(form);
  if (known) return known;
  const questions = numbered(form);
  const titled = (field: Field): Field => {
    const number = questions.get(field.key)?.number ?? "";
    return number === "" ? field : { ...field, title: `${number}. ${field.title}` };
  };
  const steps = form.steps.map((step) => ({ ...step, fields: step.fields.map(titled) }));
  const made = { ...form, steps };
  shown.set(form, made);
  return made;
}
