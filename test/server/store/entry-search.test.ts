import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../../engine/index.ts";
import { openEntry } from "../../../server/commands/open-entry.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { listEntries, type Page } from "../../../server/store/entry-list.ts";
import { listAcross } from "../../../server/store/list-across.ts";
import { BadParameter, type ListQuery } from "../../../server/store/list-query.ts";
import { agent } from "../../helpers/actors.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { install, type TestInstallation } from "../identity/installation.ts";

const properties = {
  nom: { type: "string", title: "Nom" },
  prenom: { type: "string", title: "Prénom" },
  telephone: { type: "string", format: "phone", title: "Téléphone" },
  naissance: { type: "string", format: "date", title: "Né le" },
  places: { type: "integer", title: "Places" },
  adresse: {
    type: "object",
    title: "Adresse",
    properties: { commune: { type: "string", title: "Commune" } },
  },
  enfants: {
    type: "array",
    title: "Enfants",
    items: { type: "object", properties: { prenom: { type: "string", title: "Prénom" } } },
  },
  jours: {
    type: "array",
    title: "Jours",
    "x-widget": "checkboxes",
    items: {
      type: "string",
      oneOf: [
        { const: "lundi", title: "Lundi" },
        { const: "jeudi", title: "Jeudi" },
      ],
    },
  },
  note: { type: "string", title: "Note", "x-internal": true },
} as const;
const REGISTER = buildDefinition({
  id: "essai/recherche",
  properties,
  definition: {
    kind: "register",
    list: ["nom", "naissance", "places"],
    search: ["nom", "prenom", "telephone", "naissance"],
  },
});
const OTHER = buildDefinition({ id: "essai/autre", properties, definition: { kind: "register", search: ["nom"] } });

let installation: TestInstallation;

const PEOPLE: readonly Answers[] = [
  { nom: "Schoenauer", prenom: "Anne", telephone: "+33612345678", naissance: "1985-03-12", places: 2 },
  { nom: "Muller", prenom: "Jeanne", naissance: "1990-01-01", places: 4, jours: ["lundi", "jeudi"] },
  { nom: "Müller-Roth", prenom: "Paul", places: 10, adresse: { commune: "Œrmingen" } },
  { nom: "Mulot", prenom: "Jeanne", adresse: { commune: "Saint-Louis" }, jours: ["jeudi"] },
  { nom: "Weber", prenom: "Zoé", enfants: [{ prenom: "Léa" }, { prenom: "Tom" }], note: "rappeler" },
];
const references = new Map<string, string>();

async function open(member: string, definition: typeof REGISTER, answers: Answers): Promise<string> {
  const { ctx } = installation;
  const catalogue = { ...ctx.catalogue, definition: () => definition, version: async () => definition };
  const request = { member, definition, actor: { ...agent(), member }, answers };
  const opened = await openEntry({ ...ctx, catalogue }, request);
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  installation.advance(86_400_000);
  return opened.value.view.reference;
}

beforeAll(async () => {
  installation = await install();
  for (const answers of PEOPLE) {
    references.set(String(answers["nom"]), await open("mulhouse", REGISTER, answers));
  }
  await open("rixheim", REGISTER, { nom: "Schoenauer", prenom: "Luc" });
  await open("mulhouse", OTHER, { nom: "Klingenschmitt" });
});
afterAll(() => installation.stop());

const ask = (changes: Partial<ListQuery>): ListQuery => ({
  member: "mulhouse",
  definition: REGISTER,
  limit: 25,
  ...changes,
});

async function names(changes: Partial<ListQuery>): Promise<readonly unknown[]> {
  const { items } = await listEntries(installation.ctx, ask(changes));
  return items.map(({ answers }) => answers["nom"]);
}

describe("a search", () => {
  test("forgives accents, case, the end of a word and the order of words", async () => {
    for (const q of ["schoenauer", "SCHOENAUER Anne", "anne schoen", "Schoenau"]) {
      expect(await names({ q }), q).toEqual(["Schoenauer"]);
    }
    expect(await names({ q: "roth muller" })).toEqual(["Müller-Roth"]);
  });

  test("forgives a letter lacking, added, changed or swapped, and says what it took the word for", async () => {
    for (const q of ["Schoenaur", "Schoennauer", "Schaenauer", "Shcoenauer", "Anne Schoenaur"]) {
      const page = await listEntries(installation.ctx, ask({ q }));
      expect(
        page.items.map(({ answers }) => answers["nom"]),
        q,
      ).toEqual(["Schoenauer"]);
      expect(
        page.near.flatMap(({ fitting }) => fitting.map(({ word }) => word)),
        q,
      ).toEqual(["schoenauer"]);
    }
  });

  test("puts what is exactly so before what only begins so, then the newest first", async () => {
    expect(await names({ q: "mul" })).toEqual(["Mulot", "Müller-Roth", "Muller"]);
    await open("mulhouse", REGISTER, { nom: "Mul", prenom: "Ida" });
    await open("mulhouse", REGISTER, { nom: "Mulhauser", prenom: "Ida" });
    expect(await names({ q: "mul" })).toEqual(["Mul", "Mulhauser", "Mulot", "Müller-Roth", "Muller"]);
  });

  test("looks one error further when words that exist are not found together", async () => {
    expect(await names({ q: "Mulot Jeane" })).toEqual(["Mulot"]);
    expect(await names({ q: "Muler Anne" })).toEqual([]);
    expect(await names({ q: "Webor Zoe" })).toEqual(["Weber"]);
  });

  test("finds by a part of the reference, a telephone number, a day", async () => {
    const reference = references.get("Weber") ?? "";
    for (const q of [
      reference,
      reference.toLowerCase(),
      reference.replace("-", ""),
      reference.slice(0, 4),
      reference.slice(5),
    ]) {
      expect(await names({ q }), q).toContain("Weber");
    }
    for (const q of ["06 12 34 56 78", "0612345678", "06 12 34", "12/03/1985", "1985-03-12"]) {
      expect(await names({ q }), q).toEqual(["Schoenauer"]);
    }
  });

  test("keeps to the member and to the definition, whose words it does not even guess", async () => {
    expect(await names({ q: "Klingenschmitt" })).toEqual([]);
    expect(await names({ q: "Klingenschmit" })).toEqual([]);
    expect((await listEntries(installation.ctx, ask({ member: "rixheim", q: "Schoenaur" }))).items).toHaveLength(1);
    expect((await listEntries(installation.ctx, ask({ member: "rixheim", q: "Weber" }))).items).toEqual([]);
  });

  test("pages without repeating nor missing, and sorts as asked", async () => {
    const found: unknown[] = [];
    for (let after: string | null = ""; after !== null; ) {
      const page = await listEntries(installation.ctx, ask({ q: "mul", limit: 2, ...(after !== "" && { after }) }));
      found.push(...page.items.map(({ answers }) => answers["nom"]));
      after = page.next;
    }
    expect(found).toEqual(["Mul", "Mulhauser", "Mulot", "Müller-Roth", "Muller"]);
    expect(await names({ q: "mul", sort: "nom" })).toEqual(["Mul", "Mulhauser", "Muller", "Müller-Roth", "Mulot"]);
  });

  test("best first, puts an entry at its best word's place alone, pages forth and back alike, and obeys filters", async () => {
    await open("mulhouse", REGISTER, { nom: "Rotheneder", prenom: "Roth", naissance: "2000-01-01", places: 50 });
    await open("mulhouse", REGISTER, { nom: "Rothan", prenom: "Rotha", naissance: "2000-01-01", places: 60 });
    await open("mulhouse", REGISTER, { nom: "Jeannerod", prenom: "Rothan", naissance: "2000-01-01", places: 70 });
    const whole = ["Rotheneder", "Müller-Roth", "Jeannerod", "Rothan"];
    expect(await names({ q: "roth" })).toEqual(whole);
    const { ctx } = installation;
    const one = { q: "roth", limit: 1 };
    const pages = [await listEntries(ctx, ask(one))];
    for (let next = pages[0]?.next ?? null; next !== null; next = pages.at(-1)?.next ?? null)
      pages.push(await listEntries(ctx, ask({ ...one, after: next })));
    const nameOf = (page: Page | undefined) => page?.items.map(({ answers }) => answers["nom"]);
    expect(pages.flatMap((page) => nameOf(page))).toEqual(whole);
    for (let at = pages.length - 1; at > 0; at -= 1) {
      expect(nameOf(await listEntries(ctx, ask({ ...one, before: pages[at]?.previous ?? "" })))).toEqual([
        whole[at - 1],
      ]);
    }
    expect(await names({ q: "roth", filters: { places: ["60..70"] } })).toEqual(["Jeannerod", "Rothan"]);
    expect(await names({ q: "roth jeanne" })).toEqual(["Jeannerod"]);
    expect(await names({ q: "roth", state: ["acceptee"] })).toEqual([]);
  });

  test("joins the members that share, exact words of all before errors of any", async () => {
    const both = (q: string) =>
      listAcross(installation.ctx, [ask({ q }), ask({ q, member: "rixheim" })]).then(({ items }) =>
        items.map(({ answers }) => answers["prenom"]),
      );
    expect(await both("Schoenauer")).toEqual(["Luc", "Anne"]);
    expect(await both("Schoenaur")).toEqual(["Luc", "Anne"]);
    expect(await both("Schoenaur Luc")).toEqual(["Luc"]);
  });

  test("takes no sign for an operator, whatever is typed", async () => {
    for (const q of [
      "%",
      "_",
      "a\\b",
      "'",
      "(",
      "* | &",
      "mul% _ler",
      "\u{10FFFF}",
      "é".repeat(300),
      "-",
      "0".repeat(99),
    ]) {
      await names({ q });
    }
    expect(await names({ q: "sch%nauer" })).toEqual([]);
  });
});

describe("a filter", () => {
  test("of a listed day or number takes ranges, days said from today, and no answer", async () => {
    expect(await names({ filters: { naissance: ["1985-01-01..1989-12-31"] } })).toEqual(["Schoenauer"]);
    expect(await names({ filters: { naissance: ["1985-03-12", "1990-01-01"] } })).toEqual(["Muller", "Schoenauer"]);
    expect(await names({ filters: { places: ["3..9", "10"] } })).toEqual(["Müller-Roth", "Muller"]);
    expect(await names({ filters: { places: ["..3"] } })).toEqual(["Schoenauer"]);
    expect(await names({ filters: { naissance: ["_vide"], places: ["10.."] } })).toEqual(["Müller-Roth"]);
  });

  test("of when it came follows the days of Paris", async () => {
    expect(await names({ filters: { _recue: ["2026-03-03"] } })).toEqual(["Schoenauer"]);
    expect(await names({ filters: { _recue: ["2026-03-03..2026-03-04"] }, state: ["deposee"] })).toHaveLength(2);
    expect(await names({ filters: { _recue: ["demain"] } })).toEqual([]);
  });

  test("of the last day to answer tells the late from the others, and sorts by it", async () => {
    const { ctx } = installation;
    const due = async (nom: string, day: string | null) => {
      const { items } = await listEntries(ctx, ask({ filters: { nom: [nom] } }));
      await withActor(ctx.db, { member: "mulhouse" }, async (tx) => {
        await tx`update entry_state set due = ${day}::date where entry_id = ${items[0]?.id ?? ""}`;
      });
    };
    await due("Weber", "2026-03-01");
    await due("Mulot", "2027-01-01");
    expect(await names({ filters: { _echeance: ["passe"] } })).toEqual(["Weber"]);
    expect(await names({ filters: { _echeance: ["passe"], "enfants.prenom": ["lea"] } })).toEqual(["Weber"]);
    expect(await names({ filters: { _echeance: ["2026-01-01.."] }, state: ["deposee", "instruction"] })).toHaveLength(
      2,
    );
    expect((await names({ sort: "due" })).slice(0, 3)).toEqual(["Weber", "Mulot", "Schoenauer"]);
    expect((await names({ sort: "-due" })).slice(0, 2)).toEqual(["Mulot", "Weber"]);
    expect(await names({ sort: "-due", q: "Weber" })).toEqual(["Weber"]);
    expect(await names({ sort: "due", filters: { "adresse.commune": ["saint louis"] } })).toEqual(["Mulot"]);
    const first = await listEntries(ctx, ask({ sort: "due", limit: 1 }));
    expect((await names({ sort: "due", after: first.next ?? "" }))[0]).toBe("Mulot");
  });

  test.each([
    { title: "everything", changes: {} },
    { title: "several states", changes: { state: ["deposee", "instruction"] } },
    { title: "one state", changes: { state: ["deposee"] } },
    { title: "a search", changes: { q: "mul" } },
    { title: "an answer that no column tells", changes: { filters: { jours: ["jeudi", "_vide"] } } },
  ])("of $title sorted by the last day to answer, pages lose nothing either way", async ({ changes }) => {
    const { ctx } = installation;
    for (const sort of ["due", "-due"]) {
      const whole = await names({ ...changes, sort });
      expect(new Set(whole)).toEqual(new Set(await names(changes)));
      const pages: Page[] = [await listEntries(ctx, ask({ ...changes, sort, limit: 1 }))];
      for (let next = pages[0]?.next ?? null; next !== null; next = pages.at(-1)?.next ?? null) {
        pages.push(await listEntries(ctx, ask({ ...changes, sort, limit: 1, after: next })));
      }
      const nameOf = ({ items }: Page) => items.map(({ answers }) => answers["nom"]);
      expect(pages.flatMap(nameOf)).toEqual(whole);
      for (let at = pages.length - 1; at > 0; at -= 1) {
        const before = await listEntries(ctx, ask({ ...changes, sort, limit: 1, before: pages[at]?.previous ?? "" }));
        expect(nameOf(before)).toEqual(nameOf(pages[at - 1] ?? before));
      }
    }
  });

  test("of the last day to answer refuses the cursor of a day or of an instant that does not exist", async () => {
    const id = "0198c0de-0000-7000-8000-00000000000a";
    for (const [sort, value] of [
      ["due", "2026-02-30"],
      ["due", "0000-01-01"],
      ["due", "!2026-01-01T00:00:00.000Z"],
      ["due", "~2026-01-01"],
      ["-due", "~2026-01-01T00:00:00.000Z"],
      ["createdAt", "2026-02-30T00:00:00.000Z"],
      ["createdAt", "+012026-01-01T00:00:00.000Z"],
      ["createdAt", "1 mars 2026"],
    ] as const) {
      const after = Buffer.from(JSON.stringify([sort, value, id])).toString("base64url");
      await expect(listEntries(installation.ctx, ask({ sort, after })), value).rejects.toThrow(BadParameter);
    }
  });

  test("of a field that is not listed reads the answers: groups, repeats, several choices, accents", async () => {
    expect(await names({ filters: { "adresse.commune": ["saint louis"] } })).toEqual(["Mulot"]);
    expect(await names({ filters: { "adresse.commune": ["OERMINGEN"] } })).toEqual(["Müller-Roth"]);
    expect(await names({ filters: { "enfants.prenom": ["lea"] } })).toEqual(["Weber"]);
    expect(await names({ filters: { jours: ["jeudi"] } })).toEqual(["Mulot", "Muller"]);
    expect(await names({ filters: { jours: ["lundi"], "adresse.commune": ["_vide"] } })).toEqual(["Muller"]);
    expect(await names({ filters: { note: ["rappeler"] }, q: "weber" })).toEqual(["Weber"]);
  });

  test("whose value means something to a pattern or a path is only a value", async () => {
    for (const text of ['" || true', ".*", "$.nom", "[", "\\", '") || (1 == 1', "@"]) {
      expect(await names({ filters: { "adresse.commune": [text] } }), text).toEqual([]);
    }
  });

  test("on what the form does not have is refused", async () => {
    for (const name of ["couleur", "adresse.rue", "__proto__", "enfants.0"]) {
      await expect(names({ filters: { [name]: ["x"] } }), name).rejects.toBeInstanceOf(BadParameter);
    }
  });
});

describe("the page before", () => {
  test("is the one that was left, whatever the sort", async () => {
    for (const sort of ["-createdAt", "createdAt", "nom", "-nom"]) {
      const first = await listEntries(installation.ctx, ask({ sort, limit: 3 }));
      const second = await listEntries(installation.ctx, ask({ sort, limit: 3, after: first.next ?? "" }));
      expect(first.previous).toBeNull();
      const back = await listEntries(installation.ctx, ask({ sort, limit: 3, before: second.previous ?? "" }));
      expect(
        back.items.map(({ id }) => id),
        sort,
      ).toEqual(first.items.map(({ id }) => id));
      expect(back.previous).toBeNull();
      const again = await listEntries(installation.ctx, ask({ sort, limit: 3, after: back.next ?? "" }));
      expect(
        again.items.map(({ id }) => id),
        sort,
      ).toEqual(second.items.map(({ id }) => id));
    }
  });

  test("holds for a search, and for several members", async () => {
    const queries = (changes: Partial<ListQuery>) =>
      ["mulhouse", "rixheim"].map((member) => ask({ limit: 2, ...changes, member }));
    const first = await listAcross(installation.ctx, queries({}));
    const second = await listAcross(installation.ctx, queries({ after: first.next ?? "" }));
    const back = await listAcross(installation.ctx, queries({ before: second.previous ?? "" }));
    expect(back.items.map(({ id }) => id)).toEqual(first.items.map(({ id }) => id));
    const searched = await listEntries(installation.ctx, ask({ q: "mul", limit: 2 }));
    const rest = await listEntries(installation.ctx, ask({ q: "mul", limit: 2, after: searched.next ?? "" }));
    const left = await listEntries(installation.ctx, ask({ q: "mul", limit: 2, before: rest.previous ?? "" }));
    expect(left.items.map(({ id }) => id)).toEqual(searched.items.map(({ id }) => id));
  });
});
