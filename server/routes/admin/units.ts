import type { Issue } from "../../../engine/index.ts";
import { type ShownUnit, unitPage, unitsPage } from "../../../renderer/admin/units-page.tsx";
import { adminAgents } from "../../../renderer/strings-admin-agents.ts";
import { removeUnit, saveUnit } from "../../commands/units.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { notFound } from "../../problem.ts";
import { agentsByUnit } from "../../store/unit-use.ts";
import { type AgentScope, backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { saidDone } from "../said-done.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { posted } from "./posted.ts";

const { units: words } = adminAgents;
const BLANK: ShownUnit = {
  id: "",
  name: "",
  address: "",
  phone: "",
  email: "",
  replyTo: "",
  communes: "",
  hours: "",
  daily: false,
  definitions: 0,
  agents: 0,
};

/** GET /{member}/agent/administration/unites */
export async function unitsRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const units = await shownUnits(scope);
  const named = scope.ctx.catalogue.definitions(scope.member.id).flatMap(({ unit }) => unit ?? []);
  const html = unitsPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    base: unitsHref(scope),
    units,
    expected: [...new Set(named)].filter((id) => !units.some((unit) => unit.id === id)),
    notice: saidDone(c, words.done),
  });
  return c.html(html);
}

/** GET …/unites/nouveau and …/unites/{unit} */
export async function unitRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  return show(c, scope, {});
}

/** POST …/unites/nouveau and …/unites/{unit} */
export async function saveUnitRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const typed = typedUnit(form);
  if (form.resumed) return show(c, scope, { typed });
  const id = c.req.param("unit") ?? null;
  const outcome = await saveUnit(scope.ctx, scope.agent, id, typed);
  if (outcome.ok) return c.redirect(`${unitsHref(scope)}?fait=${id === null ? "ajout" : "enregistre"}`, 303);
  if (outcome.problem.code === "not-found") return refuse(c, outcome.problem);
  return show(c, scope, { typed, issues: outcome.problem.issues });
}

/** POST …/unites/{unit}/supprimer */
export async function deleteUnitRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  if (form.resumed) return show(c, scope, {});
  const outcome = await removeUnit(scope.ctx, scope.agent, c.req.param("unit") ?? "");
  if (outcome.ok) return c.redirect(`${unitsHref(scope)}?fait=supprime`, 303);
  if (outcome.problem.code === "not-found") return refuse(c, outcome.problem);
  return show(c, scope, { refused: outcome.problem.detail });
}

const unitsHref = ({ member }: AgentScope): string => `/${member.id}/agent/${ADMINISTRATION}/unites`;

function typedUnit(form: ReadForm) {
  return {
    name: posted(form, "nom", 100).replace(/\s+/g, " "),
    address: posted(form, "adresse", 300),
    phone: posted(form, "telephone", 40),
    email: posted(form, "email"),
    replyTo: posted(form, "reponses"),
    communes: posted(form, "communes", 8000),
    hours: posted(form, "horaires", 300),
    daily: posted(form, "resume") === "daily",
  };
}

interface Shown {
  readonly typed?: ReturnType<typeof typedUnit>;
  readonly issues?: readonly Issue[];
  readonly refused?: string;
}

async function show(c: PageContext, scope: AgentScope, { typed, issues = [], refused }: Shown): Promise<Response> {
  const id = c.req.param("unit") ?? null;
  const unit = id === null ? BLANK : (await shownUnits(scope)).find((each) => each.id === id);
  if (!unit) return refuse(c, notFound());
  const html = unitPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    base: unitsHref(scope),
    id,
    unit: { ...unit, ...typed },
    issues,
    refused,
  });
  return c.html(html, refused ? 403 : issues.length > 0 ? 422 : 200);
}

async function shownUnits({ ctx, member }: AgentScope): Promise<readonly ShownUnit[]> {
  const agents = await agentsByUnit(ctx.db, member.id);
  const definitions = ctx.catalogue.definitions(member.id);
  return (ctx.catalogue.member(member.id)?.units ?? []).map(({ id, name, contact }) => ({
    id,
    name,
    address: contact.address ?? "",
    phone: contact.phone ?? "",
    email: contact.email ?? "",
    replyTo: contact.replyTo ?? "",
    communes: (contact.communes ?? []).join("\n"),
    hours: contact.hours ?? "",
    daily: contact.digest === "daily",
    definitions: definitions.filter(({ unit }) => unit === id).length,
    agents: agents.get(id) ?? 0,
  }));
}
