import { type Json, prefill } from "../../engine/index.ts";
import { spaceWords } from "../../renderer/strings-space.ts";
import type { Context } from "../context.ts";
import { INFORMATION, originWords } from "../identity/information-form.ts";
import { knownOf, vouchedIdentity } from "../identity/profile.ts";
import { choiceIn } from "../identity/reach-choice.ts";
import type { AccountIdentity } from "../identity/subject.ts";
import { readProfile } from "../store/account-profile.ts";
import { listHousehold } from "../store/household.ts";

const SEXES: Readonly<Record<string, string>> = { female: "féminin", male: "masculin" };

type Part = { readonly [key: string]: Json };

/**
 * What an account keeps of its owner and of the people she files for, for her to take away: each value with where it
 * comes from, the identity FranceConnect vouched for as it was received.
 */
export async function exportProfile(ctx: Context, account: AccountIdentity): Promise<Part> {
  const [known, identity, household, profile] = await Promise.all([
    knownOf(ctx, account),
    vouchedIdentity(ctx, account),
    listHousehold(ctx, account.id),
    readProfile(ctx, account.id),
  ]);
  const reach = choiceIn(profile);
  const answers = prefill(INFORMATION, Object.fromEntries(known.map(({ key, value }) => [key, value])), null);
  return {
    informations: known.map(({ key, value, origin, at }) => {
      const field = INFORMATION.order.find(({ profile }) => profile === key);
      return {
        question: field?.title ?? key,
        reponse: answers[field?.key ?? ""] ?? value,
        origine: originWords(ctx, origin),
        le: at,
      };
    }),
    identiteFranceConnect: identity && {
      nomDeNaissance: identity.familyName ?? null,
      prenoms: identity.givenNames ?? null,
      naissance: identity.birthdate ?? null,
      sexe: SEXES[String(identity.gender)] ?? null,
      codeCommuneDeNaissance: identity.birthplace ?? null,
      codePaysDeNaissance: identity.birthcountry ?? null,
      recueLe: identity.at ?? null,
    },
    prevenir: reach && { rappels: reach.reminders, messages: reach.messages, telephone: reach.phone },
    foyer: household.map(({ givenNames, familyName, birthDate, link }) => ({
      prenoms: givenNames,
      nom: familyName,
      naissance: birthDate,
      lien: spaceWords.household.links[link],
    })),
  };
}
