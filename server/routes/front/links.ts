import { renderMessage } from "../../../renderer/front/message-page.tsx";
import { strings } from "../../../renderer/strings.ts";
import { redeemAccessLink } from "../../identity/access-links.ts";
import { ensureSession, grantHolder } from "../../identity/sessions.ts";
import { findDraft } from "../../store/drafts.ts";
import { findEntry } from "../../store/entries.ts";
import { gone, memberOf, type PageContext } from "./front-scope.ts";

/** GET /{member}/reprise/{token} and /{member}/suivi/{token}: whoever has the link may open that one thing. */
export async function linkRoute(c: PageContext): Promise<Response> {
  const member = memberOf(c);
  if (!member) return gone(c);
  const { ctx } = c.var;
  const link = await redeemAccessLink(ctx, member.id, c.req.param("token") ?? "");
  const target =
    link?.kind === "draft"
      ? await draftTarget(c, member.id, link.target)
      : link && (await entryTarget(c, member.id, link.target));
  if (!target) {
    const { link: title, linkText: text } = strings.gone;
    return c.html(renderMessage(c.var.site(member.id), { title, text }), 404);
  }
  const { href, holder, sector, id } = target;
  // A session of an agent of this member sees entries by her rights, not by a link.
  if (holder !== null && c.var.session?.agent?.member !== member.id) {
    await grantHolder(ctx, await ensureSession(c), { member: member.id, sector, holder, target: id });
  }
  const page = link?.kind === "entry" ? PAGES.find((each) => each === c.req.query("vers")) : undefined;
  return c.redirect(page ? `${href}/${page}` : href, 303);
}

/** Pages of a demande that a mail leads to. */
const PAGES = ["messages", "avis"] as const;

interface Target {
  readonly id: string;
  readonly href: string;
  readonly holder: string | null;
  readonly sector: string;
}

async function draftTarget(c: PageContext, member: string, id: string): Promise<Target | null> {
  const { ctx } = c.var;
  const draft = await findDraft(ctx, member, id, ctx.clock());
  if (!draft) return null;
  const { privacy } = await ctx.catalogue.version(member, draft.definition, draft.version);
  return { id, href: `/${member}/demarches/${id}`, holder: draft.owner, sector: privacy.sector };
}

async function entryTarget(c: PageContext, member: string, id: string): Promise<Target | null> {
  const { ctx } = c.var;
  const entry = await findEntry(ctx, member, id);
  if (!entry) return null;
  const { privacy } = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  return { id, href: `/${member}/demandes/${id}`, holder: entry.holder, sector: privacy.sector };
}
