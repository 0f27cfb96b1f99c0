import { decode, formatDate, type Issue, parisDay, submit } from "../../../engine/index.ts";
import { type MandateLine, renderMandates, renderOffering } from "../../../renderer/space/mandates-page.tsx";
import { mandateWords as words } from "../../../renderer/strings-mandates.ts";
import { endMandate, offerMandate } from "../../commands/mandate.ts";
import type { Context } from "../../context.ts";
import { clientAddress } from "../../identity/address.ts";
import { requireCitizen } from "../../identity/require.ts";
import type { MandateScope } from "../../identity/subject.ts";
import { noticeResponse } from "../../middleware/answers.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { listMandates, type Mandate } from "../../store/mandates.ts";
import { refusalStatus } from "../account/account-scope.ts";
import type { PageContext } from "../front/front-scope.ts";
import { saidDone } from "../said-done.ts";
import { mandateForm, offerOf, serviceChoices } from "./mandate-form.ts";

const PATH = "/mon-espace/mandats";

/** GET /mon-espace/mandats: the mandates she gave, and the people she represents. */
export async function mandatesRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const { ctx } = c.var;
  const { account } = citizen.value;
  const lines = (await listMandates(ctx, account.id)).map((mandate) => lineOf(ctx, mandate, account.id));
  const html = renderMandates(c.var.site(null), {
    done: saidDone(c, words.done) ?? null,
    given: lines.filter(({ side, over }) => side === "giver" && !over),
    held: lines.filter(({ side, over }) => side === "mandatary" && !over),
    past: lines.filter(({ over }) => over),
  });
  return c.html(html);
}

/** GET /mon-espace/mandats/donner */
export async function offeringRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  return show(c, { debut: parisDay(c.var.ctx.clock().toISOString()) }, []);
}

/** POST: sends the offer. The page that follows says the same whoever the address belongs to. */
export async function postOfferingRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const read = await readForm(c);
  const { ctx } = c.var;
  const form = mandateForm(ctx);
  const answers = decode(form.order, read.fields);
  if (read.resumed) return show(c, answers, []);
  const checked = submit(form, answers, { now: ctx.clock().toISOString() });
  if (!checked.ok) return show(c, answers, checked.issues);
  const offered = await offerMandate(ctx, citizen.value.account, offerOf(checked.value), clientAddress(c));
  if (offered.ok) return c.redirect(`${PATH}?fait=donne`, 303);
  const { problem } = offered;
  if (problem.issues.length > 0) return show(c, answers, problem.issues);
  return show(
    c,
    answers,
    [{ code: problem.code, pointer: "/courriel", message: problem.detail }],
    refusalStatus(c, problem),
  );
}

/** POST /mon-espace/mandats/{mandate}/terminer, by either side. A form that comes back is to be pressed again. */
export async function endMandateRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const form = await readForm(c);
  if (form.resumed) return c.redirect(PATH, 303);
  const ended = await endMandate(c.var.ctx, citizen.value.account, c.req.param("mandate") ?? "");
  return ended.ok ? c.redirect(`${PATH}?fait=fin`, 303) : noticeResponse(c, ended.problem);
}

function show(
  c: PageContext,
  answers: Parameters<typeof renderOffering>[1]["answers"],
  issues: readonly Issue[],
  status: 422 | 429 = 422,
): Response | Promise<Response> {
  const html = renderOffering(c.var.site(null), { form: mandateForm(c.var.ctx), answers, issues });
  return c.html(html, issues.length > 0 ? status : 200);
}

function lineOf(ctx: Context, mandate: Mandate, account: string): MandateLine {
  const { id, from, to, offeredTo, startsOn, endsOn, endedAt } = mandate;
  const today = parisDay(ctx.clock().toISOString());
  const side = from.id === account ? "giver" : "mandatary";
  const over = endedAt !== null || endsOn < today;
  return {
    id,
    side,
    over,
    waits: to === null,
    current: !over && to !== null && startsOn <= today,
    name: side === "giver" ? (to?.name ?? offeredTo) : from.name,
    address: side === "giver" && to !== null ? words.offeredTo(offeredTo) : null,
    scope: scopeWords(ctx, mandate),
    dates: words.dates(formatDate(startsOn), formatDate(endsOn)),
  };
}

/** "Suivre les demandes. Démarches : toutes. Collectivités : Mulhouse." */
export function scopeWords(ctx: Context, { members, definitions, acts }: MandateScope): string {
  const titles = new Map(serviceChoices(ctx).map((choice) => [choice.const, choice.title]));
  return words.scope(
    acts ? words.acts : words.follows,
    members?.map((id) => ctx.catalogue.member(id)?.name ?? id).join(", ") ?? words.every,
    definitions?.map((id) => titles.get(id) ?? id).join(", ") ?? words.every,
  );
}
