import type { Issue, Step } from "../../../engine/index.ts";
import { chooseIdentity, consultSource, declineSource } from "../../commands/consult-source.ts";
import { askedHere, withFreshSources } from "../../draft-sources.ts";
import { addressKey } from "../../identity/address.ts";
import type { Problem } from "../../problem.ts";
import type { Draft } from "../../store/drafts.ts";
import type { SourceAction } from "../back/posted-answers.ts";
import { type DraftScope, type PageContext, sectored } from "./front-scope.ts";
import { departForSource, offersFranceConnect } from "./source-trip.ts";

/** The scope with a draft just written. */
export async function refreshed(scope: DraftScope, draft: Draft): Promise<DraftScope> {
  const { ctx, member, definition, context } = scope;
  return sectored({ ...scope, draft: await withFreshSources(ctx, member.id, definition, draft, context) });
}

/**
 * Asks the source of the field at this pointer, leaves for FranceConnect to ask it, or writes that she gives an identity or
 * answers by herself.
 * @returns what keeps from asking, nothing once it is written; the page that leaves; null when the draft is gone
 */
export async function answerSource(
  c: PageContext,
  scope: DraftScope,
  type: SourceAction,
  { pointer, page }: { readonly pointer: string; readonly page: string },
): Promise<readonly Issue[] | Response | null> {
  const { ctx, member, definition, draft, context } = scope;
  const source = definition.sources.get(pointer.slice(1));
  if (!source) return [];
  if (type === "franceconnect") {
    if (!offersFranceConnect(scope, source)) return [];
    const left = await departForSource(c, scope, source, page);
    return left instanceof Response ? left : issuesOf(left, pointer);
  }
  const asked = { member: member.id, definition, draft, source, context, address: addressKey(c, "source") };
  const act = { fetch: consultSource, identify: chooseIdentity, decline: declineSource }[type];
  const outcome = await act(ctx, asked);
  if (outcome.ok) return [];
  return outcome.problem.code === "not-found" ? null : issuesOf(outcome.problem, pointer);
}

const issuesOf = ({ code, issues, detail }: Problem, pointer: string): readonly Issue[] =>
  issues.length > 0 ? issues : [{ code, pointer, message: detail }];

/** Pointer of the first field of a page that says who the source is asked about; that of the source where none does. */
export function firstAsked({ definition }: DraftScope, step: Step, pointer: string): string {
  const source = definition.sources.get(pointer.slice(1));
  return (source && askedHere(source, step)[0]?.pointer) ?? pointer;
}
