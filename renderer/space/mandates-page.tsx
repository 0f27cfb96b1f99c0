import type { Answers, Form, Issue } from "../../engine/index.ts";
import { ConfirmedAction } from "../action-form.tsx";
import { DoneNote } from "../done-note.tsx";
import { french } from "../french.ts";
import type { SiteView } from "../page.tsx";
import { mandateWords as words } from "../strings-mandates.ts";
import { renderSpaceForm } from "./space-form.tsx";
import { renderSpacePage } from "./space-page.tsx";

/** A mandate as one of its sides sees it. */
export interface MandateLine {
  readonly id: string;
  readonly side: "giver" | "mandatary";
  /** The other side, by name once known. */
  readonly name: string;
  /** The address it was offered to, for its giver. */
  readonly address: string | null;
  readonly scope: string;
  readonly dates: string;
  /** Not answered. */
  readonly waits: boolean;
  /** In force today. */
  readonly current: boolean;
  readonly over: boolean;
}

export interface MandatesView {
  readonly done: string | null;
  readonly given: readonly MandateLine[];
  readonly held: readonly MandateLine[];
  readonly past: readonly MandateLine[];
}

const PATH = "/mon-espace/mandats";

/** The mandates someone gave, and the people she represents. */
export function renderMandates(site: SiteView, { done, given, held, past }: MandatesView): string {
  return renderSpacePage(site, {
    here: "mandates",
    title: words.title,
    children: (
      <>
        {done !== null && <DoneNote>{done}</DoneNote>}
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <Lines site={site} title={words.held} none={words.heldNone} lines={held} />
        <Lines site={site} title={words.given} none={words.givenNone} lines={given} />
        <div class="actions">
          <a class="button" href={`${PATH}/donner`}>
            {words.give}
          </a>
        </div>
        {past.length > 0 && <Lines site={site} title={words.past} none="" lines={past} />}
      </>
    ),
  });
}

interface LinesView {
  readonly site: SiteView;
  readonly title: string;
  readonly none: string;
  readonly lines: readonly MandateLine[];
}

function Lines({ site, title, none, lines }: LinesView) {
  return (
    <section class="section">
      <h2>{title}</h2>
      {lines.length === 0 ? (
        <p>{none}</p>
      ) : (
        <ul class="rows">
          {lines.map((line) => (
            <li key={line.id}>
              <div>
                <p class="row-title">{line.name}</p>
                <p>{french(line.scope)}</p>
                <p class="row-meta">
                  {line.address !== null && `${line.address}. `}
                  {line.dates}
                </p>
                <p class="row-meta">{stateOf(line)}</p>
              </div>
              {!line.over && <Actions site={site} line={line} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function stateOf({ over, waits, current }: MandateLine): string {
  if (over) return waits ? words.unanswered : words.over;
  if (waits) return words.waiting;
  return current ? words.current : words.later;
}

function Actions({ site, line }: { readonly site: SiteView; readonly line: MandateLine }) {
  const { id, side, name, current, waits } = line;
  return (
    <div class="row-actions">
      {side === "mandatary" && current && (
        <a href={`${PATH}/${id}`}>
          {words.see}
          <span class="sr"> : {name}</span>
        </a>
      )}
      <ConfirmedAction
        site={site}
        action={`${PATH}/${id}/terminer`}
        label={waits ? words.withdraw : words.end}
        hint={waits ? words.withdrawHint : words.endHint[side]}
        confirm={waits ? words.withdrawConfirm : words.endConfirm}
        about={name}
        danger
      />
    </div>
  );
}

/** The form by which someone offers a mandate. */
export function renderOffering(
  site: SiteView,
  view: { readonly form: Form; readonly answers: Answers; readonly issues: readonly Issue[] },
): string {
  return renderSpaceForm(site, {
    ...view,
    here: "mandates",
    title: words.give,
    lead: words.form.lead,
    action: `${PATH}/donner`,
    submit: words.form.submit,
    link: { href: PATH, label: words.form.back },
  });
}
