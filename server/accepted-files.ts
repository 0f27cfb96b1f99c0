import { createReadStream } from "node:fs";
import { fileTypeFromFile } from "file-type";

/** A kind of file people may send: its type is read from its content, never from what the browser says. */
interface Kind {
  readonly type: string;
  /** Endings a name of this type may keep; the first is added to a name that has none of them. */
  readonly endings: readonly string[];
}

const ODF = "application/vnd.oasis.opendocument";
const OOXML = "application/vnd.openxmlformats-officedocument";

/** What people may send: documents and pictures that nobody's machine runs. */
export const ACCEPTED: readonly Kind[] = [
  { type: "application/pdf", endings: ["pdf"] },
  { type: "image/jpeg", endings: ["jpg", "jpeg", "jfif"] },
  { type: "image/png", endings: ["png"] },
  { type: "image/webp", endings: ["webp"] },
  { type: "image/heic", endings: ["heic", "heif"] },
  { type: "image/heif", endings: ["heif", "heic"] },
  { type: "image/tiff", endings: ["tif", "tiff"] },
  { type: `${ODF}.text`, endings: ["odt"] },
  { type: `${ODF}.spreadsheet`, endings: ["ods"] },
  { type: `${OOXML}.wordprocessingml.document`, endings: ["docx"] },
  { type: `${OOXML}.spreadsheetml.sheet`, endings: ["xlsx"] },
  { type: "text/plain", endings: ["txt", "csv"] },
];

/** What to send instead, for the refusal. */
export const ACCEPTED_SENTENCE =
  "Ce type de fichier n’est pas accepté. Envoyez un PDF, une photo (JPEG, PNG, WebP, HEIC, TIFF), " +
  "un document (ODT, ODS, DOCX, XLSX) ou un texte.";

/** The accepted type of a file, from its content, or null. A text has no mark of its own: its name must say so too. */
export async function acceptedType(path: string, name: string): Promise<string | null> {
  const found = await fileTypeFromFile(path).catch(() => undefined);
  if (found) return ACCEPTED.some((kind) => kind.type === found.mime) ? found.mime : null;
  return /\.(txt|csv)$/i.test(name) && (await isText(path)) ? "text/plain" : null;
}

/**
 * A file name safe to store, show and download: no folder, no control or direction-changing character, 200 characters
 * at most, ending as its type says.
 */
export function cleanName(name: string, type: string): string {
  const base = name.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const clean = base
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, "")
    // Browsers write a quote or a line break of a name as %22, %0A or %0D.
    .replace(/[<>:"|?*]|%(22|0[AD])/gi, "_")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  const endings = ACCEPTED.find((kind) => kind.type === type)?.endings ?? [];
  const ending = /\.([^.]+)$/.exec(clean)?.[1] ?? "";
  const kept = endings.includes(ending.toLowerCase()) ? ending : (endings[0] ?? "bin");
  const stem = kept === ending ? clean.slice(0, -ending.length - 1) : clean;
  const room = 200 - kept.length - 1;
  return `${[...(stem || "fichier")].slice(0, room).join("")}.${kept}`.slice(0, 200);
}

/** Whether a whole file is UTF-8 text without control characters. */
async function isText(path: string): Promise<boolean> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what tells a text from a binary file.
      if (/[\0-\x08\x0e-\x1f]/.test(decoder.decode(chunk, { stream: true }))) return false;
    }
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}
