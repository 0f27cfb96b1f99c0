import { afterEach, expect, test } from "vitest";
import type { Actor, PaymentEffect } from "../../../engine/index.ts";
import { decidePayment } from "../../../server/commands/agent-payment.ts";
import { expirePayment } from "../../../server/commands/ask-payment.ts";
import { openEntry } from "../../../server/commands/open-entry.ts";
import { openPayment } from "../../../server/commands/open-payment.ts";
import { pay } from "../../../server/commands/pay.ts";
import type { Decision } from "../../../server/commands/payment-decision.ts";
import { sendEvent } from "../../../server/commands/send-event.ts";
import type { PaymentProvider } from "../../../server/connectors/payfip/payment-provider.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { actorFor } from "../../../server/identity/actor-for.ts";
import type { Job } from "../../../server/store/effects.ts";
import { findEntry } from "../../../server/store/entries.ts";
import { tasksIn } from "../../../server/store/entry-tasks.ts";
import { latestMails } from "../../../server/store/outbox.ts";
import { reconcile } from "../../../server/store/payment-report.ts";
import { factsOf } from "../../../server/store/payments.ts";
import { runRequestPayment } from "../../../server/worker/request-payment.ts";
import { PAID_VISIT } from "../../helpers/agenda.ts";
import { offer } from "../../helpers/offer.ts";
import { bookings, openDesks } from "../agenda-office.ts";
import { openPayingTown, type PayingTown, PERMIT } from "../paying-town.ts";
import { MEMBER } from "../town-places.ts";
import { subjectOf } from "../whole-town.ts";

let town: PayingTown;
afterEach(() => town.stop());

const DAY = 86_400_000;
const AGENT: Actor = {
  ...{ kind: "agent", id: "11111111-1111-4111-8111-111111111111", name: "Sophie Muller", member: MEMBER },
  ...{ roles: ["agent"], units: ["voirie"], holders: [] },
};
const ASKED: PaymentEffect = {
  ...{ type: "request-payment", purpose: "paiement", amount: 2400, subject: "Permis" },
  events: { paid: "payee", refused: "essai-manque", expired: "delai-passe" },
};

/** What an agent decides about the last attempt of the payment at this rank. */
async function decides(entry: string, decision: Decision, rank = 0, reason = "Décision") {
  const [file, definition] = [(await town.payments(entry))[rank], town.ctx.catalogue.definition(MEMBER, PERMIT.id)];
  if (!definition || !file) throw new Error("no payment");
  const about = { member: MEMBER, entry, payment: file.payment.id, attempt: file.attempts.at(-1)?.id ?? "" };
  return decidePayment(town.ctx, definition, { ...about, decision, reason, actor: AGENT });
}

/** The same entry asks for a payment again, a moment later. */
function asks(entry: string, seq: number, change: Partial<PaymentEffect>): Promise<void> {
  town.town.advance(1_000);
  return withActor(town.ctx.db, { member: MEMBER }, (tx) =>
    openPayment(town.ctx, tx, { member: MEMBER, entry, seq, rank: 1 }, { ...ASKED, ...change }),
  );
}

const states = async (entry: string) =>
  (await town.payments(entry)).map(({ payment }) => [payment.amount, payment.state]);

test("money that pays for a slot which somebody else took meanwhile is set aside, to be refunded", async () => {
  town = await openPayingTown({ delay: null });
  const { ctx } = town;
  const { annex } = await openDesks(ctx);
  await offer(ctx, PAID_VISIT);
  const visit = async () => {
    const actor = actorFor(ctx, subjectOf(town.town.people.holder), MEMBER, PAID_VISIT);
    const answers = { nom: "Weber", rendezVous: { place: annex, debut: "2026-03-09T08:00:00.000Z" } };
    const opened = await openEntry(ctx, { member: MEMBER, definition: PAID_VISIT, actor, answers });
    if (!opened.ok) throw new Error(opened.problem.detail);
    return opened.value.view.id;
  };
  const [first, idop] = await visit().then(async (id) => [id, await town.begin(id)] as const);
  town.town.advance(2 * 3_600_000);
  const second = await visit();
  expect((await bookings(ctx)).map(({ entryId }) => entryId)).toEqual([second]);
  town.fake.play(idop, "card");
  await town.comeBack(first);
  expect(await town.told(first)).toEqual({ state: "a-payer", events: [] });
  const [file] = await town.payments(first);
  expect(file?.attempts[0]).toMatchObject({ state: "aside", aside: "unmoved", refund: "due", received: 1200 });
  const tasks = await withActor(ctx.db, { member: MEMBER }, (tx) => tasksIn(tx, MEMBER, first));
  expect(tasks.map(({ kind }) => kind)).toEqual(["payment"]);
  town.fake.play(await town.begin(second), "card");
  await town.comeBack(second);
  expect(await town.told(second)).toEqual({ state: "payee", events: ["payee"] });
  expect((await bookings(ctx)).map(({ state, entryId }) => [state, entryId])).toEqual([["booked", second]]);
});

test("money kept after all is not said to be refunded any more", async () => {
  town = await openPayingTown({ delay: null });
  const entry = await town.file();
  const idop = await town.begin(entry);
  await asks(entry, 5, { amount: 3000 });
  await asks(entry, 6, { amount: 2400 });
  town.fake.play(idop, "card");
  await town.comeBack(entry);
  expect((await town.payments(entry))[0]?.attempts[0]).toMatchObject({ state: "aside", refund: "due" });
  await town.work();
  expect(await decides(entry, "garder")).toMatchObject({ ok: true });
  expect(await town.told(entry)).toEqual({ state: "payee", events: ["payee"] });
  expect((await town.payments(entry))[0]?.attempts[0]).toMatchObject({ state: "paid", aside: "late", refund: null });
  expect(await states(entry)).toEqual([
    [2400, "paid"],
    [3000, "cancelled"],
    [2400, "cancelled"],
  ]);
  await town.work();
  const mails = (await latestMails(town.ctx, 100)).filter(({ subject }) => subject.includes("de votre paiement"));
  expect(mails.map(({ body }) => body.includes("Le service l’examine")).toSorted()).toEqual([false, true]);
  const documents = await withActor(
    town.ctx.db,
    { member: MEMBER },
    (tx) => tx`select from document where entry_id = ${entry}`,
  );
  expect(documents).toHaveLength(2);
  const scope = { member: MEMBER, definitions: [PERMIT.id], from: new Date("2026-01-01"), to: new Date("2027-01-01") };
  const { gaps, money } = await reconcile(town.ctx, scope);
  expect(gaps).toEqual([]);
  expect(money).toEqual([{ means: "payfip", trial: true, kept: true, refund: null, count: 1, cents: 2400 }]);
});

test("the money of an amount that another replaced cannot be kept in its place", async () => {
  town = await openPayingTown({ delay: null });
  const entry = await town.file();
  const idop = await town.begin(entry);
  await asks(entry, 5, { amount: 3000 });
  town.fake.play(idop, "card");
  await town.comeBack(entry);
  expect(await decides(entry, "garder")).toMatchObject({ ok: false, problem: { code: "stale" } });
  expect(await town.told(entry)).toEqual({ state: "a-payer", events: [] });
});

test("a payment asked again for the same amount has the new time to pay, and the new events", async () => {
  town = await openPayingTown({ delay: null });
  const entry = await town.file();
  const [before] = await town.payments(entry);
  const until = new Date(town.ctx.clock().getTime() + 60 * DAY).toISOString();
  await asks(entry, 5, { until });
  const [after, ...others] = await town.payments(entry);
  expect(others).toEqual([]);
  expect(after?.payment).toMatchObject({ id: before?.payment.id, until: new Date(until), amount: 2400 });
  expect((await factsOf(town.ctx, MEMBER, entry)).at(-1)).toMatchObject({ kind: "asked-again", data: { until } });
  await asks(entry, 6, { events: { paid: "retirer" } });
  expect(await states(entry)).toEqual([
    [2400, "cancelled"],
    [2400, "due"],
  ]);
});

test("somebody whose demande moved on while she was about to pay is not led to pay", async () => {
  town = await openPayingTown({ delay: null });
  const { ctx } = town;
  const entry = await town.file();
  const [seen, [file]] = [await findEntry(ctx, MEMBER, entry), await town.payments(entry)];
  const holder = actorFor(ctx, subjectOf(town.town.people.holder), MEMBER, PERMIT);
  const request = { member: MEMBER, definitionId: PERMIT.id, id: entry, type: "retirer", revision: null };
  expect(await sendEvent(ctx, { ...request, actor: holder })).toMatchObject({ ok: true });
  if (!seen || !file) throw new Error("no payment");
  const begun = await pay(ctx, { entry: seen, payment: file.payment.id, mel: "camille@courriel.example" });
  expect(begun).toMatchObject({ ok: false, problem: { code: "stale" } });
  expect((await town.payments(entry))[0]?.attempts).toEqual([]);
});

test("the year of a payment is that of Paris", async () => {
  town = await openPayingTown({ delay: null });
  const years: string[] = [];
  const { ctx } = town;
  town.town.advance(Date.parse("2026-12-31T23:30:00Z") - ctx.clock().getTime());
  const entry = await town.file();
  const [seen, [file]] = [await findEntry(ctx, MEMBER, entry), await town.payments(entry)];
  if (!seen || !file || !ctx.payments) throw new Error("no payment");
  const provider = ctx.payments;
  const open: PaymentProvider["open"] = (order) => {
    years.push(order.exer);
    return provider.open(order);
  };
  const payments = { ...provider, open };
  await pay({ ...ctx, payments }, { entry: seen, payment: file.payment.id, mel: "camille@courriel.example" });
  expect(years).toEqual(["2027"]);
});

test("an agent of one demande has the provider asked about no other", async () => {
  town = await openPayingTown({ delay: null });
  const [mine, other] = [await town.file(), await town.file()];
  await town.begin(other);
  const asked = town.fake.asked();
  const [file] = await town.payments(other);
  const definition = town.ctx.catalogue.definition(MEMBER, PERMIT.id);
  if (!file || !definition) throw new Error("no payment");
  const about = { member: MEMBER, entry: mine, payment: file.payment.id, attempt: "" };
  const outcome = await decidePayment(town.ctx, definition, {
    ...about,
    decision: "verifier",
    reason: "",
    actor: AGENT,
  });
  expect(outcome).toMatchObject({ ok: false, problem: { code: "not-found" } });
  expect(town.fake.asked()).toBe(asked);
});

test("whoever comes back again and again does not have the provider asked each time", async () => {
  town = await openPayingTown({ delay: null });
  const entry = await town.file();
  await town.begin(entry);
  const asked = town.fake.asked();
  for (let time = 0; time < 60; time += 1) await town.comeBack(entry);
  expect(town.fake.asked() - asked).toBeLessThanOrEqual(30);
  town.town.advance(11 * 60_000);
  await town.comeBack(entry);
  expect(town.fake.asked() - asked).toBeLessThanOrEqual(31);
});

test("the page of payment is not asked for without end", async () => {
  town = await openPayingTown({ delay: null });
  const entry = await town.file();
  const [seen, [file]] = [await findEntry(town.ctx, MEMBER, entry), await town.payments(entry)];
  if (!seen || !file) throw new Error("no payment");
  const begins = () => pay(town.ctx, { entry: seen, payment: file.payment.id, mel: "camille@courriel.example" });
  const outcomes = [];
  for (let time = 0; time < 31; time += 1) outcomes.push(await begins());
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(30);
  expect(outcomes.at(-1)).toMatchObject({ ok: false, problem: { code: "too-many" } });
  expect((await town.payments(entry))[0]?.attempts).toHaveLength(1);
  town.town.advance(3_600_000);
  expect(await begins()).toMatchObject({ ok: true });
});

test("a payment whose end cannot be told holds back the end of no other", async () => {
  town = await openPayingTown({ delay: null });
  const stuck = await town.file();
  town.town.advance(1_000);
  const other = await town.file();
  town.town.advance(31 * DAY);
  const [known] = await atVersion(stuck, 999);
  for (let turn = 0; turn < 3; turn += 1) {
    await expirePayment(town.ctx);
    town.town.advance(1_000);
  }
  expect(await town.told(other)).toEqual({ state: "close", events: ["delai-passe"] });
  await atVersion(stuck, known ?? 1);
  expect(await expirePayment(town.ctx)).toBe(true);
  expect(await town.told(stuck)).toEqual({ state: "close", events: ["delai-passe"] });
});

/** Pins an entry to another version, as nobody does; the one it had. */
async function atVersion(entry: string, version: number): Promise<readonly number[]> {
  const rows = await withActor(town.ctx.db, { member: MEMBER }, async (tx) => {
    const before = await tx<{ version: number }[]>`select version from entry where id = ${entry}`;
    await tx`update entry set version = ${version} where id = ${entry}`;
    return before;
  });
  return rows.map((row) => row.version);
}

test("a try that fails once the payment is made otherwise, or replaced, is not told to the entry", async () => {
  town = await openPayingTown({ delay: null });
  const entry = await town.file();
  const idop = await town.begin(entry);
  await asks(entry, 5, { amount: 3000 });
  town.fake.play(idop, "card-refused");
  await town.comeBack(entry);
  expect((await town.payments(entry))[0]?.attempts[0]).toMatchObject({ state: "refused" });
  expect(await town.told(entry)).toEqual({ state: "a-payer", events: [] });
});

test("late money of a payment that ended does not pay the one that replaced it", async () => {
  town = await openPayingTown({ delay: null });
  const entry = await town.file();
  const idop = await town.begin(entry);
  town.town.advance(21 * 60_000);
  await town.comeBack(entry);
  await withActor(
    town.ctx.db,
    { member: MEMBER },
    (tx) => tx`update payment set state = 'expired' where entry_id = ${entry}`,
  );
  await asks(entry, 5, { amount: 3000 });
  town.fake.play(idop, "card");
  await town.comeBack(entry);
  expect(await town.told(entry)).toEqual({ state: "a-payer", events: [] });
  const [old, asked] = await town.payments(entry);
  expect(old?.attempts[0]).toMatchObject({ state: "aside", aside: "late", refund: "due" });
  expect(asked?.payment).toMatchObject({ amount: 3000, state: "due" });
});

test("once nothing is due any more, what was asked before is not", async () => {
  town = await openPayingTown({ delay: null });
  const entry = await town.file();
  town.town.advance(1_000);
  const effect = { ...ASKED, amount: 0 };
  const job = { memberId: MEMBER, entryId: entry, seq: 5, rank: 1, params: effect } as unknown as Job;
  await withActor(town.ctx.db, { member: MEMBER }, (tx) => runRequestPayment(town.ctx, tx, job));
  expect(await town.told(entry)).toEqual({ state: "payee", events: ["payee"] });
  expect(await states(entry)).toEqual([
    [2400, "cancelled"],
    [0, "paid"],
  ]);
});

test("a page of payment that opens after it was given up for lost leads nobody to pay, and is watched", async () => {
  town = await openPayingTown({ delay: null });
  const { ctx } = town;
  const entry = await town.file();
  const [seen, [file]] = [await findEntry(ctx, MEMBER, entry), await town.payments(entry)];
  if (!seen || !file || !ctx.payments) throw new Error("no payment");
  const provider = ctx.payments;
  const request = { entry: seen, payment: file.payment.id, mel: "camille@courriel.example" };
  const open: PaymentProvider["open"] = async (order) => {
    town.town.advance(90_000);
    // Meanwhile she tries again, and this time the provider answers at once.
    expect(await pay(ctx, request)).toMatchObject({ ok: true });
    return provider.open(order);
  };
  const late = await pay({ ...ctx, payments: { ...provider, open } }, request);
  expect(late).toMatchObject({ ok: false, problem: { code: "stale" } });
  const attempts = (await town.payments(entry))[0]?.attempts ?? [];
  expect(attempts.map(({ state, idop }) => [state, idop !== null])).toEqual([
    ["failed", true],
    ["open", true],
  ]);
});
