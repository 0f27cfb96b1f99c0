import { renderMessage } from "../../../renderer/front/message-page.tsx";
import { outside } from "../../../renderer/strings-outside.ts";
import type { PageContext } from "../../app-env.ts";
import { audit } from "../../audit.ts";
import { CONFIRM_ADDRESS } from "../../commands/outside-account.ts";
import { readToken, redeemToken } from "../../identity/one-time-codes.ts";
import { ownPath } from "../../middleware/answers.ts";
import { GROUP } from "../../store/members.ts";
import { setFirstEmail } from "../../store/outside-identities.ts";
import { formResponse } from "../account/account-scope.ts";

const words = outside.address;

/** GET /connexion/franceconnect/adresse/{token}: asks before acting. */
export async function showAddressRoute(c: PageContext): Promise<Response> {
  c.header("Referrer-Policy", "no-referrer");
  c.header("Cache-Control", "no-store");
  const asked = await readToken(c.var.ctx, CONFIRM_ADDRESS, c.req.param("token") ?? "");
  if (typeof asked?.["email"] !== "string") return gone(c);
  const { title, text, button } = words;
  const view = { title, texts: [text(asked["email"])], action: ownPath(c), fields: [], buttons: [{ label: button }] };
  return formResponse(c, view);
}

/** POST: the address is hers from now on, if nobody else has it. */
export async function confirmAddressRoute(c: PageContext): Promise<Response> {
  const { ctx } = c.var;
  const asked = await redeemToken(ctx, CONFIRM_ADDRESS, c.req.param("token") ?? "");
  const { account: id, email } = asked ?? {};
  if (typeof id !== "string" || typeof email !== "string") return gone(c);
  if (!(await setFirstEmail(ctx.db, id, email, ctx.clock()))) return gone(c);
  const actor = { kind: "citizen", id } as const;
  audit(ctx, { member: GROUP, action: "account", actor, target: id, detail: { what: "address-confirmed" } });
  return c.html(renderMessage(c.var.site(null), { title: words.done, text: words.doneText }));
}

async function gone(c: PageContext): Promise<Response> {
  return c.html(renderMessage(c.var.site(null), { title: words.gone, text: words.goneText }), 404);
}
