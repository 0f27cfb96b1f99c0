import type { ParamReader } from "./compile-actions.ts";
import type { CompiledDefinition, Who } from "./definition.ts";
import type { Expected } from "./expression.ts";
import type { Expression } from "./form.ts";
import type { Action } from "./machine.ts";
import type { MemberFact } from "./member-params.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

const ACTIONS = ["invite", "join", "activate", "leave"] as const;

const TYPES: Readonly<Record<Exclude<MemberFact, "id">, Expected>> = {
  name: "string",
  kind: "string",
  siren: "string",
  insee: "string",
  population: "int",
  adminName: "string",
  adminEmail: "string",
};

/** Params that an invitation must have, and the other actions may not. */
export const MEMBER_FACTS = Object.keys(TYPES) as readonly Exclude<MemberFact, "id">[];

/** Compiles an action on a member of the group. */
export function compileMember(params: ParamReader, report: Report): Action | undefined {
  const written = params.text("action") ?? "";
  const action = ACTIONS.find((known) => known === written);
  const id = params.expression("id", "string");
  if (!action) {
    const message = `« ${written} » n'est pas une action sur une collectivité${didYouMean(written, ACTIONS)}`;
    report.add("action-params", under(params.at, "action"), message);
    return undefined;
  }
  if (action !== "invite") {
    const extra = MEMBER_FACTS.filter((name) => params.text(name) !== undefined);
    for (const name of extra) {
      report.add("action-params", under(params.at, name), `« ${name} » ne sert qu'à l'invitation (« invite »).`);
    }
    return id && { type: "member", params: { action, id } };
  }
  const facts: Partial<Record<MemberFact, Expression>> = id ? { id } : {};
  for (const name of MEMBER_FACTS) {
    if (params.text(name) === undefined) {
      report.add("action-params", params.at, `Une invitation demande le paramètre « ${name} ».`);
    }
    const expression = params.expression(name, TYPES[name]);
    if (expression) facts[name] = expression;
  }
  return hasEvery(facts) ? { type: "member", params: { action, ...facts } } : undefined;
}

const hasEvery = (facts: Partial<Record<MemberFact, Expression>>): facts is Record<MemberFact, Expression> =>
  (["id", ...MEMBER_FACTS] as const).every((name) => facts[name] !== undefined);

/** Those who are not staff of a member. */
const CITIZENS: readonly Who[] = ["anonymous", "citizen", "holder"];

/** Who joins the group is settled by agents: refuses, where the action stands, a workflow that citizens can drive. */
export function checkGoverned(
  places: readonly At[],
  rights: CompiledDefinition["rights"],
  states: CompiledDefinition["workflow"]["states"],
  report: Report,
): void {
  const events = [...states.values()].flatMap((state) => state.events);
  const driven = [rights.open, ...events.map(({ who }) => who)].some((who) =>
    who.some((one) => CITIZENS.includes(one)),
  );
  if (!driven) return;
  const message =
    "L'action « member » fait entrer ou sortir une collectivité : aucun usager ne doit pouvoir ouvrir la fiche ni envoyer d'évènement.";
  for (const at of places) report.add("member-citizen", at, message);
}
