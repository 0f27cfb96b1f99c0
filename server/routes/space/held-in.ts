import type { Context } from "../../context.ts";
import type { AccountIdentity, Session } from "../../identity/subject.ts";
import type { SpaceQuery } from "../../store/space.ts";

/**
 * Every pseudonym an account may hold something under: in each member, one per sector that any member of the group
 * serves, so that what she sent stays hers when a member no longer offers the service. Then what her session was granted.
 */
export function heldIn(
  ctx: Pick<Context, "catalogue" | "secrets">,
  account: AccountIdentity,
  session: Pick<Session, "grants">,
): Pick<SpaceQuery, "held" | "granted"> {
  const members = ctx.catalogue.members().map(({ id }) => id);
  const sectors = new Set(
    members.flatMap((member) => ctx.catalogue.definitions(member).map(({ privacy }) => privacy.sector)),
  );
  const own = members.flatMap((member) =>
    [...sectors].map((sector) => ({ member, holder: ctx.secrets.pseudonym(account.id, member, sector) })),
  );
  const kept = session.grants.filter(({ target }) => target === undefined);
  return {
    held: [...own, ...kept.map(({ member, holder }) => ({ member, holder }))],
    granted: session.grants.flatMap(({ member, target }) => (target === undefined ? [] : [{ member, id: target }])),
  };
}
