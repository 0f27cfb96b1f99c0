import type { Answers, AvailableEvent, CompiledDefinition, EntryEvent, Form } from "../../../engine/index.ts";
import { formPage } from "../../../renderer/back/form-page.tsx";
import type { StaleNoticeProps } from "../../../renderer/back/stale-notice.tsx";
import { words } from "../../../renderer/strings-back.ts";
import { withChangedSectors } from "../../sectors.ts";
import { backFrame, type PageContext } from "./agent-scope.ts";
import type { EntryScope } from "./entry-scope.ts";
import { type EntryShow, eventPlace, scopeContext } from "./entry-show.ts";
import { filledForm, type Typed } from "./filled.ts";
import { rebased } from "./stale.ts";

export interface EditShow extends EntryShow {
  readonly event: AvailableEvent;
  readonly typed: Typed;
  readonly stale: StaleNoticeProps | null;
  /** Oldest first. */
  readonly history: readonly EntryEvent[];
}

/** The entry's own form, filled with its answers or with what the agent had typed. */
export async function editPage(c: PageContext, scope: EntryScope, show: EditShow): Promise<Response> {
  const { definition, entry, base } = scope;
  const typed = { ...show.typed, answers: answersOf(scope, show) };
  const suffix = show.back === "" ? "" : `?liste=${encodeURIComponent(show.back)}`;
  const place = eventPlace(scope, show.event.type);
  const html = formPage({
    frame: await backFrame(c, scope, definition.id),
    title: `${show.event.label} – ${entry.reference}`,
    subtitle: definition.title,
    filled: await filledForm(
      scope,
      formOf(definition, show.event),
      typed,
      await editContext(scope, typed.answers),
      place,
    ),
    stale: show.stale,
    action: place.action,
    hidden: [
      ["revision", String(entry.revision)],
      ["liste", show.back],
    ],
    submit: words.event.save,
    cancel: `${base}${suffix}`,
    cancelLabel: words.entry.backTo(entry.reference),
  });
  return c.html(html, show.status);
}

/** The whole form of the entry, or the part of it that an event edits. */
export const formOf = ({ form, forms }: CompiledDefinition, { form: id }: Pick<AvailableEvent, "form">): Form =>
  forms.get(id ?? "") ?? form;

/** What the expressions of the entry's own form read while it is edited: sectors follow the addresses that change. */
export const editContext = (scope: EntryScope, answers: Answers) =>
  withChangedSectors(
    scope.ctx,
    scope.member.id,
    scope.definition.form,
    { before: scope.entry.answers, after: answers },
    { ...scopeContext(scope), stored: scope.entry.answers },
  );

function answersOf({ entry }: EntryScope, show: EditShow) {
  const typed = show.open?.typed?.answers;
  if (!typed) return entry.answers;
  const since = show.staleSince;
  if (since === undefined) return typed;
  const changes = show.history.filter((event) => event.seq > since).flatMap((event) => event.data.changes ?? []);
  return rebased(typed, entry.answers, changes);
}
