import { normalise, type SourceInputs, type VouchedPerson } from "../engine/index.ts";
import { type CivilIdentity, civilIdentity, pivotText } from "./connectors/franceconnect/civil-identity.ts";
import type { Context } from "./context.ts";
import { vouchedIdentity } from "./identity/profile.ts";
import type { AccountIdentity } from "./identity/subject.ts";

/**
 * Whether what a form says of a person, as far as it says anything, is true of whom FranceConnect vouches for: name, first
 * given name, birth and sex, whatever the case and the accents.
 */
export function isSamePerson(told: SourceInputs, person: VouchedPerson): boolean {
  const first = (text: string) => normalise(text).split(" ")[0];
  const says = (name: keyof VouchedPerson, read: (text: string) => unknown) => {
    const text = told[name] ?? "";
    return text === "" || read(text) === read(person[name]);
  };
  return (
    says("nom", normalise) && says("prenoms", first) && says("naissance", (day) => day) && says("sexe", (sex) => sex)
  );
}

/** Whether an account that FranceConnect once vouched for is that of this person; so is any other, for all we know. */
export async function mayBeOwner(ctx: Context, account: AccountIdentity, person: CivilIdentity): Promise<boolean> {
  const known = await vouchedIdentity(ctx, account);
  if (known === null) return true;
  const { familyName, givenNames, birthdate, gender, birthplace, birthcountry } = known;
  const owner = civilIdentity({
    ...{ family_name: familyName, given_name_array: givenNames },
    ...{ birthdate, gender, birthplace, birthcountry },
  });
  return owner === null || pivotText(owner) === pivotText(person);
}
