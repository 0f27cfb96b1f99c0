import { randomUUID } from "node:crypto";
import { launchExport } from "../../../server/commands/launch-export.ts";
import { prepareWork } from "../../../server/commands/prepare-work.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { actorsOf } from "../../../server/identity/actor-for.ts";
import { agentSubject } from "../../../server/identity/subject.ts";
import { findEntry } from "../../../server/store/entries.ts";
import { saveTemplate } from "../../../server/store/export-templates.ts";
import { agentNow } from "../../../server/store/work-turns.ts";
import { launch } from "../../../server/store/works.ts";
import { drainWorks } from "../../../server/worker/works.ts";
import type { Person } from "../town-people.ts";
import { MEMBER, TERRACE } from "../town-places.ts";
import { fileEntry, type Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

/** A work that this person prepared about a demande; one that does not exist when she may prepare none. */
async function prepared(town: Town, person: Person): Promise<{ work: string }> {
  const { ctx, people } = town;
  const someone = people[person];
  const entry = await findEntry(ctx, MEMBER, await fileEntry(town, people.holder));
  if (!someone.agent || !entry) return { work: randomUUID() };
  const { member, id } = someone.agent;
  const agent = await withActor(ctx.db, { member }, (tx) => agentNow(tx, member, id, ctx.clock()));
  if (!agent) return { work: randomUUID() };
  const request = {
    agent,
    actorIn: actorsOf(ctx, agentSubject(agent)),
    definition: TERRACE.id,
    list: "",
    chosen: (async function* () {
      yield [entry];
    })(),
  };
  const work = await prepareWork(ctx, request);
  return { work: work.ok ? work.value : randomUUID() };
}

/** The same, launched. */
async function launched(town: Town, person: Person): Promise<{ work: string }> {
  const { ctx, people } = town;
  const { work: id } = await prepared(town, person);
  const member = people[person].agent?.member ?? MEMBER;
  const now = ctx.clock();
  await withActor(ctx.db, { member }, (tx) => launch(tx, { member, id, kind: "bulk" }, now, now));
  return { work: id };
}

/** An export that this person asked for, with its file. */
async function exported(town: Town, person: Person): Promise<{ work: string }> {
  const { ctx, people } = town;
  const { agent } = people[person];
  if (!agent) return { work: randomUUID() };
  const params = { list: "", format: "csv", columns: ["_reference"], values: "labels" } as const;
  const launched = await launchExport(ctx, agent, TERRACE.id, params);
  await drainWorks(ctx);
  return { work: launched.ok ? launched.value : randomUUID() };
}

/** A template that this person keeps. */
async function template({ ctx, people }: Town, person: Person): Promise<{ template: string }> {
  const { agent } = people[person];
  const id = randomUUID();
  if (!agent) return { template: id };
  const choice = { format: "csv", columns: ["_reference"], values: "labels" } as const;
  const kept = { id, agent: agent.id, name: "Essai", shared: false, choice };
  await saveTemplate(ctx.db, agent.member, TERRACE.id, kept, ctx.clock());
  return { template: id };
}

const IMPORT = "/:member/agent/:domain/:name/import";
const EXPORT = "/:member/agent/:domain/:name/export";
const WORK = "/:member/agent/travaux/:work";

export const WORK_RECIPES: Readonly<Record<string, Recipe>> = {
  "POST /:member/agent/:domain/:name/lot": async (town) => ({
    form: { portee: "choix", liste: "", dossier: await fileEntry(town, town.people.holder) },
  }),
  [`POST ${EXPORT}`]: () => ({ form: { format: "csv", colonne: "_reference" } }),
  [`POST ${IMPORT}`]: () => ({ form: { modele: "essai", contenu: "Nom\nChez Lulu\n", _action: "ecrire" } }),
  [`POST ${EXPORT}/modeles`]: () => ({ form: { format: "csv", colonne: "_reference", nom: "Essai" } }),
  [`POST ${EXPORT}/modeles/:template/effacer`]: async (town, person) => ({ params: await template(town, person) }),
  [`GET ${WORK}/fichier`]: async (town, person) => ({ params: await exported(town, person) }),
  [`GET ${WORK}`]: async (town, person) => ({ params: await prepared(town, person) }),
  [`POST ${WORK}/actions/:type`]: async (town, person) => ({
    params: { ...(await prepared(town, person)), type: "_attribuer" },
    form: { assignee: town.people.agent.agent?.id ?? "" },
  }),
  [`POST ${WORK}/lancer`]: async (town, person) => ({ params: await prepared(town, person) }),
  [`POST ${WORK}/arreter`]: async (town, person) => ({ params: await launched(town, person) }),
  [`GET ${WORK}/rapport`]: async (town, person) => ({ params: await launched(town, person) }),
};
