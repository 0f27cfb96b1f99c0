import type { CompiledDefinition } from "../../engine/index.ts";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { type FilledForm, FilledFormSection } from "../back/filled-form.tsx";
import { workWords as words } from "../strings-works.ts";
import { WorkNav } from "./work-nav.tsx";

export interface ActionPageView {
  readonly frame: BackFrame;
  readonly definition: CompiledDefinition;
  readonly offer: { readonly label: string; readonly tone: "primary" | "secondary" | "danger"; readonly count: number };
  /** Entries chosen. */
  readonly total: number;
  /** The form of the event; without any field when it asks nothing. */
  readonly filled: FilledForm;
  /** Address it posts to. */
  readonly action: string;
  /** Address of the work. */
  readonly base: string;
}

/** The form of an event, filled once for every entry. */
export function actionPage(view: ActionPageView): string {
  const { frame, definition, offer, filled } = view;
  const { kind } = definition;
  return renderBackPage({
    frame,
    title: offer.label,
    error: filled.issues.length > 0,
    children: (
      <>
        <WorkNav href={`${view.base}?action=`} label={words.prepare.other} />
        <div class="form-page">
          <h1>{offer.label}</h1>
          <p class="glance-title">{words.prepare.on(kind, offer.count, view.total)}</p>
          {filled.form.order.length > 0 && (
            <p class={offer.tone === "danger" ? "notice notice-warning" : "hint"}>
              {offer.tone === "danger" ? words.prepare.sameReason(kind) : words.prepare.same(kind)}
            </p>
          )}
          <FilledFormSection
            site={frame.site}
            filled={filled}
            action={view.action}
            hidden={[]}
            submit={words.prepare.next}
            cancel={`${view.base}?action=`}
          />
        </div>
      </>
    ),
  });
}
