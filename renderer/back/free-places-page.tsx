import { type CompiledDefinition, formatDate } from "../../engine/index.ts";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { PlaceSearch, type PlaceSearchView } from "../front/place-search.tsx";
import { words as backWords } from "../strings-back.ts";
import { placeWords as words } from "../strings-places.ts";
import { type BackFrame, renderBackPage } from "./back-page.tsx";

/** Entries of a register with a free place, for an agent. */
export interface FreePlacesView {
  readonly frame: BackFrame;
  readonly definition: Pick<CompiledDefinition, "title" | "territory">;
  /** Address of the list. */
  readonly base: string;
  readonly search: PlaceSearchView;
  readonly commune: string;
  readonly issues: readonly ShownIssue[];
  /** Null before anything is asked. */
  readonly found: readonly FreePlaceView[] | null;
  readonly total: number;
  readonly most: number;
  readonly unfinished: boolean;
  /** Names by id, where there are several. */
  readonly members: ReadonlyMap<string, string>;
  /** The request that asks; null for none. */
  readonly seeking: {
    readonly text: string;
    readonly href: string;
    readonly reference: string;
    /** The event that proposes; null where there is none. */
    readonly event: string | null;
  } | null;
}

export interface FreePlaceView {
  readonly id: string;
  readonly member: string;
  readonly href: string;
  readonly name: string;
  readonly commune: string;
  readonly free: string;
  /** "2026-03-03" */
  readonly known: string;
  /** Was proposed already. */
  readonly proposed: boolean;
}

/** The page where an agent looks for a place. */
export function freePlacesPage(view: FreePlacesView): string {
  const { definition, base, seeking, issues } = view;
  const back = seeking
    ? { href: seeking.href, label: words.desk.backTo(seeking.reference) }
    : { href: base, label: backWords.entry.back(definition.title) };
  return renderBackPage({
    frame: view.frame,
    title: `${words.desk.title} – ${definition.title}`,
    error: issues.length > 0,
    children: (
      <>
        <nav class="entry-nav" aria-label={backWords.entry.navigation}>
          <a href={back.href}>
            <span aria-hidden="true">← </span>
            {french(back.label)}
          </a>
        </nav>
        <ErrorSummary issues={issues} />
        <h1>{words.desk.title}</h1>
        <div class="free-places">
          <form method="get" action={`${base}/places-libres#trouvees`} noValidate class="panel fields">
            {seeking && <input type="hidden" name="pour" value={seeking.text} />}
            <PlaceSearch view={view.search} issues={issues} />
            {definition.territory !== null && (
              <div class="field">
                <label class="label" for="commune">
                  {words.desk.commune}
                </label>
                <p class="hint" id="commune-hint">
                  {words.desk.communeHint}
                </p>
                <input class="input" id="commune" name="commune" value={view.commune} aria-describedby="commune-hint" />
              </div>
            )}
            <button type="submit" class="button">
              {words.desk.search}
            </button>
          </form>
          <Found view={view} />
        </div>
      </>
    ),
  });
}

function Found({ view }: { readonly view: FreePlacesView }) {
  const { found, total, most, seeking, unfinished } = view;
  if (found === null) return <p class="hint">{words.desk.ask}</p>;
  const proposing = seeking?.event ?? null;
  return (
    <section aria-labelledby="trouvees">
      <h2 id="trouvees" tabIndex={-1}>
        {words.desk.found(total)}
      </h2>
      <p class="hint">{words.desk.explained}</p>
      {unfinished && <p role="status">{words.desk.unfinished}</p>}
      {total > most && <p class="hint">{words.desk.first(most)}</p>}
      {total === 0 && <p>{words.widenHours}</p>}
      {found.length > 0 &&
        (seeking && proposing !== null ? (
          <form method="get" action={`${seeking.href}#action`}>
            <input type="hidden" name="evenement" value={proposing} />
            <Table view={view} found={found} picks />
            <p>
              <button type="submit" class="button">
                {words.desk.propose}
              </button>
            </p>
          </form>
        ) : (
          <Table view={view} found={found} picks={false} />
        ))}
    </section>
  );
}

interface TableProps {
  readonly view: FreePlacesView;
  readonly found: readonly FreePlaceView[];
  readonly picks: boolean;
}

function Table({ view: { members }, found, picks }: TableProps) {
  const { columns } = words.desk;
  return (
    <div class="table-frame">
      <table class="entries">
        <caption class="sr">{words.desk.title}</caption>
        <thead>
          <tr>
            {picks && <th scope="col">{columns.pick}</th>}
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.commune}</th>
            <th scope="col">{columns.free}</th>
            <th scope="col">{columns.known}</th>
            {members.size > 1 && <th scope="col">{columns.member}</th>}
          </tr>
        </thead>
        <tbody>
          {found.map((each) => (
            <tr key={each.id}>
              {picks && (
                <td data-label={columns.pick}>
                  <input type="checkbox" name="fiche" value={each.id} aria-label={words.desk.pick(each.name)} />
                </td>
              )}
              <td data-label={columns.name}>
                <a href={each.href}>{french(each.name)}</a>
                {each.proposed && <span class="tag">{words.desk.proposed}</span>}
              </td>
              <td data-label={columns.commune}>{french(each.commune)}</td>
              <td data-label={columns.free}>{each.free}</td>
              <td data-label={columns.known}>{formatDate(each.known)}</td>
              {members.size > 1 && <td data-label={columns.member}>{french(members.get(each.member) ?? "")}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
