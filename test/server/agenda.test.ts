import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { freeOf, offerOf } from "../../server/agenda.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { slotsKept } from "../../server/slot-views.ts";
import { findEntry } from "../../server/store/entries.ts";
import { drain } from "../../server/worker/worker.ts";
import { agent, citizen } from "../helpers/actors.ts";
import { DEPOSIT, DESK, deskAnswers, HALL, VISIT } from "../helpers/agenda.ts";
import { offer } from "../helpers/offer.ts";
import { bookings, file, openDesks, Visitor } from "./agenda-office.ts";
import { hidden } from "./identity/installation.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

/** Tuesday 3 March 2026 is the day of the town; the next Monday, at nine and at half past. */
const NINE = "2026-03-09T08:00:00.000Z";
const TEN = "2026-03-09T09:00:00.000Z";
const MINUTES = 60_000;

let town: Town;
let hall: string;
let annex: string;

beforeAll(async () => {
  town = await openTown();
  ({ hall, annex } = await openDesks(town.ctx));
});
afterAll(() => town.stop());
beforeEach(() => withActor(town.ctx.db, { system: true }, (tx) => tx`delete from booking`));

const visitor = async (answers: Record<string, string> = {}) => {
  const someone = new Visitor(town);
  await someone.begin(answers);
  return someone;
};

async function free(place: string, day = "2026-03-09"): Promise<readonly string[]> {
  const offered = await offerOf(town.ctx, MEMBER, DESK.id);
  if (!offered) throw new Error("nothing is offered");
  const ask = { reason: "depot", units: 1, place };
  const slots = await freeOf(town.ctx, offered, ask, [], { from: day, to: day });
  return slots.map(({ start }) => new Date(start).toISOString());
}

/** The entry a confirmation leads to. */
async function sent(someone: Visitor): Promise<string> {
  const answer = await someone.send();
  const id = /\/demandes\/([0-9a-f-]{36})/.exec(answer.headers.get("location") ?? "")?.[1];
  if (id === undefined) throw new Error(`${answer.status} ${await answer.text()}`);
  return id;
}

describe("someone who chooses when to come", () => {
  test("is shown the places, then the days, then the hours", async () => {
    const someone = await visitor();
    expect(await someone.page("quand")).toContain("Mairie annexe");
    await someone.post("quand", { "root[rendezVous][place]": annex, _action: "update" });
    const days = await someone.page("quand");
    expect(days).toContain("lun. 9 mars (15 libres)");
    await someone.post("quand", {
      "root[rendezVous][place]": annex,
      "root[rendezVous][jour]": "2026-03-09",
      _action: "update",
    });
    const hours = await someone.page("quand");
    expect(hours).toContain("Heures libres le lundi 9 mars 2026");
    expect(hours).toContain(`value="${NINE}"`);
    expect(await bookings(town.ctx)).toEqual([]);
  });

  test("has it held while she finishes, and booked once sent; it is told everywhere", async () => {
    const someone = await visitor();
    expect((await someone.choose(annex, NINE)).headers.get("location")).toContain("/verifier");
    expect(await bookings(town.ctx)).toMatchObject([{ state: "held", entryId: null }]);
    expect(await free(annex)).not.toContain(NINE);
    const page = await someone.page("quand");
    expect(page).toContain("lundi 9 mars 2026 à 9\u00a0h, Mairie annexe");
    expect(page).toContain("gardé pour vous jusqu’à 10\u00a0h\u00a015");
    const id = await sent(someone);
    expect(await bookings(town.ctx)).toMatchObject([{ state: "booked", entryId: id, expiresAt: null }]);
    await drain(town.ctx);
    const mails = await withActor(
      town.ctx.db,
      { system: true },
      (tx) => tx<{ subject: string; body: string }[]>`
      select subject, body from outbox where recipient = 'weber@exemple.fr' order by sent_at desc limit 1`,
    );
    expect(mails[0]?.subject).toBe("Rendez-vous du 9 mars 2026");
    expect(mails[0]?.body).toContain("lundi 9 mars 2026 à 9\u00a0h, Mairie annexe");
    const tracking = await (await someone.browser.get(`/${MEMBER}/demandes/${id}`)).text();
    expect(tracking).toMatch(/state-slot.*lundi 9 mars 2026/);
    expect(tracking).toContain("lundi 9 mars 2026 à 9\u00a0h, Mairie annexe");
  });

  test("is told that someone was quicker, what she typed kept, other hours offered", async () => {
    const [first, second] = [await visitor(), await visitor()];
    await first.choose(annex, NINE);
    const refused = await second.choose(annex, NINE);
    expect(refused.status).toBe(422);
    const page = await refused.text();
    expect(page).toContain("vient d’être pris");
    expect(await second.page("vous")).toContain('value="Weber"');
    expect((await second.choose(annex, TEN)).status).toBe(303);
  });

  test("shares a place that has two desks, and no more", async () => {
    const people = [await visitor(), await visitor(), await visitor()];
    const answers = await Promise.all(people.map((someone) => someone.choose(hall, NINE)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 303, 422]);
    expect(new Set((await bookings(town.ctx)).map(({ resourceId }) => resourceId)).size).toBe(2);
  });

  test("frees the one before when she changes her mind", async () => {
    const someone = await visitor();
    await someone.choose(annex, NINE);
    await someone.post("quand", { _action: "remove:/rendezVous" });
    expect(await bookings(town.ctx)).toEqual([]);
    await someone.choose(annex, TEN);
    expect((await bookings(town.ctx)).map(({ startsAt }) => startsAt.toISOString())).toEqual([TEN]);
  });

  test("keeps a slot whose time passed while nobody took it", async () => {
    const someone = await visitor();
    await someone.choose(annex, NINE);
    town.advance(20 * MINUTES);
    expect(await free(annex)).toContain(NINE);
    expect(await sent(someone)).toBeDefined();
  });

  test("is told that it lapsed and another took it, and chooses again", async () => {
    const [slow, quick] = [await visitor(), await visitor()];
    await slow.choose(annex, NINE);
    town.advance(20 * MINUTES);
    expect((await quick.choose(annex, NINE)).status).toBe(303);
    const refused = await slow.send();
    expect(refused.status).toBe(422);
    const page = await refused.text();
    expect(page).toContain("n’est plus gardé pour vous");
    expect(page).toContain("Heures libres le lundi 9 mars 2026");
    expect(await slow.page("vous")).toContain('value="Weber"');
    expect((await slow.choose(annex, TEN)).status).toBe(303);
    expect(await sent(slow)).toBeDefined();
  });

  test("chooses again when what she asks for lasts longer", async () => {
    const someone = await visitor();
    await someone.choose(annex, NINE);
    await someone.post("vous", { "root[nom]": "Weber", "root[motif]": "depot", "root[personnes]": "3" });
    expect(await bookings(town.ctx)).toEqual([]);
    expect((await someone.send()).headers.get("location")).toContain("/quand?erreurs");
    expect((await someone.choose(annex, NINE)).status).toBe(303);
    const [held] = await bookings(town.ctx);
    expect(held).toMatchObject({ state: "held", minutes: 60 });
  });

  test("cannot have an hour that is not offered", async () => {
    const someone = await visitor();
    for (const start of [
      "2026-03-09T08:07:00.000Z",
      "2026-03-08T08:00:00.000Z",
      "2026-03-03T09:20:00.000Z",
      "2027-03-08T08:00:00.000Z",
    ]) {
      expect((await someone.choose(annex, start)).status).toBe(422);
    }
    expect((await someone.choose(crypto.randomUUID(), NINE)).status).toBe(422);
    expect(await bookings(town.ctx)).toEqual([]);
  });

  test("cannot name the slot that another holds", async () => {
    const [hers, other] = [await visitor(), await visitor()];
    await hers.choose(annex, NINE);
    const [held] = await bookings(town.ctx);
    const refused = await other.post("quand", { "root[rendezVous][reservation]": held?.id ?? "" });
    expect(refused.status).toBe(422);
    expect(await refused.text()).not.toContain(NINE);
    expect((await other.send()).headers.get("location")).toContain("/quand");
    expect(await bookings(town.ctx)).toMatchObject([{ state: "held", entryId: null }]);
    expect(await sent(hers)).toBeDefined();
  });

  test("holds five at once and no more", async () => {
    const someone = new Visitor(town);
    const statuses: number[] = [];
    for (const hour of ["08:00", "08:20", "08:40", "09:00", "09:20", "09:40"]) {
      await someone.begin();
      statuses.push((await someone.choose(annex, `2026-03-09T${hour}:00.000Z`)).status);
    }
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429]);
  });
});

describe("whoever has an appointment", () => {
  async function booked(): Promise<{ someone: Visitor; id: string; href: string }> {
    const someone = await visitor();
    await someone.choose(annex, NINE);
    const id = await sent(someone);
    return { someone, id, href: `/${MEMBER}/demandes/${id}` };
  }

  async function event(someone: Visitor, href: string, type: string, form: Record<string, string> = {}) {
    const page = await (await someone.browser.get(href)).text();
    const given = { _csrf: hidden(page, "_csrf"), _revision: hidden(page, "_revision"), ...form };
    return someone.browser.post(`${href}/evenements/${type}`, given);
  }

  test("moves it, and the former is free again", async () => {
    const { someone, id, href } = await booked();
    const shown = await event(someone, href, "deplacer", {
      "deplacer[nouveau][place]": annex,
      "deplacer[nouveau][jour]": "2026-03-09",
      _action: "update",
    });
    expect(await shown.text()).toContain(`value="${TEN}"`);
    const moved = await event(someone, href, "deplacer", {
      "deplacer[nouveau][place]": annex,
      "deplacer[nouveau][debut]": TEN,
    });
    expect(moved.status).toBe(303);
    expect(await bookings(town.ctx)).toMatchObject([{ state: "released" }, { state: "booked", entryId: id }]);
    expect(await free(annex)).toContain(NINE);
    expect((await findEntry(town.ctx, MEMBER, id))?.answers["rendezVous"]).toMatchObject({
      debut: TEN,
      lieu: "Mairie annexe",
    });
    expect(await (await someone.browser.get(href)).text()).toContain("lundi 9 mars 2026 à 10\u00a0h, Mairie annexe");
  });

  test("keeps it when the one she moves to has gone", async () => {
    const { someone, id, href } = await booked();
    await (await visitor()).choose(annex, TEN);
    const refused = await event(someone, href, "deplacer", {
      "deplacer[nouveau][place]": annex,
      "deplacer[nouveau][debut]": TEN,
    });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("vient d’être pris");
    expect((await bookings(town.ctx)).filter(({ entryId }) => entryId === id)).toMatchObject([{ state: "booked" }]);
  });

  test("gives it up", async () => {
    const { someone, href } = await booked();
    expect((await event(someone, href, "annuler")).status).toBe(303);
    expect(await bookings(town.ctx)).toMatchObject([{ state: "released" }]);
    expect(await free(annex)).toContain(NINE);
    expect(await (await someone.browser.get(href)).text()).not.toContain("state-slot");
  });

  test("may be moved by an agent", async () => {
    const { id } = await booked();
    const moved = await sendEvent(town.ctx, {
      member: MEMBER,
      definitionId: VISIT.id,
      id,
      actor: agent(),
      type: "deplacer",
      revision: null,
      answers: { nouveau: { place: hall, debut: TEN } },
    });
    expect(moved).toMatchObject({ ok: true });
  });
});

describe("a place that serves a reason without an appointment", () => {
  test("is not among those where one is taken for it, and the page says to come", async () => {
    const open = await file(town.ctx, HALL, { nom: "Mairie ouverte" });
    await file(town.ctx, DESK, deskAnswers(open, { libres: ["retrait"] }));
    const someone = await visitor({ "root[motif]": "retrait" });
    const page = await someone.page("quand");
    expect(page).toMatch(/Sans rendez-vous, aux heures d’ouverture\s: Mairie ouverte\./);
    expect(page).not.toContain(`value="${open}"`);
    expect(page).toContain(`value="${annex}"`);
    expect((await someone.choose(open, NINE)).status).toBe(422);
    const depositing = await visitor();
    const other = await depositing.page("quand");
    expect(other).not.toContain("Sans rendez-vous");
    expect(other).toContain(`value="${open}"`);
  });
});

describe("someone who is reminded", () => {
  /** When the reminder of an appointment leaves, taken of a desk that says so many hours before; null for never. */
  async function reminded(rappel: number | null, start: string): Promise<readonly string[]> {
    const place = await file(town.ctx, HALL, { nom: `Mairie ${rappel}` });
    await file(town.ctx, DESK, deskAnswers(place, rappel === null ? {} : { rappel }));
    const id = await file(town.ctx, VISIT, { nom: "Weber", motif: "depot", rendezVous: { place, debut: start } });
    const timers = await withActor(
      town.ctx.db,
      { system: true },
      (tx) => tx<{ runAt: Date }[]>`
        select run_at from effect where entry_id = ${id} and type = 'timer' and params ->> 'event' = 'rappeler'`,
    );
    return timers.map(({ runAt }) => runAt.toISOString());
  }

  test("is so many hours before as the desk says, a day when it says nothing", async () => {
    expect(await reminded(2, NINE)).toEqual(["2026-03-09T06:00:00.000Z"]);
    expect(await reminded(null, NINE)).toEqual(["2026-03-08T08:00:00.000Z"]);
  });

  test("is not where the desk does not want it, nor when the hour has passed", async () => {
    expect(await reminded(0, NINE)).toEqual([]);
    expect(await reminded(720, NINE)).toEqual([]);
  });
});

describe("a slot that waits for the workflow", () => {
  const rendezVous = { place: "", debut: NINE };
  const ask = (nom: string) =>
    openEntry(town.ctx, {
      member: MEMBER,
      definition: DEPOSIT,
      actor: citizen(nom),
      answers: { nom, rendezVous: { ...rendezVous, place: annex } },
    });
  const confirm = (id: string) =>
    sendEvent(town.ctx, {
      ...{ member: MEMBER, definitionId: DEPOSIT.id, id, actor: agent() },
      ...{ type: "confirmer", revision: null },
    });

  beforeAll(() => offer(town.ctx, DEPOSIT));

  test("is held for the entry, nobody else having it, then booked", async () => {
    const opened = await ask("Weber");
    expect(opened).toMatchObject({ ok: true });
    const id = opened.ok ? opened.value.view.id : "";
    const lapses = new Date(town.ctx.clock().getTime() + 60 * MINUTES);
    expect(await bookings(town.ctx)).toMatchObject([{ state: "held", entryId: id, expiresAt: lapses }]);
    expect(await ask("Meyer")).toMatchObject({ ok: false, problem: { issues: [{ code: "slot" }] } });
    const entry = await findEntry(town.ctx, MEMBER, id);
    if (!entry) throw new Error("no entry");
    const [kept] = await slotsKept(town.ctx, DEPOSIT, entry);
    expect(kept?.text).toMatch(/^lundi 9 mars 2026 à 9\sh, Mairie annexe \(gardé pour vous jusqu’au mardi 3 mars 2026/);
    expect(await confirm(id)).toMatchObject({ ok: true });
    expect((await slotsKept(town.ctx, DEPOSIT, entry))[0]?.text).toMatch(/Mairie annexe$/);
    expect(await bookings(town.ctx)).toMatchObject([{ state: "booked", entryId: id, expiresAt: null }]);
  });

  test("is booked late when nobody wanted it, and refused when it is another’s", async () => {
    const [late, quick] = [await ask("Weber"), () => ask("Meyer")];
    const id = late.ok ? late.value.view.id : "";
    town.advance(61 * MINUTES);
    expect(await quick()).toMatchObject({ ok: true });
    const refused = await confirm(id);
    expect(refused).toMatchObject({
      ok: false,
      problem: { code: "invalid", detail: expect.stringContaining("l’a pris") },
    });
    expect((await findEntry(town.ctx, MEMBER, id))?.state).toBe("attente");
    await withActor(town.ctx.db, { system: true }, (tx) => tx`delete from booking`);
    const again = await ask("Weber");
    town.advance(61 * MINUTES);
    expect(await confirm(again.ok ? again.value.view.id : "")).toMatchObject({ ok: true });
  });
});

describe("an agent who receives people", () => {
  const page = async (query: string, person: "agent" | "elsewhere" = "agent") => {
    const { headers } = await town.sitting(person);
    return town.app.request(`/${MEMBER}/agent/${DESK.id}/agenda?${query}`, { headers });
  };

  test("sees who comes on a day, in a week, and how many hours are left", async () => {
    const someone = await visitor({ "root[personnes]": "2" });
    await someone.choose(annex, NINE);
    const id = await sent(someone);
    const day = await (await page("jour=2026-03-09")).text();
    expect(day).toContain("9\u00a0h – 9\u00a0h\u00a040");
    expect(day).toContain("Déposer, 2 personnes");
    expect(day).toContain(`href="/${MEMBER}/agent/${VISIT.id}/${id}">Weber</a>`);
    const week = await (await page("vue=semaine&jour=2026-03-11")).text();
    expect(week).toContain("Semaine du lundi 9 mars 2026");
    expect(week).toContain("Weber");
    const elsewhere = await (await page(`jour=2026-03-09&lieu=${hall}`)).text();
    expect(elsewhere).toContain("Aucun rendez-vous.");
  });

  test("is shown today when she asks for a day of no calendar", async () => {
    for (const day of ["9999-12-31", "0001-01-01", "2026-02-30", "x"]) {
      for (const span of ["jour", "semaine"]) {
        const { status } = await page(`vue=${span}&jour=${day}`);
        expect(status, `${span} ${day}`).toBe(200);
      }
    }
  });

  test("takes an appointment for someone at the counter, once even if she presses twice", async () => {
    const { headers, csrf } = await town.sitting("agent");
    const post = (form: Record<string, string>) =>
      town.app.request(`/${MEMBER}/agent/${VISIT.id}/nouveau`, {
        method: "POST",
        headers: { ...headers, "Sec-Fetch-Site": "same-origin" },
        body: new URLSearchParams({ _csrf: csrf, cle, "root[nom]": "Weber", "root[motif]": "depot", ...form }),
      });
    const cle = crypto.randomUUID();
    const shown = await post({
      "root[rendezVous][place]": annex,
      "root[rendezVous][jour]": "2026-03-09",
      _action: "update",
    });
    expect(await shown.text()).toContain(`value="${NINE}"`);
    const chosen = { "root[rendezVous][place]": annex, "root[rendezVous][debut]": NINE };
    const twice = [await post(chosen), await post(chosen)];
    expect(twice.map(({ status }) => status)).toEqual([303, 303]);
    expect(await bookings(town.ctx)).toMatchObject([{ state: "booked" }]);
  });

  test("moves an appointment from the page of the demande", async () => {
    const someone = await visitor();
    await someone.choose(annex, NINE);
    const path = `/${MEMBER}/agent/${VISIT.id}/${await sent(someone)}`;
    const { headers, csrf } = await town.sitting("agent");
    const post = (form: Record<string, string>) =>
      town.app.request(`${path}/evenements/deplacer`, {
        method: "POST",
        headers: { ...headers, "Sec-Fetch-Site": "same-origin" },
        body: new URLSearchParams({ _csrf: csrf, revision: "1", ...form }),
      });
    const look = { "root[nouveau][place]": hall, "root[nouveau][jour]": "2026-03-09" };
    expect(await (await post({ ...look, _action: "update" })).text()).toContain(`value="${TEN}"`);
    expect((await post({ ...look, "root[nouveau][debut]": TEN })).status).toBe(303);
    const page = await (await town.app.request(path, { headers })).text();
    expect(page).toContain("lundi 9 mars 2026 à 10\u00a0h, Mairie centrale");
  });

  test("sees nothing of another town", async () => {
    expect((await page("jour=2026-03-09", "elsewhere")).status).toBe(404);
  });
});

describe("software", () => {
  const answers = { nom: "Weber", motif: "depot" };
  const post = (body: object, headers: Record<string, string> = {}) =>
    town.app.request(`/api/v1/${MEMBER}/${VISIT.id}/entries`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { Authorization: `Bearer ${town.people.holder.token}`, "Content-Type": "application/json", ...headers },
    });

  test("books in one request, and the same key does not book twice", async () => {
    const body = { ...answers, rendezVous: { place: annex, debut: NINE } };
    const key = { "Idempotency-Key": crypto.randomUUID() };
    const first = await post(body, key);
    expect(first.status).toBe(201);
    const made = await first.json();
    expect(made).toMatchObject({
      answers: { rendezVous: { debut: NINE, lieu: "Mairie annexe", jour: "2026-03-09" } },
    });
    const again = await post(body, key);
    expect([again.status, await again.json()]).toEqual([201, made]);
    expect(await bookings(town.ctx)).toMatchObject([{ state: "booked" }]);
  });

  test("cannot say by itself when a slot is", async () => {
    const forged = {
      reservation: crypto.randomUUID(),
      place: annex,
      lieu: "Ailleurs",
      jour: "2026-03-09",
      debut: NINE,
      fin: TEN,
    };
    const refused = await post({ ...answers, rendezVous: forged });
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ errors: [{ code: "slot", pointer: "/rendezVous" }] });
  });
});
