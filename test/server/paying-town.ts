import { randomUUID } from "node:crypto";
import type { CompiledDefinition } from "../../engine/index.ts";
import { createApp } from "../../server/app.ts";
import { asksResult, expirePayment, pollPayment } from "../../server/commands/ask-payment.ts";
import { pay } from "../../server/commands/pay.ts";
import { publish } from "../../server/commands/publish.ts";
import {
  type FakePayfip,
  type FakePayfipOptions,
  startFakePayfip,
} from "../../server/connectors/fake-payfip/fake-payfip.ts";
import { callback, PAYER } from "../../server/connectors/open-payments.ts";
import { payfip } from "../../server/connectors/payfip/payfip.ts";
import type { Context } from "../../server/context.ts";
import { adopt } from "../../server/store/definitions.ts";
import { findEntry } from "../../server/store/entries.ts";
import { entryHistory } from "../../server/store/events.ts";
import { notePaymentCheck, savePaymentAccount } from "../../server/store/payment-accounts.ts";
import { type PaymentFile, paymentsOf } from "../../server/store/payments.ts";
import { drain } from "../../server/worker/worker.ts";
import { buildDefinition } from "../helpers/definitions.ts";
import { MEMBER } from "./town-places.ts";
import { fileEntry, openTown, type Town } from "./whole-town.ts";

const told = (label: string, target?: string) => ({ ...(target && { target }), meta: { label, who: ["system"] } });

/** A permit that is paid: so many zones at 12 €, within thirty days; then delivered by an agent of this unit. */
export const permitOf = (unit: string): CompiledDefinition =>
  buildDefinition({
    id: "voirie/permis",
    required: ["nom", "courriel", "zones"],
    properties: {
      nom: { type: "string", title: "Nom", maxLength: 200 },
      courriel: { type: "string", format: "email", title: "Courriel" },
      zones: { type: "integer", title: "Combien de zones ?", minimum: 0, maximum: 20 },
    },
    definition: {
      unit,
      privacy: { purpose: "Essai", legalBasis: "6-1-e", sector: "voirie", retention: "P1Y" },
      templates: { accuse: { subject: "Reçue", body: "{{lien}}\n\n{{about.acknowledgement}}" } },
    },
    workflow: {
      initial: "a-payer",
      states: {
        "a-payer": {
          meta: { label: "À payer", sentence: "Votre demande attend votre paiement.", tone: "waiting" },
          entry: [
            { type: "mail", params: { to: "courriel", template: "accuse" } },
            {
              type: "request-payment",
              params: {
                ...{ amount: "zones * 1200", subject: "Permis de stationner, été", paid: "payee" },
                ...{ refused: "essai-manque", expired: "delai-passe", within: "P30D" },
              },
            },
          ],
          on: {
            payee: told("Paiement reçu", "payee"),
            "essai-manque": told("Paiement manqué"),
            "delai-passe": told("Délai dépassé", "close"),
            retirer: { target: "close", meta: { label: "Retirer", who: ["holder"] } },
          },
        },
        payee: {
          meta: { label: "Payée", sentence: "Votre paiement est reçu.", tone: "active", task: true },
          on: { delivrer: { target: "close", meta: { label: "Délivrer", who: ["agent"] } } },
        },
        close: { type: "final", meta: { label: "Close", sentence: "C’est terminé.", tone: "neutral" } },
      },
    },
  });

export const PERMIT = permitOf("voirie");
export const NUMCLI = "100001";
const MINUTE = 60_000;

export interface PayingTown {
  readonly town: Town;
  readonly ctx: Context;
  readonly app: ReturnType<typeof createApp>;
  readonly fake: FakePayfip;
  /** Files a permit for so many zones; the id of the entry. */
  file(zones?: number): Promise<string>;
  /** Begins to pay what is due, as the holder; the name of the operation. */
  begin(entry: string): Promise<string>;
  /** Everything the worker has to do about payments at this moment, then its effects. */
  work(): Promise<void>;
  /** The same every minute, for so many minutes. */
  pass(minutes: number): Promise<void>;
  /** What the payments of an entry are. */
  payments(entry: string): Promise<readonly PaymentFile[]>;
  /** Comes back from the page of payment. */
  comeBack(entry: string): Promise<void>;
  /** State of the entry, and the events it has had. */
  told(entry: string): Promise<{ readonly state: string; readonly events: readonly string[] }>;
  stop(): Promise<void>;
}

/** A town that is paid by the fake service, whose behaviour `options` change. */
export async function openPayingTown(options: Partial<FakePayfipOptions> = {}): Promise<PayingTown> {
  const town = await openTown();
  const published = await publish(town.database.app, [PERMIT]);
  if (!published.ok) throw new Error(JSON.stringify(published.issues));
  await adopt(town.database.app, MEMBER, PERMIT.id);
  await town.ctx.catalogue.reload();
  const fake = await startFakePayfip({
    clients: [{ numcli: NUMCLI, name: "REGIE VOIRIE" }],
    page: `${town.ctx.config.publicUrl}${PAYER}`,
    now: town.ctx.clock,
    id: randomUUID,
    notify: async (notification) => (await app.request(...callback(notification))).ok,
    ...options,
  });
  const provider = payfip(fake.settings, { log: town.ctx.log, now: town.ctx.clock, patience: 500 });
  const ctx: Context = { ...town.ctx, payments: provider, fakePayfip: fake };
  const app = createApp(ctx, town.assets);
  const account = { id: randomUUID(), unit: null, definition: null, numcli: NUMCLI, saisie: "T" as const };
  await savePaymentAccount(ctx, MEMBER, account, ctx.clock());
  await notePaymentCheck(ctx, MEMBER, account, { at: ctx.clock(), name: "REGIE VOIRIE" });
  const payments = (entry: string) => paymentsOf(ctx, MEMBER, entry);
  const work = async () => {
    await fake.settled();
    while ((await pollPayment(ctx)) || (await expirePayment(ctx)));
    await drain(ctx);
  };
  return {
    ...{ town, ctx, app, fake, payments, work },
    file: (zones = 2) =>
      fileEntry(town, town.people.holder, PERMIT, { nom: "Schmitt", courriel: "camille@courriel.example", zones }),
    begin: async (entry) => {
      const found = await findEntry(ctx, MEMBER, entry);
      const due = (await payments(entry)).find(({ payment }) => payment.state === "due")?.payment;
      if (!found || !due) throw new Error("nothing is due");
      const begun = await pay(ctx, { entry: found, payment: due.id, mel: "camille@courriel.example" });
      if (!begun.ok) throw new Error(begun.problem.detail);
      return new URL(begun.value).searchParams.get("idop") ?? "";
    },
    async pass(minutes) {
      for (let minute = 0; minute < minutes; minute += 1) {
        town.advance(MINUTE);
        await work();
      }
    },
    async comeBack(entry) {
      for (const { payment } of await payments(entry)) await asksResult(ctx, MEMBER, payment.id, "return");
    },
    async told(entry) {
      const found = await findEntry(ctx, MEMBER, entry);
      const history = await entryHistory(ctx, MEMBER, entry);
      return { state: found?.state ?? "", events: history.slice(1).map(({ type }) => type) };
    },
    async stop() {
      await fake.close();
      await town.stop();
    },
  };
}
