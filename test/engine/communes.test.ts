import { describe, expect, test } from "vitest";
import { namesOf } from "../../engine/cel-names.ts";
import {
  COMMUNES_SOURCE,
  communeCode,
  communeLabel,
  findCommunes,
  municipalPopulation,
} from "../../engine/communes.ts";
import { compileExpression } from "../../engine/expression.ts";
import { formOf } from "../helpers/forms.ts";

describe("the code of a commune", () => {
  test("is found from its name and its postcode, however they are written", () => {
    for (const name of ["Mulhouse", "MULHOUSE", "Mulhouse Cedex 2", " mulhouse "]) {
      expect(communeCode(name, "68100"), name).toBe("68224");
    }
    expect(communeCode("St-Louis", "68300")).toBe("68297");
    expect(communeCode("Saint Louis", "68 300")).toBe("68297");
  });

  test("is never inferred from a postcode alone, nor from a name of several communes", () => {
    expect(communeCode("", "68100")).toBeNull();
    expect(communeCode("Une autre", "68100")).toBeNull();
    expect(communeCode("Saint-Louis")).toBeNull();
    expect(communeCode("Saint-Louis (68)")).toBe("68297");
  });

  test("is that of today for an address, its own for a birth", () => {
    expect(communeCode("Tourlaville", "50110")).toBe("50129");
    expect(communeCode("Tourlaville (50)")).toBe("50602");
    expect(communeCode("Paris", "75014")).toBe("75056");
    expect(communeCode("Paris 14e Arrondissement (75)")).toBe("75114");
  });

  test("is read again from the label of every commune whose name is one of its department", () => {
    for (const words of ["Mulhouse", "Ajaccio", "Saint-Denis (974)", "Rixheim"]) {
      const [first] = findCommunes(words, 1);
      if (!first) throw new Error(words);
      expect(communeCode(communeLabel(first))).toBe(first.code);
    }
  });
});

describe("the search of a commune", () => {
  test("gives the whole name first, then the most peopled", () => {
    const names = findCommunes("saint-louis", 5).map(communeLabel);
    expect(names[0]).toMatch(/^Saint-Louis \(/);
    expect(findCommunes("mulh", 3).map(communeLabel)[0]).toBe("Mulhouse (68)");
    expect(findCommunes("68100", 3).map(({ name }) => name)).toEqual(["Mulhouse"]);
    expect(findCommunes("m", 3)).toEqual([]);
  });

  test("says the year of what it knows", () => {
    expect(COMMUNES_SOURCE.vintage).toBe("2026");
    expect(municipalPopulation("68224")).toBe(104_924);
    expect(municipalPopulation("50602")).toBeNull();
  });
});

describe("an expression", () => {
  const { order } = formOf({ commune: { type: "string", title: "Commune" }, cp: { type: "string", title: "CP" } });
  const names = namesOf(order);
  const value = (source: string, answers: Record<string, string>) => {
    const compiled = compileExpression(source, names, "any");
    if (!compiled.ok) throw new Error(compiled.problem.message);
    return compiled.expression.evaluate({ now: "2026-03-03T09:30:00.000Z", answers });
  };

  test("reads the code and the people of a commune", () => {
    expect(value("insee(commune, cp)", { commune: "Mulhouse", cp: "68100" })).toBe("68224");
    expect(value("population(insee(commune, cp))", { commune: "Mulhouse", cp: "68200" })).toBe(104_924);
  });

  test("has no value for a commune nobody knows", () => {
    expect(value("insee(commune)", { commune: "Nulle-Part-sur-Mer" })).toBeUndefined();
    expect(value("insee(commune) == '68224'", { commune: "Nulle-Part-sur-Mer" })).toBeUndefined();
  });
});
