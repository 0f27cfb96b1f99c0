import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verify } from "../../server/commands/verify.ts";
import type { Context } from "../../server/context.ts";
import { readAs } from "../../server/db/with-actor.ts";
import type { DemoFile } from "../../server/demo/demo-file.ts";
import { seedDemo } from "../../server/demo/seed.ts";
import { verifyPassword } from "../../server/identity/passwords.ts";
import { authenticateToken } from "../../server/identity/tokens.ts";
import { findAccount } from "../../server/store/accounts.ts";
import { countStates } from "../../server/store/entries.ts";
import { type DemoInstallation, installDemo } from "../helpers/demo-installation.ts";

const NOW = new Date("2026-03-03T09:30:00.000Z");
const ROLES = ["agent", "lecteur", "admin-fonctionnel", "admin-membre"];

let installation: DemoInstallation;
let ctx: Context;
let file: DemoFile;

beforeAll(async () => {
  installation = await installDemo("all", NOW);
  ctx = installation.ctx;
  file = JSON.parse(await readFile(join(ctx.config.dataDir, "demo.json"), "utf8"));
});

afterAll(() => installation.stop());

const ACTS = "etat-civil/acte-naissance";
const CHILDMINDERS = "relais/assistante-maternelle";

/** How many entries of this definition each member that offers it has, by state. */
async function states(id: string): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const found = new Map<string, ReadonlyMap<string, number>>();
  for (const { id: member } of ctx.catalogue.members()) {
    const definition = ctx.catalogue.definition(member, id);
    if (definition) found.set(member, await countStates(ctx, { member, definition }));
  }
  return found;
}

const sum = (counts: Iterable<number>) => [...counts].reduce((total, count) => total + count, 0);

describe("the demo", () => {
  test("holds the members of both groups, with their real numbers", () => {
    const members = ctx.catalogue.members();
    expect(members.map((member) => member.id).sort()).toEqual([
      "cherbourg-en-cotentin",
      "cotentin",
      "illzach",
      "la-hague",
      "m2a",
      "mulhouse",
      "rixheim",
    ]);
    expect(ctx.catalogue.member("mulhouse")).toMatchObject({ siren: "216802249", insee: "68224", population: 104_924 });
  });

  test("gives every member a colour that reads on white", () => {
    for (const { theme } of ctx.catalogue.members()) expect(contrastOnWhite(theme.primary)).toBeGreaterThanOrEqual(4.5);
  });

  test("has demandes in every state in each commune that delivers acts", async () => {
    const found = await states(ACTS);
    expect(sum([...found.values()].flatMap((counts) => [...counts.values()]))).toBeGreaterThanOrEqual(60);
    expect([...found.keys()].sort()).toEqual(["illzach", "mulhouse", "rixheim"]);
    for (const [member, counts] of found) {
      const definition = ctx.catalogue.definition(member, ACTS);
      const empty = [...(definition?.workflow.states.keys() ?? [])].filter((state) => !counts.get(state));
      expect({ member, empty }).toEqual({ member, empty: [] });
    }
  });

  test("shows legal clocks in varied states, none set in the past", async () => {
    const rows = await readAs(
      ctx.db,
      { system: true },
      (tx) => tx<{ regime: string; status: string; silent: boolean; late: boolean; soon: boolean }[]>`
        select distinct clock->>'regime' as regime, clock->>'status' as status, clock ? 'silentOn' as silent,
          coalesce((clock->>'due')::date < ${NOW}::date, false) as late,
          coalesce((clock->>'due')::date <= ${NOW}::date + 7, false) as soon
        from entry where clock is not null`,
    );
    for (const regime of ["SVA", "SVR"]) {
      const mine = rows.filter((row) => row.regime === regime);
      expect(new Set(mine.map(({ status }) => status))).toEqual(new Set(["running", "suspended", "stopped"]));
      expect(mine.some(({ silent }) => silent)).toBe(true);
      expect(mine.some(({ soon }) => soon)).toBe(true);
    }
    expect(rows.filter(({ late }) => late)).toEqual([]);
  });

  test("has two hundred childminders over the Cotentin", async () => {
    const found = await states(CHILDMINDERS);
    const cotentin = ["cotentin", "cherbourg-en-cotentin", "la-hague"].map((member) => found.get(member) ?? new Map());
    expect(sum(cotentin.flatMap((counts) => [...counts.values()]))).toBe(200);
    for (const counts of cotentin) expect(counts.size).toBe(3);
  });

  test("keeps a sound history", async () => {
    expect((await verify(ctx)).broken).toEqual([]);
  });

  test("leaves nothing dated after now", async () => {
    const [row] = await readAs(
      ctx.db,
      { system: true },
      (tx) => tx<{ facts: number; late: number }[]>`
        select count(*)::int as facts, count(*) filter (where at > ${NOW})::int as late
        from (select at from entry_event union all select updated_at from entry) as t(at)`,
    );
    expect(row?.facts).toBeGreaterThan(500);
    expect(row?.late).toBe(0);
  });

  test("says how to sign in, to its owner only", async () => {
    expect((await stat(join(ctx.config.dataDir, "demo.json"))).mode & 0o777).toBe(0o600);
    for (const member of ctx.catalogue.members()) {
      const roles = file.agents.filter((agent) => agent.member === member.id).flatMap((agent) => agent.roles);
      const expected = member.coordinator ? [...ROLES, "admin-groupe"] : ROLES;
      expect([...new Set(roles)].sort()).toEqual([...expected].sort());
    }
  });

  test("gives passwords and tokens that work", async () => {
    const [citizen] = file.citizens;
    const agent = file.agents.find((one) => one.member === "la-hague");
    if (!citizen || !agent) throw new Error("nobody in the demo");
    const account = await findAccount(ctx.db, citizen.email);
    expect(await verifyPassword(citizen.password, account?.passwordHash ?? null)).toBe(true);
    expect((await authenticateToken(ctx, `Bearer ${agent.token}`))?.agent).toMatchObject({ member: "la-hague" });
  });

  test("is made once", async () => {
    const before = await states("register");
    await seedDemo({ ...ctx, config: { ...ctx.config, publicUrl: "http://127.0.0.1:4000" } }, "all");
    expect(await states("register")).toEqual(before);
    const after: DemoFile = JSON.parse(await readFile(join(ctx.config.dataDir, "demo.json"), "utf8"));
    expect(after).toEqual({ ...file, url: "http://127.0.0.1:4000" });
  });
});

function contrastOnWhite(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}
