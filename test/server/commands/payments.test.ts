import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { PaymentEffect } from "../../../engine/index.ts";
import { openPayment } from "../../../server/commands/open-payment.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { openPayingTown, type PayingTown } from "../paying-town.ts";
import { MEMBER } from "../town-places.ts";

let town: PayingTown;
beforeAll(async () => {
  town = await openPayingTown({ delay: null });
});
afterAll(() => town.stop());
beforeEach(() => town.fake.become("well"));

describe("a demande that asks for a payment", () => {
  test("owes it at once, in integer cents, before any worker runs", async () => {
    const entry = await town.file(2);
    const [file] = await town.payments(entry);
    expect(file?.payment).toMatchObject({ amount: 2400, state: "due", subject: "Permis de stationner, été" });
    expect(file?.payment.refdet).toMatch(/^[A-Za-z0-9]{6,30}$/);
    await town.work();
    expect(await town.payments(entry)).toHaveLength(1);
  });

  test("is paid at once when nothing is due", async () => {
    const entry = await town.file(0);
    await town.work();
    expect(await town.told(entry)).toEqual({ state: "payee", events: ["payee"] });
    expect((await town.payments(entry)).map(({ payment }) => payment)).toMatchObject([
      { amount: 0, state: "paid", movedSeq: 2 },
    ]);
  });

  test("moves once it is paid, and knows which fact its payment became", async () => {
    const entry = await town.file();
    town.fake.play(await town.begin(entry), "card");
    await town.comeBack(entry);
    expect(await town.told(entry)).toEqual({ state: "payee", events: ["payee"] });
    const [file] = await town.payments(entry);
    expect(file?.payment).toMatchObject({ state: "paid", movedSeq: 2 });
    expect(file?.attempts[0]).toMatchObject({ state: "paid", result: "P", received: 2400 });
    expect(file?.attempts[0]?.authorisation).toMatch(/^\d{6}$/);
  });
});

describe("a demande that is asked again", () => {
  const asks = (entry: string, seq: number, change: Partial<PaymentEffect>) =>
    withActor(town.ctx.db, { member: MEMBER }, (tx) =>
      openPayment(town.ctx, tx, { member: MEMBER, entry, seq, rank: 1 }, { ...ASKED, ...change }),
    );
  const ASKED: PaymentEffect = {
    ...{ type: "request-payment", purpose: "paiement", amount: 2400, subject: "Permis" },
    events: { paid: "payee", refused: "essai-manque", expired: "delai-passe" },
  };
  const states = async (entry: string) =>
    (await town.payments(entry)).map(({ payment }) => [payment.purpose, payment.amount, payment.state]);

  test("never owes twice for the same purpose: the same amount stays, another takes its place", async () => {
    const entry = await town.file();
    await asks(entry, 5, {});
    expect(await states(entry)).toEqual([["paiement", 2400, "due"]]);
    town.town.advance(1_000);
    await Promise.all([asks(entry, 6, { amount: 3000 }), asks(entry, 6, { amount: 3000 })]);
    expect(await states(entry)).toEqual([
      ["paiement", 2400, "cancelled"],
      ["paiement", 3000, "due"],
    ]);
    town.town.advance(1_000);
    await asks(entry, 7, { purpose: "caution", amount: 5000 });
    expect((await states(entry)).slice(1)).toEqual([
      ["paiement", 3000, "due"],
      ["caution", 5000, "due"],
    ]);
    const names = (await town.payments(entry)).map(({ payment }) => payment.refdet);
    expect(new Set(names).size).toBe(3);
  });

  test("sets aside the money of a payment that another replaced while it was being paid", async () => {
    const entry = await town.file();
    town.fake.play(await town.begin(entry), "card");
    town.town.advance(1_000);
    await asks(entry, 5, { amount: 3000 });
    await town.comeBack(entry);
    const [old] = await town.payments(entry);
    expect(old?.attempts[0]).toMatchObject({ state: "aside", aside: "late", refund: "due" });
    expect(await town.told(entry)).toEqual({ state: "a-payer", events: [] });
  });
});
