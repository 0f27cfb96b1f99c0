import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../server/app.ts";
import type { Config } from "../../server/config.ts";
import { type Antivirus, startAntivirus } from "../helpers/antivirus.ts";
import { type ObjectStore, startObjectStore } from "../helpers/object-store.ts";
import { openTown, type Town } from "./whole-town.ts";

let town: Town;
let store: ObjectStore;
let antivirus: Antivirus;
beforeAll(async () => {
  [town, store, antivirus] = await Promise.all([openTown(), startObjectStore(), startAntivirus()]);
});
afterAll(() => Promise.all([town.stop(), store.stop(), antivirus.stop()]));

/** What an installation set otherwise answers. */
async function ready(changes: Partial<Config>): Promise<unknown> {
  const ctx = { ...town.ctx, config: { ...town.ctx.config, ...changes } };
  const answer = await createApp(ctx, town.assets).request("/readyz");
  return [answer.status, await answer.json()];
}

describe("/readyz", () => {
  test("tells that the store of files and the antivirus answer, or that there is none", async () => {
    expect(await ready({})).toEqual([200, { status: "ok", files: "ok", antivirus: "none" }]);
    const set = { store: store.settings, clamd: antivirus.settings };
    expect(await ready(set)).toEqual([200, { status: "ok", files: "ok", antivirus: "ok" }]);
  });

  test("tells those out of reach, and still takes requests", async () => {
    const gone = { host: "127.0.0.1", port: 1 };
    const away = {
      store: { ...store.settings, endpoint: "http://127.0.0.1:1" },
      clamd: { address: gone, patience: 500 },
    };
    expect(await ready(away)).toEqual([200, { status: "ok", files: "unreachable", antivirus: "unreachable" }]);
    const unknown = { ...store.settings, secretKey: "un autre" };
    expect(await ready({ store: unknown })).toMatchObject([200, { files: "unreachable" }]);
    antivirus.mood = "hang";
    expect(await ready({ clamd: antivirus.settings })).toMatchObject([200, { antivirus: "unreachable" }]);
  });

  test("does not ask them each time it is asked", async () => {
    const config = { ...town.ctx.config, store: store.settings };
    const app = createApp({ ...town.ctx, config }, town.assets);
    store.asked.length = 0;
    for (let time = 0; time < 5; time += 1) await app.request("/readyz");
    expect(store.asked).toHaveLength(1);
  });
});
