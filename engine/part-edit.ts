import type { State } from "./definition.ts";
import type { Field, Form } from "./form.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

const WHOLE = "entry";

/** Id of the form of an event that edits some of the entry's own answers; no form of a file bears such a name. */
export const partFormId = (type: string): string => `${WHOLE}/${type}`;

/** Whether an event that asks for this form edits the entry's own answers: all of them, or some. */
export const editsEntry = (form: string | undefined): boolean =>
  form === WHOLE || form?.startsWith(`${WHOLE}/`) === true;

/** What the expressions of a field may read that is no answer. */
const ALWAYS_KNOWN: ReadonlySet<string> = new Set(["today", "entry", "actor", "item"]);

/** The forms of the events that edit some of the entry's answers, by id. What is wrong in them is reported. */
export function compilePartForms(
  states: ReadonlyMap<string, State>,
  form: Form,
  at: At,
  report: Report,
): ReadonlyMap<string, Form> {
  const forms = new Map<string, Form>();
  const known = new Map<string, string>();
  for (const { id, events } of states.values()) {
    for (const { type, label, fields, who } of events) {
      if (fields === undefined) continue;
      const here = under(at, id, "on", type, "meta", "fields");
      const said = JSON.stringify(fields);
      if ((known.get(type) ?? said) !== said) {
        const message = `« ${type} » ne modifie pas les mêmes champs dans tous les états : c'est un seul formulaire.`;
        report.add("event-fields", here, message);
      }
      known.set(type, said);
      const open = !who.every((each) => each === "agent" || each === "system");
      checkFields(form, fields, open, here, report);
      forms.set(partFormId(type), partOf(form, type, label, fields));
    }
  }
  return forms;
}

/** The form with these fields alone, in the order and under the conditions it has. */
function partOf(form: Form, type: string, label: string, keys: readonly string[]): Form {
  const asked = ({ key }: Field) => keys.includes(key);
  const steps = form.steps.map((step) => ({ ...step, fields: step.fields.filter(asked) }));
  return {
    ...form,
    id: partFormId(type),
    title: label,
    order: form.order.filter(asked),
    steps: steps.filter(({ fields }) => fields.length > 0),
  };
}

function checkFields(form: Form, keys: readonly string[], open: boolean, at: At, report: Report): void {
  for (const [index, key] of keys.entries()) {
    const place = under(at, index);
    const field = form.order.find((each) => each.key === key);
    if (!field) {
      const known = form.order.map((each) => each.key);
      report.add("event-fields", place, `« ${key} » n'est pas un champ${didYouMean(key, known)}`);
    } else if (field.computed !== undefined || field.assigned) {
      report.add("event-fields", place, `« ${key} » n'est jamais demandé : personne ne le modifie.`);
    } else if (field.internal && open) {
      const message = `« ${key} » est interne, ou n'est pas ouvert à la personne : seul un agent le modifie.`;
      report.add("event-fields", place, message);
    } else {
      checkConditions(form, field, keys, place, report);
    }
  }
}

/** Whether a field is asked must be known from the fields asked with it. */
function checkConditions(form: Form, field: Field, keys: readonly string[], at: At, report: Report): void {
  const step = form.steps.find(({ fields }) => fields.includes(field));
  const reads = [...(field.when?.reads ?? []), ...(step?.when?.reads ?? [])];
  const lacking = reads.find((name) => !keys.includes(name) && !ALWAYS_KNOWN.has(name));
  if (lacking === undefined) return;
  report.add("event-fields", at, `« ${field.key} » n'est posé que selon « ${lacking} » : ajoutez-le à « fields ».`);
}
