import type { CompiledDefinition } from "../../engine/index.ts";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { sendingWords } from "../strings-sendings.ts";
import { workWords as words } from "../strings-works.ts";
import { WorkNav } from "./work-nav.tsx";

export interface ChoosePageView {
  readonly frame: BackFrame;
  readonly definition: CompiledDefinition;
  /** Entries chosen. */
  readonly total: number;
  /** Events that some of them take, those of most first. */
  readonly offers: readonly {
    readonly event: string;
    readonly label: string;
    readonly tone: "primary" | "secondary" | "danger";
    readonly count: number;
  }[];
  /** Labels of the events that are sent one entry at a time. */
  readonly alone: readonly string[];
  /** What she may send to those the entries are about. */
  readonly sendings: readonly { readonly what: "labels" | "letters" | "mailing"; readonly action: string }[];
  readonly mayAssign: boolean;
  /** Several agents may work the entries. */
  readonly mayShare: boolean;
  /** Address of the work. */
  readonly base: string;
  readonly list: string;
}

/** What may be done to the entries chosen, with how many take it. */
export function choosePage(view: ChoosePageView): string {
  const { frame, definition, total } = view;
  const title = words.prepare.title(definition.kind, total);
  return renderBackPage({
    frame,
    title,
    children: (
      <>
        <WorkNav href={view.list} label={words.prepare.back} />
        <h1>{title}</h1>
        <p class="glance-title">{definition.title}</p>
        <Actions view={view} />
        <Sendings view={view} />
      </>
    ),
  });
}

function Actions({ view }: { readonly view: ChoosePageView }) {
  const { definition, total, offers, alone, base } = view;
  const { kind } = definition;
  return (
    <section class="panel work-choices" aria-labelledby="quoi">
      <h2 id="quoi">{words.prepare.what}</h2>
      <ul>
        {offers.map(({ event, label, tone, count }) => (
          <li key={event}>
            <a class={`button button-${tone === "danger" ? "danger" : "secondary"}`} href={`${base}?action=${event}`}>
              {label}
            </a>
            <span class="hint">{words.prepare.on(kind, count, total)}</span>
          </li>
        ))}
        {view.mayAssign && (
          <li>
            <a class="button button-secondary" href={`${base}?action=_attribuer`}>
              {words.prepare.assign}
            </a>
            <span class="hint">{words.prepare.on(kind, total, total)}</span>
          </li>
        )}
        {view.mayShare && (
          <li>
            <a class="button button-secondary" href={`${base}?action=_repartir`}>
              {words.share.offer}
            </a>
            <span class="hint">{words.prepare.on(kind, total, total)}</span>
          </li>
        )}
      </ul>
      {offers.length === 0 && view.sendings.length === 0 && <p>{words.prepare.nothing}</p>}
      {alone.length > 0 && <p class="quiet">{words.prepare.alone(alone.join(", "))}</p>}
    </section>
  );
}

/** What may be written to those the entries are about. */
function Sendings({ view: { sendings, base } }: { readonly view: ChoosePageView }) {
  if (sendings.length === 0) return null;
  return (
    <section class="panel work-choices" aria-labelledby="ecrire">
      <h2 id="ecrire">{sendingWords.section}</h2>
      <ul>
        {sendings.map(({ what, action }) => (
          <li key={what}>
            <a class="button button-secondary" href={`${base}?action=${action}`}>
              {sendingWords[what].offer}
            </a>
            <span class="hint">{sendingWords[what].hint}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
