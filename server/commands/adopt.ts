import type { CompiledDefinition, Issue } from "../../engine/index.ts";
import { groupCatalogue as words } from "../../renderer/strings-admin-catalogue.ts";
import { type AuditAction, audit } from "../audit.ts";
import type { Shelved } from "../catalogue.ts";
import type { Context } from "../context.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import { adopt, closeAdoption, saveOffer } from "../store/definitions.ts";
import { deleteShare, type Share, saveShare } from "../store/sharing.ts";
import { saveUnits } from "../store/units.ts";
import { unreachable } from "./unserved.ts";

const invalid = (issues: readonly Issue[]) => problem("invalid", issues[0]?.message ?? "", issues);
const issue = (name: string, message: string): Issue => ({ code: "catalogue", pointer: `/${name}`, message });

/** What a member finds in the catalogue of its group under this id; null when it may not see it. */
export const shelved = (ctx: Context, member: string, id: string): Shelved | null =>
  ctx.catalogue.shelf(member).find(({ definition }) => definition.id === id) ?? null;

/** The unit a definition needs and this member lacks; null when it has it, or needs none. */
export function missingUnit(ctx: Context, member: string, definition: CompiledDefinition): string | null {
  const units = ctx.catalogue.member(member)?.units ?? [];
  return definition.unit === null || units.some(({ id }) => id === definition.unit) ? null : definition.unit;
}

/**
 * Offers a definition of the group to the citizens of the member of `by`, which answers for the processing. `unitName`
 * names the unit to create when the member lacks the one it needs. Refusal: `invalid`.
 */
export async function adoptDefinition(
  ctx: Context,
  by: AgentIdentity,
  definition: CompiledDefinition,
  said: { readonly confirmed: boolean; readonly unitName: string },
): Promise<Outcome<null>> {
  const unit = missingUnit(ctx, by.member, definition);
  const member = ctx.catalogue.member(by.member);
  const issues = [
    ...(unit !== null && said.unitName === "" ? [issue("service", words.errors.unitName)] : []),
    ...(member ? unreachable(member, definition).map(({ message }) => issue("service", message)) : []),
    ...(said.confirmed ? [] : [issue("confirme", words.errors.confirm)]),
  ];
  if (issues.length > 0) return refused(invalid(issues));
  if (unit !== null) await saveUnits(ctx.db, by.member, [{ id: unit, name: said.unitName, contact: {} }]);
  await adopt(ctx.db, by.member, definition.id);
  const { purpose, legalBasis, retention } = definition.privacy;
  await changed(ctx, by, definition.id, "definition", { change: "adopted", purpose, legalBasis, retention });
  return done(null);
}

/** Opens nothing new of it in the member of `by`. */
export async function stopOffering(ctx: Context, by: AgentIdentity, id: string): Promise<void> {
  await closeAdoption(ctx.db, by.member, id, ctx.clock());
  await changed(ctx, by, id, "definition", { change: "stopped" });
}

/** Lets the other members of the group adopt what the member of `by` wrote, or stops. */
export async function offerDefinition(ctx: Context, by: AgentIdentity, id: string, offered: boolean): Promise<void> {
  await saveOffer(ctx.db, by.member, id, offered);
  await changed(ctx, by, id, "definition", { change: offered ? "offered" : "kept" });
}

/** Lets agents of others read or work the entries of the member of `by`. Refusal: `invalid`. */
export async function shareEntries(
  ctx: Context,
  by: AgentIdentity,
  share: { readonly definition: string; readonly with: string; readonly unit: string; readonly role: string },
): Promise<Outcome<null>> {
  const ours = ctx.catalogue.member(by.member);
  const other = ctx.catalogue.member(share.with);
  const known =
    share.with === "*" || (other?.groupName === ours?.groupName && other?.id !== by.member && other !== null);
  const role = share.role === "agent" || share.role === "lecteur" ? share.role : null;
  const unit = share.unit === "" ? null : share.unit;
  const unitKnown = unit === null || (other?.units.some(({ id }) => id === unit) ?? false);
  const issues = [
    ...(known ? [] : [issue("avec", words.errors.with)]),
    ...(unitKnown ? [] : [issue("service", words.errors.unit)]),
    ...(role === null ? [issue("role", words.errors.role)] : []),
  ];
  if (issues.length > 0 || role === null) return refused(invalid(issues));
  await saveShare(ctx.db, { member: by.member, definition: share.definition, with: share.with, unit, role });
  await changed(ctx, by, share.definition, "sharing", { change: "shared", with: share.with, unit: unit ?? "*", role });
  return done(null);
}

/** Ends a share of the member of `by`. */
export async function endShare(
  ctx: Context,
  by: AgentIdentity,
  share: Pick<Share, "definition" | "with" | "unit">,
): Promise<void> {
  await deleteShare(ctx.db, { member: by.member, ...share });
  const detail = { change: "ended", with: share.with, unit: share.unit ?? "*" };
  await changed(ctx, by, share.definition, "sharing", detail);
}

async function changed(
  ctx: Context,
  by: AgentIdentity,
  definition: string,
  action: AuditAction,
  detail: { readonly [key: string]: string },
): Promise<void> {
  await ctx.catalogue.reload();
  audit(ctx, { member: by.member, action, actor: { kind: "agent", id: by.id, name: by.name }, definition, detail });
}
