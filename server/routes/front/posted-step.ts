import {
  type Answers,
  type Context,
  decode,
  type Field,
  type Form,
  type Issue,
  isSourced,
  type Json,
  merge,
  reservationOf,
  resolve,
  wantedSeat,
} from "../../../engine/index.ts";
import type { ReadForm } from "../../middleware/posted-form.ts";
import { afterAction, type FormAction, formAction, pointerOfName, withUploads } from "../back/posted-answers.ts";
import { withPicked } from "../completion/picked-address.ts";

/** A posted page of a form. */
export interface PostedStep {
  /** The answers a draft had, with those of the page in their places. */
  readonly apply: (answers: Answers) => Answers;
  /** The same with the files of the page only. */
  readonly keepFiles: (answers: Answers) => Answers;
  /** A button other than the one that goes on. */
  readonly action: FormAction | null;
  /** "Enregistrer et continuer plus tard". */
  readonly later: boolean;
  /** Files refused, on their fields. */
  readonly refused: readonly Issue[];
}

/**
 * Reads a page of fields as posted.
 * @param root prefix of the names
 */
export function postedStep(
  form: Form,
  fields: readonly Field[],
  read: ReadForm,
  context: Context,
  root = "root",
): PostedStep {
  const action = formAction(read);
  const body = withPicked(form, read.fields, root);
  return {
    apply: (answers) => {
      const posted = withSlotsKept(form, answers, mergePage(form, fields, answers, body, context, root));
      const filled = withUploads(form, posted, read.uploads);
      return action === null ? filled : afterAction(form, filled, action);
    },
    keepFiles: (answers) => withUploads(form, answers, read.uploads),
    action,
    later: read.fields.get("_action")?.at(-1) === "later",
    refused: read.refused.map(({ field, name, message }) => ({
      code: "attachment",
      pointer: pointerOfName(field),
      message: `${name} : ${message}`,
    })),
  };
}

/** A page sends back the id of a slot or of a session alone: the rest of what was kept under it is not hers to write. */
function withSlotsKept(form: Form, before: Answers, after: Answers): Answers {
  const kept = form.order.filter(({ key, widget }) => {
    const read = widget === "slot" ? reservationOf : (value: Json | undefined) => wantedSeat(value)?.session ?? "";
    const id = widget === "slot" || widget === "seat" ? read(after[key]) : "";
    return id !== "" && id === read(before[key]);
  });
  return { ...after, ...Object.fromEntries(kept.map(({ key }) => [key, before[key] ?? null])) };
}

/**
 * A field counts as asked when it was visible before the post or is after it: what was on the page and was emptied is
 * forgotten, what was never on the page is kept.
 */
function mergePage(
  form: Form,
  fields: readonly Field[],
  answers: Answers,
  body: ReadForm["fields"],
  context: Context,
  root: string,
): Answers {
  const all = decode(fields, body, root);
  const before = resolve(form, answers, context).visible;
  const after = resolve(form, { ...answers, ...all }, context).visible;
  const asked = fields.filter(
    (field) => field.computed === undefined && !isSourced(field) && (before(field) || after(field)),
  );
  const patch = Object.fromEntries(
    asked.flatMap(({ key }) => {
      const value = all[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return merge(answers, asked, patch);
}
