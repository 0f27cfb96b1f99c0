import {
  type Answers,
  type CompiledSource,
  displayAnswers,
  type Field,
  formatDate,
  keptTitles,
  kindOf,
  resolve,
  SOURCE_STATES,
  type Step,
  toBeAsked,
} from "../../../engine/index.ts";
import type { FailedTrip } from "../../../renderer/strings-sources.ts";
import type { SourceView } from "../../../renderer/theme/form-context.ts";
import { askedHere, stateOf } from "../../draft-sources.ts";
import type { DraftScope } from "./front-scope.ts";
import { offersFranceConnect } from "./source-trip.ts";

/** What the pages of a form show of its sources, by pointer: what would be asked, or what came of it. */
export function sourceViews(scope: DraftScope, step: Step, trip: FailedTrip | null): ReadonlyMap<string, SourceView> {
  const { definition, draft, context, member } = scope;
  const views = new Map<string, SourceView>();
  if (definition.sources.size === 0) return views;
  const rows = displayAnswers(definition.form, draft.answers, context).flatMap((section) => section.rows);
  for (const source of definition.sources.values()) {
    const { key, kind, purpose, keep } = source;
    if (!step.fields.some((each) => each.key === key)) continue;
    const franceconnect = offersFranceConnect(scope, source);
    const field = definition.form.order.find((each) => each.key === key);
    const etat = stateOf(draft.answers[key]);
    const text = (name: string) => rows.find(({ pointer }) => pointer === `/${key}/${name}`)?.text ?? "";
    views.set(`/${key}`, {
      etat: isState(etat) ? etat : null,
      trip: franceconnect ? trip : null,
      ways: { franceconnect, identity: identityWay(scope, source, step), mine: kindOf(kind).mine },
      data: keep.flatMap((name) => {
        const title = titleOf(field, name);
        return etat === "obtenu" && text(name) !== "" && title ? [{ label: title, text: text(name) }] : [];
      }),
      provider: text("organisme"),
      obtained: formatDate(String((draft.answers[key] as { readonly obtenuLe?: string } | undefined)?.obtenuLe ?? "")),
      notice: {
        data: keptTitles(definition.form, source),
        holder: kindOf(kind).holder,
        purpose,
        member: member.name,
        rights: `/${member.id}/donnees-personnelles`,
      },
    });
  }
  return views;
}

/** Whether this page asks for the identity, would if she chose to give it, or needs not. */
function identityWay(
  { definition, draft, context }: DraftScope,
  source: CompiledSource,
  step: Step,
): SourceView["ways"]["identity"] {
  const fields = askedHere(source, step);
  const asks = (value: Answers) => {
    const { visible } = resolve(definition.form, { ...draft.answers, [source.key]: value }, context);
    return fields.some((field) => visible(field));
  };
  if (!asks(toBeAsked("identite"))) return "known";
  const now = draft.answers[source.key];
  return asks(typeof now === "object" && now !== null && !Array.isArray(now) ? (now as Answers) : {})
    ? "given"
    : "asked";
}

const titleOf = (field: Field | undefined, name: string): string | undefined =>
  field?.fields?.find((child) => child.key === name)?.title;

const isState = (etat: string | null): etat is keyof typeof SOURCE_STATES => etat !== null && etat in SOURCE_STATES;
