import { words } from "../strings-back.ts";

/** The way back from a page of a work. */
export function WorkNav({ href, label }: { readonly href: string; readonly label: string }) {
  return (
    <nav class="entry-nav" aria-label={words.entry.navigation}>
      <a href={href}>
        <span aria-hidden="true">← </span>
        {label}
      </a>
    </nav>
  );
}
