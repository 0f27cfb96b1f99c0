import type { ComponentChildren } from "preact";
import { french } from "./french.ts";
import { strings } from "./strings.ts";

interface MenuFoldProps {
  /** What it folds, "Menu" unless said. */
  readonly label?: string;
  /** Which of its choices the page is, or null. */
  readonly here: ComponentChildren;
  /** Its content is asked for: it comes unfolded. */
  readonly open?: boolean;
}

/**
 * Folds a menu on a narrow screen. It stands before what it folds and holds nothing itself: the style sheet hides that
 * while it is folded, and hides it where there is room, so that no menu depends on a script.
 */
export function MenuFold({ label = strings.menu, here, open = false }: MenuFoldProps) {
  return (
    <details class="menu-fold" open={open}>
      <summary>
        <span class="menu-word">{here === null ? label : french(`${label} :`)}</span>
        {here !== null && <span> {here}</span>}
      </summary>
    </details>
  );
}
