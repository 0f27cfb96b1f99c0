import { formatDate, parisDay } from "../../../engine/index.ts";
import { renderVerify, type VerifyView } from "../../../renderer/front/verify-page.tsx";
import { documentWords as words } from "../../../renderer/strings-documents.ts";
import { about } from "../../commands/write-entry.ts";
import { cleanCode } from "../../document-code.ts";
import { addressKey } from "../../identity/address.ts";
import { tooMany } from "../../problem.ts";
import { findByCode } from "../../store/documents.ts";
import type { Member } from "../../store/members.ts";
import { take } from "../../store/rate-limit.ts";
import { gone, memberOf, type PageContext } from "./front-scope.ts";
import { verifiedCard } from "./verified-card.ts";

const HOUR = 3600;
/** Codes tried an hour from one network address: a desk that checks papers all day tries fewer. */
const TRIES = 120;

/**
 * GET /{member}/verifier and /{member}/verifier/{code}: whether a document was delivered, by whom and when, and whether a
 * card holds. It says nothing of the person it is about, but what the definition lets a card show.
 */
export async function verifyRoute(c: PageContext): Promise<Response> {
  const member = memberOf(c);
  if (!member) return gone(c);
  const typed = (c.req.param("code") ?? c.req.query("code") ?? "").trim().slice(0, 100);
  if (typed === "") return show(c, member, { code: "", issues: [], found: null }, 200);
  const { ctx } = c.var;
  const wait = await take(ctx, [{ key: addressKey(c, "document-code"), most: TRIES, seconds: HOUR }]);
  if (wait !== null) {
    c.header("Retry-After", String(wait));
    return show(c, member, { code: typed, issues: [issue(tooMany(wait).detail)], found: null }, 429);
  }
  const code = cleanCode(typed);
  const found = code === null ? null : await findByCode(ctx, member.id, code);
  if (!found || code === null) {
    const message = code === null ? words.verifyPage.malformed : words.verifyPage.unknown;
    return show(c, member, { code: typed, issues: [issue(message)], found: null }, 404);
  }
  const definition = await ctx.catalogue.version(member.id, found.definition, found.version);
  const facts = {
    title: found.title,
    about: definition.title,
    service: about(ctx, member.id, definition).service ?? member.name,
    reference: found.reference,
    day: formatDate(parisDay(found.at.toISOString())),
    pages: found.pages,
    sha256: found.sha256.toString("hex"),
    card: await verifiedCard(ctx, c.var.session, member.id, definition, found),
  };
  return show(c, member, { code, issues: [], found: facts }, 200);
}

const issue = (message: string) => ({ code: "code", pointer: "/code", message });

async function show(
  c: PageContext,
  member: Member,
  view: Omit<VerifyView, "action" | "member">,
  status: 200 | 404 | 429,
): Promise<Response> {
  const page = { ...view, member: member.name, action: `/${member.id}/verifier` };
  return c.html(renderVerify(c.var.site(member.id), page), status);
}
