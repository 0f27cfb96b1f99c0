import { afterEach, describe, expect, test } from "vitest";
import type { Actor } from "../../../engine/index.ts";
import { decidePayment } from "../../../server/commands/agent-payment.ts";
import {
  checkPaymentAccount,
  keepPaymentAccount,
  removePaymentAccount,
} from "../../../server/commands/payment-account.ts";
import type { Decision } from "../../../server/commands/payment-decision.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { tasksIn } from "../../../server/store/entry-tasks.ts";
import { latestMails } from "../../../server/store/outbox.ts";
import { accountFor, paymentAccounts } from "../../../server/store/payment-accounts.ts";
import { reconcile, reportRows } from "../../../server/store/payment-report.ts";
import { factsOf } from "../../../server/store/payments.ts";
import { NUMCLI, openPayingTown, type PayingTown, PERMIT } from "../paying-town.ts";
import { MEMBER } from "../town-places.ts";

let town: PayingTown;
afterEach(() => town.stop());

const AGENT: Actor = {
  kind: "agent",
  id: "11111111-1111-4111-8111-111111111111",
  name: "Sophie Muller",
  member: MEMBER,
  roles: ["agent"],
  units: ["voirie"],
  holders: [],
};

async function decides(entry: string, decision: Decision, reason = "", actor = AGENT, closing = false, ctx = town.ctx) {
  const definition = town.ctx.catalogue.definition(MEMBER, PERMIT.id);
  const [file] = await town.payments(entry);
  if (!definition || !file) throw new Error("no payment");
  return decidePayment(ctx, definition, {
    ...{ member: MEMBER, entry, payment: file.payment.id, attempt: file.attempts.at(-1)?.id ?? "", decision, reason },
    ...{ actor, closing },
  });
}

const scope = () => ({
  ...{ member: MEMBER, definitions: [PERMIT.id], from: new Date("2026-01-01"), to: new Date("2027-01-01") },
});
const factsAbout = async (entry: string) => (await factsOf(town.ctx, MEMBER, entry)).map(({ kind }) => kind);
const refusedWith = (code: string) => ({ ok: false, problem: { code } });

describe("an agent", () => {
  test("records money received at the desk: the entry moves, and everything agrees", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await town.file();
    expect(await decides(entry, "encaisser", "")).toMatchObject(refusedWith("invalid"));
    expect(await decides(entry, "encaisser", "Chèque 123")).toMatchObject({ ok: true });
    expect(await town.told(entry)).toEqual({ state: "payee", events: ["payee"] });
    expect(await decides(entry, "encaisser", "Chèque 123")).toMatchObject(refusedWith("stale"));
    const { gaps, totals } = await reconcile(town.ctx, scope());
    expect(gaps).toEqual([]);
    expect(totals).toEqual({ paid: 2400, kept: 2400, answered: 0, office: 2400, owed: 0, refunded: 0 });
    const received = (await factsOf(town.ctx, MEMBER, entry)).find(({ kind }) => kind === "received");
    expect(received).toMatchObject({ by: { kind: "agent", name: "Sophie Muller" }, data: { reason: "Chèque 123" } });
  });

  test("takes money at the desk once she has left the page of payment; what comes by it is to be refunded", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await town.file();
    const idop = await town.begin(entry);
    expect(await decides(entry, "encaisser", "Espèces")).toMatchObject(refusedWith("stale"));
    town.town.advance(1_000);
    expect(await decides(entry, "encaisser", "Espèces", AGENT, true)).toMatchObject({ ok: true });
    expect(await town.told(entry)).toEqual({ state: "payee", events: ["payee"] });
    expect((await reconcile(town.ctx, scope())).gaps).toEqual([]);
    town.fake.play(idop, "card");
    await town.comeBack(entry);
    expect((await town.told(entry)).events).toEqual(["payee"]);
    const [file] = await town.payments(entry);
    expect(file?.attempts.map(({ state, aside, refund }) => [state, aside, refund])).toEqual([
      ["aside", "twice", "due"],
      ["paid", null, null],
    ]);
    expect(await factsAbout(entry)).toContain("left");
  });

  test("is told at the desk that the money came online, and does not take it twice", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await town.file();
    town.fake.play(await town.begin(entry), "card");
    const answer = await decides(entry, "encaisser", "Espèces", AGENT, true);
    expect(answer).toMatchObject({
      ok: false,
      problem: { code: "stale", detail: expect.stringContaining("N’encaissez pas") },
    });
    expect(await town.told(entry)).toEqual({ state: "payee", events: ["payee"] });
    const [file] = await town.payments(entry);
    expect(file?.attempts.map(({ means, state }) => [means, state])).toEqual([["payfip", "paid"]]);
  });

  test("takes nothing at the desk while the provider does not say what became of the page", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await town.file();
    await town.begin(entry);
    const { payments } = town.ctx;
    if (!payments) throw new Error("no provider");
    const away = { ok: false, fault: { kind: "away", code: "TIMEOUT", label: "" } } as const;
    const ctx = { ...town.ctx, payments: { ...payments, result: async () => away } };
    expect(await decides(entry, "encaisser", "Espèces", AGENT, true, ctx)).toMatchObject(refusedWith("unavailable"));
    expect((await town.told(entry)).events).toEqual([]);
    town.town.advance(21 * 60_000);
    expect(await decides(entry, "encaisser", "Espèces")).toMatchObject({ ok: true });
  });

  test("asks for a refund, then says that it was made; each is kept with its reason", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await town.file();
    town.fake.play(await town.begin(entry), "card");
    await town.comeBack(entry);
    expect(await decides(entry, "rembourser", "Zone supprimée")).toMatchObject({ ok: true });
    expect(await decides(entry, "rembourser", "Encore une fois")).toMatchObject(refusedWith("stale"));
    expect(await decides(entry, "rembourse", "Virement 4521")).toMatchObject({ ok: true });
    expect((await factsAbout(entry)).slice(-2)).toEqual(["refund-asked", "refunded"]);
    const { money, gaps } = await reconcile(town.ctx, scope());
    expect(gaps).toEqual([]);
    expect(money).toEqual([{ means: "payfip", trial: true, kept: true, refund: "done", count: 1, cents: 2400 }]);
  });

  test("keeps money whose account had changed, and refunds money of another amount: nothing waits any more", async () => {
    town = await openPayingTown({ delay: null });
    const [kept, other] = [await town.file(), await town.file()];
    for (const [entry, change] of [
      [kept, { numcli: "999999" }],
      [other, { montant: "100" }],
    ] as const) {
      const idop = await town.begin(entry);
      town.fake.disguise(idop, change);
      town.fake.play(idop, "card");
      await town.comeBack(entry);
    }
    expect(await decides(other, "garder")).toMatchObject(refusedWith("stale"));
    expect(await decides(kept, "garder")).toMatchObject({ ok: true });
    expect(await town.told(kept)).toEqual({ state: "payee", events: ["payee"] });
    expect(await decides(other, "rembourser", "Montant faux")).toMatchObject({ ok: true });
    expect(await decides(other, "rembourse", "Virement 1")).toMatchObject({ ok: true });
    expect((await reconcile(town.ctx, scope())).gaps).toEqual([]);
    for (const entry of [kept, other]) {
      expect(await withActor(town.ctx.db, { member: MEMBER }, (tx) => tasksIn(tx, MEMBER, entry))).toEqual([]);
    }
  });

  test("who only reads decides nothing", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await town.file();
    const reader: Actor = { ...AGENT, roles: ["lecteur"] };
    expect(await decides(entry, "encaisser", "Chèque", reader)).toMatchObject(refusedWith("not-allowed"));
    expect((await town.told(entry)).events).toEqual([]);
  });
});

test("who paid is sent one acknowledgement, with the amount, the moment, the references and the service", async () => {
  town = await openPayingTown({ delay: 0, times: 2 });
  const entry = await town.file();
  town.fake.play(await town.begin(entry), "card");
  await town.work();
  await town.pass(3);
  const mails = (await latestMails(town.ctx, 100)).filter(({ subject }) => subject.includes("de votre paiement"));
  expect(mails).toHaveLength(1);
  const [file] = await town.payments(entry);
  for (const said of [
    "24,00",
    "3 mars 2026 à 10 h 00",
    file?.payment.refdet,
    file?.attempts[0]?.authorisation,
    "Voirie",
  ]) {
    expect(mails[0]?.body.replace(/[\u00a0\u202f]/g, " ")).toContain(said);
  }
});

test("the export holds every attempt, in cents", async () => {
  town = await openPayingTown({ delay: 0 });
  const entry = await town.file();
  town.fake.play(await town.begin(entry), "card-refused");
  await town.work();
  town.fake.play(await town.begin(entry), "card");
  await town.work();
  town.town.advance(1_000);
  await town.file();
  expect(
    (await reportRows(town.ctx, scope(), 100)).map((row) => [row.cents, row.state, row.attempt, row.received]),
  ).toEqual([
    [2400, "paid", "refused", null],
    [2400, "paid", "paid", 2400],
    [2400, "due", null, null],
  ]);
});

describe("the report sees", () => {
  /** Pays, then falsifies the base as no code of ours does. */
  async function falsified(change: string): Promise<readonly string[]> {
    town = await openPayingTown({ delay: null });
    const entry = await town.file();
    town.fake.play(await town.begin(entry), "card");
    await town.comeBack(entry);
    await withActor(town.ctx.db, { member: MEMBER }, (tx) => tx.unsafe(change));
    return (await reconcile(town.ctx, scope())).gaps.map(({ kind }) => kind);
  }

  test("a payment noted paid that the history does not know", async () => {
    expect(await falsified("update payment set moved_seq = 1")).toContain("unmoved");
  });
  test("an entry told that it is paid without a payment", async () => {
    expect(await falsified("update payment set state = 'due', moved_seq = null")).toContain("unpaid");
  });
  test("money the provider says came, and that we do not know of", async () => {
    expect(await falsified("update payment_attempt set state = 'abandoned'")).toContain("unknown");
  });
  test("another amount than the provider's", async () => {
    expect(await falsified("update payment_attempt set received = 2500")).toContain("amount");
  });
  test("money we say came and that the provider never spoke of", async () => {
    expect(await falsified("update payment_attempt set id = gen_random_uuid()")).toContain("denied");
  });
});

describe("an account that receives money", () => {
  test("is checked with the provider when it is kept; the most precise is used", async () => {
    town = await openPayingTown({ delay: null });
    const by = town.town.people.member.agent;
    if (!by) throw new Error("no administrator");
    const { ctx } = town;
    const keep = (numcli: string, over: string, saisie = "T") =>
      keepPaymentAccount(ctx, by, null, { numcli, saisie, over });
    expect(await keep("12", "")).toMatchObject(refusedWith("invalid"));
    expect(await keep(NUMCLI, "unite:inconnue")).toMatchObject(refusedWith("invalid"));
    expect(await keep(NUMCLI, "", "Z")).toMatchObject(refusedWith("invalid"));
    expect(await keep(NUMCLI, ""), "the member has one").toMatchObject(refusedWith("invalid"));
    const both = await Promise.all([keep(NUMCLI, "unite:enfance"), keep("999999", "unite:enfance")]);
    expect(both.map(({ ok }) => ok).toSorted(), "two administrators at once").toEqual([false, true]);
    for (const { id } of (await paymentAccounts(ctx, MEMBER)).filter((account) => account.unit === "enfance"))
      await removePaymentAccount(ctx, by, id);
    const unit = await keep("999999", "unite:voirie");
    expect(unit).toMatchObject({ ok: true });
    const own = await keep(NUMCLI, `definition:${PERMIT.id}`);
    const accounts = await paymentAccounts(ctx, MEMBER);
    const of = (id: string, unit: string | null) => accountFor(accounts, { id, unit })?.numcli;
    expect([of(PERMIT.id, "voirie"), of("autre/un", "voirie"), of("autre/un", "enfance")]).toEqual([
      NUMCLI,
      "999999",
      NUMCLI,
    ]);
    expect(accounts.find(({ numcli }) => numcli === "999999")?.checkedAt).toBeNull();
    if (!unit.ok || !own.ok) throw new Error("not kept");
    expect(await checkPaymentAccount(ctx, by, unit.value)).toMatchObject(refusedWith("invalid"));
    expect(await checkPaymentAccount(ctx, by, own.value)).toMatchObject({ ok: true });
    expect(await removePaymentAccount(ctx, by, own.value)).toMatchObject({ ok: true });
    const entry = await town.file();
    await expect(town.begin(entry), "its unit's is not known to the provider").rejects.toThrow(/n’est pas ouvert/);
  });
});
