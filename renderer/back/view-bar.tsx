import { ConfirmedAction } from "../action-form.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { fieldId } from "../field-id.ts";
import { Csrf, type SiteView } from "../page.tsx";
import { viewWords } from "../strings-views.ts";
import { listQueryString } from "./list-state.ts";
import type { ListTools } from "./list-tools.ts";

/** The saved view a list was opened from, and what may be done with it. */
export interface ViewBarView {
  /** Null for a list that no view was kept of. */
  readonly current: {
    readonly id: string;
    readonly name: string;
    /** "nobody", "member" or "unit:" and its id. */
    readonly shared: string;
    readonly mine: boolean;
    readonly ownerName: string;
    readonly isDefault: boolean;
    /** What is shown is no longer what was saved. */
    readonly modified: boolean;
  } | null;
  /** Units she may share with. */
  readonly units: readonly { readonly id: string; readonly name: string }[];
  /** What the view, or the address, says that the definition no longer has. */
  readonly leftOut: readonly string[];
  /** A form that came back: which, what was typed, and what is wrong. */
  readonly refused: {
    readonly act: "creer" | "modifier";
    readonly name: string;
    readonly shared: string;
    readonly pointer: string;
    readonly message: string;
  } | null;
  /** She may forget a view that is not hers. */
  readonly administers: boolean;
}

export interface ViewBarProps {
  readonly site: SiteView;
  readonly tools: ListTools;
  readonly view: ViewBarView;
}

/** Name of the view, what changed in it, and how to keep it, share it, open the list on it. */
export function ViewBar(props: ViewBarProps) {
  const { view } = props;
  const { current, refused, leftOut } = view;
  return (
    <section class="view-bar" aria-label={viewWords.label}>
      {refused && <ErrorSummary root="vue" issues={[refused]} />}
      {current && <Current {...props} current={current} />}
      {leftOut.length > 0 && (
        <p class="notice" role="status">
          {viewWords.leftOut(leftOut.join(", "))}
        </p>
      )}
      <div class="view-acts">
        {current?.mine && <Manage {...props} current={current} />}
        <details class="layout-menu" open={refused?.act === "creer"}>
          <summary>{current ? viewWords.saveAs : viewWords.save}</summary>
          <Form {...props} act="creer" name="" shared="nobody" />
        </details>
      </div>
    </section>
  );
}

type WithCurrent = ViewBarProps & { readonly current: NonNullable<ViewBarView["current"]> };

function Current(props: WithCurrent) {
  const { tools, current, view } = props;
  const { base } = tools;
  return (
    <div class="view-current">
      <p>
        <strong>{current.name}</strong>{" "}
        <span class="quiet">
          {viewWords.owned(current.mine ? null : current.ownerName, sharedWith(view, current.shared))}
        </span>
      </p>
      {current.modified && (
        <p class="view-modified">
          {viewWords.modified} <a href={`${base}?vue=${current.id}`}>{viewWords.undo}</a>
        </p>
      )}
      <div class="button-row">
        {current.modified && current.mine && (
          <Act {...props} act="enregistrer" label={viewWords.update} vue={current.id} primary />
        )}
        <Act
          {...props}
          act={current.isDefault ? "sans-defaut" : "defaut"}
          label={current.isDefault ? viewWords.noDefault : viewWords.makeDefault}
          vue={current.id}
        />
        {!current.mine && view.administers && <Remove {...props} />}
      </div>
    </div>
  );
}

function sharedWith({ units }: ViewBarView, shared: string): string {
  if (shared === "member") return viewWords.shared.member;
  if (shared === "nobody") return viewWords.shared.nobody;
  const id = shared.slice("unit:".length);
  return viewWords.shared.unit(units.find((unit) => unit.id === id)?.name ?? id);
}

/** Renaming, sharing and forgetting a view of hers. */
function Manage(props: WithCurrent) {
  const { current, view } = props;
  return (
    <details class="layout-menu" open={view.refused?.act === "modifier"}>
      <summary>{viewWords.manage}</summary>
      <Form {...props} act="modifier" name={current.name} shared={current.shared} vue={current.id} />
      <Remove {...props} />
    </details>
  );
}

function Remove({ site, tools, current }: WithCurrent) {
  return (
    <ConfirmedAction
      site={site}
      action={`${tools.base}/vues`}
      label={viewWords.remove}
      hint={current.shared === "nobody" ? viewWords.removeHint : viewWords.removeSharedHint}
      confirm={viewWords.removeConfirm}
      danger
    >
      <input type="hidden" name="acte" value="supprimer" />
      <input type="hidden" name="vue" value={current.id} />
      <input type="hidden" name="liste" value={kept(tools)} />
    </ConfirmedAction>
  );
}

interface FormProps extends ViewBarProps {
  readonly act: "creer" | "modifier";
  readonly name: string;
  readonly shared: string;
  readonly vue?: string;
}

function Form({ site, tools, view, act, name, shared, vue }: FormProps) {
  const typed = view.refused?.act === act ? view.refused : null;
  const wrong = typed?.pointer === "/nom" ? typed.message : null;
  // The form that came back bears the ids that its summary leads to.
  const id = (part: string) => fieldId(`/${part}`, typed ? "vue" : act);
  return (
    <form method="post" action={`${tools.base}/vues`} class="layout-panel" data-enhance="form">
      <Csrf site={site} />
      <input type="hidden" name="liste" value={kept(tools)} />
      {vue !== undefined && <input type="hidden" name="vue" value={vue} />}
      <div class="view-field">
        <label for={id("nom")}>{viewWords.name}</label>
        {wrong && (
          <p class="field-error" id={id("nom-erreur")}>
            {wrong}
          </p>
        )}
        <input
          id={id("nom")}
          name="nom"
          type="text"
          maxLength={60}
          value={typed?.name ?? name}
          autocomplete="off"
          aria-invalid={wrong ? "true" : undefined}
          aria-describedby={wrong ? id("nom-erreur") : undefined}
        />
      </div>
      <Sharing id={id("partage")} view={view} shared={typed?.shared ?? shared} />
      <div class="button-row">
        <button type="submit" name="acte" value={act} class="button button-small">
          {viewWords.submit}
        </button>
      </div>
    </form>
  );
}

interface SharingProps {
  readonly id: string;
  readonly view: ViewBarView;
  readonly shared: string;
}

function Sharing({ id, view, shared }: SharingProps) {
  const choices = [
    ["nobody", viewWords.share.nobody],
    ...view.units.map((unit) => [`unit:${unit.id}`, viewWords.share.unit(unit.name)] as const),
    ["member", viewWords.share.member],
  ] as const;
  return (
    <fieldset class="chip-choices" id={id}>
      <legend>{viewWords.share.legend}</legend>
      {choices.map(([value, label]) => (
        <label key={value}>
          <input type="radio" name="partage" value={value} checked={value === shared} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** The list as it is shown, without its page. */
const kept = ({ definition, state }: ListTools): string =>
  listQueryString(definition, { ...state, view: null, after: null, before: null });

interface ActProps extends ViewBarProps {
  readonly act: string;
  readonly label: string;
  readonly vue: string;
  readonly primary?: boolean;
}

function Act({ site, tools, act, label, vue, primary = false }: ActProps) {
  return (
    <form method="post" action={`${tools.base}/vues`} data-enhance="form">
      <Csrf site={site} />
      <input type="hidden" name="vue" value={vue} />
      <input type="hidden" name="liste" value={kept(tools)} />
      <button type="submit" name="acte" value={act} class={`button button-small${primary ? "" : " button-secondary"}`}>
        {label}
      </button>
    </form>
  );
}
