import { expect, test } from "vitest";
import type { Context } from "../../../server/context.ts";
import { inItsTurn } from "../../../server/routes/figures/turns.ts";
import { TooLong } from "../../../server/store/in-turn.ts";

const base = () => ({ db: {} as Context["db"] });

/** Work that ends when it is told. */
function work() {
  let end: (value: string) => void = () => undefined;
  const done = new Promise<string>((resolve) => {
    end = resolve;
  });
  let begun = false;
  const run = () => {
    begun = true;
    return done;
  };
  return { run, end: () => end("fini"), begun: () => begun };
}

test("two figures at once, the others in the order they came", async () => {
  const ctx = base();
  const works = [work(), work(), work(), work()];
  const results = works.map(({ run }) => inItsTurn(ctx, run));
  expect(works.map(({ begun }) => begun())).toEqual([true, true, false, false]);
  works[1]?.end();
  await results[1];
  await Promise.resolve();
  expect(works.map(({ begun }) => begun())).toEqual([true, true, true, false]);
  for (const { end } of works) end();
  expect(await Promise.all(results)).toEqual(["fini", "fini", "fini", "fini"]);
});

test("who waits too long is told so, leaves her place, and takes nobody's turn", async () => {
  const ctx = base();
  const [first, second, late, next] = [work(), work(), work(), work()];
  const running = [inItsTurn(ctx, first.run), inItsTurn(ctx, second.run)];
  await expect(inItsTurn(ctx, late.run, 20)).rejects.toBeInstanceOf(TooLong);
  const following = inItsTurn(ctx, next.run);
  first.end();
  next.end();
  expect(await following).toBe("fini");
  expect(late.begun()).toBe(false);
  second.end();
  await Promise.all(running);
  const again = work();
  again.end();
  expect(await inItsTurn(ctx, again.run)).toBe("fini");
});

test("beyond twenty who wait, one more is refused at once", async () => {
  const ctx = base();
  const works = Array.from({ length: 22 }, work);
  const results = works.map(({ run }) => inItsTurn(ctx, run));
  await expect(inItsTurn(ctx, work().run)).rejects.toBeInstanceOf(TooLong);
  for (const { end } of works) end();
  expect(await Promise.all(results)).toHaveLength(22);
});
