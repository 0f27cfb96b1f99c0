import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditWritten } from "../../../server/audit.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { readPdf } from "../../helpers/pdf.ts";
import type { Person } from "../town-people.ts";
import { MEMBER } from "../town-places.ts";
import { fileEntry, openTown, type Town } from "../whole-town.ts";

const LIST = "/mulhouse/agent/voirie/terrasse";

let town: Town;

beforeAll(async () => {
  town = await openTown();
  for (const nom of ["Chez Léa", "Brasserie du Port", "Au Cygne {{nom}}"]) {
    await fileEntry(town, town.people.holder, undefined, { nom, courriel: "lea@exemple.fr" });
  }
});
afterAll(() => town.stop());

async function get(path: string, person: Person = "agent"): Promise<Response> {
  const { headers } = await town.sitting(person);
  return town.app.request(`${LIST}/imprimer${path}`, { headers });
}

const pdf = async (answer: Response) => {
  expect(answer.status, await answer.clone().text()).toBe(200);
  return readPdf(new Uint8Array(await answer.arrayBuffer()));
};

async function exports() {
  await auditWritten(town.ctx);
  return withActor(
    town.ctx.db,
    { system: true },
    (tx) => tx<{ of: string; rows: number }[]>`
      select detail->>'of' as of, (detail->>'rows')::integer as rows from audit where action = 'export' order by at`,
  );
}

describe("labels", () => {
  test("are one for each entry of the list as it is filtered, and the log says so", async () => {
    const all = await pdf(await get("/etiquettes?format=3x7&debut=0"));
    for (const nom of ["Chez Léa", "Brasserie du Port", "Au Cygne {{nom}}"]) expect(all.text).toContain(nom);
    expect(all.pages).toHaveLength(1);
    const some = await pdf(await get(`/etiquettes?liste=${encodeURIComponent("q=brasserie")}`));
    expect(some.text).toContain("Brasserie du Port");
    expect(some.text).not.toContain("Chez Léa");
    expect(await exports()).toEqual([
      { of: "labels", rows: 3 },
      { of: "labels", rows: 1 },
    ]);
  });

  test("begin after those already used of the sheet", async () => {
    const { pages } = await pdf(await get("/etiquettes?format=2x7&debut=12"));
    expect(pages).toHaveLength(2);
  });

  test.each(["99", "-1", "deux"])("are refused from a place the sheet has not: %s", async (debut) => {
    const answer = await get(`/etiquettes?format=3x7&debut=${debut}`);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("Écrivez un nombre entre 0 et 20.");
  });
});

describe("a sheet to sign", () => {
  test("is a table of the list with its headings and empty boxes", async () => {
    const { text, tags } = await pdf(await get("/feuille?titre=R%C3%A9union&cases=Matin,Signature"));
    for (const words of ["Réunion", "3 lignes", "Chez Léa", "Matin", "Signature"]) expect(text).toContain(words);
    expect(tags.filter((tag) => tag === "TR")).toHaveLength(4);
    expect(tags.filter((tag) => tag === "TH").length).toBeGreaterThanOrEqual(3);
  });

  test("needs a title, and few boxes; what was typed stays", async () => {
    const answer = await get("/feuille?titre=&cases=a,b,c,d,e");
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain("Donnez un titre à la feuille.");
    expect(page).toContain("Mettez au plus 4 cases");
    expect(page).toContain('value="a,b,c,d,e"');
  });
});

describe("a list too long to be printed", () => {
  test("is refused at the form that was sent, whose words stay; one line less is printed", async () => {
    const copies = (count: number) =>
      withActor(
        town.ctx.db,
        { system: true },
        (tx) => tx`
          with one as (select * from entry where member_id = ${MEMBER} limit 1),
            made as (
              insert into entry select (jsonb_populate_record(null::entry, to_jsonb(one)
                || jsonb_build_object('id', gen_random_uuid(), 'reference', gen_random_uuid()))).*
              from one, generate_series(1, ${count}::integer) returning member_id, id)
          insert into entry_state select (jsonb_populate_record(null::entry_state, to_jsonb(s)
            || jsonb_build_object('entry_id', made.id))).*
          from made, entry_state s join one on one.id = s.entry_id`,
      );
    await copies(997);
    expect((await pdf(await get("/etiquettes"))).pages).toHaveLength(48);
    await copies(1);
    for (const [path, field] of [
      ["/etiquettes?format=2x7&debut=3", "champ_format"],
      ["/feuille?titre=R%C3%A9union&cases=Matin", "champ_titre"],
    ] as const) {
      const answer = await get(path);
      expect(answer.status).toBe(422);
      const page = (await answer.text()).replace(/\s+/g, " ");
      expect(page).toContain("trop longue pour être imprimée : 1 000 lignes au plus");
      expect(page).toContain(`href="#${field}"`);
      expect(page).toMatch(path.includes("titre") ? 'value="Réunion"' : 'value="3"');
    }
  });
});

test("an empty list is not printed, and says what to do", async () => {
  const answer = await get(`/etiquettes?liste=${encodeURIComponent("q=introuvable")}`);
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain("Cette liste est vide");
});

test("only who reads the list prints it", async () => {
  for (const path of ["", "/etiquettes", "/feuille?titre=x"]) {
    expect((await get(path, "unit")).status).toBe(404);
    expect((await get(path, "elsewhere")).status).toBe(404);
  }
});
