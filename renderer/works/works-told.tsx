import { workWords as words } from "../strings-works.ts";
import type { TitledWork } from "./titled-work.ts";

/** An agent's works under way and those that have just ended, on her home. */
export function WorksTold({ works }: { readonly works: readonly TitledWork[] }) {
  if (works.length === 0) return null;
  return (
    <ul class="works-told" aria-label={words.list.title}>
      {works.map(({ href, what, about, state, total, progress }) => {
        const running = state === "waiting" || state === "running";
        return (
          <li key={href}>
            <div class={state === "failed" ? "notice notice-warning" : "notice"}>
              <p>
                {words.list.told(words.states[state], what, about)}
                {running && total !== null && ` (${words.progress.done(progress, total)})`}
              </p>
              <a href={href}>{running ? words.list.follow : words.list.read}</a>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
