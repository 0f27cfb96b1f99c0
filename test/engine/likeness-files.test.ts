import { describe, expect, test } from "vitest";
import { blockingWords, likeness, type NameCounts, type Traits, traitsOf } from "../../engine/index.ts";
import { RULES } from "../helpers/duplicates.ts";
import { type MessyRecord, messyPeople, type Rates, USUAL } from "../helpers/messy-people.ts";

interface Known extends MessyRecord {
  readonly traits: Traits;
  readonly words: ReadonlySet<string>;
}

/** How often names occur among all, as a base counts them. */
function countsOf(records: readonly Known[]): NameCounts {
  const surnames = new Map<string, number>();
  const firstNames = new Map<string, number>();
  const add = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const { traits } of records) {
    for (const { joined } of traits.names) add(surnames, joined);
    if (traits.first) add(firstNames, traits.first.joined);
  }
  return { total: records.length, surnames, firstNames };
}

/** Every pair of records judged, those that share no word left out as the index leaves them out. */
function judge(seed: number, rates: Rates) {
  const records = messyPeople(seed, 500, rates).map((record): Known => {
    const traits = traitsOf(RULES, record.answers);
    return { ...record, traits, words: new Set(blockingWords(traits)) };
  });
  const counts = countsOf(records);
  const pairs = records.flatMap((one, index) => records.slice(0, index).map((other) => [one, other] as const));
  const judged = pairs.map(([one, other]) => ({
    same: one.person === other.person,
    outcome: outcomeOf(one, other, counts),
  }));
  const of = (same: boolean, outcome: string) =>
    judged.filter((each) => each.same === same && each.outcome === outcome).length;
  const duplicates = judged.filter(({ same }) => same).length;
  const [right, wrong] = [of(true, "same"), of(false, "same")];
  const proposed = of(true, "probable") + of(false, "probable");
  return { duplicates, right, wrong, proposed, found: duplicates - of(true, "different") };
}

function outcomeOf(one: Known, other: Known, counts: NameCounts): string {
  const met = [...one.words].some((word) => other.words.has(word));
  return met ? likeness(RULES, one.traits, other.traits, counts).outcome : "different";
}

const WORSE: Rates = { ...USUAL, typo: 0.25, dateMissing: 0.3, numberMissing: 0.35, phoneMissing: 0.5, moved: 0.25 };

describe.each([
  ["as messy as usual", USUAL, 0.97],
  ["messier", WORSE, 0.93],
  ["of people who share house, telephone and names with others", { ...USUAL, neighbours: 1, dateWrong: 0.1 }, 0.97],
])("files %s", (_, rates, least) => {
  test.each([11, 29, 47])("seed %i: merges are right, duplicates found, nobody taken for another", (seed) => {
    const told = judge(seed, rates);
    const { duplicates, right, wrong, proposed, found } = told;
    const said = JSON.stringify(told);
    expect(duplicates, said).toBeGreaterThan(250);
    expect(wrong, said).toBe(0);
    expect(found / duplicates, said).toBeGreaterThanOrEqual(least);
    expect(right / duplicates, said).toBeGreaterThan(0.5);
    expect(proposed, said).toBeLessThan(duplicates * 0.7);
  });
});
