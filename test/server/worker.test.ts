import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Context } from "../../server/context.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { countJobs, deadJobs, reviveJobs } from "../../server/store/effects.ts";
import { latestMails } from "../../server/store/outbox.ts";
import { drain, tick } from "../../server/worker/worker.ts";
import { type DemoInstallation, installDemo } from "../helpers/demo-installation.ts";

const NOW = new Date("2026-03-03T09:30:00.000Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

let installation: DemoInstallation;
let ctx: Context;
let entries: readonly { memberId: string; id: string }[];

beforeAll(async () => {
  installation = await installDemo("mulhouse", NOW);
  ctx = installation.ctx;
  entries = await asSystem(
    (tx) => tx<{ memberId: string; id: string }[]>`select member_id, id from entry where kind = 'service' limit 20`,
  );
});

beforeEach(async () => {
  await asSystem((tx) => tx`delete from effect`);
  await asSystem((tx) => tx`delete from outbox`);
});

afterAll(() => installation.stop());

const asSystem = <T>(run: (tx: Context["db"]) => Promise<T>): Promise<T> =>
  withActor(installation.ctx.db, { system: true }, (tx) => run(tx as Context["db"]));

/** Owes mails numbered from 1 to `count` to the nth entry. */
async function oweMails(nth: number, count: number): Promise<void> {
  const entry = entries[nth];
  if (!entry) throw new Error("The demo has fewer entries");
  await asSystem(async (tx) => {
    for (let rank = 1; rank <= count; rank += 1) {
      const params = {
        to: "claire@courriel.example",
        template: "t",
        subject: `Courriel ${nth}.${rank}`,
        body: "Bonjour",
      };
      await tx`insert into effect (member_id, entry_id, seq, rank, type, params, run_at)
               values (${entry.memberId}, ${entry.id}, 900, ${rank}, 'mail', ${tx.json(params)}, ${NOW})`;
    }
  });
}

const subjects = async () => (await latestMails(ctx, 100)).map((mail) => mail.subject).sort();

/** The same installation, where mails leave through a server that refuses connections. */
const withoutMailServer = (now: Date): Context => ({
  ...ctx,
  clock: () => now,
  config: { ...ctx.config, demo: "none", smtpUrl: "smtp://127.0.0.1:1" },
});

describe("the worker", () => {
  test("delivers each mail once, however many workers run", async () => {
    for (let nth = 0; nth < 10; nth += 1) await oweMails(nth, 2);
    const ran = await Promise.all(Array.from({ length: 6 }, () => drain(ctx)));
    expect(ran.reduce((sum, count) => sum + count, 0)).toBe(20);
    const sent = await subjects();
    expect(sent).toHaveLength(20);
    expect(new Set(sent).size).toBe(20);
  });

  test("runs the effects of an entry in their order", async () => {
    await oweMails(0, 3);
    const order: string[] = [];
    for (let step = 0; step < 3; step += 1) {
      await tick(ctx);
      const fresh = (await subjects()).find((subject) => !order.includes(subject));
      order.push(fresh ?? "");
    }
    expect(order).toEqual(["Courriel 0.1", "Courriel 0.2", "Courriel 0.3"]);
  });

  test("puts off what failed, holds what follows in the entry, and lets the other entries pass", async () => {
    await oweMails(0, 2);
    expect(await tick(withoutMailServer(NOW))).toBe(true);
    expect(await tick(withoutMailServer(NOW))).toBe(false);
    await oweMails(1, 1);
    expect(await drain(ctx)).toBe(1);
    expect(await subjects()).toEqual(["Courriel 1.1"]);
    expect(await drain({ ...ctx, clock: () => later(1) })).toBe(2);
    expect(await subjects()).toEqual(["Courriel 0.1", "Courriel 0.2", "Courriel 1.1"]);
  });

  test("waits longer after each failure, then buries the effect where an operator sees it and may relaunch it", async () => {
    await oweMails(0, 1);
    const waits: number[] = [];
    let now = NOW;
    for (;;) {
      await tick(withoutMailServer(now));
      const [row] = await asSystem(
        (tx) => tx<{ runAt: Date; deadAt: Date | null }[]>`select run_at, dead_at from effect`,
      );
      if (!row || row.deadAt) break;
      waits.push(row.runAt.getTime() - now.getTime());
      now = row.runAt;
    }
    expect(waits.length).toBe(11);
    expect(waits.slice(0, 3)).toEqual([5_000, 15_000, 45_000]);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(await countJobs(ctx.db, now)).toEqual({ pending: 0, late: 0, dead: 1 });
    const [dead] = await deadJobs(ctx.db);
    expect(dead).toMatchObject({ type: "mail", attempts: 12 });
    expect(dead?.lastError).toContain("ECONNREFUSED");
    expect(await reviveJobs(ctx.db, now)).toBe(1);
    await drain({ ...ctx, clock: () => now });
    expect(await subjects()).toEqual(["Courriel 0.1"]);
  });

  test("buries at once what no further try can mend", async () => {
    const [entry] = entries;
    await asSystem(
      (tx) => tx`insert into effect (member_id, entry_id, seq, rank, type, params, run_at)
                 values (${entry?.memberId ?? ""}, ${entry?.id ?? ""}, 900, 1, 'pigeon', '{}', ${NOW})`,
    );
    await tick(ctx);
    expect(await deadJobs(ctx.db)).toMatchObject([{ type: "pigeon", attempts: 1 }]);
  });

  test("keeps nothing of what a failed effect wrote", async () => {
    const [entry] = entries;
    const params = { to: "claire@courriel.example", template: "t", subject: "Lien", body: "{{lien}}" };
    await asSystem((tx) => tx`delete from access_link`);
    await asSystem(
      (tx) => tx`insert into effect (member_id, entry_id, seq, rank, type, params, run_at)
                 values (${entry?.memberId ?? ""}, ${entry?.id ?? ""}, 900, 1, 'mail', ${tx.json(params)}, ${NOW})`,
    );
    await tick(withoutMailServer(NOW));
    expect(await asSystem((tx) => tx`select 1 from access_link`)).toHaveLength(0);
    await drain({ ...ctx, clock: () => later(1) });
    expect(await asSystem((tx) => tx`select 1 from access_link`)).toHaveLength(1);
    const [mail] = await latestMails(ctx, 1);
    expect(mail?.body).toMatch(/^http:\/\/127\.0\.0\.1:3000\/[a-z0-9-]+\/suivi\/[\w-]{32}$/);
  });
});
