import type { AnswerRow, CompiledDefinition } from "../../engine/index.ts";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { french } from "../french.ts";
import { Csrf } from "../page.tsx";
import { sendingWords } from "../strings-sendings.ts";
import { workWords as words } from "../strings-works.ts";
import { ItemList, type ListedItem } from "./item-list.tsx";
import { WorkNav } from "./work-nav.tsx";

export interface ConfirmPageView {
  readonly frame: BackFrame;
  readonly definition: CompiledDefinition;
  /** What is to be done. */
  readonly label: string;
  readonly danger: boolean;
  readonly will: number;
  readonly wont: number;
  /** The first of those that will not, each with why. */
  readonly refusing: readonly (ListedItem & { readonly foreseen: string | null })[];
  /** It writes to those the entries are about, and changes nothing of them. */
  readonly sending: boolean;
  /** Why some are left out, each with how many. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  /** What was typed in the form. */
  readonly rows: readonly Pick<AnswerRow, "pointer" | "label" | "text" | "group">[];
  /** What each agent would receive, where entries are shared out, and have then; null for any other action. */
  readonly parts:
    | readonly { readonly id: string; readonly name: string; readonly count: number; readonly whole: number }[]
    | null;
  /** Address of the form; null when it asks nothing. */
  readonly changeHref: string | null;
  readonly base: string;
  readonly list: string;
}

/** What is about to be done, to how many, and to which it will not be. */
export function confirmPage(view: ConfirmPageView): string {
  const { frame, definition, label, will, wont, refusing } = view;
  const { kind } = definition;
  const title = words.confirm.title(label);
  return renderBackPage({
    frame,
    title,
    children: (
      <>
        <WorkNav href={`${view.base}?action=`} label={words.prepare.other} />
        <h1>{french(title)}</h1>
        <p class="glance-title">{definition.title}</p>
        <ul class="work-figures">
          <li>
            <strong class="big-number">{words.number(will)}</strong> {words.confirm.will(will)}
          </li>
          {wont > 0 && (
            <li>
              <strong class="big-number">{words.number(wont)}</strong> {words.confirm.wont(wont)}
            </li>
          )}
        </ul>
        {view.reasons.length > 0 && (
          <ul class="work-reasons" aria-label={sendingWords.confirm.reasons}>
            {view.reasons.map(({ reason, count }) => (
              <li key={reason}>
                <strong>{words.number(count)}</strong> – {french(reason)}
              </li>
            ))}
          </ul>
        )}
        {view.parts && <Parts parts={view.parts} changeHref={view.changeHref} />}
        {wont > 0 && (
          <details class="work-why" open={wont <= 10}>
            <summary>{words.confirm.why(kind, wont)}</summary>
            {refusing.length < wont && <p class="hint">{words.confirm.firstOnes(refusing.length, wont)}</p>}
            <ItemList definition={definition.id} items={refusing.map((item) => ({ ...item, reason: item.foreseen }))} />
          </details>
        )}
        {!view.parts && <Typed view={view} />}
        <Launch view={view} />
      </>
    ),
  });
}

function Parts({ parts, changeHref }: { parts: NonNullable<ConfirmPageView["parts"]>; changeHref: string | null }) {
  const { columns } = words.share;
  return (
    <section class="panel work-typed" aria-labelledby="parts">
      <h2 id="parts">{words.share.parts}</h2>
      <table class="share-parts">
        <caption class="sr">{words.share.parts}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.agent}</th>
            <th scope="col" class="number">
              {columns.part}
            </th>
            <th scope="col" class="number">
              {columns.whole}
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ id, name, count, whole }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td class="number">{words.number(count)}</td>
              <td class="number">{words.number(whole)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {changeHref !== null && <a href={changeHref}>{words.confirm.change}</a>}
    </section>
  );
}

function Typed({ view: { rows, changeHref } }: { view: ConfirmPageView }) {
  if (rows.length === 0) {
    return changeHref === null ? null : (
      <p>
        <a href={changeHref}>{words.confirm.changeChoice}</a>
      </p>
    );
  }
  return (
    <section class="panel work-typed" aria-labelledby="ecrit">
      <h2 id="ecrit">{words.confirm.typed}</h2>
      <dl class="history-answers">
        {rows.map((row) => (
          <div key={row.pointer}>
            <dt>{row.group ? `${row.group}, ${row.label}` : row.label}</dt>
            <dd class="lines">{row.text}</dd>
          </div>
        ))}
      </dl>
      {changeHref !== null && <a href={changeHref}>{words.confirm.change}</a>}
    </section>
  );
}

function Launch({ view }: { view: ConfirmPageView }) {
  const { frame, definition, will, danger, base } = view;
  if (will === 0) return <p class="notice notice-warning">{words.confirm.none}</p>;
  return (
    <form method="post" action={`${base}/lancer`} class="work-launch" data-enhance="form" data-pick-end>
      <Csrf site={frame.site} />
      <p>{view.sending ? french(sendingWords.confirm.asIs) : words.confirm.changed}</p>
      <p>{french(words.confirm.stay)}</p>
      <div class="button-row">
        <button type="submit" class={danger ? "button button-danger" : "button"}>
          {words.confirm.launch(definition.kind, will)}
        </button>
        <a class="button button-secondary" href={view.list}>
          {words.prepare.cancel}
        </a>
      </div>
    </form>
  );
}
