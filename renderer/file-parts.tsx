import { fileWords } from "./strings-files.ts";
import type { FileView } from "./theme/form-context.ts";

/** Who reads a page: a citizen is told of what concerns her, an agent of everything the antivirus said. */
export type FileReader = "citizen" | "agent";

/** "820 Ko", "2,4 Mo": decimal units, as file managers show them. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} octets`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} Ko`;
  return `${(bytes / 1_000_000).toFixed(1).replace(/\.0$/, "").replace(".", ",")} Mo`;
}

/** A file by its name, to open where it may be, with its size and what the antivirus says of it. */
export function FileLine({ file, reader }: { readonly file: FileView; readonly reader: FileReader }) {
  return (
    <>
      <span class="file-name">
        {file.href === undefined ? file.name : <a href={file.href}>{file.name}</a>}
        <span class="file-size"> ({fileSize(file.size)})</span>
      </span>
      <Scan file={file} reader={reader} />
    </>
  );
}

function Scan({ file: { scan }, reader }: { readonly file: FileView; readonly reader: FileReader }) {
  if (scan === "infected") {
    return (
      <span class="file-scan file-infected">
        <strong>{fileWords.scans.infected}.</strong> {fileWords.infected[reader]}
      </span>
    );
  }
  const words = fileWords.scans[scan];
  if (words === null || (reader === "citizen" && scan !== "waiting" && scan !== "clean")) return null;
  return <span class="file-scan">{words}</span>;
}

/** The pictures among these files, folded: one is fetched, and noted as read, when someone unfolds them. */
export function Pictures({ files }: { readonly files: readonly FileView[] }) {
  const shown = files.flatMap(({ picture, name }) => (picture === undefined ? [] : [{ picture, name }]));
  if (shown.length === 0) return null;
  return (
    <details class="pictures">
      <summary>{fileWords.show(shown.length)}</summary>
      <ul>
        {shown.map(({ picture, name }) => (
          <li key={picture}>
            <a href={picture}>
              <img src={picture} alt={name} loading="lazy" decoding="async" />
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
