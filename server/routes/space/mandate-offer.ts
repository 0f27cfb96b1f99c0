import { formatDate } from "../../../engine/index.ts";
import { mandateWords } from "../../../renderer/strings-mandates.ts";
import { findOffer, refuseMandate, takeMandate } from "../../commands/mandate.ts";
import { askToSignIn, noticeResponse } from "../../middleware/answers.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { formResponse, withBack, wordResponse } from "../account/account-scope.ts";
import type { PageContext } from "../front/front-scope.ts";
import { scopeWords } from "./mandates.ts";

const { offer: words, dates } = mandateWords;
const PATH = "/mon-espace/mandats";

/** GET /mon-espace/mandats/invitation/{token}: what is offered. Opening the link decides nothing. */
export async function offerRoute(c: PageContext): Promise<Response> {
  const { ctx, session } = c.var;
  const token = c.req.param("token") ?? "";
  const offer = await findOffer(ctx, token);
  if (!offer) return goneResponse(c);
  const account = session?.account ?? null;
  const own = account?.id === offer.from.id;
  const onward = { back: `${PATH}/invitation/${token}`, kept: null };
  return formResponse(c, {
    title: words.title(offer.from.name),
    texts: [
      words.what(offer.from.name),
      scopeWords(ctx, offer),
      dates(formatDate(offer.startsOn), formatDate(offer.endsOn)),
      words.history,
      words.anytime,
      ...(own ? [words.own] : account ? [words.signedInAs(account.name)] : []),
    ],
    action: onward.back,
    fields: [],
    buttons: [
      ...(account && !own ? [{ label: words.accept, name: "accepter" }] : []),
      ...(own ? [] : [{ label: words.refuse, name: "refuser", tone: "secondary" as const }]),
    ],
    links: account
      ? []
      : [
          { href: withBack("/connexion", onward), label: words.signIn },
          { href: withBack("/inscription", onward), label: words.signUp },
        ],
  });
}

/** POST: the explicit yes or no. A form that comes back is shown again. */
export async function answerOfferRoute(c: PageContext): Promise<Response> {
  const { ctx, session } = c.var;
  const token = c.req.param("token") ?? "";
  const form = await readForm(c);
  if (form.resumed) return offerRoute(c);
  const account = session?.account ?? null;
  if (form.fields.has("refuser")) {
    if (!(await refuseMandate(ctx, token))) return goneResponse(c);
    return wordResponse(c, { title: words.refused, texts: [words.refusedText] });
  }
  if (!form.fields.has("accepter")) return offerRoute(c);
  if (!account) return askToSignIn(c, "citizen");
  const taken = await takeMandate(ctx, token, account);
  if (!taken.ok) return noticeResponse(c, taken.problem);
  return taken.value ? c.redirect(`${PATH}?fait=accepte`, 303) : goneResponse(c);
}

const goneResponse = (c: PageContext): Response | Promise<Response> =>
  wordResponse(c, { title: words.gone, texts: [words.goneText], link: { href: PATH, label: mandateWords.title } }, 404);
