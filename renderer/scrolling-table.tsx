import type { ComponentChildren } from "preact";

/** A table that scrolls where it is too wide, by keyboard too: nothing in it may be a link. `name` is for who does not see it. */
export function ScrollingTable({
  name,
  kind,
  children,
}: {
  readonly name: string;
  /** A class of its own. */
  readonly kind?: string;
  readonly children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a page has many, which are no parts of it
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with the keyboard
    <div role="group" class={kind ? `table-frame ${kind}` : "table-frame"} aria-label={name} tabIndex={0}>
      {children}
    </div>
  );
}
