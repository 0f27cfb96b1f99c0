import { expect, test } from "vitest";
import { type Answers, type Entry, mergeEntries } from "../../engine/index.ts";
import { agent } from "../helpers/actors.ts";
import { PEOPLE, person } from "../helpers/duplicates.ts";

const NOW = "2026-03-04T09:00:00.000Z";

const fiche = (rank: number, answers: Answers): Entry => ({
  ...{ id: `00000000-0000-4000-8000-00000000000${rank}`, reference: `F-${rank}`, member: "mulhouse" },
  ...{ definition: PEOPLE.id, version: PEOPLE.version, kind: PEOPLE.kind, state: "active", revision: 1, answers },
  ...{ holder: null, assignee: null, createdAt: NOW, updatedAt: NOW },
});

/** The licences of the fiche kept, once it is made one with the other. */
function licences(mine: readonly Answers[], theirs: readonly Answers[], taken: readonly string[]) {
  const merged = mergeEntries({
    ...{ definition: PEOPLE, actor: agent({ units: ["voirie"] }), now: NOW, taken: new Set(taken) },
    kept: fiche(1, person({ permis: [...mine] })),
    other: fiche(2, person({ permis: [...theirs] })),
  });
  if (!merged.ok) throw new Error(merged.code);
  return merged.kept.entry.answers["permis"];
}

test("of one licence told twice otherwise, the one chosen stays, beside the licences of the other fiche", () => {
  const mine = [{ numero: "50-1", debut: "2024-01-15" }, { numero: "50-7" }];
  const theirs = [{ numero: "50-1", debut: "2019-01-15" }, { numero: "50-2" }];
  expect(licences(mine, theirs, [])).toEqual([...mine, { numero: "50-2" }]);
  expect(licences(mine, theirs, ["permis"])).toEqual([...theirs, { numero: "50-7" }]);
});
