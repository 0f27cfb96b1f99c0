import { contactIn, type Profile } from "../../../engine/index.ts";
import { INFORMATION } from "../../identity/information-form.ts";
import { keepFromService, knownOf } from "../../identity/profile.ts";
import { requireCitizen } from "../../identity/require.ts";
import type { AccountIdentity } from "../../identity/subject.ts";
import { type CitizenScope, citizenScope, entryGone } from "../front/entry-scope.ts";
import type { PageContext } from "../front/front-scope.ts";

/** POST /{member}/demandes/{entry}/garder: her account retains how to reach her, as this request says. */
export async function keepRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const scope = await citizenScope(c);
  if (!scope) return entryGone(c);
  const { ctx, member, definition } = scope;
  const origin = {
    kind: "service" as const,
    member: member.id,
    sector: definition.privacy.sector,
    title: definition.title,
  };
  if (isHers(scope)) await keepFromService(ctx, citizen.value.account, contactOf(scope), origin);
  return c.redirect("/mon-espace/informations?fait=garde", 303);
}

/** What her account could retain of this request and does not know yet, in words; nothing for whoever does not hold it. */
export async function keepable(scope: CitizenScope, account: AccountIdentity | null): Promise<readonly string[]> {
  if (account === null || !isHers(scope)) return [];
  const known = new Map((await knownOf(scope.ctx, account)).map(({ key, value }) => [key, JSON.stringify(value)]));
  const fresh = Object.entries(contactOf(scope)).filter(
    ([key, value]) => known.get(key as keyof Profile) !== JSON.stringify(value),
  );
  return titlesOf(fresh.map(([key]) => key));
}

/** "Téléphone", "Adresse postale": kinds of values as the account's own page calls them. */
export const titlesOf = (keys: readonly string[]): readonly string[] =>
  INFORMATION.order.filter(({ profile }) => profile && keys.includes(profile)).map(({ title }) => title.toLowerCase());

/** Held by her account itself: a link that opens somebody's request does not make it hers. */
const isHers = ({ entry, actor }: CitizenScope): boolean => actor.kind === "citizen" && entry.holder === actor.id;

const contactOf = ({ definition, entry }: CitizenScope): Profile => contactIn(definition.form, entry.answers);
