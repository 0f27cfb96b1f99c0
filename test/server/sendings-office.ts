import type { Json } from "../../engine/index.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { launchWork, planWork } from "../../server/commands/plan-work.ts";
import { prepareWork } from "../../server/commands/prepare-work.ts";
import { actorsOf } from "../../server/identity/actor-for.ts";
import { findAcross } from "../../server/store/entries.ts";
import { findWork, type SendingAction, type Work } from "../../server/store/works.ts";
import { buildDefinition } from "../helpers/definitions.ts";
import { MEMBER } from "./town-places.ts";
import { type Someone, subjectOf, type Town } from "./whole-town.ts";

/** A register of people who are written to. */
export const CLUB = buildDefinition({
  id: "voirie/adherent",
  required: ["nom"],
  properties: {
    nom: { type: "string", title: "Nom" },
    courriel: { type: "string", format: "email", title: "Courriel" },
    lettre: { type: "boolean", title: "Veut la lettre" },
    secret: { type: "string", title: "Note du service", "x-internal": true },
    adresse: {
      type: "object",
      title: "Adresse",
      "x-widget": "address",
      properties: {
        voie: { type: "string", title: "Voie" },
        complement: { type: "string", title: "Complément" },
        codePostal: { type: "string", title: "Code postal" },
        commune: { type: "string", title: "Commune" },
      },
    },
  },
  definition: {
    kind: "register",
    unit: "voirie",
    messages: false,
    mailing: {
      name: ["{{ nom }}"],
      address: "adresse",
      email: "courriel",
      consent: "lettre",
      what: "la lettre du club",
    },
  },
  workflow: {
    initial: "active",
    states: {
      active: {
        meta: { label: "Active", sentence: "Active.", tone: "success" },
        on: {
          modifier: { meta: { label: "Modifier", edit: true, who: ["agent"] } },
          clore: { target: "close", meta: { label: "Clore", who: ["agent"] } },
        },
      },
      close: { type: "final", meta: { label: "Close", sentence: "Close.", tone: "neutral" } },
    },
  },
});

export const HOME = { voie: "4 rue des Tilleuls", codePostal: "68100", commune: "Mulhouse" };

/** A fiche that an agent opens. */
export async function join(
  town: Town,
  answers: Record<string, Json>,
  who: Someone = town.people.agent,
): Promise<string> {
  const actorIn = actorsOf(town.ctx, subjectOf(who));
  const actor = actorIn(MEMBER, CLUB);
  const opened = await openEntry(town.ctx, { member: MEMBER, definition: CLUB, actor, actorIn, answers });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}

/** Fiches chosen by someone, as a list gives them. */
export async function chosen(town: Town, ids: readonly string[], who: Someone = town.people.agent): Promise<string> {
  const { ctx } = town;
  if (!who.agent) throw new Error("nobody at work");
  async function* some() {
    const found = new Map((await findAcross(ctx, [MEMBER], ids)).map((entry) => [entry.id, entry]));
    yield ids.flatMap((id) => found.get(id) ?? []);
  }
  const actorIn = actorsOf(ctx, subjectOf(who));
  const request = { agent: who.agent, actorIn, definition: CLUB.id, list: "", chosen: some() };
  const prepared = await prepareWork(ctx, request);
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.problem));
  return prepared.value;
}

/** A work of somebody, whatever its state. */
export async function workOf(town: Town, id: string, who: Someone = town.people.agent): Promise<Work> {
  const work = await findWork(town.ctx.db, MEMBER, who.agent?.id ?? "", id);
  if (!work) throw new Error("no work");
  return work;
}

/** Says what to do with those chosen and hands it to the worker; answers the work. */
export async function launched(
  town: Town,
  ids: readonly string[],
  action: SendingAction,
  who: Someone = town.people.agent,
): Promise<string> {
  const { ctx } = town;
  const id = await chosen(town, ids, who);
  const work = await workOf(town, id, who);
  if (work.kind !== "bulk") throw new Error("launched already");
  const planned = await planWork(ctx, work, actorsOf(ctx, subjectOf(who)), action);
  if (!planned.ok) throw new Error(JSON.stringify(planned.problem));
  const again = await workOf(town, id, who);
  if (again.kind !== "bulk") throw new Error("launched already");
  const started = await launchWork(ctx, again);
  if (!started.ok) throw new Error(JSON.stringify(started.problem));
  return id;
}

/** Addresses that no postman finds, and one that he does. */
export const LABELS: SendingAction = { type: "labels", format: "3x8", skipped: 0, household: false };

export const NEWS: SendingAction = {
  ...{ type: "mailing", purpose: "consent", reason: "" },
  subject: "La lettre de mars pour {{ nom }}",
  body: "Bonjour {{ nom }},\n\nVoici la lettre.",
};
