import { french } from "./french.ts";
import { strings } from "./strings.ts";

/**
 * Folds a menu on a narrow screen. It stands first in its `nav` and holds nothing itself: the style sheet hides what
 * follows it while it is folded, and hides it where the menu has room, so that no menu depends on a script.
 * `here` is the place of the menu that the page is, or null.
 */
export function MenuFold({ here }: { readonly here: string | null }) {
  return (
    <details class="menu-fold">
      <summary>
        <span class="menu-word">{here === null ? strings.menu : french(`${strings.menu} :`)}</span>
        {here !== null && <span> {here}</span>}
      </summary>
    </details>
  );
}
