import { ConfirmedAction } from "../action-form.tsx";
import { Notice, Refused } from "../admin/admin-parts.tsx";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { Csrf } from "../page.tsx";
import { figureWords } from "../strings-figures.ts";
import { keptWords } from "../strings-figures-kept.ts";
import { type Exports, FigureResult } from "./figure-result.tsx";
import type { FigureView } from "./figure-view.ts";

const { one: words } = keptWords;

export interface SavedPageView {
  readonly frame: BackFrame;
  readonly base: string;
  readonly id: string;
  readonly name: string;
  /** "partagée avec la collectivité". */
  readonly sharing: string;
  readonly view: FigureView | null;
  readonly refused: string | undefined;
  readonly exports: Exports;
  /** Address where it is changed; null when she may not. */
  readonly change: string | null;
  readonly onMine: boolean;
  /** Null when she does not keep the member's dashboard, or it is not shared with everyone. */
  readonly onMember: boolean | null;
  readonly notice: string | undefined;
}

/** A statistic kept under a name. */
export function savedPage(page: SavedPageView): string {
  const { frame, base, name, view } = page;
  return renderBackPage({
    frame,
    title: name,
    children: (
      <>
        <nav class="entry-nav" aria-label={figureWords.back}>
          <a href={base}>{figureWords.back}</a>
        </nav>
        <Notice text={page.notice} />
        <h1>{name}</h1>
        <section class="statistic" aria-labelledby="resultat">
          <h2 id="resultat">{view?.title ?? figureWords.result.title}</h2>
          <Refused text={page.refused} />
          {view && <FigureResult view={view} exports={page.exports} />}
        </section>
        <Actions {...page} />
      </>
    ),
  });
}

function Actions({ frame, base, id, change, sharing, onMine, onMember }: SavedPageView) {
  const arrange = (whose: "mine" | "member", on: boolean) => (
    <form method="post" action={`${base}/tableau`}>
      <Csrf site={frame.site} />
      <input type="hidden" name="statistique" value={id} />
      <input type="hidden" name="tableau" value={whose} />
      <input type="hidden" name="retour" value="statistique" />
      <button type="submit" name="geste" value={on ? "retirer" : "ajouter"} class="button button-secondary">
        {whose === "mine" ? (on ? words.removeMine : words.addMine) : on ? words.removeMember : words.addMember}
      </button>
    </form>
  );
  return (
    <>
      <p class="quiet">{sharing}</p>
      <div class="statistic-actions">
        {arrange("mine", onMine)}
        {onMember !== null && arrange("member", onMember)}
        {change !== null && (
          <a class="button button-secondary" href={change}>
            {words.change}
          </a>
        )}
      </div>
      {change !== null && (
        <ConfirmedAction
          site={frame.site}
          action={`${base}/statistiques/${id}/supprimer`}
          label={words.delete}
          hint={words.deleteHint}
          confirm={words.deleteConfirm}
          danger
        />
      )}
    </>
  );
}
