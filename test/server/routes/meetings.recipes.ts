import { randomUUID } from "node:crypto";
import { rankedLines } from "../../../server/commands/meeting.ts";
import { openEntry } from "../../../server/commands/open-entry.ts";
import { satOf } from "../../../server/meeting.ts";
import { findEntry } from "../../../server/store/entries.ts";
import { findMeeting, freeze, insertMeeting } from "../../../server/store/meetings.ts";
import { offer } from "../../helpers/offer.ts";
import { PLACE, UNIT_REQUEST } from "../meeting-definitions.ts";
import { MEMBER } from "../town-places.ts";
import type { Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

const [domain = "", name = ""] = UNIT_REQUEST.id.split("/");
const VISITOR = { kind: "anonymous", id: "p", roles: [], units: [], holders: ["p"] } as const;
const AGENT = { kind: "agent", id: "a", name: "A", member: MEMBER, roles: ["agent"], units: [], holders: [] } as const;

/** What ranks requests, offered by the town. */
async function offered({ ctx }: Town): Promise<Record<string, string>> {
  for (const definition of [PLACE, UNIT_REQUEST]) await offer(ctx, definition);
  return { domain, name };
}

/** A meeting of that, about one request that waits for a place; ranked when asked. */
async function meeting(town: Town, ranked: boolean): Promise<Record<string, string>> {
  const { ctx } = town;
  const params = await offered(town);
  const place = await openEntry(ctx, {
    member: MEMBER,
    definition: PLACE,
    actor: AGENT,
    answers: { nom: "Les Lutins" },
  });
  if (!place.ok) throw new Error(JSON.stringify(place.problem));
  const lieu = place.value.view.id;
  const answers = { nom: "Weber", points: 3, voeux: [{ lieu }], jours: ["lundi"] };
  const request = { member: MEMBER, definition: UNIT_REQUEST, actor: VISITOR, actorIn: () => VISITOR, answers };
  const opened = await openEntry(ctx, request);
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const id = randomUUID();
  const now = ctx.clock();
  const places = [{ place: lieu, group: "", parts: { lundi: 1 } }];
  const of = { id, member: MEMBER, definition: UNIT_REQUEST.id, day: "2026-03-20", list: "", seed: "5eed" };
  await insertMeeting(ctx.db, { ...of, createdBy: "A", places, now, expiresAt: now });
  const [made, entry, sat] = [
    await findMeeting(ctx.db, MEMBER, id),
    await findEntry(ctx, MEMBER, opened.value.view.id),
    satOf(UNIT_REQUEST),
  ];
  if (!made || !entry || !sat) throw new Error("no meeting");
  if (ranked) await freeze(ctx.db, made, rankedLines(ctx, sat, made, [entry]), now);
  return { ...params, meeting: id };
}

const LIST = "/:member/agent/:domain/:name/commissions";
const ONE = `${LIST}/:meeting`;
const REASON = "Rapprochement de fratrie.";

export const MEETING_RECIPES: Readonly<Record<string, Recipe>> = {
  [`GET ${LIST}`]: async (town) => ({ params: await offered(town) }),
  [`POST ${LIST}`]: async (town) => ({ params: await offered(town), form: { jour: "2026-03-20", liste: "" } }),
  [`GET ${ONE}`]: async (town) => ({ params: await meeting(town, true) }),
  [`POST ${ONE}/places`]: async (town) => ({
    params: await meeting(town, false),
    form: { jour: "2026-03-20", revision: "1" },
  }),
  [`POST ${ONE}/classer`]: async (town) => ({ params: await meeting(town, false), form: { revision: "1" } }),
  [`POST ${ONE}/refaire`]: async (town) => ({ params: await meeting(town, true), form: { revision: "2" } }),
  [`POST ${ONE}/ecarter`]: async (town) => ({ params: await meeting(town, true), form: { revision: "2" } }),
  [`POST ${ONE}/deroger`]: async (town) => ({
    params: await meeting(town, true),
    form: { revision: "2", rang: "1", "place-1": "", "motif-1": REASON },
  }),
  [`POST ${ONE}/decider`]: async (town) => ({ params: await meeting(town, true), form: { revision: "2" } }),
  [`GET ${ONE}/proces-verbal.pdf`]: async (town) => ({ params: await meeting(town, true) }),
  [`GET ${ONE}/classement.ods`]: async (town) => ({ params: await meeting(town, true) }),
};
