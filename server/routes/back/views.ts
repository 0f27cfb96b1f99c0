import { listHref, NO_VIEW } from "../../../renderer/back/list-state.ts";
import { changeView, forgetView, keepView, openOn, type TypedView, viewReader } from "../../commands/list-view.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { done, notFound, type Outcome } from "../../problem.ts";
import { type ListView, listViews } from "../../store/list-views.ts";
import { agentScope, definitionId, type PageContext, refuse } from "./agent-scope.ts";
import { readBack } from "./entry.ts";
import { showList } from "./list.ts";
import { listedBy, listStateOf } from "./list-query.ts";
import { reach, reachedOf } from "./reach.ts";
import { one } from "./send-event.ts";

/** What a form of the view bar asks. */
interface Asked {
  readonly act: string;
  readonly view: ListView | undefined;
  readonly typed: TypedView;
}

/** POST /{member}/agent/{domain}/{name}/vues: keeps, changes, forgets a view of a list, or opens the list on it. */
export async function viewsRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, session, agent } = scope;
  const [reached] = reachedOf(reach(ctx, session, member.id, definitionId(c)));
  if (!reached) return refuse(c, notFound());
  const form = await readForm(c);
  const list = readBack(one(form, "liste"));
  const views = await listViews(ctx.db, viewReader(agent));
  const view = views.find(({ id, definition }) => id === one(form, "vue") && definition === reached.definition.id);
  const typed = { name: one(form, "nom") ?? "", shared: one(form, "partage") ?? "nobody", query: list };
  const asked: Asked = { act: one(form, "acte") ?? "", view, typed };
  const base = `/${member.id}/agent/${reached.definition.id}`;
  const state = { ...listStateOf(list, reached.definition, reached.places), view: view?.id ?? null };
  if (form.resumed) return c.redirect(listHref(base, reached.definition, state), 303);
  const outcome = await act(scope, reached.definition.id, asked);
  if (outcome.ok) return c.redirect(`${base}?vue=${outcome.value.view ?? NO_VIEW}&fait=${outcome.value.done}`, 303);
  if (outcome.problem.code !== "invalid") return refuse(c, outcome.problem);
  const refused = {
    act: asked.act === "modifier" ? ("modifier" as const) : ("creer" as const),
    ...typed,
    pointer: outcome.problem.issues[0]?.pointer ?? "/nom",
    message: outcome.problem.detail,
  };
  return showList(c, scope, await listedBy(ctx, scope, reached, state), state, { views, refused });
}

type Done = { readonly view: string | null; readonly done: "vue" | "vue-supprimee" | "vue-defaut" | "vue-sans-defaut" };

async function act(
  { ctx, agent }: Parameters<typeof listedBy>[1] & { readonly ctx: Parameters<typeof keepView>[0] },
  definition: string,
  { act: asked, view, typed }: Asked,
): Promise<Outcome<Done>> {
  if (asked === "creer") return told(await keepView(ctx, agent, definition, typed));
  if (!view) return { ok: false, problem: notFound() };
  switch (asked) {
    case "enregistrer": {
      const { name, shared } = view;
      const whom = shared.with === "unit" ? `unit:${shared.unit}` : shared.with;
      return told(await changeView(ctx, agent, view, { name, shared: whom, query: typed.query }));
    }
    case "modifier":
      return told(await changeView(ctx, agent, view, { ...typed, query: view.query }));
    case "supprimer": {
      const forgotten = await forgetView(ctx, agent, view.id);
      return forgotten.ok ? done({ view: null, done: "vue-supprimee" }) : forgotten;
    }
    case "defaut":
      await openOn(ctx, agent, definition, view.id);
      return done({ view: view.id, done: "vue-defaut" });
    case "sans-defaut":
      await openOn(ctx, agent, definition, null);
      return done({ view: view.id, done: "vue-sans-defaut" });
    default:
      return { ok: false, problem: notFound() };
  }
}

const told = (outcome: Outcome<string>): Outcome<Done> =>
  outcome.ok ? done({ view: outcome.value, done: "vue" }) : outcome;
