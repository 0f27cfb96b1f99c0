import { afterEach, describe, expect, test } from "vitest";
import type { Actor, RefundEffect } from "../../../engine/index.ts";
import { decidePayment } from "../../../server/commands/agent-payment.ts";
import { oweRefund } from "../../../server/commands/owe-refund.ts";
import type { Decision } from "../../../server/commands/payment-decision.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { tasksIn } from "../../../server/store/entry-tasks.ts";
import { reconcile } from "../../../server/store/payment-report.ts";
import { refundsOwed } from "../../../server/store/refunds.ts";
import { openPayingTown, type PayingTown, PERMIT } from "../paying-town.ts";
import { MEMBER } from "../town-places.ts";

let town: PayingTown;
afterEach(() => town.stop());

const AGENT: Actor = {
  ...{ kind: "agent", id: "11111111-1111-4111-8111-111111111111", name: "Sophie Muller", member: MEMBER },
  ...{ roles: ["agent"], units: ["voirie"], holders: [] },
};
const ASKED: RefundEffect = { type: "refund", purpose: "paiement", due: 0, reason: "Permis annulé" };

async function decides(entry: string, decision: Decision, reason = "Virement 12") {
  const definition = town.ctx.catalogue.definition(MEMBER, PERMIT.id);
  const [file] = await town.payments(entry);
  if (!definition || !file) throw new Error("no payment");
  const about = { member: MEMBER, entry, payment: file.payment.id, attempt: file.attempts.at(-1)?.id ?? "" };
  return decidePayment(town.ctx, definition, { ...about, decision, reason, actor: AGENT });
}

/** A permit at 24 €, paid online. */
async function paid(): Promise<string> {
  const entry = await town.file();
  town.fake.play(await town.begin(entry), "card");
  await town.comeBack(entry);
  return entry;
}

const owes = (entry: string, change: Partial<RefundEffect> = {}) =>
  withActor(town.ctx.db, { member: MEMBER }, (tx) =>
    oweRefund(town.ctx, tx, { member: MEMBER, entry }, { ...ASKED, ...change }),
  );
const listed = async () =>
  (await refundsOwed(town.ctx, MEMBER, [PERMIT.id])).map(({ owed, reason, refund }) => [owed, reason, refund]);
const tasks = async (entry: string) =>
  (await withActor(town.ctx.db, { member: MEMBER }, (tx) => tasksIn(tx, MEMBER, entry))).map(({ kind }) => kind);
const report = () => {
  const span = { from: new Date("2026-01-01"), to: new Date("2027-01-01") };
  return reconcile(town.ctx, { member: MEMBER, definitions: [PERMIT.id], ...span });
};
const attempt = async (entry: string) => (await town.payments(entry))[0]?.attempts[0];

describe("what is paid and due no more", () => {
  test("is to be given back by itself, with its reason, until an agent says that it was; the entry is then told", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await paid();
    await owes(entry, { refunded: "delivrer" });
    await owes(entry, { refunded: "delivrer" });
    expect(await listed()).toEqual([[2400, "Permis annulé", "due"]]);
    expect(await tasks(entry)).toEqual(["payment"]);
    expect((await report()).totals).toMatchObject({ paid: 2400, kept: 2400, answered: 2400, owed: 2400, refunded: 0 });
    expect(await decides(entry, "rembourser")).toMatchObject({ ok: true });
    expect(await listed()).toEqual([[2400, "Permis annulé", "asked"]]);
    expect(await decides(entry, "rembourse")).toMatchObject({ ok: true });
    expect(await decides(entry, "rembourse")).toMatchObject({ ok: false, problem: { code: "stale" } });
    expect(await listed()).toEqual([]);
    expect(await tasks(entry)).toEqual([]);
    expect(await attempt(entry)).toMatchObject({ state: "paid", refund: "done", owed: null, refunded: 2400 });
    const { totals, gaps } = await report();
    expect(totals).toMatchObject({ kept: 2400, owed: 0, refunded: 2400 });
    expect(gaps).toEqual([]);
  });

  test("is a part of it when a price falls, twice if it falls twice, and never more than was paid", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await paid();
    await owes(entry, { due: 1200, reason: "Une zone en moins" });
    expect(await listed()).toEqual([[1200, "Une zone en moins", "due"]]);
    expect(await decides(entry, "rembourse")).toMatchObject({ ok: true });
    expect(await attempt(entry)).toMatchObject({ refunded: 1200, owed: null, refund: "done" });
    await owes(entry, { due: 1200 });
    expect(await listed()).toEqual([]);
    await owes(entry);
    expect(await listed()).toEqual([[1200, "Permis annulé", "due"]]);
    expect(await decides(entry, "rembourse")).toMatchObject({ ok: true });
    expect(await attempt(entry)).toMatchObject({ refunded: 2400 });
    const tooMuch = withActor(
      town.ctx.db,
      { member: MEMBER },
      (tx) => tx`update payment_attempt set owed = 1 where refunded = 2400`,
    );
    await expect(tooMuch).rejects.toThrow("payment_attempt_refunded");
  });

  test("is nothing again when the price comes back before anyone gave it back", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await paid();
    await owes(entry, { due: 1200 });
    await owes(entry, { due: 2400 });
    expect(await listed()).toEqual([]);
    expect(await tasks(entry)).toEqual([]);
    expect(await attempt(entry)).toMatchObject({ refund: null, owed: null, refunded: 0 });
  });

  test("is nothing when nothing was paid: the entry goes on at once", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await town.file();
    await owes(entry, { refunded: "payee" });
    expect(await listed()).toEqual([]);
    expect((await town.told(entry)).events).toEqual(["payee"]);
  });

  test("is given back once when two agents say it at once", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await paid();
    await owes(entry, { due: 1200 });
    const both = await Promise.all([decides(entry, "rembourse"), decides(entry, "rembourse")]);
    expect(both.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect(await attempt(entry)).toMatchObject({ refunded: 1200, owed: null });
  });
});
