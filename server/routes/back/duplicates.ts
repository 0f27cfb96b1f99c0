import { duplicatesPage, type PairLine } from "../../../renderer/back/duplicates-page.tsx";
import { duplicateWords as words } from "../../../renderer/strings-duplicates.ts";
import { notFound } from "../../problem.ts";
import { openPairs } from "../../store/alike.ts";
import { findEntries } from "../../store/entries.ts";
import { agentScope, backFrame, definitionId, type PageContext, refuse } from "./agent-scope.ts";
import { alikeFiche } from "./alike-views.ts";
import { auditLists } from "./audit-lists.ts";
import { reach } from "./reach.ts";

/** Pairs of one page: the work goes on with the next ones once these are decided. */
const MOST = 50;

/** `?fait=` after two fiches were told apart. */
export const TOLD_APART = "distinctes";

/** GET /{member}/agent/{domain}/{name}/doublons: the fiches that may describe the same person, two by two. */
export async function duplicatesRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, session, member } = scope;
  const id = definitionId(c);
  const places = reach(ctx, session, member.id, id);
  const [first] = places;
  if (!first?.definition.duplicates) return refuse(c, notFound());
  const members = places.map((place) => place.member.id);
  const pairs = await openPairs(ctx.db, members, id, MOST + 1);
  const ids = new Map(
    members.map((each) => [
      each,
      idsOf(
        pairs.flatMap(({ one, other }) => [one, other]),
        each,
      ),
    ]),
  );
  const entries = new Map((await findEntries(ctx, ids)).map((entry) => [entry.id, entry]));
  const lines: PairLine[] = [];
  for (const { one, other, sure, reasons } of pairs.slice(0, MOST)) {
    const [first, second] = [entries.get(one.id), entries.get(other.id)];
    const [a, b] = [first && (await alikeFiche(scope, first)), second && (await alikeFiche(scope, second))];
    if (a && b) lines.push({ one: a, other: b, sure, reasons, href: `${a.href}/doublons/${other.id}` });
  }
  auditLists(ctx, places, [...entries.values()]);
  return c.html(
    duplicatesPage({
      frame: await backFrame(c, scope, id),
      register: first.definition.title,
      registerHref: `/${member.id}/agent/${id}`,
      pairs: lines,
      most: pairs.length > MOST ? MOST : null,
      done: c.req.query("fait") === TOLD_APART ? words.done.apart : null,
    }),
  );
}

const idsOf = (
  fiches: readonly { readonly member: string; readonly id: string }[],
  member: string,
): readonly string[] => [...new Set(fiches.flatMap((fiche) => (fiche.member === member ? [fiche.id] : [])))];
