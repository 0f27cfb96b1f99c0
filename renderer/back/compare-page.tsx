import type { LikenessReason } from "../../engine/index.ts";
import { french } from "../french.ts";
import { Csrf, type SiteView } from "../page.tsx";
import { duplicateWords } from "../strings-duplicates.ts";
import { type AlikeFiche, Reasons } from "./alike.tsx";
import { type BackFrame, renderBackPage } from "./back-page.tsx";

const { compare: words } = duplicateWords;

/** One question and the answers of both; "differs" is chosen, "one" is taken from the one that has it. */
export interface ComparedAnswer {
  readonly key: string;
  readonly title: string;
  readonly how: "same" | "differs" | "one";
  /** Lines of each; none when it is not answered. */
  readonly lines: readonly [readonly string[], readonly string[]];
}

export type Side = "a" | "b";

export interface ComparedFiche extends AlikeFiche {
  readonly revision: number;
  /** "En activité, créée le 3 mars 2026". */
  readonly standing: string;
}

export interface ComparePageView {
  readonly frame: BackFrame;
  readonly fiches: readonly [ComparedFiche, ComparedFiche];
  readonly reasons: readonly LikenessReason[];
  readonly answers: readonly ComparedAnswer[];
  /** What was chosen: the fiche kept, and the side of each answer that differs. */
  readonly kept: Side | null;
  readonly chosen: ReadonlyMap<string, Side>;
  readonly action: string;
  readonly backHref: string;
  /** Why it was refused; null otherwise. */
  readonly refused: string | null;
  /** What someone decided before; null while nobody has. */
  readonly decided: "apart" | "merged" | null;
}

/** Two fiches side by side: to make one of them, or to say that they are two. */
export function comparePage(view: ComparePageView): string {
  const { frame, fiches, refused, decided } = view;
  return renderBackPage({
    frame,
    title: words.title,
    error: refused !== null,
    children: (
      <>
        <nav class="entry-nav" aria-label={words.back}>
          <a href={view.backHref}>
            <span aria-hidden="true">← </span>
            {words.back}
          </a>
        </nav>
        {refused !== null && <Refused sentence={refused} />}
        <h1>{words.title}</h1>
        {decided !== null && <p class="notice">{words.decided[decided]}</p>}
        <Reasons reasons={view.reasons} />
        <form method="post" action={`${view.action}#erreurs`} class="compare">
          <Csrf site={frame.site as SiteView} />
          <input type="hidden" name="revision-a" value={String(fiches[0].revision)} />
          <input type="hidden" name="revision-b" value={String(fiches[1].revision)} />
          <Kept fiches={fiches} kept={view.kept} />
          <h2>{words.answers}</h2>
          <p class="hint">{words.answersHint}</p>
          <Answers view={view} />
          <p class="hint compare-end">{words.mergeHint}</p>
          <div class="button-row">
            <button type="submit" class="button" name="action" value="reunir">
              {words.merge}
            </button>
            <button type="submit" class="button button-secondary" name="action" value="distinctes">
              {words.apart}
            </button>
          </div>
        </form>
      </>
    ),
  });
}

function Refused({ sentence }: { readonly sentence: string }) {
  return (
    <div class="summary" id="erreurs" role="alert" aria-labelledby="erreurs-titre" tabIndex={-1} data-focus>
      <h2 id="erreurs-titre">{words.refused}</h2>
      <p>{sentence}</p>
    </div>
  );
}

const SIDES = ["a", "b"] as const;

function Kept({ fiches, kept }: Pick<ComparePageView, "fiches" | "kept">) {
  return (
    <fieldset class="field" aria-describedby="garder-aide">
      <legend class="label">{words.kept}</legend>
      <p class="hint" id="garder-aide">
        {words.keptHint}
      </p>
      <div class="options">
        {SIDES.map((side, index) => {
          const fiche = fiches[index];
          return (
            fiche && (
              <div key={side} class="option">
                <input type="radio" id={`garder-${side}`} name="garder" value={side} checked={kept === side} />
                <label for={`garder-${side}`}>
                  {fiche.label}
                  <span class="quiet">
                    {" "}
                    {french(fiche.standing)}
                    {fiche.of !== null && `. ${duplicateWords.of(fiche.of)}`}
                  </span>
                </label>
              </div>
            )
          );
        })}
      </div>
    </fieldset>
  );
}

/** One block of rows for each question: its name over both columns leaves them room on a telephone. */
function Answers({ view: { fiches, answers, chosen, kept } }: { readonly view: ComparePageView }) {
  return (
    <table class="compare-table">
      <caption class="sr">{words.answers}</caption>
      <thead>
        <tr>
          {fiches.map((fiche) => (
            <th key={fiche.href} scope="col">
              <a href={fiche.href} target="_blank" rel="noopener">
                {fiche.reference}
                <span class="sr">{duplicateWords.notice.newTab}</span>
              </a>
            </th>
          ))}
        </tr>
      </thead>
      {answers.map((answer) => (
        <tbody key={answer.key} class={`compare-${answer.how}`}>
          <tr>
            <th colSpan={2} scope="rowgroup">
              {french(answer.title)} <span class="compare-how">{words[answer.how]}</span>
            </th>
          </tr>
          <tr>
            {SIDES.map((side, index) => (
              <td key={side}>
                <Cell
                  answer={answer}
                  side={side}
                  lines={answer.lines[index] ?? []}
                  reference={fiches[index]?.reference ?? ""}
                  checked={(chosen.get(answer.key) ?? kept ?? "a") === side}
                />
              </td>
            ))}
          </tr>
        </tbody>
      ))}
    </table>
  );
}

interface CellProps {
  readonly answer: ComparedAnswer;
  readonly side: Side;
  readonly lines: readonly string[];
  readonly reference: string;
  readonly checked: boolean;
}

function Cell({ answer, side, lines, reference, checked }: CellProps) {
  const said =
    lines.length === 0 ? (
      <span class="quiet">{words.absent}</span>
    ) : (
      lines.map((line) => <p key={line}>{french(line)}</p>)
    );
  if (answer.how !== "differs") return <>{said}</>;
  const id = `choix-${answer.key}-${side}`;
  return (
    <div class="option">
      <input
        type="radio"
        id={id}
        name={`choix-${answer.key}`}
        value={side}
        checked={checked}
        aria-label={`${words.choose(answer.title, reference)} : ${lines.join(", ")}`}
      />
      <label for={id}>{said}</label>
    </div>
  );
}
