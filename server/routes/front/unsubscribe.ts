import { renderMessage } from "../../../renderer/front/message-page.tsx";
import { renderUnsubscribe } from "../../../renderer/front/unsubscribe-page.tsx";
import { sendingWords } from "../../../renderer/strings-sendings.ts";
import { readUnsubscribe, UNSUBSCRIBE, unsubscribe, unsubscribing } from "../../commands/unsubscribe.ts";
import type { PageContext } from "./front-scope.ts";

const { unsubscribe: words } = sendingWords;

interface Asked {
  readonly member: string;
  readonly name: string;
  readonly entry: string;
  readonly what: string;
}

/** What the link of a mail is about, or the page that says it is good for nothing. */
async function asked(c: PageContext): Promise<Asked | Response> {
  const { ctx } = c.var;
  const member = ctx.catalogue.member(c.req.param("member") ?? "");
  const entry = member && readUnsubscribe(ctx, member.id, c.req.param("token") ?? "");
  const what = member && entry ? await unsubscribing(ctx, member.id, entry) : null;
  if (!member || !entry || what === null) {
    const site = c.var.site(member?.id ?? null);
    return c.html(renderMessage(site, { title: words.title("ces courriels"), text: words.gone }), 404);
  }
  return { member: member.id, name: member.name, entry, what };
}

/** GET /{member}/desabonnement/{token}: one button. What checks the links of mails changes nothing by opening it. */
export async function unsubscribeRoute(c: PageContext): Promise<Response> {
  const found = await asked(c);
  if (found instanceof Response) return found;
  const { member, what, name } = found;
  const action = `/${member}/${UNSUBSCRIBE}/${c.req.param("token") ?? ""}`;
  return c.html(renderUnsubscribe(c.var.site(member), { what, name, action }));
}

/** POST of the same, by the button or by a mail program at one press (RFC 8058): pressed twice, it is written once. */
export async function postUnsubscribeRoute(c: PageContext): Promise<Response> {
  const found = await asked(c);
  if (found instanceof Response) return found;
  const { ctx } = c.var;
  const { member, entry, what, name } = found;
  await unsubscribe(ctx, member, entry);
  const text = `${words.done(what, name)} ${words.back}`;
  return c.html(renderMessage(c.var.site(member), { title: words.doneTitle, text }));
}
