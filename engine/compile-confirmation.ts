import type { Names } from "./cel-names.ts";
import { checkedExpression } from "./compile-expression.ts";
import type { Confirmation } from "./confirmation.ts";
import type { State } from "./definition.ts";
import type { Field } from "./form.ts";
import type { ConfirmPart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";
import { isYearly, movedDay } from "./year-days.ts";

export interface DatedReading {
  readonly states: ReadonlyMap<string, State>;
  readonly fields: readonly Field[];
  readonly names: Names;
  readonly templates: ReadonlySet<string>;
  /** Whether someone holds the entries: see `holder`. */
  readonly held: boolean;
  readonly at: At;
  readonly report: Report;
}

/** Compiles what is to be confirmed; what is wrong is reported, and the result then good for nothing. */
export function compileConfirmation(part: ConfirmPart, reading: DatedReading): Confirmation {
  const { names, at, report, held } = reading;
  checkStates(part.states, reading);
  const on = reading.fields.find(({ key }) => key === part.on);
  if (!on?.assigned || on.widget !== "date") {
    const message = `« ${part.on} » reçoit le jour de la confirmation : une date, avec "x-assigned": true.`;
    report.add("confirm", under(at, "on"), message);
  }
  for (const [index, day] of part.before.entries()) {
    if (isYearly(day)) continue;
    report.add("confirm", under(at, "before", index), `Le « ${day} » ne revient pas chaque année : mois, tiret, jour.`);
  }
  const { remind = [], mail } = part;
  if (remind.length > 0 !== (mail !== undefined)) {
    report.add("confirm", at, "Un rappel demande un courriel : donnez « remind » et « mail », ou aucun des deux.");
  }
  if (remind.length > 0 && !held) {
    report.add("confirm", under(at, "remind"), "À qui écrire ? Dites-le par « holder ».");
  }
  for (const [index, before] of remind.entries()) {
    if (movedDay(SOME_DAY, before, -1) >= movedDay(SOME_DAY, part.opens, -1)) continue;
    report.add(
      "confirm",
      under(at, "remind", index),
      `« ${before} » vient avant que la confirmation compte (« opens »).`,
    );
  }
  checkTemplate(mail, under(at, "mail"), reading);
  const when = part.when && checkedExpression(part.when, names, "bool", under(at, "when"), report);
  return {
    ...{ title: part.title, event: part.event, fields: fieldsOf(part, reading), on: part.on, states: part.states },
    when: when ? when.expression : null,
    ...{ before: part.before, opens: part.opens, mail: mail ?? null },
    remind: [...remind].sort((a, b) => movedDay(SOME_DAY, a, -1).localeCompare(movedDay(SOME_DAY, b, -1))),
  };
}

const SOME_DAY = "2026-12-01";

/** The fields of the event, which every state that asks takes. */
function fieldsOf({ event, states: asked }: ConfirmPart, { states, at, report }: DatedReading): readonly string[] {
  const found = asked.map((id) => states.get(id)?.events.find(({ type }) => type === event)?.fields);
  const [first] = found;
  if (first !== undefined && !found.includes(undefined)) return first;
  const message = `Dans chaque état où c'est demandé, « ${event} » modifie une partie de la fiche (« edit » et « fields »).`;
  report.add("confirm", under(at, "event"), message);
  return [];
}

/** States of the workflow, each of them. */
export function checkStates(asked: readonly string[], { states, at, report }: DatedReading): void {
  for (const [index, id] of asked.entries()) {
    if (states.has(id)) continue;
    const message = `« ${id} » n'est pas un état du parcours${didYouMean(id, states.keys())}`;
    report.add("dated-state", under(at, "states", index), message);
  }
}

/** A mail that the definition or its workflow has. */
export function checkTemplate(id: string | undefined, at: At, { templates, report }: DatedReading): void {
  if (id === undefined || templates.has(id)) return;
  report.add("dated-mail", at, `Il n'y a pas de courriel « ${id} »${didYouMean(id, templates)}`);
}
