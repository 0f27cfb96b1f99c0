import { afterEach, expect, test } from "vitest";
import type { Answers } from "../../engine/index.ts";
import { decidePayment } from "../../server/commands/agent-payment.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { findEntry } from "../../server/store/entries.ts";
import { reconcile } from "../../server/store/payment-report.ts";
import { refundsOwed } from "../../server/store/refunds.ts";
import { shipped } from "../definitions/shipped.ts";
import { agent, citizen } from "../helpers/actors.ts";
import { offer } from "../helpers/offer.ts";
import { file } from "./agenda-office.ts";
import { openPayingTown, type PayingTown } from "./paying-town.ts";
import { MEMBER } from "./town-places.ts";

const DAY = 86_400_000;
const ADA = citizen("porteur-ada");
const AGENT = agent({ units: ["aquatique"] });
const REGISTER = "aquatique/seance";
const SERVICE = "aquatique/inscription";

let town: PayingTown;
afterEach(() => town.stop());

async function opensTown(): Promise<void> {
  town = await openPayingTown({ delay: null });
  for (const id of [REGISTER, SERVICE]) await offer(town.ctx, await shipped(id));
}

async function session(categorie: "cours" | "seance", more: Answers = {}): Promise<string> {
  const dates = [{ jour: "2026-05-05", de: "18:00", a: "19:00" }];
  const answers = { nom: `Nage ${categorie}`, categorie, bassin: "ill", dates, places: 3, attente: 2, ...more };
  return file(town.ctx, await shipped(REGISTER), answers, AGENT);
}

/** Ada, an adult of the agglomeration, who has paid her place: 110 € for a course, 6 € for one session. */
async function paid(seance: string): Promise<string> {
  const answers = {
    ...{ nom: "Lovelace", prenom: "Ada", naissance: "1990-04-05", niveau: "nageur", sante: true, attestation: true },
    adresse: { voie: "4 rue de l’Écluse", codePostal: "68170", commune: "Rixheim" },
    place: { seance, attente: false },
    responsable: { prenom: "Ada", nom: "Lovelace" },
    courriel: "ada@courriel.example",
  };
  const definition = await shipped(SERVICE);
  const opened = await openEntry(town.ctx, { member: MEMBER, definition, actor: ADA, answers });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  await town.work();
  await pays(opened.value.view.id);
  return opened.value.view.id;
}

async function pays(entry: string): Promise<void> {
  town.fake.play(await town.begin(entry), "card");
  await town.comeBack(entry);
  await town.work();
}

async function moves(id: string, seance: string, actor = ADA): Promise<void> {
  const revision = (await findEntry(town.ctx, MEMBER, id))?.revision ?? 0;
  const sent = { member: MEMBER, definitionId: SERVICE, id, actor, type: "changer-seance", revision };
  const moved = await sendEvent(town.ctx, { ...sent, answers: { seance: { seance } } });
  if (!moved.ok) throw new Error(JSON.stringify(moved.problem));
  await town.work();
}

const state = async (id: string) => (await findEntry(town.ctx, MEMBER, id))?.state;
const price = async (id: string) => (await findEntry(town.ctx, MEMBER, id))?.answers["prix"];
/** In the order of their words: two that were asked at the same moment have no other. */
const asked = async (id: string) =>
  (await town.payments(id)).map(({ payment: { amount, state: at } }) => `${amount} ${at}`).toSorted();
const owed = async () => (await refundsOwed(town.ctx, MEMBER, [SERVICE])).map((line) => [line.owed, line.reason]);
const report = () => {
  const span = { from: new Date("2026-01-01"), to: new Date("2027-01-01") };
  return reconcile(town.ctx, { member: MEMBER, definitions: [SERVICE], ...span });
};
const mails = () =>
  withActor(town.ctx.db, { system: true }, async (tx) => {
    const rows = await tx<{ subject: string; body: string }[]>`
      select params->>'subject' as subject, params->>'body' as body from effect where type = 'mail' order by seq, rank`;
    return rows;
  });

test("a session at the same price is had at once, with its own dates; nothing is asked and nothing is owed", async () => {
  await opensTown();
  const ada = await paid(await session("cours"));
  await moves(ada, await session("cours", { nom: "Plongeon" }));
  expect(await state(ada)).toBe("inscrit");
  expect(await price(ada)).toBe(11_000);
  expect(await asked(ada)).toEqual(["0 paid", "11000 paid"]);
  expect(await owed()).toEqual([]);
  expect((await report()).gaps).toEqual([]);
  const [told] = (await mails()).filter(({ subject }) => subject.startsWith("Séance changée : Plongeon"));
  expect(told?.body).toMatch(/Avant :\nNage cours[\s\S]*Maintenant :\nPlongeon/);
});

test("a dearer one asks the difference alone, and the enrolment goes on once it is paid", async () => {
  await opensTown();
  const ada = await paid(await session("seance"));
  await moves(ada, await session("cours"));
  expect(await state(ada)).toBe("seance-changee");
  expect(await price(ada)).toBe(11_000);
  expect(await asked(ada)).toEqual(["10400 due", "600 paid"]);
  await pays(ada);
  expect(await state(ada)).toBe("inscrit");
  const { totals, gaps } = await report();
  expect(totals).toMatchObject({ paid: 11_000, kept: 11_000 });
  expect(gaps).toEqual([]);
});

test("a dearer one that is not paid in time is given back, and what was paid with it", async () => {
  await opensTown();
  const dear = await session("cours", { places: 1 });
  const ada = await paid(await session("seance"));
  await moves(ada, dear);
  town.town.advance(3 * DAY + 60_000);
  await town.work();
  expect(await state(ada)).toBe("difference-non-payee");
  expect(await owed()).toEqual([[600, "Différence de prix non payée, place rendue"]]);
  const [room] = await withActor(
    town.ctx.db,
    { system: true },
    (tx) => tx<{ taken: number }[]>`select taken from sitting_room where sitting_id = ${dear}`,
  );
  expect(room?.taken).toBe(0);
  await refunds(ada);
  expect(await state(ada)).toBe("non-payee");
});

test("a cheaper one keeps the place, and the difference is to be given back, in part only", async () => {
  await opensTown();
  const ada = await paid(await session("cours"));
  await moves(ada, await session("seance"), AGENT);
  expect(await state(ada)).toBe("inscrit");
  expect(await price(ada)).toBe(600);
  expect(await owed()).toEqual([[10_400, "Séance changée, prix plus bas"]]);
  await refunds(ada);
  expect([await state(ada), await owed()]).toEqual(["inscrit", []]);
  // Back to a dear one: what was given back is due again.
  await moves(ada, await session("cours", { nom: "Encore" }));
  expect(await asked(ada)).toEqual(["0 paid", "10400 due", "11000 paid"]);
  expect((await report()).gaps).toEqual([]);
});

/** The service notes that it gave back what it owes. */
async function refunds(entry: string): Promise<void> {
  const files = await town.payments(entry);
  const due = files.flatMap(({ payment, attempts }) =>
    attempts.filter(({ owed: cents }) => cents !== null).map(({ id }) => ({ payment: payment.id, attempt: id })),
  );
  for (const one of due) {
    const about = {
      member: MEMBER,
      entry,
      ...one,
      decision: "rembourse" as const,
      reason: "Virement 12",
      actor: AGENT,
    };
    const noted = await decidePayment(town.ctx, await shipped(SERVICE), about);
    if (!noted.ok) throw new Error(JSON.stringify(noted.problem));
  }
  await town.work();
}
