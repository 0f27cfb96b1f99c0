import { formatDate } from "../../engine/index.ts";
import { AdminTable, Notice } from "../admin/admin-parts.tsx";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { Csrf } from "../page.tsx";
import { opinionWords } from "../strings-opinion.ts";
import { steeringWords } from "../strings-steering.ts";
import { type PeriodChoice, PeriodForm } from "./period-form.tsx";

const { comments: words } = steeringWords;

export interface CommentsPageView {
  readonly frame: BackFrame;
  readonly back: string;
  readonly action: string;
  readonly title: string;
  readonly choice: PeriodChoice;
  readonly comments: readonly {
    readonly id: string;
    readonly day: string;
    readonly score: number;
    readonly comment: string;
  }[];
  /** She works these entries: she may take away what names someone. */
  readonly erases: boolean;
  readonly notice: string | undefined;
}

/** What citizens wrote with their opinions. */
export function commentsPage({
  frame,
  back,
  action,
  title,
  choice,
  comments,
  erases,
  notice,
}: CommentsPageView): string {
  return renderBackPage({
    frame,
    title: `${words.title} – ${title}`,
    children: (
      <>
        <nav class="entry-nav" aria-label={words.back}>
          <a href={back}>{words.back}</a>
        </nav>
        <Notice text={notice} />
        <h1>
          {words.title} – {title}
        </h1>
        <p class="measure">{words.lead}</p>
        <div data-live-part>
          <PeriodForm action={action} choice={choice} />
          {comments.length === 0 ? (
            <p class="empty">{words.none}</p>
          ) : (
            <Comments site={frame.site} action={action} comments={comments} erases={erases} />
          )}
        </div>
      </>
    ),
  });
}

function Comments({
  site,
  action,
  comments,
  erases,
}: Pick<CommentsPageView, "action" | "comments" | "erases"> & { readonly site: BackFrame["site"] }) {
  return (
    <AdminTable
      caption={words.title}
      columns={[words.day, words.score, words.comment, ...(erases ? [words.erase] : [])]}
    >
      {comments.map(({ id, day, score, comment }) => (
        <tr key={id}>
          <th scope="row">{formatDate(day)}</th>
          <td data-label={words.score}>{opinionWords.scores[score]}</td>
          <td data-label={words.comment}>{comment}</td>
          {erases && (
            <td data-label={words.erase}>
              <form method="post" action={`${action}/${id}/effacer`}>
                <Csrf site={site} />
                <button type="submit" class="link" aria-label={words.eraseOf(formatDate(day))}>
                  {words.erase}
                </button>
              </form>
            </td>
          )}
        </tr>
      ))}
    </AdminTable>
  );
}
