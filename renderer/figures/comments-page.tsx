import { timeLabel } from "../../engine/index.ts";
import { ConfirmedAction } from "../action-form.tsx";
import { AdminTable, Notice } from "../admin/admin-parts.tsx";
import { ADMIN_ROOT } from "../admin/fields.tsx";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { ErrorSummary } from "../error-summary.tsx";
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
    /** Its first day. */
    readonly month: string;
    /** Null under five answers. */
    readonly score: number | null;
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
  const heading = `${words.title}\u00a0– ${title}`;
  return renderBackPage({
    frame,
    title: heading,
    error: choice.issues.length > 0,
    children: (
      <>
        <nav class="entry-nav" aria-label={words.back}>
          <a href={back}>{words.back}</a>
        </nav>
        <Notice text={notice} />
        <h1>{heading}</h1>
        <p class="measure">{words.lead}</p>
        <div data-live-part>
          <ErrorSummary issues={choice.issues} root={ADMIN_ROOT} />
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
      columns={[words.month, words.score, words.comment, ...(erases ? [words.erase] : [])]}
    >
      {comments.map(({ id, month, score, comment }) => (
        <tr key={id}>
          <th scope="row">{timeLabel("month", month)}</th>
          <td data-label={words.score}>{score === null ? words.hidden : opinionWords.scores[score]}</td>
          <td data-label={words.comment}>{comment}</td>
          {erases && (
            <td data-label={words.erase}>
              <ConfirmedAction
                site={site}
                action={`${action}/${id}/effacer`}
                label={words.erase}
                about={words.shortened(comment)}
                hint={words.eraseHint}
                confirm={words.eraseConfirm}
                danger
              />
            </td>
          )}
        </tr>
      ))}
    </AdminTable>
  );
}
