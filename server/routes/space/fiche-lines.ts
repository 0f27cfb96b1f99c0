import { confirmedOf, formatDate, parisDay } from "../../../engine/index.ts";
import type { SpaceFicheView } from "../../../renderer/space/space-home.tsx";
import { ficheWords as words } from "../../../renderer/strings-fiches.ts";
import type { Context } from "../../context.ts";
import { accountHolders } from "../../identity/account-holders.ts";
import type { AccountIdentity, Session } from "../../identity/subject.ts";
import { heldFiches } from "../../store/entry-hold.ts";
import { contextOf } from "../front/front-scope.ts";
import { knownEntries } from "./home-lines.ts";

/** Fiches of one account: of two registers, in two members, it is already rare. */
const MOST = 20;

/** The fiches that belong to an account, those that ask something of her first. Reads nothing where no register opens its own. */
export async function fichesOf(
  ctx: Context,
  account: AccountIdentity,
  session: Session,
): Promise<readonly SpaceFicheView[]> {
  const members = ctx.catalogue
    .everyMember()
    .filter(({ id }) => ctx.catalogue.definitions(id).some(({ holderView }) => holderView !== null))
    .map(({ id }) => id);
  if (members.length === 0) return [];
  const held = accountHolders(ctx, { account, grants: [] }).filter(({ member }) => members.includes(member));
  const known = await knownEntries(ctx, session, await heldFiches(ctx, held, MOST));
  const lines = [...known.values()].flatMap(({ entry, definition, actor }): SpaceFicheView[] => {
    const member = ctx.catalogue.member(entry.member);
    if (!definition.holderView || !member) return [];
    const context = contextOf(ctx, member, definition, actor);
    const confirmed = confirmedOf(definition, entry, parisDay(context.now), context);
    return [
      {
        href: `/${entry.member}/fiches/${entry.id}`,
        title: definition.holderView.title,
        member: member.name,
        wanted:
          confirmed?.wanted && definition.confirmation ? words.confirm.title(definition.confirmation.title) : null,
        confirmed: confirmed?.on ? words.confirm.on(formatDate(confirmed.on)) : null,
      },
    ];
  });
  return lines.sort((a, b) => Number(b.wanted !== null) - Number(a.wanted !== null));
}
