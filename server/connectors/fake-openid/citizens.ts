import type { SimulatedPerson } from "./simulated-person.ts";

const FRANCE = "99100";

interface Civil {
  readonly family: string;
  readonly given: readonly string[];
  readonly birthdate: string;
  readonly gender: "female" | "male";
  readonly birthplace: string;
  readonly birthcountry?: string;
  readonly email: string;
  readonly note: string;
}

function citizen(civil: Civil): SimulatedPerson {
  const { family, given, birthdate, gender, birthplace, birthcountry = FRANCE, email, note } = civil;
  return {
    id: email,
    name: `${given[0] ?? ""} ${family}`,
    note,
    claims: {
      family_name: family.toUpperCase(),
      given_name: given.join(" "),
      given_name_array: given,
      birthdate,
      gender,
      birthplace,
      birthcountry,
      email,
    },
  };
}

/** Invented people with a whole pivot identity; their addresses receive nothing. */
export const CITIZENS: readonly SimulatedPerson[] = [
  citizen({
    family: "Wendling",
    given: ["Angélique", "Marie", "Odile"],
    birthdate: "1984-08-24",
    gender: "female",
    birthplace: "68224",
    email: "angelique.wendling@courriel.example",
    note: "née le 24 août 1984 à Mulhouse",
  }),
  citizen({
    family: "Lecarpentier",
    given: ["Gaël", "Yves"],
    birthdate: "1991-02-03",
    gender: "male",
    birthplace: "50129",
    email: "gael.lecarpentier@courriel.example",
    note: "né le 3 février 1991 à Cherbourg-en-Cotentin",
  }),
  citizen({
    family: "Benali-Roth",
    given: ["Samia"],
    birthdate: "1978-11-30",
    gender: "female",
    birthplace: "",
    birthcountry: "99352",
    email: "samia.benali-roth@courriel.example",
    note: "née le 30 novembre 1978 en Algérie",
  }),
  citizen({
    family: "D’Hérouville",
    given: ["Éloi", "Jean-Baptiste"],
    birthdate: "2001-06-17",
    gender: "male",
    birthplace: "75114",
    email: "eloi.d-herouville@courriel.example",
    note: "né le 17 juin 2001 à Paris 14e",
  }),
];
