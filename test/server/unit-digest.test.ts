import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { oweUnitDigests } from "../../server/commands/unit-digest.ts";
import { saveUnit } from "../../server/commands/units.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { morningOf } from "../../server/morning.ts";
import { latestMails } from "../../server/store/outbox.ts";
import { drain } from "../../server/worker/worker.ts";
import { openAdministration } from "./routes/admin-office.ts";
import { atWork, fieldsOf, hire as hireIn } from "./routes/back-office.ts";
import { browserOf, placesOf, send } from "./routes/conversation-office.ts";
import { MEMBER, NURSERY, TERRACE } from "./town-places.ts";
import { fileEntry, openTown, type Town } from "./whole-town.ts";

const TO = "voirie@exemple.fr";

let town: Town;
beforeAll(async () => {
  town = await openTown({ messagesADay: 0 });
});
afterAll(() => town.stop());

const wants = async (daily: boolean): Promise<void> => {
  const { agent } = town.people.member;
  if (!agent) throw new Error("no administrator");
  const saved = await saveUnit(town.ctx, agent, "voirie", { name: "Voirie", email: TO, daily });
  expect(saved.ok).toBe(true);
};

/** Goes to a moment of the town's clock, in Paris, and does what is due. */
async function goesTo(day: string, plus = 0): Promise<void> {
  town.advance(morningOf(day).getTime() + plus - town.ctx.clock().getTime());
  await drain(town.ctx);
}
const digests = async () => (await latestMails(town.ctx, 500)).filter(({ recipient }) => recipient === TO);

describe("the digest of the morning", () => {
  test("tells a unit that asked for it what came, what is late and who wrote, on working days, and names nobody", async () => {
    await wants(true);
    const id = await fileEntry(town, town.people.holder);
    await fileEntry(town, town.people.holder, NURSERY);
    await fileEntry(town, town.people.holder, TERRACE, undefined, "rixheim");
    const late = await fileEntry(town, town.people.holder);
    await withActor(town.ctx.db, { member: MEMBER }, async (tx) => {
      await tx`update entry_state set due = '2026-03-03' where member_id = ${MEMBER} and entry_id = ${late}`;
    });
    const { front } = placesOf(id);
    const holder = await browserOf(town, town.people.holder);
    await send(holder, `${front}/messages`, `${front}/messages`, { "message[texte]": "Et alors ?" });
    await goesTo("2026-03-04", -60_000);
    expect(await digests()).toEqual([]);
    await goesTo("2026-03-04");
    const [mail, ...others] = await digests();
    expect([mail?.subject, others]).toEqual(["Vos demandes ce matin : Voirie", []]);
    expect(mail?.body).toContain(
      `${TERRACE.title}, 1 en retard, 2 nouvelles, 1 message à traiter : http://localhost/${MEMBER}/agent/${TERRACE.id}`,
    );
    for (const not of ["Yvonne", NURSERY.id, "Et alors"]) expect(mail?.body).not.toContain(not);
  });

  test("comes once a day however often it is owed, and not on a Sunday; Monday tells of Friday", async () => {
    for (let time = 0; time < 3; time += 1) await oweUnitDigests(town.ctx);
    await goesTo("2026-03-05");
    expect(await digests()).toHaveLength(2);
    await goesTo("2026-03-06");
    const before = (await digests()).length;
    town.advance(3_600_000);
    await fileEntry(town, town.people.holder);
    await goesTo("2026-03-07");
    await goesTo("2026-03-08");
    expect(await digests()).toHaveLength(before);
    await goesTo("2026-03-09");
    const [monday] = await digests();
    expect(monday?.body).toContain("1 en retard, 1 nouvelle, 1 message à traiter");
  });

  test("stops when the unit no longer wants it", async () => {
    const before = (await digests()).length;
    await wants(false);
    await goesTo("2026-03-10");
    await goesTo("2026-03-11");
    expect(await digests()).toHaveLength(before);
  });
});

test("is chosen on the page of the unit, which needs an address for it", async () => {
  const office = await openAdministration();
  const admin = await atWork(office, await hireIn(office.ctx, "Anne", { roles: ["admin-membre"], units: [] }));
  const path = "/mulhouse/agent/administration/unites/etat-civil";
  const fields = async () => ({ ...fieldsOf(await (await admin.get(path)).text(), path), nom: "État civil" });
  const refused = await admin.post(path, { ...(await fields()), resume: "daily" });
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining("qui reçoit le résumé")]);
  const kept = await admin.post(path, { ...(await fields()), email: "etat-civil@exemple.fr", resume: "daily" });
  expect(kept.status).toBe(303);
  expect(await (await admin.get(path)).text()).toMatch(/value="daily"[^>]*checked|checked[^>]*value="daily"/);
  expect(office.ctx.catalogue.member("mulhouse")?.units.find(({ id }) => id === "etat-civil")?.contact).toEqual({
    email: "etat-civil@exemple.fr",
    digest: "daily",
  });
  await office.stop();
});
