import { MERGED, PARTED, TOOK_IN } from "../../../engine/index.ts";
import type { MergedView } from "../../../renderer/back/merged-fiches.tsx";
import { duplicateWords as words } from "../../../renderer/strings-duplicates.ts";
import { mayWork } from "../../commands/merge-fiches.ts";
import { partFiches } from "../../commands/part-fiches.ts";
import { actorsOf } from "../../identity/actor-for.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { findEntries } from "../../store/entries.ts";
import { findMerged, mergedInto } from "../../store/merged-entries.ts";
import { type PageContext, refuse } from "./agent-scope.ts";
import { alikeFiche } from "./alike-views.ts";
import { type EntryScope, entryScope } from "./entry-scope.ts";
import { reach } from "./reach.ts";

/** `?fait=` after two fiches were parted, some of what the one kept took in having changed since. */
const PARTED_SOME = "separer-reste";

/** Where the page of a fiche made one with another leads; null for any other, or when this agent may not open the one kept. */
export async function keptHref(scope: EntryScope): Promise<string | null> {
  const { entry } = scope;
  const gone = entry.state === MERGED ? await goneTo(scope) : null;
  return gone && `${gone.href}?${new URLSearchParams({ fait: `${TOOK_IN} ${entry.reference}` })}#fait`;
}

async function goneTo(scope: EntryScope) {
  const { ctx, entry } = scope;
  const merged = await findMerged(ctx.db, { member: entry.member, id: entry.id });
  if (!merged) return null;
  const [kept] = await findEntries(ctx, new Map([[merged.kept.member, [merged.kept.id]]]));
  return kept ? alikeFiche(scope, kept) : null;
}

/** What has just been done of two fiches; null for anything else. */
export function mergedSentence(fact: string): string | null {
  const [done, reference = ""] = fact.split(" ");
  if (done === TOOK_IN) return /^[\w-]{1,40}$/.test(reference) ? words.done.arrived(reference) : words.done.merged;
  if (fact === PARTED) return words.done.parted;
  return fact === PARTED_SOME ? words.done.partedSome : null;
}

/** The fiches made one with this one, or the one it went to; nothing is asked for a register that looks for no duplicates. */
export async function mergedView(scope: EntryScope): Promise<MergedView | null> {
  const { ctx, session, home, entry, offered } = scope;
  if (!offered.duplicates) return null;
  const partAction = (base: string) => (mayWork(scope) ? `${base}/separer#erreurs` : null);
  if (entry.state === MERGED) {
    const gone = await goneTo(scope);
    return { lines: [], gone: gone && { href: gone.href, label: gone.label, partAction: partAction(scope.base) } };
  }
  const members = reach(ctx, session, home.id, entry.definition).map(({ member }) => member.id);
  const merged = await mergedInto(ctx.db, members, entry.id);
  const ids = new Map<string, string[]>();
  for (const { fiche } of merged) ids.set(fiche.member, [...(ids.get(fiche.member) ?? []), fiche.id]);
  const entries = new Map((await findEntries(ctx, ids)).map((each) => [each.id, each]));
  const lines = merged.flatMap(({ fiche, at, by }) => {
    const other = entries.get(fiche.id);
    const base = `/${fiche.member}/agent/${entry.definition}/${fiche.id}`;
    if (!other) return [];
    return [
      {
        reference: other.reference,
        href: `${base}?ancienne=oui`,
        partAction: partAction(base),
        at: at.toISOString(),
        by,
      },
    ];
  });
  return { lines, gone: null };
}

/** POST /{member}/agent/{domain}/{name}/{id}/separer: parts a fiche from the one it was made one with. */
export async function partRoute(c: PageContext): Promise<Response> {
  const scope = await entryScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, session, entry, base } = scope;
  const form = await readForm(c);
  if (form.resumed) return c.redirect(`${base}?ancienne=oui`, 303);
  const fiche = { member: entry.member, id: entry.id };
  const outcome = await partFiches(ctx, { definitionId: entry.definition, fiche, actorIn: actorsOf(ctx, session) });
  if (!outcome.ok) return refuse(c, outcome.problem);
  const fait = outcome.value.left.length > 0 ? PARTED_SOME : PARTED;
  return c.redirect(`${base}?fait=${fait}#fait`, 303);
}
