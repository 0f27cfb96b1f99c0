import {
  type Answers,
  type Form,
  type Issue,
  journey,
  type Linked,
  linked,
  type Context as ScopeContext,
  withSourced,
} from "../../../engine/index.ts";
import type { FilledForm } from "../../../renderer/back/filled-form.tsx";
import type { ReferenceOption, ReferenceView } from "../../../renderer/theme/form-context.ts";
import { MOST_OFFERED, type Offered } from "../../../renderer/theme/offered.ts";
import type { SeatView } from "../../../renderer/theme/seat-view.ts";
import type { SlotView } from "../../../renderer/theme/slot-view.ts";
import { liveFields, visibilityOf, withPrices } from "../../../renderer/visibility.ts";
import { entryHint, entryLabel } from "../../entry-label.ts";
import { fieldAt } from "../../field-path.ts";
import { offeredAmong } from "../../offered.ts";
import { seatViews } from "../../seat-views.ts";
import { type SlotPlace, slotViews } from "../../slot-views.ts";
import { listAcross } from "../../store/list-across.ts";
import type { ListQuery } from "../../store/list-query.ts";
import { completionOf } from "../completion/completion-of.ts";
import type { AgentScope } from "./agent-scope.ts";
import { auditLists } from "./audit-lists.ts";
import { type FilePlace, type Shown, shown } from "./labels.ts";
import { reach } from "./reach.ts";

const RESULTS = 10;

/** What an agent typed in a form, and what she asked of it. */
export interface Typed {
  readonly answers: Answers;
  readonly issues?: readonly Issue[];
  /** A search among the entries a field may refer to. */
  readonly search?: { readonly pointer: string; readonly path: readonly string[]; readonly q: string };
}

/** Where a form stands. */
export interface FormPlace extends FilePlace {
  /** Whose slots its slot fields choose among; absent where a form has none. */
  readonly slots?: Pick<SlotPlace, "definition" | "entry">;
  /** Address it posts to, without fragment. */
  readonly action: string;
}

/**
 * A form ready to show with what was typed: fields asked, names of files, entries referred to.
 * @param asked those shown, when they are not all the fields of the form
 */
export async function filledForm(
  scope: AgentScope,
  form: Form,
  typed: Typed,
  context: ScopeContext,
  place: FormPlace,
  asked: Form["order"] = form.order,
): Promise<FilledForm> {
  const answers = withSourced(form, typed.answers, context);
  const links = linked(form, answers);
  const names = await shown(scope.ctx, scope.session, scope.member.id, links, place);
  const offered = await offeredAmong(scope.ctx, scope.member.id, asked, (id, few) =>
    candidates(scope, id, few, MOST_OFFERED),
  );
  return {
    form,
    answers: withPrices(form, answers, context),
    issues: typed.issues ?? [],
    steps: journey(form, answers, context).steps.map(({ step }) => step.id),
    options: {
      visible: visibilityOf(form, answers, context),
      live: liveFields(form),
      files: names.files,
      references: await references(scope, form, typed, offered, links, names),
      offered,
      slots: await slotsOf(scope, form, answers, context, place),
      seats: await seatsOf(scope, form, answers, context, place),
      action: place.action,
      sectors: context.about?.sectors,
      maxFile: scope.ctx.config.maxFile,
      completion: await completionOf(scope, form, answers, typed.search?.pointer),
    },
  };
}

async function slotsOf(
  { ctx, member, session }: AgentScope,
  form: Form,
  answers: Answers,
  context: ScopeContext,
  { slots }: FormPlace,
): Promise<ReadonlyMap<string, SlotView>> {
  const owners = session.agent ? [session.agent.id] : [];
  return slots ? slotViews(ctx, { member: member.id, form, answers, context, owners, ...slots }) : new Map();
}

async function seatsOf(
  { ctx, member, session }: AgentScope,
  form: Form,
  answers: Answers,
  context: ScopeContext,
  { slots }: FormPlace,
): Promise<ReadonlyMap<string, SeatView>> {
  const owners = session.agent ? [session.agent.id] : [];
  return slots ? seatViews(ctx, { member: member.id, form, answers, context, owners, ...slots }) : new Map();
}

async function references(
  scope: AgentScope,
  form: Form,
  typed: Typed,
  offered: Offered,
  links: readonly Linked[],
  names: Shown,
): Promise<ReadonlyMap<string, ReferenceView>> {
  const views = new Map<string, ReferenceView>();
  for (const { id, pointer, definition } of links) {
    if (definition !== undefined) views.set(pointer, { chosen: { id, label: names.labels.get(id) ?? id } });
  }
  const { search } = typed;
  const target = search && fieldAt(form.order, search.path)?.ref;
  // What is offered whole is not searched as well.
  if (search && target !== undefined && !offered.has(target)) {
    const results = await candidates(scope, target, { limit: RESULTS, ...(search.q !== "" && { q: search.q }) });
    views.set(search.pointer, { ...views.get(search.pointer), query: search.q, results });
  }
  return views;
}

/**
 * The entries of a definition an agent may refer to that match her words, in every member that shares them.
 * @param most beyond, none is given, and none was read
 */
export async function candidates(
  scope: AgentScope,
  id: string,
  asked: Pick<ListQuery, "limit" | "q" | "state">,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly ReferenceOption[]> {
  const { ctx, session, member } = scope;
  const places = reach(ctx, session, member.id, id);
  const queries = places.map((place) => ({
    member: place.member.id,
    definition: place.definition,
    ...asked,
  }));
  const { items } = await listAcross(ctx, queries);
  if (items.length > most) return [];
  auditLists(ctx, places, items);
  return items.flatMap((entry) => {
    const place = places.find((each) => each.member.id === entry.member);
    if (!place) return [];
    const of = entry.member === member.id ? "" : ` – ${place.member.name}`;
    const hint = entryHint(place.definition, entry);
    return [{ id: entry.id, label: `${entryLabel(place.definition, entry)}${of}`, ...(hint !== "" && { hint }) }];
  });
}
