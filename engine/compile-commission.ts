import type { Names } from "./cel-names.ts";
import type { Commission, DecisionEvent, Split } from "./commission.ts";
import { checkedExpression } from "./compile-expression.ts";
import { checkActor } from "./compile-fields.ts";
import type { State, StateEvent } from "./definition.ts";
import { choicesOf } from "./field-choices.ts";
import type { Field, Form } from "./form.ts";
import type { CommissionDecision, CommissionPart, CommissionSplit } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

interface CommissionContext {
  readonly names: Names;
  readonly fields: readonly Field[];
  readonly states: ReadonlyMap<string, State>;
  readonly forms: ReadonlyMap<string, Form>;
  /** Whether its entries are ranked at all. */
  readonly ranked: boolean;
  readonly at: At;
  readonly report: Report;
}

/** Checks how meetings match ranked entries to places: the wishes, what a place is made of, the events that decide. */
export function compileCommission(source: CommissionPart, context: CommissionContext): Commission {
  const { at, report, states } = context;
  if (!context.ranked) {
    report.add("commission", at, "Une commission a besoin d'un classement : ajoutez « scoring ».");
  }
  for (const [index, id] of source.states.entries()) {
    if (states.has(id)) continue;
    const message = `« ${id} » n'est pas un état du parcours${didYouMean(id, [...states.keys()])}`;
    report.add("commission", under(at, "states", index), message);
  }
  const register = registerOf(source, context);
  return {
    title: source.title,
    states: source.states,
    wishes: { ...source.wishes, register },
    group: source.group ? splitOf(source.group, "string", under(at, "group"), context) : null,
    parts: source.parts ? splitOf(source.parts, "list<string>", under(at, "parts"), context) : null,
    placed: decisionOf(source, "placed", register, context),
    unplaced: decisionOf(source, "unplaced", register, context),
  };
}

/** The register that wishes name their places in; "" when that is wrong. */
function registerOf({ wishes }: CommissionPart, { fields, at, report }: CommissionContext): string {
  const list = fields.find(({ key }) => key === wishes.list);
  const place = list?.fields?.find(({ key }) => key === wishes.place);
  if (list?.widget === "repeat" && place?.ref !== undefined) return place.ref;
  const message = `« ${wishes.list}.${wishes.place} » n'est pas une fiche d'un registre (x-ref) dans une liste répétée.`;
  report.add("commission-field", under(at, "wishes"), message);
  return "";
}

function splitOf(
  source: CommissionSplit,
  expected: "string" | "list<string>",
  at: At,
  { names, report }: CommissionContext,
): Split | null {
  const value = checkedExpression(source.value, names, expected, under(at, "value"), report);
  if (!value) return null;
  checkActor(value, under(at, "value"), report);
  const choices = choicesOf({ oneOf: source.choices }, () => under(at, "choices"), report) ?? [];
  return { title: source.title, value: value.expression, choices };
}

function decisionOf(
  source: CommissionPart,
  which: "placed" | "unplaced",
  register: string,
  context: CommissionContext,
): DecisionEvent {
  const decision = source[which];
  const at = under(context.at, which);
  for (const id of source.states) {
    const event = context.states.get(id)?.events.find(({ type }) => type === decision.event);
    if (context.states.has(id)) checkEvent(event, decision, { which, register, at, state: id }, context);
  }
  return decision;
}

interface DecisionPlace {
  readonly which: "placed" | "unplaced";
  readonly register: string;
  readonly at: At;
  readonly state: string;
}

function checkEvent(
  event: StateEvent | undefined,
  decision: CommissionDecision,
  { which, register, at, state }: DecisionPlace,
  { forms, report }: CommissionContext,
): void {
  if (!event?.who.includes("agent") || event.edit) {
    const message = `L'état « ${state} » n'a pas d'évènement « ${decision.event} » qu'un agent envoie.`;
    report.add("commission", under(at, "event"), message);
    return;
  }
  const order = forms.get(event.form ?? "")?.order ?? [];
  const place = order.find(({ key }) => key === decision.place);
  if (register !== "" && (decision.place === undefined ? which === "placed" : place?.ref !== register)) {
    const message = `« place » doit nommer, dans le formulaire de « ${decision.event} », une fiche de « ${register} » (x-ref).`;
    report.add("commission-field", under(at, "place"), message);
  }
  checkField(order, decision.day, "date", "une date", under(at, "day"), report);
  checkField(order, decision.name, /^text/, "un texte", under(at, "name"), report);
  checkField(order, decision.reason, /^text/, "un texte", under(at, "reason"), report);
  const given = [decision.place, decision.name, decision.day, decision.reason];
  const asked = order.find(({ key, required }) => required && !given.includes(key));
  if (asked) {
    const message = `« ${asked.title} » est obligatoire dans le formulaire de « ${decision.event} » : personne ne le remplira en séance.`;
    report.add("commission-field", at, message);
  }
}

function checkField(
  order: readonly Field[],
  key: string | undefined,
  widget: string | RegExp,
  what: string,
  at: At,
  report: Report,
): void {
  if (key === undefined) return;
  const field = order.find((each) => each.key === key);
  if (field && (typeof widget === "string" ? field.widget === widget : widget.test(field.widget))) return;
  report.add("commission-field", at, `« ${key} » n'est pas ${what} du formulaire de l'évènement.`);
}
