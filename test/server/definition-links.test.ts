import { expect, test } from "vitest";
import { linksOf } from "../../server/definition-links.ts";
import { DESK, HALL, VISIT } from "../helpers/agenda.ts";
import { ENROLMENT, SCHOOL } from "../helpers/sectors.ts";

test("says of a register that it is not there, and refuses one that has neither agenda nor sectors", () => {
  expect(linksOf([VISIT, ENROLMENT], [DESK, HALL, SCHOOL])).toEqual({ issues: [], notes: [] });
  const { issues, notes } = linksOf([VISIT, ENROLMENT], []);
  expect(issues).toEqual([]);
  expect(notes).toHaveLength(2);
  expect(notes[0]).toContain(`« ${DESK.id} »`);
  const wrong = linksOf(
    [ENROLMENT, VISIT],
    [
      { ...SCHOOL, sectors: null },
      { ...DESK, agenda: null },
    ],
  ).issues;
  expect(wrong.map(({ pointer }) => pointer)).toEqual(["/properties/secteur", "/properties/rendezVous"]);
});
