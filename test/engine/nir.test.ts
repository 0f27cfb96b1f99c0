import { describe, expect, test } from "vitest";
import { submit } from "../../engine/index.ts";
import { holdsNir, withoutNir } from "../../engine/nir.ts";
import { formOf } from "../helpers/forms.ts";

/** Made-up digits with their right key. */
const NIR = "1 84 12 76 451 089 46";

describe("a social security number", () => {
  test("is known by its key, however it is spaced, in a sentence or alone", () => {
    for (const text of [NIR, NIR.replaceAll(" ", ""), `Mon numéro est le ${NIR}.`, NIR.replaceAll(" ", "-")]) {
      expect(holdsNir(text), text).toBe(true);
    }
    expect(holdsNir("2 84 12 2A 451 089 80", false)).toBe(true);
    expect(holdsNir("2 84 12 2A 451 089 81", false)).toBe(false);
  });

  test("is known whatever parts its digits, and whatever number stands before it", () => {
    for (const text of [
      NIR.replaceAll(" ", "  "),
      NIR.replaceAll(" ", "\t"),
      NIR.replaceAll(" ", "\u200b"),
      NIR.replaceAll(" ", "\u2011"),
      NIR.replaceAll(" ", "_"),
      [...NIR].map((sign) => (/\d/.test(sign) ? String.fromCharCode(sign.charCodeAt(0) + 0xfee0) : sign)).join(""),
      `06 12 34 56 78 ${NIR}`,
      `12 ${NIR.replaceAll(" ", "")}`,
    ]) {
      expect(holdsNir(text, false), JSON.stringify(text)).toBe(true);
    }
  });

  test("is looked for in a long text of digits without delay", () => {
    const started = performance.now();
    expect(holdsNir("9 1 ".repeat(25_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_500);
  });

  test("is known without its key too", () => {
    expect(holdsNir("1841276451089")).toBe(true);
    expect(holdsNir("n° 1 84 12 76 451 089, merci")).toBe(true);
  });

  test("is none of the other numbers people write", () => {
    for (const text of [
      "184127645108945", // another key
      "FR76 3000 6000 0112 3456 7890 189",
      "21680224900013", // a SIRET
      "06 12 34 56 78",
      "le 12/03/2026, 3 enfants, 1 500 €",
      "1849976451089", // no such month
      "X1841276451089",
    ]) {
      expect(holdsNir(text), text).toBe(false);
    }
  });
});

describe("answers", () => {
  const form = formOf({
    nombre: { type: "integer", title: "Nombre" },
    message: { type: "string", title: "Message", "x-widget": "textarea" },
    compteur: { type: "string", title: "Numéro du compteur", pattern: "^[0-9]{13}$" },
    enfants: {
      type: "array",
      title: "Enfants",
      items: { type: "object", properties: { nom: { type: "string", title: "Nom" } } },
    },
  });
  const context = { now: "2026-03-03T09:30:00.000Z" };

  test("are refused where a free text holds one, and the sentence says what to do", () => {
    const result = submit(form, { message: `Voici : ${NIR}`, enfants: [{ nom: "Léa" }, { nom: NIR }] }, context);
    if (result.ok) throw new Error("taken");
    expect(result.issues.map(({ code, pointer }) => [code, pointer])).toEqual([
      ["nir", "/message"],
      ["nir", "/enfants/1/nom"],
    ]);
    expect(result.issues[0]?.message).toContain("Effacez-le");
  });

  test("are taken where thirteen digits are what the field asks for", () => {
    expect(submit(form, { compteur: "1841276451089" }, context).ok).toBe(true);
    expect(submit(form, { compteur: "1234567890123", message: "Rien" }, context).ok).toBe(true);
  });

  test("are refused where a number is one, and taken where it only has thirteen digits", () => {
    expect(submit(form, { nombre: 184127645108946 }, context).ok).toBe(false);
    expect(submit(form, { nombre: 1841276451089 }, context).ok).toBe(true);
  });

  test("are kept without the number until they are right, and whole when there is none", () => {
    const typed = {
      message: `Voici : ${NIR}. Merci`,
      enfants: [{ nom: "Léa" }, { nom: NIR }],
      nombre: 184127645108946,
    };
    expect(withoutNir(form, typed)).toEqual({
      message: "Voici : [effacé]. Merci",
      enfants: [{ nom: "Léa" }, { nom: "[effacé]" }],
      nombre: "[effacé]",
    });
    const right = { message: "Rien", compteur: "1841276451089", enfants: [{ nom: "Léa" }], nombre: 3 };
    expect(withoutNir(form, right)).toBe(right);
  });
});
