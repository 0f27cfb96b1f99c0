import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { adminWords } from "../strings-admin.ts";

export interface AdminHomeView {
  readonly frame: BackFrame;
  readonly places: readonly { readonly href: string; readonly title: string; readonly summary: string }[];
}

/** What an administrator may set, each page with a sentence. */
export function adminHomePage({ frame, places }: AdminHomeView): string {
  return renderBackPage({
    frame,
    title: adminWords.title,
    children: (
      <>
        <h1>{adminWords.title}</h1>
        <p>{adminWords.intro}</p>
        <ul class="places-list">
          {places.map(({ href, title, summary }) => (
            <li key={href}>
              <h2>
                <a href={href}>{title}</a>
              </h2>
              <p>{summary}</p>
            </li>
          ))}
        </ul>
      </>
    ),
  });
}
