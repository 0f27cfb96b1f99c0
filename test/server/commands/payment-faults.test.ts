import { afterEach, describe, expect, test } from "vitest";
import { pollPayment } from "../../../server/commands/ask-payment.ts";
import { sendEvent } from "../../../server/commands/send-event.ts";
import { settleAttempt } from "../../../server/commands/settle-payment.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { tasksIn } from "../../../server/store/entry-tasks.ts";
import { type Reconciliation, reconcile } from "../../../server/store/payment-report.ts";
import { openPayingTown, type PayingTown, PERMIT } from "../paying-town.ts";
import { MEMBER } from "../town-places.ts";

let town: PayingTown;
afterEach(() => town.stop());

const HOUR = 60;
/** From the 3rd of March: the hour of summer comes in between. */
const THIRTY_DAYS = (30 * 24 - 1) * 3_600_000;

function report(): Promise<Reconciliation> {
  const [from, to] = [new Date("2020-01-01"), new Date("2040-01-01")];
  return reconcile(town.ctx, { member: MEMBER, definitions: [PERMIT.id], from, to });
}

/** Money and entries agree, to the cent: what is paid was kept, and the provider says so. */
async function expectAgreement(cents: number): Promise<void> {
  const { totals, gaps } = await report();
  expect(gaps).toEqual([]);
  expect(totals).toEqual({ paid: cents, kept: cents, answered: cents, office: 0, owed: 0, refunded: 0 });
}

const paidOnce = { state: "payee", events: ["payee"] };
const tasksOf = async (entry: string) =>
  (await withActor(town.ctx.db, { member: MEMBER }, (tx) => tasksIn(tx, MEMBER, entry))).map(({ kind }) => kind);
const attemptsOf = async (entry: string) => (await town.payments(entry)).flatMap(({ attempts }) => attempts);

describe("money and entry agree in the end when", () => {
  test("she comes back and no notification ever comes", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await town.file();
    town.fake.play(await town.begin(entry), "card");
    await town.comeBack(entry);
    expect(await town.told(entry)).toEqual(paidOnce);
    await expectAgreement(2400);
  });

  test.each([
    ["GET", "idOp"],
    ["POST", "idop"],
  ] as const)("the notification comes by %s as %s, and she never comes back", async (method, parameter) => {
    town = await openPayingTown({ delay: 0, method, parameter });
    const entry = await town.file();
    town.fake.play(await town.begin(entry), "card");
    await town.work();
    expect(await town.told(entry)).toEqual(paidOnce);
    await expectAgreement(2400);
  });

  test("neither comes: she closed the window once she had paid, and the provider is asked by itself", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await town.file();
    town.fake.play(await town.begin(entry), "debit");
    await town.pass(3);
    expect(await town.told(entry)).toEqual(paidOnce);
    await expectAgreement(2400);
  });

  test("the notification comes twice, before the return", async () => {
    town = await openPayingTown({ delay: 0, times: 2 });
    const entry = await town.file();
    town.fake.play(await town.begin(entry), "card");
    await town.work();
    await town.comeBack(entry);
    await town.pass(2);
    expect(await town.told(entry)).toEqual(paidOnce);
    await expectAgreement(2400);
  });

  test("the bank refuses: she may try again, and pays", async () => {
    town = await openPayingTown({ delay: 0 });
    const entry = await town.file();
    town.fake.play(await town.begin(entry), "card-refused");
    await town.work();
    expect(await town.told(entry)).toEqual({ state: "a-payer", events: ["essai-manque"] });
    await expectAgreement(0);
    town.fake.play(await town.begin(entry), "card");
    await town.work();
    expect(await town.told(entry)).toEqual({ state: "payee", events: ["essai-manque", "payee"] });
    await expectAgreement(2400);
  });

  test("she gives up: it counts as waiting for twenty minutes, then she may try again", async () => {
    town = await openPayingTown({ delay: 0 });
    const entry = await town.file();
    town.fake.play(await town.begin(entry), "abandon");
    await town.pass(15);
    expect(await town.told(entry)).toEqual({ state: "a-payer", events: [] });
    expect((await attemptsOf(entry)).map(({ state }) => state)).toEqual(["open"]);
    await town.pass(15);
    expect(await town.told(entry)).toEqual({ state: "a-payer", events: ["essai-manque"] });
    town.fake.play(await town.begin(entry), "card");
    await town.work();
    expect((await town.told(entry)).state).toBe("payee");
    await expectAgreement(2400);
  });

  test("she gives up, goes back within the twenty minutes and pays", async () => {
    town = await openPayingTown({ delay: 0 });
    const entry = await town.file();
    const idop = await town.begin(entry);
    town.fake.play(idop, "abandon");
    await town.pass(4);
    town.fake.play(idop, "card");
    await town.pass(2);
    expect(await town.told(entry)).toEqual(paidOnce);
    await expectAgreement(2400);
  });

  test("the amount changes on the way: nothing moves, a person is told, and it shows in the report until settled", async () => {
    town = await openPayingTown({ delay: 0 });
    const entry = await town.file();
    const idop = await town.begin(entry);
    town.fake.disguise(idop, { montant: "100" });
    town.fake.play(idop, "card");
    await town.work();
    expect(await town.told(entry)).toEqual({ state: "a-payer", events: [] });
    expect((await attemptsOf(entry))[0]).toMatchObject({ state: "aside", aside: "amount", received: 100 });
    expect(await tasksOf(entry)).toEqual(["payment"]);
    expect((await report()).gaps).toMatchObject([{ kind: "aside", entry, cents: 100 }]);
  });

  test.each([
    ["refdet", "AUTRE1", "reference"],
    ["numcli", "999999", "account"],
  ])("the %s changes on the way: nothing moves", async (field, value, aside) => {
    town = await openPayingTown({ delay: 0 });
    const entry = await town.file();
    const idop = await town.begin(entry);
    town.fake.disguise(idop, { [field]: value });
    town.fake.play(idop, "card");
    await town.work();
    expect((await town.told(entry)).events).toEqual([]);
    expect((await attemptsOf(entry))[0]).toMatchObject({ state: "aside", aside });
  });

  test("the service is down for an hour: nobody is told anything, then everything is caught up", async () => {
    town = await openPayingTown({ delay: null });
    const [first, second] = [await town.file(), await town.file(3)];
    const [a, b] = [await town.begin(first), await town.begin(second)];
    town.fake.play(a, "card");
    town.fake.play(b, "card-refused");
    town.fake.become("down");
    await town.comeBack(first);
    await town.pass(HOUR);
    expect((await town.told(first)).events).toEqual([]);
    expect((await attemptsOf(first)).map(({ state }) => state)).toEqual(["open"]);
    expect(town.fake.asked(), "it is left alone meanwhile").toBeLessThan(40);
    town.fake.become("well");
    await town.pass(HOUR);
    expect(await town.told(first)).toEqual(paidOnce);
    expect(await town.told(second)).toEqual({ state: "a-payer", events: ["essai-manque"] });
    await expectAgreement(2400);
  });

  test.each(["silent", "garbled", "trouble"] as const)(
    "the service is %s when she wants to pay: she is told",
    async (mood) => {
      town = await openPayingTown({ delay: 0 });
      const entry = await town.file();
      town.fake.become(mood);
      await expect(town.begin(entry)).rejects.toThrow(/ne répond pas/);
      town.fake.become("well");
      town.town.advance(60_000);
      town.fake.play(await town.begin(entry), "card");
      await town.work();
      await expectAgreement(2400);
    },
  );

  test("the money comes after the time to pay, and the entry no longer takes it: it is to be refunded", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await town.file();
    town.town.advance(THIRTY_DAYS - 5 * 60_000);
    const idop = await town.begin(entry);
    town.fake.disguise(idop, { resultrans: "A" });
    town.fake.play(idop, "card");
    await town.pass(40);
    expect(await town.told(entry)).toEqual({ state: "close", events: ["essai-manque", "delai-passe"] });
    town.fake.disguise(idop, {});
    await town.pass(2 * HOUR);
    expect((await town.told(entry)).events).toEqual(["essai-manque", "delai-passe"]);
    expect((await attemptsOf(entry))[0]).toMatchObject({
      state: "aside",
      aside: "late",
      refund: "due",
      received: 2400,
    });
    expect(await tasksOf(entry)).toEqual(["payment"]);
    expect((await report()).gaps).toMatchObject([{ kind: "aside", cents: 2400 }]);
  });

  test("the provider says paid long after: the entry that still waits takes it", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await town.file();
    const idop = await town.begin(entry);
    await town.pass(14);
    town.fake.disguise(idop, { resultrans: "A" });
    town.fake.play(idop, "card");
    await town.pass(16);
    expect((await town.told(entry)).events).toEqual(["essai-manque"]);
    town.fake.disguise(idop, {});
    await town.pass(2 * HOUR);
    expect((await town.told(entry)).events).toEqual(["essai-manque", "payee"]);
    await expectAgreement(2400);
  });

  test("she pays twice by two operations: the entry is told once, the second money is to be refunded", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await town.file();
    const first = await town.begin(entry);
    await town.pass(30);
    const second = await town.begin(entry);
    expect(second).not.toBe(first);
    town.fake.play(second, "card");
    town.fake.play(first, "card");
    await town.pass(2 * HOUR);
    expect(await town.told(entry)).toEqual(paidOnce);
    expect((await attemptsOf(entry)).map(({ state, aside, refund }) => [state, aside, refund])).toEqual([
      ["aside", "twice", "due"],
      ["paid", null, null],
    ]);
    expect(await tasksOf(entry)).toEqual(["payment"]);
    expect((await report()).gaps).toMatchObject([{ kind: "aside", cents: 2400 }]);
  });

  test("she withdraws while she pays: the money is set aside, to be refunded", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await town.file();
    const idop = await town.begin(entry);
    await withdraw(entry);
    town.fake.play(idop, "card");
    await town.pass(3);
    expect(await town.told(entry)).toEqual({ state: "close", events: ["retirer"] });
    expect((await attemptsOf(entry))[0]).toMatchObject({ state: "aside", aside: "unmoved", refund: "due" });
    await expect(town.begin(entry)).rejects.toThrow("nothing is due");
  });
});

async function withdraw(id: string): Promise<void> {
  const { ctx } = town;
  const definition = ctx.catalogue.definition(MEMBER, PERMIT.id);
  const [row] = await withActor(ctx.db, { member: MEMBER }, (tx) => tx`select holder from entry where id = ${id}`);
  if (!definition || !row) throw new Error("no entry");
  const holder = String(row["holder"]);
  const actor = { kind: "citizen", id: holder, roles: [], units: [], holders: [holder] } as const;
  const sent = await sendEvent(ctx, {
    member: MEMBER,
    definitionId: PERMIT.id,
    id,
    actor,
    type: "retirer",
    revision: null,
  });
  if (!sent.ok) throw new Error(sent.problem.detail);
}

describe("an entry is told once that it is paid", () => {
  test("when the notification, the return and the poll of two processes come at once", async () => {
    town = await openPayingTown({ delay: null });
    for (let round = 0; round < 5; round += 1) {
      const entry = await town.file();
      const idop = await town.begin(entry);
      town.fake.play(idop, "card");
      const notified = () => town.app.request(`/api/paiements/notification?idop=${idop}`);
      town.town.advance(60_000);
      await Promise.all([
        ...[notified(), notified(), town.comeBack(entry), town.comeBack(entry)],
        ...[pollPayment(town.ctx), pollPayment(town.ctx), pollPayment(town.ctx)],
      ]);
      await town.work();
      expect(await town.told(entry)).toEqual(paidOnce);
    }
    await expectAgreement(5 * 2400);
  });

  test("when whoever settles is killed between the answer and the commit: nothing is half done, and it is done again", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await town.file();
    const idop = await town.begin(entry);
    town.fake.play(idop, "card");
    const { ctx } = town;
    const [attempt] = await attemptsOf(entry);
    const answer = await ctx.payments?.result(idop);
    if (!attempt || !answer) throw new Error("no answer");
    const broken = {
      ...ctx,
      // The last thing settling does is to owe a receipt: the process dies there.
      secrets: {
        ...ctx.secrets,
        mac: () => {
          throw new Error("killed");
        },
      },
    };
    await expect(settleAttempt(broken, { member: MEMBER, id: attempt.id }, answer, "poll")).rejects.toThrow("killed");
    expect(await town.told(entry)).toEqual({ state: "a-payer", events: [] });
    expect((await attemptsOf(entry))[0]).toMatchObject({ state: "open", received: null });
    await town.pass(2);
    expect(await town.told(entry)).toEqual(paidOnce);
    await expectAgreement(2400);
  });

  test("when an answer of before comes after the one that says paid", async () => {
    town = await openPayingTown({ delay: null });
    const entry = await town.file();
    const idop = await town.begin(entry);
    const [attempt] = await attemptsOf(entry);
    const early = await town.ctx.payments?.result(idop);
    if (!attempt || !early) throw new Error("no answer");
    town.fake.play(idop, "card");
    await town.comeBack(entry);
    await settleAttempt(town.ctx, { member: MEMBER, id: attempt.id }, early, "poll");
    await town.pass(30);
    expect(await town.told(entry)).toEqual(paidOnce);
    await expectAgreement(2400);
  });
});

test("somebody who closes the window and comes back within a quarter of an hour finds the same page", async () => {
  town = await openPayingTown({ delay: null });
  const entry = await town.file();
  const first = await town.begin(entry);
  town.town.advance(5 * 60_000);
  expect(await town.begin(entry)).toBe(first);
  town.town.advance(11 * 60_000);
  await expect(town.begin(entry), "it may still be paid").rejects.toThrow(/déjà en cours/);
  await town.pass(10);
  expect(await town.begin(entry)).not.toBe(first);
});

test("an attempt whose process dies before the provider answers is lost, and another may begin", async () => {
  town = await openPayingTown({ delay: null });
  const entry = await town.file();
  await town.begin(entry);
  await withActor(
    town.ctx.db,
    { member: MEMBER },
    (tx) => tx`update payment_attempt set state = 'asked', idop = null, poll_at = asked_at + interval '1 minute'`,
  );
  await expect(town.begin(entry)).rejects.toThrow(/déjà en cours/);
  await town.pass(2);
  expect((await attemptsOf(entry)).map(({ state }) => state)).toEqual(["failed"]);
  expect(await town.begin(entry)).toMatch(/^[0-9a-f-]{36}$/);
});

test("a payment whose time is over ends, unless somebody is paying it at that moment", async () => {
  town = await openPayingTown({ delay: null });
  const [waiting, paying] = [await town.file(), await town.file()];
  town.town.advance(THIRTY_DAYS - 60_000);
  const idop = await town.begin(paying);
  await town.pass(2);
  expect(await town.told(waiting)).toEqual({ state: "close", events: ["delai-passe"] });
  expect(await town.told(paying)).toEqual({ state: "a-payer", events: [] });
  town.fake.play(idop, "card");
  await town.pass(4);
  expect(await town.told(paying)).toEqual(paidOnce);
  await expectAgreement(2400);
});
