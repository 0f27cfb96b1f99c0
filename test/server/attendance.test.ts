import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withActor } from "../../server/db/with-actor.ts";
import { findEntry } from "../../server/store/entries.ts";
import { DESK, VISIT } from "../helpers/agenda.ts";
import { file, openDesks } from "./agenda-office.ts";
import type { Person } from "./town-people.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

const HOUR = 3_600_000;
const AGENDA = `/${MEMBER}/agent/${DESK.id}/agenda`;
const MONDAY = "2026-03-09";

let town: Town;
let annex: string;
/** Demandes for the Monday at nine, nine twenty, nine forty and ten; then for the Thursday. */
let entries: readonly string[];
let thursday: string;

beforeAll(async () => {
  town = await openTown();
  ({ annex } = await openDesks(town.ctx));
  const names = ["Weber", "Meyer", "Klein", "Roth"];
  entries = await Promise.all(
    names.map((nom, rank) => visit(nom, Date.parse("2026-03-09T08:00:00Z") + rank * (HOUR / 3))),
  );
  thursday = await visit("Fuchs", Date.parse("2026-03-12T08:00:00Z"));
});
afterAll(() => town.stop());

const visit = (nom: string, start: number): Promise<string> =>
  file(town.ctx, VISIT, { nom, motif: "depot", rendezVous: { place: annex, debut: new Date(start).toISOString() } });

async function page(query: string, person: Person = "agent"): Promise<string> {
  const { headers } = await town.sitting(person);
  return (await town.app.request(`${AGENDA}?${query}`, { headers })).text();
}

async function post(form: Record<string, string>, person: Person = "agent"): Promise<Response> {
  const { headers, csrf } = await town.sitting(person);
  return town.app.request(`${AGENDA}/presences`, {
    method: "POST",
    headers: { ...headers, "Sec-Fetch-Site": "same-origin" },
    body: new URLSearchParams({ _csrf: csrf, jour: MONDAY, ...form }),
  });
}

/** The name of the choice of an entry. */
async function choiceOf(entry: string | undefined): Promise<string> {
  const [row] = await withActor(
    town.ctx.db,
    { system: true },
    (tx) => tx<{ id: string }[]>`select id from booking where entry_id = ${entry ?? ""}`,
  );
  return `presence[${row?.id}]`;
}

const states = () => Promise.all(entries.map(async (id) => (await findEntry(town.ctx, MEMBER, id))?.state));
const notes = (answer: Response): string | null =>
  new URL(answer.headers.get("location") ?? "", "http://a.example").searchParams.get("notes");

describe("an agent who says who came", () => {
  test("has nothing to say before the hour, whatever she sends", async () => {
    expect(await page(`jour=${MONDAY}`)).not.toContain("Enregistrer les présences");
    const early = await post({ [await choiceOf(entries[0])]: "missed", _action: "came" });
    expect([early.status, notes(early)]).toEqual([303, "0-0-0"]);
    expect(await states()).toEqual(["pris", "pris", "pris", "pris"]);
  });

  test("is shown a choice for each that has begun, named after who was to come", async () => {
    town.advance(6 * 24 * HOUR - 2 * HOUR);
    expect((await page(`jour=${MONDAY}`)).match(/type="radio"/g)).toBeNull();
    town.advance(1.2 * HOUR);
    const shown = await page(`jour=${MONDAY}`);
    expect(shown.match(/type="radio"/g)).toHaveLength(2 * 1);
    expect(shown).toMatch(/<legend class="sr">Présence, 9\sh – 9\sh\s20, Weber<\/legend>/);
    town.advance(8 * HOUR);
    expect((await page(`jour=${MONDAY}`)).match(/type="radio"/g)).toHaveLength(2 * 4);
    expect(await page("jour=2026-03-12")).not.toContain('type="radio"');
  });

  test("says that one did not come, and leaves the others for later", async () => {
    const said = await post({ [await choiceOf(entries[1])]: "missed" });
    expect(notes(said)).toBe("0-1-0");
    expect(await states()).toEqual(["pris", "absent", "pris", "pris"]);
    const after = await (
      await town.app.request(said.headers.get("location") ?? "", await town.sitting("agent"))
    ).text();
    expect(after).toMatch(/Noté\s: 0 venu, 1 absent\./);
    expect(after).toMatch(/4 rendez-vous\s: 0 venu, 1 absent, 3 à noter\./);
  });

  test("is refused where she has no right on the agenda", async () => {
    for (const person of ["reader", "functional", "elsewhere"] as const) {
      expect((await post({ _action: "came" }, person)).status).toBe(404);
    }
    expect(await states()).toEqual(["pris", "absent", "pris", "pris"]);
  });

  test("says it of all the others at once, twice at the same moment, and each is said once", async () => {
    const rest = { [await choiceOf(entries[3])]: "missed", _action: "came" };
    const answers = await Promise.all([post(rest), post(rest)]);
    const said = answers.map((answer) => (notes(answer) ?? "").split("-").map(Number));
    expect(said.reduce((sum, [came = 0, missed = 0]) => sum + came + missed, 0)).toBe(3);
    expect(await states()).toEqual(["venu", "absent", "venu", "absent"]);
    expect(notes(await post({ _action: "came" }))).toBe("0-0-0");
    const shown = await page(`jour=${MONDAY}`);
    expect(shown).toMatch(/4 rendez-vous\s: 2 venus, 2 absents\./);
    expect(shown).not.toContain('type="radio"');
  });

  test("touches no other day, nor anything that is no day", async () => {
    expect(notes(await post({ [await choiceOf(thursday)]: "missed", _action: "came" }))).toBe("0-0-0");
    expect((await findEntry(town.ctx, MEMBER, thursday))?.state).toBe("pris");
    expect((await post({ jour: "hier" })).status).toBe(404);
    const odd = await post({ "presence[x]": "missed", "presence[]": "came", lieu: "ailleurs", vue: "mois" });
    expect(notes(odd)).toBe("0-0-0");
  });

  test("reads how many did not come, week after week and by place", async () => {
    const counts = await page("vue=presences");
    const cells = [...counts.matchAll(/class="number"[^>]*>([^<]*)</g)].map(([, text]) => text);
    expect(cells).toEqual(["4", "2", "2", "0", "50\u00a0%"]);
    expect(await page("vue=presences&jour=2025-03-09")).toContain("Aucun rendez-vous passé");
    const elsewhere = /<option value="([0-9a-f-]{36})">Mairie centrale/.exec(counts)?.[1] ?? "";
    expect(await page(`vue=presences&lieu=${elsewhere}`)).toContain("Aucun rendez-vous passé");
  });
});
