import type { Context } from "../context.ts";
import type { AccountIdentity, Grant } from "./subject.ts";

/** A pseudonym, in the member where it means something. */
export interface HeldIn {
  readonly member: string;
  readonly holder: string;
}

/** A citizen signed in, with what her session was granted. */
export interface Owner {
  readonly account: AccountIdentity;
  readonly grants: readonly Grant[];
}

/**
 * Every pseudonym an account may hold something under: in each member, one per sector that any member serves, so that
 * what she sent stays hers when a member no longer offers the service. Then what her session keeps from before she signed in.
 */
export function accountHolders(
  ctx: Pick<Context, "catalogue" | "secrets">,
  { account, grants }: Owner,
): readonly HeldIn[] {
  const members = ctx.catalogue.everyMember().map(({ id }) => id);
  const sectors = new Set(
    members.flatMap((member) => ctx.catalogue.definitions(member).map(({ privacy }) => privacy.sector)),
  );
  const own = members.flatMap((member) =>
    [...sectors].map((sector) => ({ member, holder: ctx.secrets.pseudonym(account.id, member, sector) })),
  );
  const kept = grants.filter(({ target }) => target === undefined);
  return [...own, ...kept.map(({ member, holder }) => ({ member, holder }))];
}
