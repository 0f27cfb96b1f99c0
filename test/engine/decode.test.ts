import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, merge, posted } from "../../engine/index.ts";
import { field, post } from "../helpers/fields.ts";

const NOM = field("nom", "text");
const NAISSANCE = field("naissance", "date");
const TARIF = field("tarif", "money");
const TELEPHONE = field("telephone", "phone");
const SURFACE = field("surface", "number");
const PLACES = field("places", "number", { type: "integer" });
const FILIATION = field("filiation", "radio", { type: "boolean" });
const ATTESTATION = field("attestation", "checkbox", { schema: { const: true } });
const LETTRE = field("lettre", "checkbox");
const JOURS = field("jours", "checkboxes");
const ADRESSE = field("adresse", "address", { fields: [field("voie", "text"), field("commune", "text")] });
const AGREMENTS = field("agrements", "repeat", { fields: [field("debut", "date"), PLACES] });

describe("decode", () => {
  test("trims what is typed and leaves an empty box out", () => {
    expect(decode([NOM, SURFACE], post(["[nom]", "  Le Goff "], ["[surface]", "  "]))).toEqual({ nom: "Le Goff" });
  });

  test("keeps the lines of a long text, as Unix lines", () => {
    const motif = field("motif", "textarea");
    expect(decode([motif], post(["[motif]", "Bonjour,\r\nmerci\u0000.\r\n"]))).toEqual({ motif: "Bonjour,\nmerci." });
  });

  test("reads a date from three boxes, one box, or a month's name", () => {
    const boxes = (jour: string, mois: string, annee: string) =>
      decode(
        [NAISSANCE],
        post(["[naissance][jour]", jour], ["[naissance][mois]", mois], ["[naissance][annee]", annee]),
      );
    expect(boxes("3", "3", "2026")).toEqual({ naissance: "2026-03-03" });
    expect(boxes("1", "Août", "1987")).toEqual({ naissance: "1987-08-01" });
    expect(boxes("", "", "")).toEqual({});
    expect(decode([NAISSANCE], post(["[naissance]", "2026-03-03"]))).toEqual({ naissance: "2026-03-03" });
    expect(decode([NAISSANCE], post(["[naissance]", "3/3/2026"]))).toEqual({ naissance: "2026-03-03" });
  });

  test("keeps what was typed of a date that does not exist or is incomplete", () => {
    const boxes = (jour: string, mois: string, annee: string) =>
      decode(
        [NAISSANCE],
        post(["[naissance][jour]", jour], ["[naissance][mois]", mois], ["[naissance][annee]", annee]),
      );
    expect(boxes("31", "2", "2026")).toEqual({ naissance: "2026-02-31" });
    expect(boxes("12", "", "1990")).toEqual({ naissance: "1990--12" });
    expect(boxes("le 2", "mais", "90")).toEqual({ naissance: "90-05-le 2" });
  });

  test("reads money in cents, with French spaces, comma and sign", () => {
    for (const [typed, cents] of [
      ["1 234,50", 123450],
      ["1\u202f234,5 €", 123450],
      ["12", 1200],
      ["12.05", 1205],
      ["-3,10", -310],
      ["−3,10", -310],
      ["0", 0],
    ] as const) {
      expect(decode([TARIF], post(["[tarif]", typed]))).toEqual({ tarif: cents });
    }
    expect(decode([TARIF], post(["[tarif]", "12,345"]))).toEqual({ tarif: "12,345" });
    expect(decode([TARIF], post(["[tarif]", "douze"]))).toEqual({ tarif: "douze" });
  });

  test("reads numbers with a comma and keeps a text that is none", () => {
    expect(decode([SURFACE], post(["[surface]", "1 085,25"]))).toEqual({ surface: 1085.25 });
    expect(decode([PLACES], post(["[places]", "4"]))).toEqual({ places: 4 });
    expect(decode([PLACES], post(["[places]", "quatre"]))).toEqual({ places: "quatre" });
    expect(decode([PLACES], post(["[places]", "9".repeat(400)]))).toEqual({ places: "9".repeat(400) });
  });

  test("writes a telephone number internationally when it recognises it", () => {
    for (const [typed, stored] of [
      ["06 12 34 56 78", "+33612345678"],
      ["02.33.01.02.03", "+33233010203"],
      ["+33 (0)6 12 34 56 78", "+33612345678"],
      ["0033612345678", "+33612345678"],
      ["0692 12 34 56", "+262692123456"],
      ["+32 470 12 34 56", "+32470123456"],
      ["poste 12", "poste 12"],
    ] as const) {
      expect(decode([TELEPHONE], post(["[telephone]", typed]))).toEqual({ telephone: stored });
    }
  });

  test("reads yes, no, and boxes ticked or left", () => {
    expect(decode([FILIATION], post(["[filiation]", "false"]))).toEqual({ filiation: false });
    expect(decode([FILIATION], post(["[filiation]", "true"]))).toEqual({ filiation: true });
    expect(decode([ATTESTATION, LETTRE], post(["[attestation]", "on"], ["[lettre]", "true"]))).toEqual({
      attestation: true,
      lettre: true,
    });
    expect(decode([ATTESTATION, LETTRE], post())).toEqual({ lettre: false });
    expect(decode([JOURS], post(["[jours]", "lundi"], ["[jours]", "mardi"]))).toEqual({ jours: ["lundi", "mardi"] });
    expect(decode([JOURS], post(["[jours][]", "lundi"]))).toEqual({ jours: ["lundi"] });
    expect(decode([JOURS], post(["[jours]", ""]))).toEqual({});
  });

  test("reads groups, and leaves an empty one out", () => {
    expect(decode([ADRESSE], post(["[adresse][voie]", "3 rue du Val"], ["[adresse][commune]", ""]))).toEqual({
      adresse: { voie: "3 rue du Val" },
    });
    expect(decode([ADRESSE], post(["[adresse][voie]", ""]))).toEqual({});
  });

  test("closes the gaps between items and keeps a blank item, so that its boxes show again", () => {
    const body = post(
      ["[agrements][12][places]", "3"],
      ["[agrements][2][places]", "4"],
      ["[agrements][7][places]", ""],
      ["[agrements][x][places]", "9"],
    );
    expect(decode([AGREMENTS], body)).toEqual({ agrements: [{ places: 4 }, {}, { places: 3 }] });
  });

  test("reads only the names of known fields, however hostile the others", () => {
    const body = post(
      ["[__proto__][nom]", "x"],
      ["[constructor][prototype][nom]", "x"],
      ["[nom][__proto__]", "x"],
      ["[agrements][0][__proto__][places]", "9"],
      [`[agrements]${"[0]".repeat(5000)}`, "x"],
      ["[nom", "x"],
      ["nom]", "x"],
      ["[]", "x"],
      ["[etat]", "accepte"],
    );
    expect(decode([NOM, AGREMENTS], body)).toEqual({ agrements: [{}] });
    expect(({} as { nom?: string }).nom).toBeUndefined();
  });

  test("never reads a computed field", () => {
    const total = field("total", "number", { computed: { source: "1", reads: [], evaluate: () => 1 } });
    expect(decode([total], post(["[total]", "12"]))).toEqual({});
  });

  test("reads ten thousand items in the order of their indexes", () => {
    const body = new URLSearchParams();
    for (let index = 9999; index >= 0; index -= 1) body.append(`root[agrements][${index}][places]`, String(index));
    const { agrements } = decode([AGREMENTS], body);
    expect(agrements).toHaveLength(10_000);
    expect((agrements as { places: number }[])[1234]).toEqual({ places: 1234 });
  });

  test("never throws, whatever names and values are posted", () => {
    const segment = fc.constantFrom("nom", "agrements", "0", "1", "places", "__proto__", "", "jour", "adresse", "voie");
    const name = fc.oneof(
      fc.array(segment, { maxLength: 12 }).map((path) => `root${path.map((one) => `[${one}]`).join("")}`),
      fc.string(),
    );
    const fields = [NOM, NAISSANCE, TARIF, TELEPHONE, SURFACE, FILIATION, JOURS, ADRESSE, AGREMENTS];
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.array(fc.string({ unit: "binary" }), { maxLength: 3 }))), (pairs) => {
        const answers = decode(fields, new Map(pairs));
        expect(JSON.parse(JSON.stringify(answers))).toEqual(answers);
      }),
      { numRuns: 500 },
    );
  });
});

describe("posted", () => {
  test("finds the fields a post names, emptied ones included", () => {
    const body = post(["[nom]", ""], ["[adresse][voie]", "1 rue A"], ["[inconnu]", "x"]);
    expect(posted([NOM, ADRESSE, TARIF], body)).toEqual([NOM, ADRESSE]);
  });
});

describe("merge", () => {
  test("forgets what a page asked and its post no longer says, and keeps the other pages", () => {
    const answers = { nom: "Le Goff", tarif: 1200, jours: ["lundi"] };
    expect(merge(answers, [TARIF, JOURS], { tarif: 900 })).toEqual({ nom: "Le Goff", tarif: 900 });
  });

  test("takes a field that appeared on the page since it was drawn", () => {
    expect(merge({ nom: "Le Goff" }, [], { telephone: "+33612345678" })).toEqual({
      nom: "Le Goff",
      telephone: "+33612345678",
    });
  });
});
