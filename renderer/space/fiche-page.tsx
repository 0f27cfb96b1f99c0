import { AnswersList, type AnswersListView } from "../answers-list.tsx";
import { type DocumentLine, DocumentList } from "../document-list.tsx";
import { DoneNote } from "../done-note.tsx";
import { french } from "../french.ts";
import type { StateView } from "../front/tracking-page.tsx";
import { renderPage, type SiteView } from "../page.tsx";
import { strings } from "../strings.ts";
import { ficheWords as words } from "../strings-fiches.ts";

/** An entry about her: a sign-up, a training. */
export interface FicheLinkView {
  readonly text: string;
  readonly state: Pick<StateView, "label" | "tone">;
  /** Her own request, where she may act; null for one that an agent wrote. */
  readonly href: string | null;
  readonly documents: readonly DocumentLine[];
}

export interface FicheRelationView {
  readonly title: string;
  /** What they add up to this year, towards a goal. */
  readonly sum: {
    readonly title: string;
    readonly text: string;
    readonly sum: number;
    readonly goal: number | null;
  } | null;
  /** Soonest first. */
  readonly coming: readonly FicheLinkView[];
  /** Newest first. */
  readonly past: readonly FicheLinkView[];
  readonly empty: string;
}

export interface FicheView extends Pick<AnswersListView, "sections" | "files"> {
  readonly title: string;
  readonly intro: string | null;
  readonly member: string;
  readonly href: string;
  readonly reference: string;
  readonly updatedAt: string;
  readonly state: StateView;
  readonly confirmation: {
    readonly title: string;
    readonly wanted: boolean;
    readonly sentences: readonly string[];
    readonly action: { readonly href: string; readonly label: string } | null;
  } | null;
  readonly actions: readonly { readonly label: string; readonly hint: string | null; readonly href: string }[];
  readonly relations: readonly FicheRelationView[];
  /** Name, then how to reach it, a line each. */
  readonly service: readonly string[];
  readonly done: string | null;
}

/** What a register holds about someone, as she reads it: what is asked of her first. */
export function renderFiche(site: SiteView, view: FicheView): string {
  return renderPage({
    site,
    title: view.title,
    back: { href: "/mon-espace", label: strings.space },
    private: true,
    children: (
      <>
        {view.done !== null && <DoneNote>{french(view.done)}</DoneNote>}
        <h1>{french(view.title)}</h1>
        {view.intro !== null && <p class="lead">{french(view.intro)}</p>}
        <State view={view} />
        <Confirm confirmation={view.confirmation} />
        {view.relations.map((relation) => (
          <Linked key={relation.title} relation={relation} />
        ))}
        <Known view={view} />
        <section class="section">
          <h2>{words.contact}</h2>
          {view.service.map((line) => (
            <p key={line} class="fiche-line">
              {line}
            </p>
          ))}
        </section>
      </>
    ),
  });
}

function State({ view: { state, reference, updatedAt } }: { readonly view: FicheView }) {
  return (
    <section class={`state state-${state.tone}`} aria-labelledby="etat">
      <h2 class="sr" id="etat">
        {words.state}
      </h2>
      <span class={`tag tag-${state.tone}`}>{state.label}</span>
      <p class="state-sentence">{french(state.sentence)}</p>
      <dl class="facts">
        <div>
          <dt>{words.reference}</dt>
          <dd>{reference}</dd>
        </div>
        <div>
          <dt>{words.updated}</dt>
          <dd>{updatedAt}</dd>
        </div>
      </dl>
    </section>
  );
}

function Confirm({ confirmation }: Pick<FicheView, "confirmation">) {
  if (confirmation === null) return null;
  const { title, wanted, sentences, action } = confirmation;
  return (
    <section class="todo sheet" aria-labelledby="a-confirmer">
      <h2 id="a-confirmer">{french(title)}</h2>
      {sentences.map((sentence) => (
        <p key={sentence}>{french(sentence)}</p>
      ))}
      {action && (
        <p>
          <a class={wanted ? "button" : "button button-secondary"} href={action.href}>
            {action.label}
          </a>
        </p>
      )}
    </section>
  );
}

function Linked({ relation: { title, sum, coming, past, empty } }: { readonly relation: FicheRelationView }) {
  const none = coming.length + past.length === 0;
  return (
    <section class="section">
      <h2>{title}</h2>
      {sum && (
        <p>
          {french(`${sum.title} : `)}
          <strong>{sum.text}</strong>
          {sum.goal !== null && (
            <progress
              class="fiche-progress"
              max={sum.goal}
              value={Math.min(sum.sum, sum.goal)}
              aria-label={sum.title}
            />
          )}
        </p>
      )}
      {none && <p>{empty}</p>}
      {coming.length > 0 && (
        <>
          <h3 class="fiche-part">{words.coming}</h3>
          <Links links={coming} />
        </>
      )}
      {past.length > 0 && (
        <>
          <h3 class="fiche-part">{words.past}</h3>
          <Links links={past} />
        </>
      )}
    </section>
  );
}

const Links = ({ links }: { readonly links: readonly FicheLinkView[] }) => (
  <ul class="rows">
    {links.map((link, rank) => (
      <li key={link.href ?? `${rank} ${link.text}`}>
        <div>
          <p class="row-title">
            {link.href === null ? link.text : <a href={link.href}>{link.text === "" ? words.follow : link.text}</a>}{" "}
            <span class={`tag tag-${link.state.tone}`}>{link.state.label}</span>
          </p>
          {link.documents.length > 0 && <DocumentList documents={link.documents} />}
        </div>
      </li>
    ))}
  </ul>
);

function Known({ view }: { readonly view: FicheView }) {
  return (
    <section class="section">
      <h2>{french(words.known(view.member))}</h2>
      {view.actions.length > 0 && (
        <ul class="fiche-actions">
          {view.actions.map(({ label, hint, href }) => (
            <li key={href}>
              <a class="button button-secondary" href={href}>
                {label}
              </a>
              {hint !== null && <span class="hint">{french(hint)}</span>}
            </li>
          ))}
        </ul>
      )}
      <p class="hint">{words.knownHint}</p>
      <AnswersList sections={view.sections} {...(view.files && { files: view.files })} level={3} />
    </section>
  );
}
