import { randomUUID } from "node:crypto";
import { type CompiledDefinition, fillsForCitizen, isFiledByCitizens } from "../../../engine/index.ts";
import { words } from "../../../renderer/strings-back.ts";
import { mayOpen } from "../../commands/may-open.ts";
import { isFiled, openEntry } from "../../commands/open-entry.ts";
import { renewAtOnce } from "../../commands/renew-at-once.ts";
import { type actorFor, actorsOf } from "../../identity/actor-for.ts";
import { concernsAnswers, notFound, type Problem, problem } from "../../problem.ts";
import { withSectors } from "../../sectors.ts";
import { contextOf, pricingContext } from "../front/front-scope.ts";
import { type AgentScope, agentScope, definitionId, type PageContext, refuse } from "./agent-scope.ts";
import { alikeTo } from "./alike-views.ts";
import type { Aside } from "./aside.ts";
import { type Arrival, counterOf } from "./counter.ts";
import { type DeskRenewal, renewedAt } from "./desk-renewal.ts";
import type { Origin } from "./entry-origin.ts";
import type { Typed } from "./filled.ts";
import type { Place } from "./reach.ts";
import { reach } from "./reach.ts";

/** An agent about to open an entry. */
export interface Opening {
  readonly scope: AgentScope;
  readonly definition: CompiledDefinition;
  readonly actor: ReturnType<typeof actorFor>;
  /** The entry from whose page it is opened, or null. */
  readonly origin: Origin | null;
  /** The entry that this one renews. */
  readonly renews?: DeskRenewal;
  /** What she was writing, for which this one lacked: she goes on with it once this one is saved. */
  readonly aside?: Aside;
}

export type AlikeFound = Awaited<ReturnType<typeof alikeTo>>[number];

/** What was typed in the form of a new entry. */
export interface Filled extends Typed, Arrival {
  /** Fiches that may be of the same person: she reads of them before anything is saved. */
  readonly alike?: readonly AlikeFound[];
}

/** Who opens an entry of what the path names, or the answer to give instead. */
export async function openingScope(c: PageContext, renewed?: string): Promise<Opening | Response> {
  const id = definitionId(c);
  const scope = await agentScope(c, id);
  if (scope instanceof Response) return scope;
  const place = reach(scope.ctx, scope.session, scope.member.id, id).find(({ member }) => member === scope.member);
  if (!place) return refuse(c, notFound());
  const opening = openingAt(scope, place);
  if (!opening) return refuse(c, problem("not-allowed", words.form.notAllowed(place.definition.kind)));
  return renewingIn(c, opening, renewed);
}

/** The same at a place that she reaches; null where she may open nothing. */
export function openingAt(scope: AgentScope, { member, definition, actor }: Place): Opening | null {
  if (!mayOpen(scope.ctx, member.id, definition, actor)) return null;
  return { scope: { ...scope, member }, definition, actor, origin: null };
}

/** The same, with the entry that the form says it renews: 404 when she may not know of it. */
export async function renewingIn(
  c: PageContext,
  opening: Opening,
  id: string | undefined,
): Promise<Opening | Response> {
  if (!id) return opening;
  const renews = await renewedAt(opening.scope, opening.definition, id);
  return renews ? { ...opening, renews } : refuse(c, notFound());
}

/** Opens the entry: for a citizen when citizens fill this form, as her own fiche otherwise. */
export function save({ scope, definition, actor, renews }: Opening, { answers, ...arrival }: Filled, key: string) {
  const { ctx, session, member } = scope;
  const sent = {
    ...{ actor, answers, idempotencyKey: key, actorIn: actorsOf(ctx, session) },
    ...(isFiledByCitizens(definition) && { counter: counterOf(ctx, member.id, definition, arrival) }),
  };
  if (renews) return renewAtOnce(ctx, { ...sent, definition: renews.was, entry: renews.entry });
  return openEntry(ctx, { ...sent, member: member.id, definition });
}

/** Fiches that may be of the same person, when one at least was not shown yet; none once this very form was saved. */
export async function unseen(
  { scope, definition, actor, renews }: Opening,
  { answers }: Typed,
  seen: string,
  key: string,
): Promise<readonly AlikeFound[]> {
  const { ctx, session, home, member } = scope;
  if (renews) return [];
  const alike = await alikeTo(scope, reach(ctx, session, home.id, definition.id), answers);
  if (alike.every(({ id }) => seen.split(" ").includes(id))) return [];
  return (await isFiled(ctx, member.id, actor, key)) ? [] : alike;
}

/** How a form comes back after a refusal that its answers can mend. */
export interface ComesBack {
  readonly issues: NonNullable<Typed["issues"]>;
  readonly status: 409 | 422 | 429;
  /** A new one when the key had served for other answers. */
  readonly key: string;
}

/** Null for a refusal that is a page of its own. */
export function comesBack(refusal: Problem, key: string): ComesBack | null {
  if (concernsAnswers(refusal)) {
    return { issues: refusal.issues, status: refusal.status === 429 ? 429 : 422, key };
  }
  if (refusal.code !== "idempotency-conflict") return null;
  const twice = { code: "twice", pointer: "", message: words.form.twice };
  return { issues: [twice], status: 409, key: randomUUID() };
}

/** Where the form of a new entry stands, before there is one. */
export const placeOf = ({ scope, definition }: Opening, page: "nouveau" | "rapide" = "nouveau") => ({
  action: `/${scope.member.id}/agent/${definition.id}/${page}`,
  slots: { definition, entry: null },
});

/** What the expressions of the form read while it is filled. */
export const openingContext = ({ scope, definition, actor }: Opening, { answers }: Typed) =>
  withSectors(scope.ctx, scope.member.id, definition.form, answers, {
    ...pricingContext({ ...contextOf(scope.ctx, scope.member, definition, actor), now: scope.now }),
    forCitizen: fillsForCitizen(definition, actor),
  });

/** The key that makes a form sent twice one entry; a new one when the form has none. */
export function readKey(text: string | undefined): string {
  return text !== undefined && /^[0-9a-f-]{36}$/.test(text) ? text : randomUUID();
}
