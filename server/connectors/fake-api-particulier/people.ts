/** A file of the CNAF or the MSA, as the fake service holds it; the people are invented. */
export interface FamilyFile {
  readonly family: string;
  readonly given: string;
  readonly birthdate: string;
  readonly sex: "F" | "M";
  /** Code of the commune; "" for someone born abroad. */
  readonly commune: string;
  readonly country: string;
  readonly provider: "CNAF" | "MSA";
  readonly value: number;
  readonly children: readonly (readonly [given: string, birthdate: string, sex: "F" | "M"])[];
}

const FRANCE = "99100";
const file = (
  family: string,
  given: string,
  birthdate: string,
  sex: "F" | "M",
  commune: string,
  value: number,
  more: Partial<FamilyFile> = {},
): FamilyFile => ({
  ...{ family, given, birthdate, sex, commune, value },
  country: FRANCE,
  provider: "CNAF",
  children: [],
  ...more,
});

/** The first is that of the public test payloads of API Particulier. */
export const FILES: readonly [FamilyFile, ...FamilyFile[]] = [
  file("ROUX", "JEANNE STEPHANIE", "1987-06-27", "F", "08480", 150, {
    provider: "MSA",
    children: [["ALEXIS VINCENT", "2006-04-20", "M"]],
  }),
  file("WENDLING", "ANGELIQUE MARIE ODILE", "1984-08-24", "F", "68224", 820, {
    children: [
      ["LEO", "2015-03-02", "M"],
      ["INES", "2018-11-14", "F"],
    ],
  }),
  file("LECARPENTIER", "GAEL YVES", "1991-02-03", "M", "50129", 1340, { provider: "MSA" }),
  file("BENALI-ROTH", "SAMIA", "1978-11-30", "F", "", 455, {
    country: "99352",
    children: [["YANIS", "2012-07-09", "M"]],
  }),
  file("SCHMITT", "CAMILLE", "1990-05-12", "F", "68224", 1200, { children: [["LOU", "2019-01-30", "F"]] }),
];
