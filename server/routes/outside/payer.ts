import type { Hono } from "hono";
import { formatMoney } from "../../../engine/index.ts";
import { renderPayer, renderPayerClosed } from "../../../renderer/outside/payer-page.tsx";
import type { AppEnv, PageContext } from "../../app-env.ts";
import type { FakePayfip } from "../../connectors/fake-payfip/fake-payfip.ts";
import type { Played } from "../../connectors/fake-payfip/operations.ts";
import { PAYER } from "../../connectors/open-payments.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { PAGE_POLICY } from "../../middleware/security-headers.ts";

const CHOICES: Readonly<Record<string, Played>> = {
  carte: "card",
  prelevement: "debit",
  "refus-carte": "card-refused",
  "refus-prelevement": "debit-refused",
  abandon: "abandon",
};

/** The page of the fake service, where someone plays who pays. */
export function registerPayerRoutes(app: Hono<AppEnv>, fake: FakePayfip): void {
  app.get(PAYER, (c) => payerRoute(c, fake, false));
  app.post(PAYER, (c) => playedRoute(c, fake));
}

const idopOf = (c: PageContext): string => c.req.query("idop") ?? "";

function payerRoute(c: PageContext, fake: FakePayfip, again: boolean): Response | Promise<Response> {
  const idop = idopOf(c);
  const fault = fake.page(idop);
  const asked = fake.find(idop)?.asked;
  if (fault !== null || !asked) {
    const { code, label } = fault ?? { code: "P1", label: "Opération inconnue" };
    return c.html(renderPayerClosed(c.var.site(null), { code, label, back: asked?.["urlredirect"] ?? null }), 400);
  }
  const { montant = "0", objet = "", refdet = "", saisie = "", urlredirect = "" } = asked;
  // Back to the town's own host name, if it has one.
  const back = new URL(urlredirect).origin;
  c.header("Content-Security-Policy", PAGE_POLICY.replace("form-action 'self'", `form-action 'self' ${back}`));
  const view = { action: `${PAYER}?idop=${encodeURIComponent(idop)}`, amount: formatMoney(Number(montant)), again };
  return c.html(
    renderPayer(c.var.site(null), { ...view, subject: objet, refdet, test: saisie !== "W" }),
    again ? 422 : 200,
  );
}

/** Plays what was chosen, and sends her back; who closes the window is sent nowhere. */
async function playedRoute(c: PageContext, fake: FakePayfip): Promise<Response> {
  const form = await readForm(c);
  const idop = idopOf(c);
  const choice = form.fields.get("choix")?.at(-1) ?? "";
  if (fake.page(idop) !== null) return payerRoute(c, fake, false);
  if (choice === "fermer") return c.html(renderPayerClosed(c.var.site(null), null));
  const played = Object.hasOwn(CHOICES, choice) ? CHOICES[choice] : undefined;
  if (played === undefined || form.resumed) return payerRoute(c, fake, played === undefined);
  return c.redirect(fake.play(idop, played), 303);
}
