import type { Context } from "../../context.ts";
import { accountHolders } from "../../identity/account-holders.ts";
import type { AccountIdentity, Session } from "../../identity/subject.ts";
import type { SpaceQuery } from "../../store/space.ts";

/** Every pseudonym an account may hold something under, and what its session was granted one by one. */
export function heldIn(
  ctx: Pick<Context, "catalogue" | "secrets">,
  account: AccountIdentity,
  { grants }: Pick<Session, "grants">,
): Pick<SpaceQuery, "held" | "granted"> {
  return {
    held: accountHolders(ctx, { account, grants }),
    granted: grants.flatMap(({ member, target }) => (target === undefined ? [] : [{ member, id: target }])),
  };
}
