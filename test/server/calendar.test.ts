import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sendEvent } from "../../server/commands/send-event.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { slotCalendar } from "../../server/slot-calendar.ts";
import { findEntry } from "../../server/store/entries.ts";
import { agent } from "../helpers/actors.ts";
import { DESK, NAMED_VISIT, UNIT_DESK, VISIT } from "../helpers/agenda.ts";
import { offer } from "../helpers/offer.ts";
import { file, openDesks, Visitor } from "./agenda-office.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

/** The Monday after the day of the town, at nine and at ten in Paris. */
const NINE = "2026-03-09T08:00:00.000Z";
const TEN = "2026-03-09T09:00:00.000Z";

let town: Town;
let hall: string;
let annex: string;
beforeAll(async () => {
  town = await openTown();
  ({ hall, annex } = await openDesks(town.ctx));
});
afterAll(() => town.stop());
beforeEach(() => withActor(town.ctx.db, { system: true }, (tx) => tx`delete from booking`));

const line = (text: string, name: string): string | undefined => new RegExp(`^${name}[:;](.*)\r$`, "m").exec(text)?.[1];

/** Someone who has booked, and her demande. */
async function booked(place: string, start = NINE): Promise<{ readonly someone: Visitor; readonly id: string }> {
  const someone = new Visitor(town);
  await someone.begin();
  await someone.choose(place, start);
  const sent = await someone.send();
  const id = /\/demandes\/([0-9a-f-]{36})/.exec(sent.headers.get("location") ?? "")?.[1] ?? "";
  return { someone, id };
}

const act = (id: string, type: string, answers: object = {}) =>
  sendEvent(town.ctx, {
    ...{ member: MEMBER, definitionId: VISIT.id, id, actor: agent(), type, revision: null },
    answers: answers as never,
  });

describe("whoever has an appointment", () => {
  const calendar = async ({ someone, id }: Awaited<ReturnType<typeof booked>>) =>
    someone.browser.get(`/${MEMBER}/demandes/${id}/rendez-vous.ics`);

  test("takes it to her calendar from the page that confirms it and from the one that follows it", async () => {
    const hers = await booked(annex);
    const href = `/${MEMBER}/demandes/${hers.id}/rendez-vous.ics?champ=rendezVous`;
    for (const page of ["?confirmation", ""]) {
      const shown = await (await hers.someone.browser.get(`/${MEMBER}/demandes/${hers.id}${page}`)).text();
      expect(shown).toContain(`href="${href}"`);
    }
    const answer = await calendar(hers);
    expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8; method=PUBLISH");
    const text = await answer.text();
    expect(line(text, "DTSTART")).toBe("20260309T080000Z");
    expect(line(text, "DTEND")).toBe("20260309T082000Z");
    expect(line(text, "LOCATION")).toBe("Mairie annexe");
    expect(line(text, "STATUS")).toBe("CONFIRMED");
    expect(text).not.toContain("Weber");
  });

  test("finds the same one moved, then cancelled, under a higher number each time", async () => {
    const hers = await booked(annex);
    const first = await (await calendar(hers)).text();
    expect(await act(hers.id, "deplacer", { nouveau: { place: hall, debut: TEN } })).toMatchObject({ ok: true });
    const moved = await (await calendar(hers)).text();
    expect(await act(hers.id, "annuler")).toMatchObject({ ok: true });
    const gone = await calendar(hers);
    const cancelled = await gone.text();
    expect(new Set([first, moved, cancelled].map((text) => line(text, "UID"))).size).toBe(1);
    const numbers = [first, moved, cancelled].map((text) => Number(line(text, "SEQUENCE")));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(3);
    expect([line(moved, "DTSTART"), line(moved, "LOCATION")]).toEqual(["20260309T090000Z", "Mairie centrale"]);
    expect([line(cancelled, "METHOD"), line(cancelled, "STATUS")]).toEqual(["CANCEL", "CANCELLED"]);
    expect(gone.headers.get("content-type")).toContain("method=CANCEL");
    const page = await (await hers.someone.browser.get(`/${MEMBER}/demandes/${hers.id}`)).text();
    expect(page).not.toContain("rendez-vous.ics");
  });

  test("has nobody else read hers, nor a field that gives none", async () => {
    const [hers, other] = [await booked(annex), new Visitor(town)];
    await other.begin();
    const path = `/${MEMBER}/demandes/${hers.id}/rendez-vous.ics`;
    expect((await other.browser.get(path)).status).toBe(404);
    expect((await hers.someone.browser.get(`${path}?champ=nom`)).status).toBe(404);
    const entry = await findEntry(town.ctx, MEMBER, hers.id);
    if (!entry) throw new Error("no entry");
    expect(await slotCalendar(town.ctx, VISIT, { ...entry, id: crypto.randomUUID() })).toBeNull();
  });
});

describe("an agent’s calendar", () => {
  const agenda = `/${MEMBER}/agent/${DESK.id}/agenda`;

  async function posted(path: string, form: Record<string, string>, person: "agent" | "functional" = "agent") {
    const { headers, csrf } = await town.sitting(person);
    return town.app.request(path, {
      method: "POST",
      headers: { ...headers, "Sec-Fetch-Site": "same-origin" },
      body: new URLSearchParams({ _csrf: csrf, ...form }),
    });
  }

  /** A new address, as the page shows it once. */
  async function address(place = ""): Promise<string> {
    const page = await (await posted(`${agenda}/calendriers`, { lieu: place })).text();
    return new URL(/value="(http[^"]+\.ics)"/.exec(page)?.[1] ?? "").pathname;
  }

  const forget = () => withActor(town.ctx.db, { system: true }, (tx) => tx`delete from agenda_feed`);
  beforeEach(forget);

  test("is given when, where and what for, and nothing of whoever comes", async () => {
    await booked(hall);
    await booked(annex, TEN);
    const answer = await town.app.request(await address());
    expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    expect(answer.headers.get("cache-control")).toContain("no-store");
    const text = await answer.text();
    expect(text.match(/^BEGIN:VEVENT/gm)).toHaveLength(2);
    expect(text).toContain("SUMMARY:Déposer\r\n");
    expect(text).not.toMatch(/Weber|weber@/);
    const one = await (await town.app.request(await address(annex))).text();
    expect([one.match(/^BEGIN:VEVENT/gm)?.length, line(one, "LOCATION")]).toEqual([1, "Mairie annexe"]);
    expect(one).toContain("X-WR-CALNAME:Demande d'essai – Mairie annexe");
  });

  test("is given a name where the definition says that it may be shown", async () => {
    await offer(town.ctx, NAMED_VISIT);
    await file(town.ctx, NAMED_VISIT, { nom: "Weber", motif: "depot", rendezVous: { place: annex, debut: TEN } });
    await booked(annex);
    const text = await (await town.app.request(await address())).text();
    expect(text.match(/^SUMMARY:.*$/gm)).toEqual(["SUMMARY:Déposer", "SUMMARY:Déposer – Weber"]);
    const page = await town.app.request(`${agenda}/calendriers`, await town.sitting("agent"));
    expect(await page.text()).toMatch(/et de qui vient\s: Nom\./);
  });

  test("is given nothing once she has no right on the agenda, nor when she leaves", async () => {
    const path = await address();
    expect((await town.app.request(path)).status).toBe(200);
    const agentId = town.people.agent.agent?.id ?? "";
    const roles = await withActor(
      town.ctx.db,
      { system: true },
      (tx) => tx`delete from agent_role where member_id = ${MEMBER} and agent_id = ${agentId} returning *`,
    );
    expect((await town.app.request(path)).status).toBe(404);
    await withActor(town.ctx.db, { system: true }, (tx) => tx`insert into agent_role ${tx(roles as never)}`);
    expect((await town.app.request(path)).status).toBe(200);
    await withActor(
      town.ctx.db,
      { system: true },
      (tx) => tx`update agent set disabled_at = now() where member_id = ${MEMBER} and id = ${agentId}`,
    );
    expect((await town.app.request(path)).status).toBe(404);
    await withActor(
      town.ctx.db,
      { system: true },
      (tx) => tx`update agent set disabled_at = null where member_id = ${MEMBER} and id = ${agentId}`,
    );
  });

  test("is given nothing by an address she deleted, another town’s, or one that was guessed", async () => {
    const path = await address();
    const page = await (await town.app.request(`${agenda}/calendriers`, await town.sitting("agent"))).text();
    const id = /calendriers\/([0-9a-f-]{36})\/supprimer/.exec(page)?.[1] ?? "";
    expect(page).not.toContain(path);
    expect((await town.app.request(path.replace(MEMBER, "illzach"))).status).toBe(404);
    expect((await town.app.request(`/api/calendriers/${MEMBER}/${"a".repeat(43)}.ics`)).status).toBe(404);
    expect((await posted(`${agenda}/calendriers/${id}/supprimer`, {})).status).toBe(303);
    expect((await town.app.request(path)).status).toBe(404);
    expect((await posted(`${agenda}/calendriers/${id}/supprimer`, {})).status).toBe(404);
  });

  test("keeps the secret nowhere in clear", async () => {
    const secret = /\/([^/]+)\.ics$/.exec(await address())?.[1] ?? "";
    const [row] = await withActor(
      town.ctx.db,
      { system: true },
      (tx) => tx`select agenda_feed::text as text from agenda_feed`,
    );
    expect(secret).toHaveLength(43);
    expect(String(row?.["text"])).not.toContain(secret);
  });

  test("may read an address sixty times an hour, and have ten", async () => {
    const path = await address();
    const answers = await Promise.all(Array.from({ length: 62 }, () => town.app.request(path)));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
    for (let count = 1; count < 10; count += 1) await address();
    const refused = await posted(`${agenda}/calendriers`, { lieu: "" });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("Vous avez déjà 10 adresses");
  });

  test("is for those who may see the agenda", async () => {
    await offer(town.ctx, UNIT_DESK);
    expect((await posted(`/${MEMBER}/agent/${UNIT_DESK.id}/agenda/calendriers`, {}, "functional")).status).toBe(404);
  });
});
