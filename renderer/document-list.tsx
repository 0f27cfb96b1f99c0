import { documentWords as words } from "./strings-documents.ts";

/** A document that was made, or is about to be. */
export interface DocumentLine {
  readonly title: string;
  /** Address of the file; null while it is being made. */
  readonly href: string | null;
  /** "le 3 mars 2026 à 14 h 30 – 2 pages, 48 ko", or why it is not there. */
  readonly detail: string;
  /** For agents only. */
  readonly internal: boolean;
  /** It certifies what silence accepted (CRPA L.232-3). */
  readonly certificate: boolean;
}

/** What the platform wrote about an entry, each a file to download. */
export function DocumentList({ documents }: { readonly documents: readonly DocumentLine[] }) {
  return (
    <ul class="documents">
      {documents.map(({ title, href, detail, internal }) => (
        <li key={`${title} ${detail}`}>
          {href === null ? <span>{title}</span> : <a href={href}>{words.link(title)}</a>}
          {internal && <span class="tag">{words.internal}</span>}
          <span class="hint">{detail}</span>
        </li>
      ))}
    </ul>
  );
}
