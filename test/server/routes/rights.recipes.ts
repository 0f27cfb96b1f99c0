import { randomUUID } from "node:crypto";
import { parisDay } from "../../../engine/index.ts";
import { makeApiToken } from "../../../server/commands/api-tokens.ts";
import { lendRights } from "../../../server/commands/lend-rights.ts";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { MEMBER } from "../town-places.ts";
import { hire, type Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

const DAY = 86_400_000;

async function newColleague({ ctx }: Town): Promise<AgentIdentity> {
  const { agent } = await hire(ctx, "Marie Essai", MEMBER, ["agent"], ["voirie"]);
  if (!agent) throw new Error("no agent");
  return agent;
}

/** What is typed to lend for a week to someone just hired: by herself, or by an administrator for another. */
async function lending(town: Town) {
  const now = town.ctx.clock().getTime();
  return {
    de: (await newColleague(town)).id,
    a: (await newColleague(town)).id,
    du: parisDay(new Date(now).toISOString()),
    au: parisDay(new Date(now + 7 * DAY).toISOString()),
    motif: "Congés",
  };
}

/** A delegation that the agent of the unit gave. */
async function lent(town: Town): Promise<{ id: string }> {
  const { ctx, people } = town;
  const lender = people.agent.agent;
  if (!lender) throw new Error("no agent");
  const { a: to, du: startsOn, au: endsOn, motif: reason } = await lending(town);
  const plan = { from: lender.id, to, definition: null, startsOn, endsOn, reason };
  const outcome = await lendRights(ctx, lender, plan);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  return { id: outcome.value };
}

/** A token that the administrator of the member made. */
async function token({ ctx, people }: Town): Promise<{ id: string }> {
  const by = people.member.agent;
  if (!by) throw new Error("no administrator");
  const id = randomUUID();
  const expiresAt = new Date(ctx.clock().getTime() + 30 * DAY);
  const plan = { id, name: "Logiciel d’essai", role: "lecteur", definitions: [], verbs: ["read"], expiresAt };
  const outcome = await makeApiToken(ctx, by, plan);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  return { id };
}

const ADMIN = "/:member/agent/administration";

/** How to lend prerogatives and to make tokens. */
export const RIGHTS_RECIPES: Readonly<Record<string, Recipe>> = {
  "POST /:member/agent/delegations": async (town) => ({ form: await lending(town) }),
  "POST /:member/agent/delegations/:id/terminer": async (town) => ({ params: await lent(town) }),
  [`POST ${ADMIN}/delegations`]: async (town) => ({ form: await lending(town) }),
  [`POST ${ADMIN}/delegations/:id/terminer`]: async (town) => ({ params: await lent(town) }),
  [`POST ${ADMIN}/jetons`]: ({ ctx }) => ({
    form: {
      jeton: randomUUID(),
      nom: "Logiciel d’essai",
      role: "lecteur",
      verbes: "read",
      fin: parisDay(new Date(ctx.clock().getTime() + 30 * DAY).toISOString()),
    },
  }),
  [`POST ${ADMIN}/jetons/:id/revoquer`]: async (town) => ({ params: await token(town) }),
};
