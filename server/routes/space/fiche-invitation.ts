import { ficheWords } from "../../../renderer/strings-fiches.ts";
import { findInvitation, takeFiche } from "../../commands/hold-fiche.ts";
import { askToSignIn, noticeResponse } from "../../middleware/answers.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { formResponse, withBack, wordResponse } from "../account/account-scope.ts";
import type { PageContext } from "../front/front-scope.ts";
import { TAKEN } from "./fiche.ts";

const words = ficheWords.invitation;

/** GET /{member}/fiches/invitation/{token}: what is opened to her. Opening the link decides nothing, and names nobody. */
export async function invitationRoute(c: PageContext): Promise<Response> {
  const { ctx, session } = c.var;
  const member = c.req.param("member") ?? "";
  const token = c.req.param("token") ?? "";
  const invitation = await findInvitation(ctx, member, token);
  if (!invitation) return goneResponse(c);
  const account = session?.account ?? null;
  const onward = { back: `/${member}/fiches/invitation/${token}`, kept: null };
  const name = ctx.catalogue.member(member)?.name ?? member;
  return formResponse(c, {
    site: c.var.site(member),
    title: words.title(name),
    texts: [words.lead(invitation.definition.title), account ? words.signedInAs(account.name) : words.account],
    action: onward.back,
    fields: [],
    buttons: account ? [{ label: words.take, name: "rattacher" }] : [],
    links: account
      ? []
      : [
          { href: withBack("/inscription", onward), label: words.signUp },
          { href: withBack("/connexion", onward), label: words.signIn },
        ],
  });
}

/** POST: she makes it hers. A form that comes back is shown again. */
export async function takeInvitationRoute(c: PageContext): Promise<Response> {
  const { ctx, session } = c.var;
  const member = c.req.param("member") ?? "";
  const form = await readForm(c);
  if (form.resumed || !form.fields.has("rattacher")) return invitationRoute(c);
  if (!session?.account) return askToSignIn(c, "citizen");
  const invitation = await findInvitation(ctx, member, c.req.param("token") ?? "");
  if (!invitation) return goneResponse(c);
  const taken = await takeFiche(ctx, invitation, session);
  if (taken.ok) return c.redirect(`/${member}/fiches/${taken.value.id}?fait=${TAKEN}`, 303);
  return taken.problem.code === "not-found" ? goneResponse(c) : noticeResponse(c, taken.problem);
}

const goneResponse = (c: PageContext): Response | Promise<Response> =>
  wordResponse(
    c,
    { title: words.gone, texts: [words.goneText], link: { href: "/mon-espace", label: words.space } },
    404,
  );
