import { describe, expect, test } from "vitest";
import { display, formatDate, formatDuration, formatInstant, formatMoney, formatNumber } from "../../engine/index.ts";
import { field } from "../helpers/fields.ts";

const ID = "0b0e7a52-8d2f-4f0e-9a55-5e3f7f0f2a11";

describe("display", () => {
  test("writes dates, money, numbers and telephone numbers in French", () => {
    expect(display(field("le", "date"), "2026-03-03")).toBe("3 mars 2026");
    expect(display(field("le", "date"), "2026-08-01")).toBe("1er août 2026");
    expect(display(field("tarif", "money"), 123450)).toBe("1\u202f234,50\u202f€");
    expect(display(field("surface", "number", { suffix: "m²" }), 85.5)).toBe("85,5\u202fm²");
    expect(display(field("annee", "number", { type: "integer" }), 2026)).toBe("2026");
    expect(display(field("telephone", "phone"), "+33233010203")).toBe("02 33 01 02 03");
    expect(display(field("telephone", "phone"), "0233010203")).toBe("02 33 01 02 03");
  });

  test("writes the label of a choice, and yes or no", () => {
    const choices = [
      { value: "mam", label: "En MAM" },
      { value: "domicile", label: "À domicile" },
    ];
    expect(display(field("lieu", "radio", { choices }), "mam")).toBe("En MAM");
    expect(display(field("lieux", "checkboxes", { choices }), ["mam", "domicile"])).toBe("En MAM, À domicile");
    expect(display(field("lieu", "radio", { choices }), "retire")).toBe("retire");
    expect(display(field("filiation", "radio", { type: "boolean" }), false)).toBe("Non");
  });

  test("names files and referenced entries when it is told their names", () => {
    const labels = new Map([[ID, "livret.pdf"]]);
    expect(display(field("livret", "attachment"), ID, labels)).toBe("livret.pdf");
    expect(display(field("livret", "attachment"), ID)).toBe("1 pièce jointe");
    expect(display(field("pieces", "attachments"), [ID, "x"], labels)).toBe("2 pièces jointes");
    expect(display(field("assistante", "reference"), ID, new Map([[ID, "Marie Le Goff"]]))).toBe("Marie Le Goff");
  });

  test("joins a group on one line and shows a value of a wrong shape as it is", () => {
    const adresse = field("adresse", "address", { fields: [field("voie", "text"), field("commune", "text")] });
    expect(display(adresse, { voie: "3 rue du Val", commune: "La Hague" })).toBe("3 rue du Val, La Hague");
    expect(display(field("le", "date"), "2026-02-31")).toBe("2026-02-31");
    expect(display(field("tarif", "money"), "douze")).toBe("douze");
    expect(display(field("nom", "text"), undefined)).toBe("");
  });
});

describe("formats", () => {
  test("writes an instant on a clock of Paris, in winter and in summer", () => {
    expect(formatInstant("2026-03-03T13:30:00Z")).toBe("3 mars 2026 à 14\u00a0h\u00a030");
    expect(formatInstant("2026-07-14T22:05:00.000Z")).toBe("15 juillet 2026 à 0\u00a0h\u00a005");
    expect(formatInstant("hier")).toBe("hier");
  });

  test("writes amounts with both decimals, small and negative ones too", () => {
    expect(formatMoney(0)).toBe("0,00\u202f€");
    expect(formatMoney(7)).toBe("0,07\u202f€");
    expect(formatMoney(-160000000)).toBe("-1\u202f600\u202f000,00\u202f€");
  });

  test("separates thousands from five digits on", () => {
    expect(formatNumber(273000)).toBe("273\u202f000");
    expect(formatNumber(-12345.25)).toBe("-12\u202f345,25");
    expect(formatNumber(1e-7)).toBe("1e-7");
  });

  test("writes durations and dates in words", () => {
    expect(formatDuration("P15D")).toBe("15 jours");
    expect(formatDuration("P1Y6M")).toBe("1 an et 6 mois");
    expect(formatDuration("P1DT2H30M")).toBe("1 jour, 2 heures et 30 minutes");
    expect(formatDuration("bientôt")).toBe("bientôt");
    expect(formatDate("bientôt")).toBe("bientôt");
  });
});
