import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { MemberEffect } from "../../../engine/index.ts";
import type { Context } from "../../../server/context.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { deadJobs } from "../../../server/store/effects.ts";
import { latestMails } from "../../../server/store/outbox.ts";
import { drain } from "../../../server/worker/worker.ts";
import { type DemoInstallation, installDemo } from "../../helpers/demo-installation.ts";

const NOW = new Date("2026-03-03T09:30:00.000Z");
const SAUSHEIM: MemberEffect = {
  type: "member",
  action: "invite",
  id: "sausheim",
  name: "Sausheim",
  kind: "commune",
  siren: "216803007",
  insee: "68300",
  population: 5400,
  adminName: "Odile Frey",
  adminEmail: "Odile.Frey@sausheim.example",
};

let installation: DemoInstallation;
let ctx: Context;

beforeAll(async () => {
  installation = await installDemo("all", NOW);
  ctx = installation.ctx;
});
afterAll(() => installation.stop());

beforeEach(async () => {
  await withActor(ctx.db, { system: true }, async (tx) => {
    await tx`delete from effect`;
    await tx`delete from outbox`;
    await tx`delete from agent_role where member_id = 'sausheim'`;
    await tx`delete from agent where member_id = 'sausheim'`;
  });
  await installation.database.owner`delete from member where id = 'sausheim'`;
});

/** Owes the effect to an entry of this member, and runs it; the reason when it can never run. */
async function owe(effect: MemberEffect, member = "m2a"): Promise<string | null> {
  const { type, ...params } = effect;
  await withActor(ctx.db, { system: true }, async (tx) => {
    await tx`delete from effect`;
    await tx`insert into effect (member_id, entry_id, seq, rank, type, params, run_at)
             values (${member}, '0198c0de-0000-7000-8000-00000000000a', 1, 1, ${type}, ${tx.json(params)}, ${NOW})`;
  });
  await drain(ctx);
  await ctx.catalogue.reload();
  const [dead] = await deadJobs(ctx.db);
  return dead?.lastError ?? null;
}

const status = () => ctx.catalogue.member("sausheim")?.status ?? null;
const mails = async () => (await latestMails(ctx, 10)).filter(({ subject }) => subject.includes("Sausheim"));

describe("a coordinating member", () => {
  test("invites a member, whose administrator receives a link of her own", async () => {
    expect(await owe(SAUSHEIM)).toBeNull();
    expect(ctx.catalogue.member("sausheim")).toMatchObject({
      name: "Sausheim",
      groupName: "Mulhouse Alsace Agglomération",
      insee: "68300",
      status: "invited",
      coordinator: false,
    });
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail?.recipient).toBe("odile.frey@sausheim.example");
    expect(mail?.body).toMatch(/\/agent\/inscription\/[\w-]{43}\n/);
  });

  test("shows the member to nobody before it is active", async () => {
    const listed = () => ctx.catalogue.members().some(({ id }) => id === "sausheim");
    for (const action of ["join", "activate", "leave"] as const) {
      if (action === "join") await owe(SAUSHEIM);
      await owe({ type: "member", action, id: "sausheim" });
      expect(listed(), action).toBe(action === "activate");
    }
    expect(status()).toBe("left");
  });

  test("never takes a member back a step", async () => {
    await owe(SAUSHEIM);
    await owe({ type: "member", action: "activate", id: "sausheim" });
    await owe({ type: "member", action: "join", id: "sausheim" });
    await owe(SAUSHEIM);
    expect(status()).toBe("active");
  });

  test("sends the link again to the same person, and to the right one once the address is mended", async () => {
    await owe(SAUSHEIM);
    await owe(SAUSHEIM);
    await owe({ ...SAUSHEIM, adminEmail: "mairie@sausheim.example" } as MemberEffect);
    expect((await mails()).map(({ recipient }) => recipient).sort()).toEqual([
      "mairie@sausheim.example",
      "odile.frey@sausheim.example",
      "odile.frey@sausheim.example",
    ]);
    const agents = await withActor(ctx.db, { member: "sausheim" }, (tx) => tx`select email from agent`);
    expect(agents).toHaveLength(2);
  });

  test("sends nothing once the member has an administrator", async () => {
    await owe(SAUSHEIM);
    await withActor(ctx.db, { member: "sausheim" }, (tx) => tx`update agent set password_hash = 'scrypt$chosen'`);
    await owe({ ...SAUSHEIM, adminEmail: "mairie@sausheim.example" } as MemberEffect);
    expect(await mails()).toHaveLength(1);
  });
});

describe("refuses for good", () => {
  test("what an entry of an ordinary member asks", async () => {
    expect(await owe(SAUSHEIM, "mulhouse")).toContain("coordonne");
    expect(status()).toBeNull();
  });

  test.each(["api", "agent", "mon-espace", "Sausheim", "../etc"])("the address %s", async (id) => {
    expect(await owe({ ...SAUSHEIM, id } as MemberEffect)).toContain("adresse");
    expect(ctx.catalogue.member(id)).toBeNull();
  });

  test("the address of another member, of the group or not", async () => {
    expect(await owe({ ...SAUSHEIM, id: "mulhouse" } as MemberEffect)).toContain("déjà celle");
    expect(await owe({ ...SAUSHEIM, id: "la-hague" } as MemberEffect)).toContain("déjà celle");
  });

  test("to touch a member of another group", async () => {
    expect(await owe({ type: "member", action: "leave", id: "la-hague" })).toContain("Aucune collectivité");
    expect(ctx.catalogue.member("la-hague")?.status).toBe("active");
  });

  test("to make the coordinator leave", async () => {
    expect(await owe({ type: "member", action: "leave", id: "m2a" })).toContain("ne peut pas en sortir");
  });

  test("an administrator who works elsewhere", async () => {
    const [other] = await withActor(
      ctx.db,
      { member: "mulhouse" },
      (tx) => tx<{ email: string }[]>`select email from agent limit 1`,
    );
    expect(await owe({ ...SAUSHEIM, adminEmail: other?.email ?? "" } as MemberEffect)).toContain("déjà cette adresse");
    expect(status()).toBeNull();
  });
});

test("the demo's members stand in the register of their group, and none was invited anew", async () => {
  const rows = await withActor(
    ctx.db,
    { system: true },
    (tx) => tx<{ memberId: string; state: string; count: number }[]>`
      select member_id, state, count(*)::integer as count from entry
      where definition = 'groupe/collectivite' group by 1, 2 order by 1`,
  );
  expect(rows).toEqual([
    { memberId: "cotentin", state: "active", count: 3 },
    { memberId: "m2a", state: "active", count: 4 },
  ]);
});
