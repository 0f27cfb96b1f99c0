import type { Context } from "../context.ts";
import { type AgentIdentity, holdsRole } from "../identity/subject.ts";
import { uuidv7 } from "../ids.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import {
  deleteView,
  insertView,
  type ListView,
  listViews,
  type Shared,
  setDefaultView,
  updateView,
  type ViewReader,
} from "../store/list-views.ts";

/** Letters of a name, and of the address a view keeps. */
const LONGEST_NAME = 60;
const LONGEST_QUERY = 4000;
/** Views of one agent for one list: a left column is read, not searched. */
const MOST_VIEWS = 30;

/** What an agent types of a view. */
export interface TypedView {
  readonly name: string;
  /** "nobody", "member" or "unit:" and its id. */
  readonly shared: string;
  readonly query: string;
}

/** An agent as views know her. */
export function viewReader(agent: AgentIdentity): ViewReader {
  const units = agent.assignments.filter(({ role }) => role === "agent" || role === "lecteur").map(({ unit }) => unit);
  return {
    member: agent.member,
    agent: agent.id,
    units: units.includes(null) ? null : units.flatMap((unit) => unit ?? []),
  };
}

/** Keeps a view of a list. Refusals: `invalid`. */
export async function keepView(
  ctx: Context,
  agent: AgentIdentity,
  definition: string,
  typed: TypedView,
): Promise<Outcome<string>> {
  const checked = await check(ctx, agent, definition, typed, null);
  if (!checked.ok) return checked;
  const now = ctx.clock();
  const id = uuidv7(now, ctx.randomBytes(16));
  const view = { ...checked.value, id, definition, owner: agent.id, ownerName: agent.name };
  await insertView(ctx.db, agent.member, view, now);
  return done(id);
}

/** Changes a view of hers. Refusals: `not-found`, `invalid`. */
export async function changeView(
  ctx: Context,
  agent: AgentIdentity,
  view: ListView,
  typed: TypedView,
): Promise<Outcome<string>> {
  const checked = await check(ctx, agent, view.definition, typed, view);
  if (!checked.ok) return checked;
  const changed = await updateView(
    ctx.db,
    agent.member,
    { ...checked.value, id: view.id, owner: agent.id },
    ctx.clock(),
  );
  return changed ? done(view.id) : refused(notFound());
}

/** Forgets a view of hers; a functional administrator forgets anybody's, whose owner may have left. Refusal: `not-found`. */
export async function forgetView(ctx: Context, agent: AgentIdentity, id: string): Promise<Outcome<null>> {
  const owner = holdsRole(agent, "admin-fonctionnel") ? null : agent.id;
  return (await deleteView(ctx.db, agent.member, id, owner)) ? done(null) : refused(notFound());
}

/** Makes a list open on a view she sees, or as it comes with null. */
export async function openOn(
  ctx: Context,
  agent: AgentIdentity,
  definition: string,
  view: string | null,
): Promise<void> {
  await setDefaultView(ctx.db, { member: agent.member, agent: agent.id }, definition, view);
}

async function check(
  ctx: Context,
  agent: AgentIdentity,
  definition: string,
  { name: typed, shared: whom, query }: TypedView,
  before: ListView | null,
): Promise<Outcome<Pick<ListView, "name" | "shared" | "query">>> {
  const name = typed.replace(/\s+/g, " ").trim();
  const invalid = (pointer: string, message: string) =>
    refused(problem("invalid", message, [{ code: "view", pointer, message }]));
  if (name === "") return invalid("/nom", "Donnez un nom à cette vue.");
  if (name.length > LONGEST_NAME) return invalid("/nom", `Donnez un nom de ${LONGEST_NAME} caractères au plus.`);
  if (query.length > LONGEST_QUERY) return invalid("/nom", "Cette vue a trop de filtres pour être enregistrée.");
  const shared = readShared(whom, viewReader(agent), before);
  if (shared === null) return invalid("/partage", "Choisissez avec qui partager cette vue.");
  const hers = (await listViews(ctx.db, viewReader(agent))).filter(
    (view) => view.owner === agent.id && view.definition === definition && view.id !== before?.id,
  );
  if (hers.some((view) => view.name.toLowerCase() === name.toLowerCase())) {
    return invalid("/nom", "Vous avez déjà une vue de ce nom : choisissez-en un autre.");
  }
  if (hers.length >= MOST_VIEWS) {
    return invalid("/nom", `Vous avez déjà ${MOST_VIEWS} vues de cette liste : supprimez-en une d’abord.`);
  }
  return done({ name, shared, query });
}

/** With whom a view is to be shared: a unit of hers, or as it was. */
function readShared(whom: string, { units }: ViewReader, before: ListView | null): Shared | null {
  if (whom === "nobody" || whom === "member") return { with: whom };
  const unit = whom.startsWith("unit:") ? whom.slice("unit:".length) : "";
  const same = before?.shared.with === "unit" && before.shared.unit === unit;
  return unit !== "" && (same || units === null || units.includes(unit)) ? { with: "unit", unit } : null;
}
