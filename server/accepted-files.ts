import { createReadStream } from "node:fs";
import { fileTypeFromFile } from "file-type";
import { endsAsZip, zipFault } from "./zip-content.ts";

/** A kind of file people may send: its type is read from its content, never from what the browser says. */
interface Kind {
  readonly type: string;
  /** Endings a name of this type may keep; the first is added to a name that has none of them. */
  readonly endings: readonly string[];
}

const ODF = "application/vnd.oasis.opendocument";
const OOXML = "application/vnd.openxmlformats-officedocument";

/** What people may send: documents and pictures that nobody's machine runs. */
const ACCEPTED: readonly Kind[] = [
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
const ACCEPTED_SENTENCE =
  "Ce type de fichier n’est pas accepté. Envoyez un PDF, une photo (JPEG, PNG, WebP, HEIC, TIFF), " +
  "un document (ODT, ODS, DOCX, XLSX) ou un texte.";

const PROGRAM =
  "Ce fichier est un programme, quel que soit son nom : il n’est pas accepté. Envoyez le document lui-même, en PDF ou en photo.";

const ZIP_FAULTS = {
  broken:
    "Ce document ne s’ouvre pas : il est abîmé ou protégé par un mot de passe. Enregistrez-le de nouveau, sans mot de passe.",
  bomb: "Ce document devient démesuré une fois ouvert : il n’est pas accepté. Enregistrez-le en PDF et envoyez le PDF.",
  macros:
    "Ce document contient des macros, de petits programmes : il n’est pas accepté. Enregistrez-le en PDF et envoyez le PDF.",
  program: PROGRAM,
} as const;

const TWO_IN_ONE =
  "Ce fichier en cache un autre : il n’est pas accepté. Enregistrez-le de nouveau, ou prenez-le en photo.";

/** Machine code and scripts that a computer runs. */
const RUNS =
  /^application\/(x-msdownload|x-elf|x-mach-binary|x-ms-shortcut|x-msi|vnd\.microsoft\.portable-executable|java-vm|wasm)$/;

/** The type of an accepted file, or what to tell who sent it. */
export type Inspected = { readonly type: string } | { readonly refusal: string };

/**
 * What a received file is, from its content and never from its name: a text alone, which has no mark of its own, must have
 * its name say so too. Office documents are unfolded, and nothing may hide behind a picture or a PDF.
 */
export async function inspect(path: string, name: string): Promise<Inspected> {
  const found = await fileTypeFromFile(path).catch(() => undefined);
  if (!found) {
    const text = /\.(txt|csv)$/i.test(name) && (await isText(path));
    return text ? { type: "text/plain" } : { refusal: ACCEPTED_SENTENCE };
  }
  const { mime } = found;
  if (RUNS.test(mime)) return { refusal: PROGRAM };
  if (isZip(mime)) {
    const fault = await zipFault(path);
    if (fault !== null) return { refusal: ZIP_FAULTS[fault] };
  }
  if (!ACCEPTED.some((kind) => kind.type === mime)) return { refusal: ACCEPTED_SENTENCE };
  if (isZip(mime)) return { type: mime };
  return (await endsAsZip(path)) ? { refusal: TWO_IN_ONE } : { type: mime };
}

const isZip = (type: string): boolean => type === "application/zip" || type.startsWith(ODF) || type.startsWith(OOXML);

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

/** A name no other of `taken` has, whatever the case: "photo.jpg" becomes "photo (2).jpg". */
export function freeName(name: string, taken: readonly string[]): string {
  const known = new Set(taken.map((each) => each.toLowerCase()));
  const [, stem = name, ending = ""] = /^(.*?)(\.[^.]*)?$/.exec(name) ?? [];
  for (let rank = 2, free = name; ; rank += 1) {
    if (!known.has(free.toLowerCase())) return free;
    free = `${stem.slice(0, 190 - ending.length)} (${rank})${ending}`;
  }
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
