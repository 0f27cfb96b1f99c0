import { describe, expect, test } from "vitest";
import { found } from "../../../server/connectors/data-source.ts";
import { Guard } from "../../../server/connectors/guard.ts";
import { payfip } from "../../../server/connectors/payfip/payfip.ts";
import { sourceStates } from "../../../server/connectors/sources.ts";

const log = { warn: () => undefined, info: () => undefined };
const SECOND = 1000;

/** A guarded service that fails until told otherwise, its clock, and how often it was asked. */
function bench(settings: { readonly longestRest?: number; readonly perSecond?: number } = {}) {
  const at = { now: 0, calls: 0, status: 503 };
  const guard = new Guard({ name: "essai", patience: 500, ...settings, log, clock: () => new Date(at.now) });
  const request = async () => {
    at.calls += 1;
    return new Response("{}", { status: at.status });
  };
  return { at, guard, ask: () => guard.call(request, () => found("oui")) };
}

/** Seconds that pass before a service that goes on failing is asked again. */
async function restOf({ at, ask }: ReturnType<typeof bench>): Promise<number> {
  const before = at.calls;
  for (let seconds = 0; seconds <= 600; seconds += 1) {
    await ask();
    if (at.calls > before) return seconds;
    at.now += SECOND;
  }
  return Number.POSITIVE_INFINITY;
}

describe("a service that goes on failing", () => {
  test("is left alone longer each time, a minute at most", async () => {
    const one = bench();
    for (let time = 0; time < 3; time += 1) await one.ask();
    expect([await restOf(one), await restOf(one), await restOf(one), await restOf(one)]).toEqual([15, 30, 60, 60]);
  });

  test("is left alone no longer than someone in front of a page can wait, where that is said", async () => {
    const one = bench({ longestRest: 15 * SECOND });
    for (let time = 0; time < 3; time += 1) await one.ask();
    expect([await restOf(one), await restOf(one), await restOf(one)]).toEqual([15, 15, 15]);
  });

  test("is as new once it has answered", async () => {
    const one = bench();
    for (let time = 0; time < 5; time += 1) await one.ask();
    one.at.now += 60 * SECOND;
    one.at.status = 200;
    expect(await one.ask()).toEqual(found("oui"));
    expect(one.guard.state()).toBe("ok");
    one.at.status = 503;
    for (let time = 0; time < 3; time += 1) await one.ask();
    expect(await restOf(one)).toBe(15);
  });
});

test("a service that says no pace is asked as often as needed", async () => {
  const [paced, free] = [bench({ perSecond: 2 }), bench()];
  for (const one of [paced, free]) {
    one.at.status = 200;
    for (let time = 0; time < 5; time += 1) await one.ask();
  }
  expect([paced.at.calls, free.at.calls]).toEqual([2, 5]);
});

test("a body too long to be read is a failure of whoever sent it", async () => {
  const { guard } = bench();
  const answer = await guard.exchange({
    request: async () => new Response("x"),
    body: async () => {
      throw new Error("the answer is too long");
    },
    read: () => ({ outcome: "read", failed: null }),
    hindered: (why) => why,
  });
  expect(answer).toBe("network");
  expect(guard.state()).toBe("degraded");
});

test("whether payments are taken is told beside the sources of data", async () => {
  const settings = { service: "http://127.0.0.1:9/none", page: "http://127.0.0.1:9/page" };
  const payments = payfip(settings, {
    log,
    now: () => new Date(0),
    fetch: async () => new Response("", { status: 503 }),
  });
  expect(sourceStates({ payments })).toEqual({ payfip: "ok" });
  await payments.result("un");
  expect(sourceStates({ payments })).toEqual({ payfip: "degraded" });
});
