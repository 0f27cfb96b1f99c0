import { randomUUID } from "node:crypto";
import { keepCannedAnswer } from "../../../server/commands/canned-answer.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { RECEIPTS, receiptToken } from "../../../server/sms-receipt-token.ts";
import { insertDelivery } from "../../../server/store/deliveries.ts";
import { keepMail } from "../../../server/store/outbox.ts";
import { MEMBER } from "../town-places.ts";
import { fileEntry, type Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

/** A letter to post about a demande of the holder. */
async function letter(town: Town): Promise<{ id: string; delivery: string }> {
  const [id, delivery] = [await fileEntry(town, town.people.holder), randomUUID()];
  const at = town.ctx.clock();
  await withActor(town.ctx.db, { member: MEMBER }, (tx) =>
    insertDelivery(tx, {
      ...{ member: MEMBER, entry: id, id: delivery, channel: "post", kind: "legal", subject: "Reçue", body: "Bonjour" },
      ...{ recipient: null, messageId: null, state: "to-post", status: null, at, changedAt: at },
    }),
  );
  return { id, delivery };
}

/** A mail that the demonstration keeps. */
async function kept({ ctx }: Town): Promise<{ id: string }> {
  const id = randomUUID();
  const mail = { member: MEMBER, id, messageId: id, to: "yvonne@exemple.fr", subject: "Reçue", body: "Bonjour" };
  await withActor(ctx.db, { member: MEMBER }, (tx) =>
    keepMail(tx, { ...mail, html: "<p>Bonjour</p>", at: ctx.clock() }),
  );
  return { id };
}

const ADMIN = "/:member/agent/administration";
const CANNED = { titre: "Pièce illisible", pour: "", texte: "Bonjour, renvoyez-nous la pièce." };

/** A ready answer of the member. */
async function canned({ ctx, people }: Town): Promise<{ id: string }> {
  const by = people.functional.agent;
  if (!by) throw new Error("no administrator");
  const kept = await keepCannedAnswer(ctx, by, null, { title: CANNED.titre, body: CANNED.texte, over: "" });
  if (!kept.ok) throw new Error(JSON.stringify(kept.problem));
  return { id: kept.value };
}

/** The callback with its secret, about nothing we know of: "in transit" is taken all the same. */
const receipt: Recipe = ({ ctx }) => ({
  params: { token: receiptToken(ctx) ?? "" },
  query: { id: "inconnu", status: "transit" },
});

/** Requests to the routes of messages, notes, what waits about an entry, and what was sent. */
export const CONVERSATION_RECIPES: Readonly<Record<string, Recipe>> = {
  "POST /:member/demandes/:entry/messages": () => ({ form: { "message[texte]": "Douze mètres carrés." } }),
  "POST /:member/agent/:domain/:name/:id/messages": () => ({ form: { "message[texte]": "Quelle surface ?" } }),
  "POST /:member/agent/:domain/:name/:id/notes": () => ({ form: { "note[texte]": "À revoir." } }),
  "POST /:member/agent/:domain/:name/:id/taches/:kind": () => ({ params: { kind: "reply" } }),
  "GET /:member/agent/:domain/:name/:id/courriers/:delivery": async (town) => ({ params: await letter(town) }),
  [`GET ${ADMIN}/courriels/:domain/:name/:template`]: () => ({ params: { template: "accuse" } }),
  [`POST ${ADMIN}/reponses/nouvelle`]: () => ({ form: CANNED }),
  [`GET ${ADMIN}/reponses/:id`]: async (town) => ({ params: await canned(town) }),
  [`POST ${ADMIN}/reponses/:id`]: async (town) => ({ params: await canned(town), form: CANNED }),
  [`POST ${ADMIN}/reponses/:id/supprimer`]: async (town) => ({ params: await canned(town) }),
  "GET /demo/messages/:id": async (town) => ({ params: await kept(town) }),
  [`GET ${RECEIPTS}/:token`]: receipt,
  [`POST ${RECEIPTS}/:token`]: receipt,
  "POST /mon-espace/notifications": () => ({
    form: { "root[rappels]": "both", "root[messages]": "mail", "root[telephone]": "06 39 98 12 34" },
  }),
};
