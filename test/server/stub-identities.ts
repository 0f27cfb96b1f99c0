import { randomUUID } from "node:crypto";
import type { Identities } from "../../server/connectors/identities.ts";
import type { IdentityProvider } from "../../server/connectors/openid/identity-provider.ts";

/** A provider at once convinced: who comes back is whoever `person` reads in the address. */
function provider<Person>(person: (query: URLSearchParams) => Person): IdentityProvider<Person> {
  const issuer = "https://fournisseur.example";
  return {
    begin: async ({ state }) => ({ ok: true, value: new URL(`${issuer}/?state=${state}`) }),
    finish: async (search) => ({
      ok: true,
      value: {
        ...{ issuer, subject: randomUUID(), idToken: "jeton", accessToken: "jeton-de-donnees", strong: true },
        person: person(new URLSearchParams(search)),
      },
    }),
    leave: async (_, state) => new URL(`${issuer}/fin?state=${state}`),
  };
}

/** FranceConnect and ProConnect without their protocol, for tests about what comes before and after. */
export const stubIdentities = (siren: string): Identities => ({
  simulators: [],
  franceConnect: provider(() => ({
    familyName: "DUBOIS",
    givenNames: ["Louise"],
    birthdate: "1990-01-02",
    gender: "female" as const,
    birthplace: "68224",
    birthcountry: "99100",
    email: null,
  })),
  proConnect: provider((query) => ({ name: "Louise Dubois", email: query.get("email") ?? "", siret: `${siren}00019` })),
});
