import { type Actor, type CompiledDefinition, canRead, canWorkQueue } from "../../../engine/index.ts";
import { auditRead } from "../../audit.ts";
import { listedView } from "../../entry-view.ts";
import { done, type Outcome, problem, problemResponse, refused } from "../../problem.ts";
import { listEntries } from "../../store/entry-list.ts";
import { BadParameter, type ListQuery } from "../../store/list-query.ts";
import { type ApiContext, target } from "./subject.ts";

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;
const PARAMETERS = new Set(["state", "assignee", "q", "sort", "limit", "after"]);

/** GET /{member}/{definition}/entries: an agent's queue, or what a citizen holds. */
export async function listEntriesRoute(c: ApiContext): Promise<Response> {
  const found = target(c);
  if (!found.ok) return problemResponse(c, found.problem);
  const { ctx, member, definition, actor } = found.value;
  const query = readQuery(new URL(c.req.url).searchParams, member.id, definition, actor);
  if (!query.ok) return problemResponse(c, query.problem);
  try {
    const page = await listEntries(ctx, query.value);
    const now = ctx.clock().toISOString();
    const items: string[] = [];
    let pinned: CompiledDefinition | null = null;
    for (const entry of page.items) {
      if (pinned?.version !== entry.version) {
        pinned = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
      }
      // What she holds she may read, unless the definition says that holders do not.
      if (canRead(pinned, entry, actor)) items.push(listedView(pinned, entry, actor, now));
    }
    const read = { member: member.id, definition: definition.id, detail: { entries: items.length } };
    auditRead(ctx, actor, { ...read, action: "list-read" });
    const body = `{"items":[${items.join(",")}],"next":${JSON.stringify(page.next)}}`;
    return c.body(body, 200, { "Content-Type": "application/json" });
  } catch (error) {
    if (error instanceof BadParameter) return problemResponse(c, malformed(error.parameter, error.message));
    throw error;
  }
}

function readQuery(
  params: URLSearchParams,
  member: string,
  definition: CompiledDefinition,
  actor: Actor,
): Outcome<ListQuery> {
  const working = actor.member === member && canWorkQueue(definition, actor);
  if (actor.kind === "agent" && !working) {
    return refused(problem("not-allowed", "Vous n’avez pas accès à cette file."));
  }
  const filters = readFilters(params);
  if (!filters.ok) return filters;
  const limit = params.has("limit") ? Number(params.get("limit")) : DEFAULT_LIMIT;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    return refused(malformed("limit", `limit doit être un nombre entier de 1 à ${MAX_LIMIT}.`));
  }
  const state = params.getAll("state");
  const after = params.get("after");
  return done({
    member,
    definition,
    limit,
    filters: filters.value,
    ...(state.length > 0 && { state }),
    ...(params.get("assignee") && { assignees: params.getAll("assignee") }),
    ...given(params, "q"),
    ...given(params, "sort"),
    ...(after !== null && { after }),
    ...(!working && { holders: actor.holders }),
  });
}

/** A parameter left empty, as a form sends it, is one not given. */
function given(params: URLSearchParams, name: "q" | "sort"): Partial<ListQuery> {
  const value = params.get(name);
  return value ? { [name]: value } : {};
}

/** Values of each `filter[field]`. A parameter that does not exist is refused rather than ignored. */
function readFilters(params: URLSearchParams): Outcome<Record<string, string[]>> {
  const filters = new Map<string, string[]>();
  for (const [name, value] of params) {
    if (value.includes("\u0000")) return refused(malformed(name, "Ce paramètre contient un caractère interdit."));
    const field = /^filter\[([A-Za-z0-9_.]+)\]$/.exec(name)?.[1];
    if (field !== undefined) filters.set(field, [...(filters.get(field) ?? []), value]);
    else if (!PARAMETERS.has(name)) return refused(malformed(name, `Le paramètre « ${name} » n’existe pas.`));
  }
  return done(Object.fromEntries(filters));
}

const malformed = (parameter: string, message: string) =>
  problem("malformed", message, [{ code: "malformed", pointer: `?${parameter}`, message }]);
