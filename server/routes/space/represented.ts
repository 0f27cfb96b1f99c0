import { formatDate } from "../../../engine/index.ts";
import { renderRepresented } from "../../../renderer/space/represented-page.tsx";
import { mandateWords } from "../../../renderer/strings-mandates.ts";
import type { Context } from "../../context.ts";
import { accountHolders } from "../../identity/account-holders.ts";
import { FOR_MANDATOR, isAbout } from "../../identity/by-mandate.ts";
import { requireCitizen } from "../../identity/require.ts";
import type { HeldMandate } from "../../identity/subject.ts";
import { listMandates } from "../../store/mandates.ts";
import { readSpace, type Space } from "../../store/space.ts";
import { gone, type PageContext } from "../front/front-scope.ts";
import { afterOf, draftViews, olderThan, waitingStates } from "./home.ts";
import { entryView, knownEntries, payable } from "./home-lines.ts";
import { scopeWords } from "./mandates.ts";

const PER_PAGE = 20;

/** GET /mon-espace/mandats/{mandate}: what someone she represents has, as far as the mandate goes. */
export async function representedRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const { ctx } = c.var;
  const { account, session } = citizen.value;
  const mandate = session.mandates?.find(({ id }) => id === c.req.param("mandate"));
  const stored = mandate && (await listMandates(ctx, account.id)).find(({ id }) => id === mandate.id);
  if (!mandate || !stored) return gone(c);
  const after = afterOf(c.req.query("apres"));
  const space = await readSpace(ctx, {
    held: heldBy(ctx, mandate),
    granted: [],
    definitions: mandate.definitions,
    renewable: [],
    waiting: waitingStates(ctx),
    unsaid: [],
    after,
    limit: PER_PAGE,
    now: ctx.clock(),
  });
  const known = await knownEntries(ctx, session, [...space.waiting, ...space.entries]);
  const shown = space.entries.slice(0, PER_PAGE);
  const html = renderRepresented(c.var.site(null), {
    name: mandate.from.name,
    scope: scopeWords(ctx, mandate),
    dates: mandateWords.dates(formatDate(stored.startsOn), formatDate(stored.endsOn)),
    acts: mandate.acts,
    drafts: await draftViews(ctx, { drafts: mandate.acts ? begunByMandate(mandate, space) : [] }),
    waiting: await payable(ctx, known, space.waiting),
    entries: shown.flatMap((entry) => entryView(ctx, known, entry.id)),
    older: space.entries.length > PER_PAGE ? olderThan(`/mon-espace/mandats/${mandate.id}`, shown.at(-1)) : null,
  });
  return c.html(html);
}

/** The giver's pseudonyms in the members that the mandate is about. */
const heldBy = (ctx: Context, { from, members }: HeldMandate) =>
  accountHolders(ctx, { account: { ...from, email: null }, grants: [] }).filter(
    ({ member }) => members === null || members.includes(member),
  );

const begunByMandate = (mandate: HeldMandate, { drafts }: Space): Space["drafts"] =>
  drafts.filter(
    ({ member, definition, onBehalf }) => onBehalf?.kind === FOR_MANDATOR.kind && isAbout(mandate, member, definition),
  );
