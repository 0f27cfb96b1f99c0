import { displayAnswers, type Field, formatDate, kindOf, SOURCE_STATES } from "../../../engine/index.ts";
import type { SourceView } from "../../../renderer/theme/form-context.ts";
import { stateOf } from "../../draft-sources.ts";
import type { DraftScope } from "./front-scope.ts";

/** What the pages of a form show of its sources, by pointer: what would be asked, or what came of it. */
export function sourceViews({ definition, draft, context, member }: DraftScope): ReadonlyMap<string, SourceView> {
  const views = new Map<string, SourceView>();
  if (definition.sources.size === 0) return views;
  const rows = displayAnswers(definition.form, draft.answers, context).flatMap((section) => section.rows);
  for (const { key, kind, purpose, keep } of definition.sources.values()) {
    const field = definition.form.order.find((each) => each.key === key);
    const etat = stateOf(draft.answers[key]);
    const text = (name: string) => rows.find(({ pointer }) => pointer === `/${key}/${name}`)?.text ?? "";
    views.set(`/${key}`, {
      etat: isState(etat) ? etat : null,
      data: keep.flatMap((name) => {
        const title = titleOf(field, name);
        return etat === "obtenu" && text(name) !== "" && title ? [{ label: title, text: text(name) }] : [];
      }),
      provider: text("organisme"),
      obtained: formatDate(String((draft.answers[key] as { readonly obtenuLe?: string } | undefined)?.obtenuLe ?? "")),
      notice: {
        data: keep.flatMap((name) => titleOf(field, name) ?? []),
        holder: kindOf(kind).holder,
        purpose,
        member: member.name,
        rights: `/${member.id}/donnees-personnelles`,
      },
    });
  }
  return views;
}

const titleOf = (field: Field | undefined, name: string): string | undefined =>
  field?.fields?.find((child) => child.key === name)?.title;

const isState = (etat: string | null): etat is keyof typeof SOURCE_STATES => etat !== null && etat in SOURCE_STATES;
