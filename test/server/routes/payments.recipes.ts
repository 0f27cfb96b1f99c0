import { randomUUID } from "node:crypto";
import { withActor } from "../../../server/db/with-actor.ts";
import { savePaymentAccount } from "../../../server/store/payment-accounts.ts";
import { insertPayment } from "../../../server/store/payments.ts";
import { MEMBER, TERRACE } from "../town-places.ts";
import { fileEntry, type Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

/** Money that a demande of the holder owes. */
async function owed(town: Town): Promise<{ id: string; entry: string; payment: string }> {
  const [entry, payment] = [await fileEntry(town, town.people.holder), randomUUID()];
  await withActor(town.ctx.db, { member: MEMBER }, (tx) =>
    insertPayment(tx, {
      ...{ member: MEMBER, id: payment, entry, definition: TERRACE.id, purpose: "droits", subject: "Droits" },
      ...{ amount: 1200, refdet: payment.replaceAll("-", "").slice(0, 12), events: { paid: "payer" }, state: "due" },
      ...{ until: null, openedAt: town.ctx.clock(), movedSeq: null },
    }),
  );
  return { id: entry, entry, payment };
}

/** Where money goes; removed after, since a member has one for all. */
async function account({ ctx }: Town): Promise<{ id: string }> {
  const id = randomUUID();
  await withActor(ctx.db, { member: MEMBER }, (tx) => tx`delete from payment_account`);
  await savePaymentAccount(
    ctx,
    MEMBER,
    { id, unit: null, definition: null, numcli: "100001", saisie: "T" },
    ctx.clock(),
  );
  return { id };
}

const ADMIN = "/:member/agent/administration/paiement";
const FORM = { numero: "100001", mode: "T", pour: "" };
const PAY = "/:member/demandes/:entry/paiements/:payment";
/** An operation nobody knows: the answer is the same. */
const notice: Recipe = () => ({ query: { idop: randomUUID() } });

/** Requests to the routes of payments. */
export const PAYMENT_RECIPES: Readonly<Record<string, Recipe>> = {
  "GET /api/paiements/notification": notice,
  "POST /api/paiements/notification": notice,
  [`GET ${PAY}`]: async (town) => ({ params: await owed(town) }),
  [`POST ${PAY}`]: async (town) => ({ params: await owed(town), form: { courriel: "yvonne@exemple.fr" } }),
  [`GET ${PAY}/retour`]: async (town) => ({ params: await owed(town) }),
  "POST /:member/agent/:domain/:name/:id/paiements/:payment/:decision": async (town) => ({
    params: { ...(await owed(town)), decision: "verifier" },
  }),
  [`POST ${ADMIN}/nouveau`]: async (town) => {
    await account(town);
    return { form: { ...FORM, pour: "unite:voirie" } };
  },
  [`GET ${ADMIN}/:id`]: async (town) => ({ params: await account(town) }),
  [`POST ${ADMIN}/:id`]: async (town) => ({ params: await account(town), form: FORM }),
  [`POST ${ADMIN}/:id/verifier`]: async (town) => ({ params: await account(town) }),
  [`POST ${ADMIN}/:id/supprimer`]: async (town) => ({ params: await account(town) }),
};
