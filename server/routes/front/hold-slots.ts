import { type Issue, isWhole } from "../../../engine/index.ts";
import { changeDraft } from "../../commands/draft.ts";
import { keepSeats, letGoOfSeats, withSeats } from "../../commands/keep-seats.ts";
import { keepSlots, letGoOf, withSlots } from "../../commands/keep-slots.ts";
import { slotOrigin } from "../../identity/address.ts";
import type { Draft } from "../../store/drafts.ts";
import type { DraftScope, PageContext } from "./front-scope.ts";

/**
 * The draft with the slots and the places it asks for held, and those it no longer names let go of; null when the draft is gone.
 * @param asks the page was sent to go on, not to be drawn again
 */
export async function holdSlots(
  c: PageContext,
  scope: DraftScope,
  draft: Draft,
  asks: boolean,
): Promise<{ readonly draft: Draft; readonly issues: readonly Issue[] } | null> {
  const { ctx, member, definition, actor, context } = scope;
  const { form } = definition;
  if (!form.order.some(isWhole)) return { draft, issues: [] };
  const of = { member: member.id, definition, form, context, entry: null, owners: [actor.id, ...actor.holders] };
  const request = { ...of, origin: slotOrigin(c, actor), answers: draft.answers, before: scope.draft.answers };
  const kept = asks ? await keepSlots(ctx, request) : { answers: draft.answers, issues: [] };
  const seated = asks ? await keepSeats(ctx, { ...request, answers: kept.answers, sending: false }) : kept;
  await letGoOf(ctx, { ...request, answers: seated.answers });
  await letGoOfSeats(ctx, { ...request, answers: seated.answers });
  if (seated.answers === draft.answers) return { draft, issues: [] };
  const saved = await changeDraft(ctx, member.id, draft, (answers) =>
    withSeats(form, withSlots(form, answers, seated.answers), seated.answers),
  );
  return saved.ok ? { draft: saved.value, issues: [...kept.issues, ...seated.issues] } : null;
}
