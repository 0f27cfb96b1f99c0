import type { BackFrame } from "../back/back-page.tsx";
import { adminWords } from "../strings-admin.ts";
import { renderAdminPage } from "./admin-page.tsx";

export interface AdminHomeView {
  readonly frame: BackFrame;
  readonly places: readonly { readonly href: string; readonly title: string; readonly summary: string }[];
}

/** What an administrator may set, each page with a sentence. */
export function adminHomePage({ frame, places }: AdminHomeView): string {
  return renderAdminPage({
    frame,
    title: adminWords.title,
    lead: adminWords.intro,
    children: (
      <>
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
