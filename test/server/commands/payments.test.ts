import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openPayingTown, type PayingTown } from "../paying-town.ts";

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
