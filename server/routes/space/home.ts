import { awaitsPayment, formatInstant } from "../../../engine/index.ts";
import { renderSpaceHome, type SpaceHomeView } from "../../../renderer/space/space-home.tsx";
import { spaceWords } from "../../../renderer/strings-space.ts";
import type { Context } from "../../context.ts";
import { requireCitizen } from "../../identity/require.ts";
import { isUuid } from "../../store/entries.ts";
import { type After, readSpace, type Space } from "../../store/space.ts";
import { UNSAID_FACTS } from "../../unsaid-facts.ts";
import type { PageContext } from "../front/front-scope.ts";
import { fichesOf } from "./fiche-lines.ts";
import { heldIn } from "./held-in.ts";
import { entryView, fileViews, type Known, knownEntries, messageView, payable, unreadView } from "./home-lines.ts";
import { offeredTo } from "./offers.ts";
import { renewableLines, renewableStates } from "./renewable.ts";

const PER_PAGE = 20;

/** GET /mon-espace: what this citizen has in every member, what waits for her first. */
export async function spaceHomeRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const { ctx } = c.var;
  const { account, session } = citizen.value;
  const after = afterOf(c.req.query("apres"));
  const space = await readSpace(ctx, {
    ...heldIn(ctx, account, session),
    definitions: null,
    waiting: waitingStates(ctx),
    renewable: renewableStates(ctx),
    unsaid: [...UNSAID_FACTS],
    after,
    limit: PER_PAGE,
    now: ctx.clock(),
  });
  const known = await knownEntries(ctx, session, [
    ...space.waiting,
    ...space.renewable,
    ...space.entries,
    ...space.about,
  ]);
  const shown = space.entries.slice(0, PER_PAGE);
  const html = renderSpaceHome(c.var.site(null), {
    name: account.name,
    done: claimed(known, c.req.query("rattachee")),
    drafts: await draftViews(ctx, space),
    waiting: await payable(ctx, known, space.waiting),
    renewable: await renewableLines(
      ctx,
      space.renewable.filter(({ id }) => known.has(id)),
    ),
    fiches: after === null ? await fichesOf(ctx, account, session) : [],
    offered: after === null ? await offeredTo(ctx, account) : null,
    unread: space.unread.flatMap(({ entryId, count }) => unreadView(ctx, known, entryId, count)),
    entries: shown.flatMap((entry) => entryView(ctx, known, entry.id)),
    messages: space.facts.flatMap(({ entryId, event }) => messageView(ctx, known, entryId, event)),
    files: await fileViews(ctx, known, space.files),
    older: space.entries.length > PER_PAGE ? olderThan("/mon-espace", shown.at(-1)) : null,
    first: after === null,
  });
  return c.html(html);
}

/** "definition state" of every state in which the holder's answer, or her payment, is awaited. */
export function waitingStates(ctx: Context): readonly string[] {
  const definitions = ctx.catalogue.members().flatMap(({ id }) => ctx.catalogue.definitions(id));
  const states = [...new Set(definitions)].flatMap((definition) =>
    [...definition.workflow.states.values()]
      .filter(
        (state) =>
          !state.final &&
          state.tone === "waiting" &&
          (state.events.some(({ who }) => who.includes("holder")) || awaitsPayment(definition, state)),
      )
      .map((state) => `${definition.id} ${state.id}`),
  );
  return [...new Set(states)];
}

/** "2026-03-03T09:30:00.000Z_0192…" from the address; null for the first page. */
export function afterOf(text: string | undefined): After | null {
  const [createdAt = "", id = ""] = (text ?? "").split("_");
  return isUuid(id) && /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/.test(createdAt) && !Number.isNaN(Date.parse(createdAt))
    ? { createdAt, id }
    : null;
}

/** Where the requests after this one are, on the page at `path`. */
export const olderThan = (path: string, last: Space["entries"][number] | undefined): string | null =>
  last === undefined ? null : `${path}?apres=${last.createdAt}_${last.id}`;

/** The lines of drafts to resume. */
export async function draftViews(ctx: Context, { drafts }: Pick<Space, "drafts">): Promise<SpaceHomeView["drafts"]> {
  const views = drafts.map(async ({ member, id, definition, version, updatedAt }) => ({
    href: `/${member}/demarches/${id}`,
    title: (await ctx.catalogue.version(member, definition, version)).title,
    member: ctx.catalogue.member(member)?.name ?? member,
    savedAt: formatInstant(updatedAt.toISOString()),
  }));
  return Promise.all(views);
}

/** What to say of the request just claimed, if it is there. */
function claimed(known: ReadonlyMap<string, Known>, id: string | undefined): string | null {
  const found = known.get(id ?? "");
  return found ? spaceWords.claim.done(found.definition.title, found.entry.reference) : null;
}
