import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit, auditRead, auditWritten } from "../../../server/audit.ts";
import { openCatalogue } from "../../../server/catalogue.ts";
import { publish } from "../../../server/commands/publish.ts";
import { readAs } from "../../../server/db/with-actor.ts";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { findAgent } from "../../../server/store/agents.ts";
import { searchAudit } from "../../../server/store/audit.ts";
import { deleteShare, saveShare } from "../../../server/store/sharing.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { addAgent, install, type TestInstallation } from "./installation.ts";

let installation: TestInstallation;
let absent: AgentIdentity;
let colleague: AgentIdentity;

beforeAll(async () => {
  installation = await install();
  absent = await addAgent(installation.ctx, "absente@mulhouse.example");
  colleague = await addAgent(installation.ctx, "collegue@mulhouse.example");
});
afterAll(() => installation.stop());

const asOf = async (email: string, day: string) =>
  (await findAgent(installation.ctx.db, email, new Date(`${day}T10:00:00Z`)))?.agent.assignments;

async function delegate(startsOn: string, endsOn: string, definition = ""): Promise<string> {
  const id = randomUUID();
  await readAs(
    installation.ctx.db,
    { member: "mulhouse" },
    (tx) => tx`
      insert into delegation (member_id, id, from_agent, to_agent, definition, starts_on, ends_on, created_by)
      values ('mulhouse', ${id}, ${absent.id}, ${colleague.id}, ${definition}, ${startsOn}, ${endsOn}, '{}')`,
  );
  return id;
}

describe("a delegation", () => {
  test("lends what the absent agent may do, from its first day to its last, in France", async () => {
    const id = await delegate("2026-03-10", "2026-03-12", "etat-civil/acte-naissance");
    const own = { role: "agent", unit: "etat-civil", definition: null };
    const lent = { ...own, definition: "etat-civil/acte-naissance", for: { id: absent.id, name: absent.name } };
    expect(await asOf(colleague.email, "2026-03-09")).toEqual([own]);
    expect(await asOf(colleague.email, "2026-03-10")).toEqual([own, lent]);
    expect(await asOf(colleague.email, "2026-03-12")).toEqual([own, lent]);
    expect(await asOf(colleague.email, "2026-03-13")).toEqual([own]);
    expect(await asOf(absent.email, "2026-03-11")).toEqual([own]);
    await readAs(installation.ctx.db, { member: "mulhouse" }, (tx) => tx`update delegation set revoked_at = now()`);
    expect(await asOf(colleague.email, "2026-03-11"), id).toEqual([own]);
  });
});

describe("a share between members", () => {
  test("is known to the catalogue until it ends", async () => {
    const { db } = installation.ctx;
    await publish(db, [buildDefinition({ id: "essai/demande" })]);
    const share = {
      member: "rixheim",
      definition: "essai/demande",
      with: "mulhouse",
      unit: null,
      role: "lecteur",
    } as const;
    await readAs(db, { member: "rixheim" }, (tx) => tx`insert into adoption values ('rixheim', 'essai/demande')`);
    await saveShare(db, share);
    const catalogue = await openCatalogue(db);
    expect(catalogue.sharedWith("rixheim", "essai/demande", "mulhouse")).toEqual([share]);
    expect(catalogue.sharing("essai/demande", "mulhouse")).toEqual(["rixheim"]);
    expect(catalogue.sharedWith("mulhouse", "essai/demande", "rixheim")).toEqual([]);
    await deleteShare(db, share);
    await catalogue.reload();
    expect(catalogue.sharing("essai/demande", "mulhouse")).toEqual([]);
  });
});

describe("the log of a member", () => {
  test("keeps what agents read, the latest first, and nothing of citizens' reading", async () => {
    const { ctx } = installation;
    const reading = { member: "mulhouse", action: "entry-read", definition: "essai/demande" } as const;
    const agent = { kind: "agent", id: absent.id, name: "Sophie", roles: [], units: [], holders: [] } as const;
    auditRead(ctx, agent, { ...reading, target: "dossier-1" });
    installation.advance(1000);
    auditRead(ctx, agent, { ...reading, target: "dossier-2" });
    auditRead(ctx, { ...agent, kind: "citizen" }, { ...reading, target: "dossier-3" });
    audit(ctx, { member: "rixheim", action: "rights", actor: { kind: "agent", id: colleague.id } });
    await auditWritten(ctx);
    const records = await searchAudit(ctx.db, { member: "mulhouse", limit: 10 });
    expect(records.map(({ action, target }) => [action, target])).toEqual([
      ["entry-read", "dossier-2"],
      ["entry-read", "dossier-1"],
    ]);
    expect(await searchAudit(ctx.db, { member: "mulhouse", target: "dossier-1", limit: 10 })).toHaveLength(1);
    const [first] = records;
    expect(await searchAudit(ctx.db, { member: "mulhouse", limit: 10, after: first?.id ?? "" })).toHaveLength(1);
  });

  test("can be neither changed nor emptied by the application", async () => {
    const { db } = installation.ctx;
    for (const statement of ["update audit set action = 'sign-in'", "delete from audit"]) {
      await expect(readAs(db, { system: true }, (tx) => tx.unsafe(statement))).rejects.toThrow(/permission denied/);
    }
  });
});
