import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { Moment } from "../back/moment.tsx";
import { workWords as words } from "../strings-works.ts";
import { type TitledWork, workTone } from "./titled-work.ts";

export interface WorksPageView {
  readonly frame: BackFrame;
  readonly works: readonly TitledWork[];
}

/** What an agent launched, the latest first. */
export function worksPage({ frame, works }: WorksPageView): string {
  const { columns } = words.list;
  return renderBackPage({
    frame,
    title: words.list.title,
    children: (
      <>
        <h1>{words.list.title}</h1>
        {works.length === 0 ? (
          <p class="empty">{words.list.none}</p>
        ) : (
          <div class="table-frame">
            <table class="entries works-table">
              <caption class="sr">{words.list.title}</caption>
              <thead>
                <tr>
                  <th scope="col">{columns.what}</th>
                  <th scope="col">{columns.about}</th>
                  <th scope="col">{columns.state}</th>
                  <th scope="col">{columns.when}</th>
                </tr>
              </thead>
              <tbody>
                {works.map((work) => (
                  <Row key={work.href} work={work} now={frame.now} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </>
    ),
  });
}

function Row({ work, now }: { work: TitledWork; now: string }) {
  const { columns } = words.list;
  const { state, total, progress } = work;
  return (
    <tr>
      <th scope="row">
        <a class="row-link" href={work.href}>
          {work.what}
        </a>
      </th>
      <td data-label={columns.about}>
        {work.about}
        {total !== null && ` – ${words.entries(work.kind, total)}`}
      </td>
      <td data-label={columns.state}>
        <span class={`tag tag-${workTone(state)}`}>{words.states[state]}</span>{" "}
        {state === "running" && total !== null && words.progress.done(progress, total)}
      </td>
      <td data-label={columns.when} class="moment">
        <Moment at={work.createdAt} now={now} />
      </td>
    </tr>
  );
}
