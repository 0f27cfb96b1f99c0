import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parisDay } from "../../../engine/index.ts";
import { auditWritten } from "../../../server/audit.ts";
import { lendRights } from "../../../server/commands/lend-rights.ts";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { searchAudit } from "../../../server/store/audit.ts";
import { listDelegations } from "../../../server/store/delegations.ts";
import { PERMIT } from "../../renderer/back-fixtures.ts";
import type { Browser } from "../identity/installation.ts";
import { mailTo, openAdministration } from "./admin-office.ts";
import { atWork, fieldsOf, file, GARDEN, hire, type Office, stored, words } from "./back-office.ts";

const OWN = "/mulhouse/agent/delegations";
const ALL = "/mulhouse/agent/administration/delegations";
const DAY = 86_400_000;

let office: Office;
let sophie: AgentIdentity;
let paul: AgentIdentity;
let chief: AgentIdentity;

beforeAll(async () => {
  office = await openAdministration();
  chief = await hire(office.ctx, "Anne Keller", { roles: ["admin-membre"], units: [] });
});
beforeEach(async () => {
  sophie = await hire(office.ctx, "Sophie Muller");
  paul = await hire(office.ctx, "Paul Haas", { units: ["etat-civil"] });
});
afterAll(() => office.stop());

const day = (offset: number) => parisDay(new Date(office.ctx.clock().getTime() + offset * DAY).toISOString());

async function lend(browser: Browser, fields: Record<string, string> = {}, path = OWN): Promise<Response> {
  const html = await (await browser.get(path)).text();
  const plan = { de: sophie.id, a: paul.id, definition: "", du: day(0), au: day(9), motif: "congés" };
  return browser.post(path, { ...fieldsOf(html, path), ...plan, ...fields });
}

describe("an agent who lends her queues", () => {
  test("lends them from midnight in France, an hour or two before it is midnight elsewhere", async () => {
    const night = 23.5 * 3_600_000;
    office.advance((night - (office.ctx.clock().getTime() % DAY) + DAY) % DAY);
    const hers = await atWork(office, sophie);
    expect((await lend(hers, { du: day(-1) })).status).toBe(422);
    const his = await atWork(office, paul);
    expect((await lend(hers)).headers.get("location")).toBe(`${OWN}?fait=confie`);
    expect(words(await (await his.get("/mulhouse/agent")).text())).toContain("Vous remplacez Sophie Muller");
  });

  test("gives them to her colleague for those days, and the history says for whom he acted", async () => {
    const id = await file(office, sophie, GARDEN, {
      nom: "Weber",
      cabane: false,
      cultures: [{ plante: "Courge" }],
    });
    const [hers, his] = [await atWork(office, sophie), await atWork(office, paul)];
    const fiche = `/mulhouse/agent/${GARDEN.id}/${id}`;
    expect((await his.get(fiche)).status).toBe(404);
    expect((await lend(hers, { du: day(1), au: day(2) })).headers.get("location")).toBe(`${OWN}?fait=confie`);
    expect((await his.get(fiche)).status).toBe(404);
    office.advance(DAY);
    const [back, again] = [await atWork(office, paul), await atWork(office, sophie)];
    const shown = await back.get(fiche);
    expect(shown.status).toBe(200);
    const html = await (await back.get(`${fiche}?evenement=liberer`)).text();
    const action = `${fiche}/evenements/liberer`;
    expect((await back.post(action, fieldsOf(html, action))).status).toBe(303);
    const { history } = await stored(office, id);
    expect(history.at(-1)?.actor).toMatchObject({
      id: paul.id,
      name: "Paul Haas",
      onBehalfOf: { kind: "agent", id: sophie.id, name: "Sophie Muller" },
    });
    expect(words(await (await back.get("/mulhouse/agent")).text())).toMatch(
      /Vous remplacez Sophie Muller jusqu’au \d+/,
    );
    expect(words(await (await again.get("/mulhouse/agent")).text())).toMatch(/Paul Haas vous remplace jusqu’au \d+/);
    office.advance(2 * DAY);
    expect((await (await atWork(office, paul)).get(fiche)).status).toBe(404);
  });

  test("is told by mail, as is her colleague", async () => {
    await lend(await atWork(office, sophie));
    expect((await mailTo(office.ctx, paul.email))?.subject).toBe("Sophie Muller vous confie ses dossiers");
    expect((await mailTo(office.ctx, sophie.email))?.body).toContain("Paul Haas vous remplace");
  });

  test("ends it early, at once and for both", async () => {
    const hers = await atWork(office, sophie);
    await lend(hers);
    const his = await atWork(office, paul);
    expect((await his.get(`/mulhouse/agent/${GARDEN.id}`)).status).toBe(200);
    await mailTo(office.ctx, paul.email);
    office.advance(1000);
    const html = await (await hers.get(OWN)).text();
    const path = /action="([^"]+\/terminer)"/.exec(html)?.[1] ?? "";
    expect((await his.post(path, fieldsOf(await (await his.get(OWN)).text(), OWN))).status).toBe(404);
    expect((await hers.post(path, fieldsOf(html, path))).status).toBe(303);
    expect((await his.get(`/mulhouse/agent/${GARDEN.id}`)).status).not.toBe(200);
    expect((await mailTo(office.ctx, paul.email))?.subject).toBe("Vous ne remplacez plus Sophie Muller");
    await auditWritten(office.ctx);
    const log = await searchAudit(office.ctx.db, {
      member: "mulhouse",
      actions: ["delegation"],
      actor: sophie.id,
      limit: 9,
    });
    expect(log.map(({ detail }) => detail?.["change"])).toEqual(["ended", "lent"]);
  });

  test("lends one definition only when she chooses one", async () => {
    await lend(await atWork(office, sophie), { definition: PERMIT.id });
    const his = await atWork(office, paul);
    expect((await his.get(`/mulhouse/agent/${GARDEN.id}`)).status).not.toBe(200);
  });

  test.each([
    ["to herself", () => ({ a: sophie.id }), "on ne se remplace pas soi-même"],
    ["to nobody", () => ({ a: "" }), "Choisissez la personne qui remplace"],
    [
      "to someone who is not of the member",
      () => ({ a: chief.id.replace(/.$/, (last) => (last === "0" ? "1" : "0")) }),
      "Choisissez la personne qui remplace",
    ],
    ["from a day gone by", () => ({ du: day(-1) }), "à partir d’aujourd’hui"],
    ["backwards", () => ({ du: day(5), au: day(4) }), "Le dernier jour vient avant le premier"],
    ["for more than a year", () => ({ au: day(367) }), "un an au plus"],
    ["until a day that does not exist", () => ({ au: "31/02/2027" }), "Indiquez le dernier jour"],
    ["without a reason", () => ({ motif: " " }), "Indiquez un motif"],
    ["an unknown definition", () => ({ definition: "x/y" }), "Choisissez une démarche"],
  ])("cannot lend %s", async (_how, fields, sentence) => {
    const response = await lend(await atWork(office, sophie), fields());
    expect(response.status).toBe(422);
    expect(words(await response.text())).toContain(sentence);
  });

  test("cannot lend on what was lent to her, nor anything when nothing is hers", async () => {
    const replaced = await hire(office.ctx, "Sans droit", { roles: ["admin-fonctionnel"], units: [] });
    await lend(await atWork(office, sophie), { a: replaced.id });
    const html = await (await (await atWork(office, replaced)).get(OWN)).text();
    expect(words(html)).toContain("Vous n’avez aucun droit d’agent ou de lecteur à confier");
    const plan = { from: replaced.id, to: paul.id, definition: null, startsOn: day(0), endsOn: day(1), reason: "x" };
    const outcome = await lendRights(office.ctx, replaced, plan);
    expect(outcome.ok ? null : outcome.problem.issues[0]?.pointer).toBe("/de");
  });

  test("lends in her own name only, whatever the form says", async () => {
    const his = await atWork(office, paul);
    await lend(his, { de: sophie.id, a: chief.id });
    const mail = await mailTo(office.ctx, chief.email);
    expect(mail?.subject).toBe("Paul Haas vous confie ses dossiers");
  });
});

describe("an administrator", () => {
  test("lends anybody's queues to anybody, and ends it", async () => {
    const browser = await atWork(office, chief);
    expect((await lend(browser, {}, ALL)).headers.get("location")).toBe(`${ALL}?fait=confie`);
    const his = await atWork(office, paul);
    expect((await his.get(`/mulhouse/agent/${GARDEN.id}`)).status).toBe(200);
    const html = await (await browser.get(ALL)).text();
    const [lent] = await listDelegations(office.ctx.db, { member: "mulhouse", from: sophie.id });
    const path = `${ALL}/${lent?.id}/terminer`;
    await browser.post(path, fieldsOf(html, path));
    expect((await his.get(`/mulhouse/agent/${GARDEN.id}`)).status).not.toBe(200);
    expect((await (await atWork(office, paul)).get(ALL)).status).toBe(403);
  });
});
