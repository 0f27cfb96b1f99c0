import { describe, expect, test } from "vitest";
import { extendNames, namesOf } from "../../engine/cel-names.ts";
import { compileExpression } from "../../engine/expression.ts";
import { addWorkdays, isWorkday, publicHolidays } from "../../engine/workdays.ts";

const FRANCE = { alsaceMoselle: false, own: [] };
const ALSACE = { alsaceMoselle: true, own: [] };
const OVERSEAS = { alsaceMoselle: false, own: ["05-27", "2026-04-02"] };
const names = extendNames(namesOf([]), {});

function result(source: string, scope: object = {}): unknown {
  const compiled = compileExpression(source, names, "date");
  if (!compiled.ok) return compiled.problem.code;
  return compiled.expression.evaluate({ now: "2026-04-01T09:30:00.000Z", answers: {}, ...scope });
}

describe("the public holidays of a year", () => {
  test("are eleven in France", () => {
    expect([...publicHolidays(2026, false)].sort()).toEqual([
      ...["2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25"],
      ...["2026-07-14", "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25"],
    ]);
  });

  test("are two more in Alsace and Moselle: Good Friday and 26 December", () => {
    const more = [...publicHolidays(2026, true)].filter((day) => !publicHolidays(2026, false).has(day));
    expect(more.sort()).toEqual(["2026-04-03", "2026-12-26"]);
  });

  test.each([
    [2008, "2008-03-24"],
    [2011, "2011-04-25"],
    [2024, "2024-04-01"],
    [2038, "2038-04-26"],
    [2100, "2100-03-29"],
  ])("Easter Monday of %i", (year, monday) => expect(publicHolidays(year, false).has(monday)).toBe(true));
});

describe("working days", () => {
  test("skip week-ends and holidays, and those of the place", () => {
    expect(addWorkdays("2026-04-01", 2, FRANCE)).toBe("2026-04-03");
    expect(addWorkdays("2026-04-01", 2, ALSACE)).toBe("2026-04-07");
    expect(addWorkdays("2026-04-30", 1, FRANCE)).toBe("2026-05-04");
    expect(addWorkdays("2026-05-04", -1, FRANCE)).toBe("2026-04-30");
  });

  test("of a Sunday, none later is the Monday", () => {
    expect(addWorkdays("2026-03-01", 0, FRANCE)).toBe("2026-03-02");
    expect(isWorkday("2026-03-01", FRANCE)).toBe(false);
  });

  test("are counted by a definition, where it is used", () => {
    expect(result("workdays(today, 2)")).toBe("2026-04-03");
    expect(result("workdays(today, 2)", { about: { member: "Mulhouse", title: "", holidays: ALSACE } })).toBe(
      "2026-04-07",
    );
    expect(result("workdays(today, -10)", { about: { member: "Mulhouse", title: "", holidays: ALSACE } })).toBe(
      "2026-03-18",
    );
    expect(result("workdays(today, 100000)")).toBeUndefined();
  });

  test("leave out the days a member alone does not work, every year or once", () => {
    expect(isWorkday("2026-05-27", OVERSEAS)).toBe(false);
    expect(isWorkday("2027-05-27", OVERSEAS)).toBe(false);
    expect(isWorkday("2026-05-27", FRANCE)).toBe(true);
    expect(isWorkday("2027-04-02", OVERSEAS)).toBe(true);
    expect(addWorkdays("2026-04-01", 1, OVERSEAS)).toBe("2026-04-03");
    expect(result("workdays(today, 1)", { about: { member: "Les Trois", title: "", holidays: OVERSEAS } })).toBe(
      "2026-04-03",
    );
  });

  test("are counted from a date, by a whole number", () => {
    expect(result("workdays('demain', 2)")).toBe("expression-type");
    expect(result("workdays(today, 2.5)")).toBe("expression-type");
  });
});
