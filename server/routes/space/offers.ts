import { communeCode } from "../../../engine/index.ts";
import type { OfferedView } from "../../../renderer/space/offered.tsx";
import type { Context } from "../../context.ts";
import { knownOf } from "../../identity/profile.ts";
import type { AccountIdentity } from "../../identity/subject.ts";
import type { Member } from "../../store/members.ts";

/**
 * What the commune of a citizen offers, and the groupement it is of: known by the address she keeps under « Mes informations ». Null
 * when no address, or none that names a member, is known: nothing is guessed.
 */
export async function offeredTo(ctx: Context, account: AccountIdentity): Promise<OfferedView | null> {
  const commune = communeOf(ctx, (await knownOf(ctx, account)).find(({ key }) => key === "address")?.value);
  if (!commune) return null;
  const around = ctx.catalogue
    .members()
    .filter(({ kind, groupName }) => kind === "epci" && groupName === commune.groupName);
  return {
    members: [commune, ...around]
      .map((member) => servicesOf(ctx, member))
      .filter(({ services }) => services.length > 0),
  };
}

function communeOf(ctx: Context, address: unknown): Member | null {
  if (typeof address !== "object" || address === null) return null;
  const { "address-level2": city, "postal-code": postcode } = address as Readonly<Record<string, unknown>>;
  if (typeof city !== "string" || typeof postcode !== "string") return null;
  const code = communeCode(city, postcode);
  return code === null ? null : (ctx.catalogue.members().find(({ insee }) => insee === code) ?? null);
}

const servicesOf = (ctx: Context, { id, name }: Member): OfferedView["members"][number] => ({
  name,
  href: `/${id}`,
  services: ctx.catalogue
    .definitions(id)
    .filter((definition) => definition.kind === "service" && ctx.catalogue.offers(id, definition.id))
    .map((definition) => ({ href: `/${id}/${definition.id}`, title: definition.title })),
});
