import type { ComponentChildren } from "preact";

/** What has just been done, said on the page that follows; takes the focus so that it is read first. */
export function DoneNote({ children }: { readonly children: ComponentChildren }) {
  return (
    <p class="note" role="status" tabIndex={-1} data-focus>
      {children}
    </p>
  );
}
