import { type Issue, isEmail, parsePhone } from "../../engine/index.ts";
import { adminAgents } from "../../renderer/strings-admin-agents.ts";
import { unitDigestWords as digest } from "../../renderer/strings-unit-digest.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import { announce } from "../store/announce.ts";
import type { Contact, Unit } from "../store/members.ts";
import { deleteUnit } from "../store/unit-use.ts";
import { saveUnits } from "../store/units.ts";
import { oweUnitDigest } from "./unit-digest.ts";

const { units: words } = adminAgents;

/** Communes of one territory: a list is narrowed to them at once. */
const MOST_COMMUNES = 150;

/** A unit as typed. */
export type UnitPlan = { readonly name: string } & Pick<
  Contact,
  "address" | "phone" | "email" | "replyTo" | "hours"
> & {
    /** Whether it wants the digest of the morning. */
    readonly daily?: boolean;
    /** The communes of its territory, one a line. */
    readonly communes?: string;
  };

/**
 * Adds a unit to the member of `by`, or changes the one with this id; answers its id. The id of a new one comes from its name, for good:
 * definitions name units by it. Refusals: `invalid`, `not-found`.
 */
export async function saveUnit(
  ctx: Context,
  by: AgentIdentity,
  id: string | null,
  plan: UnitPlan,
): Promise<Outcome<string>> {
  const known = ctx.catalogue.member(by.member)?.units ?? [];
  const before = known.find((unit) => unit.id === id);
  if (id !== null && !before) return refused(notFound());
  const slug = id ?? unitId(plan.name);
  const issues = unitIssues(known, id, slug, plan);
  if (issues.length > 0) return refused(problem("invalid", issues[0]?.message ?? "", issues));
  const { name, address, email, replyTo, hours } = plan;
  const typed = {
    address,
    phone: parsePhone(plan.phone ?? ""),
    email,
    replyTo,
    hours,
    digest: plan.daily ? "daily" : "",
    communes: communesOf(plan.communes),
  };
  const contact: Contact = Object.fromEntries(
    Object.entries({ ...before?.contact, ...typed }).filter(([, value]) => Boolean(value) && value?.length !== 0),
  );
  await saveUnits(ctx.db, by.member, [{ id: slug, name, contact }]);
  await changed(ctx, by, slug, { change: before ? "unit-changed" : "unit-added", name });
  await withActor(ctx.db, { member: by.member }, (tx) => oweUnitDigest(ctx, by.member, tx));
  return done(slug);
}

/** Names of communes as typed, one a line, each once. */
const communesOf = (text = ""): readonly string[] => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim().replace(/\s+/g, " ").slice(0, 80))
      .filter((line) => line !== ""),
  ),
];

function unitIssues(known: readonly Unit[], id: string | null, slug: string, plan: UnitPlan): readonly Issue[] {
  const taken = sameName(known, plan.name, id) || (id === null && known.some((unit) => unit.id === slug));
  const nameless = slug === "" || plan.name === "";
  return [
    ...(nameless ? [issue("nom", words.errors.noName)] : []),
    ...(taken && !nameless ? [issue("nom", words.errors.taken)] : []),
    ...(plan.phone && parsePhone(plan.phone) === null ? [issue("telephone", words.errors.phone)] : []),
    ...(plan.email && !isEmail(plan.email) ? [issue("email", words.errors.email)] : []),
    ...(plan.daily && !plan.email ? [issue("email", digest.noAddress)] : []),
    ...(communesOf(plan.communes).length > MOST_COMMUNES
      ? [issue("communes", words.errors.communes(MOST_COMMUNES))]
      : []),
    ...(plan.replyTo && !isEmail(plan.replyTo) ? [issue("reponses", words.errors.email)] : []),
  ];
}

/** Removes a unit nothing uses. Refusals: `not-found`, `not-allowed` (a definition, an agent or a share uses it). */
export async function removeUnit(ctx: Context, by: AgentIdentity, id: string): Promise<Outcome<null>> {
  const { member } = by;
  const unit = ctx.catalogue.member(member)?.units.find((each) => each.id === id);
  if (!unit) return refused(notFound());
  const used = ctx.catalogue.definitions(member).some((definition) => definition.unit === id);
  if (used || !(await withActor(ctx.db, { member }, (tx) => deleteUnit(tx, member, id)))) {
    return refused(problem("not-allowed", words.inUse(unit.name)));
  }
  await changed(ctx, by, id, { change: "unit-removed", name: unit.name });
  return done(null);
}

async function changed(ctx: Context, by: AgentIdentity, target: string, detail: { change: string; name: string }) {
  await announce(ctx.db);
  await ctx.catalogue.reload();
  const actor = { kind: "agent", id: by.id, name: by.name } as const;
  audit(ctx, { member: by.member, action: "member", actor, target, detail });
}

/** "État civil" → "etat-civil". */
export const unitId = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);

const sameName = (units: readonly Unit[], name: string, id: string | null): boolean =>
  units.some((unit) => unit.id !== id && unit.name.toLocaleLowerCase("fr") === name.toLocaleLowerCase("fr"));

const issue = (name: string, message: string): Issue => ({ code: "unit", pointer: `/${name}`, message });
