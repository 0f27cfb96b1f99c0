import { open } from "node:fs/promises";
import { type Entry, openPromise, type ZipFile } from "yauzl";

/** Most that an office document may unfold to, in bytes, and how many times its own size beyond what is small anyway. */
const MOST_UNFOLDED = 500_000_000;
const MOST_RATIO = 100;
const SMALL_ANYWAY = 20_000_000;
const MOST_ENTRIES = 10_000;

/** Programs that office documents carry, and that opening one may run. */
const MACROS = /(^|\/)vbaproject\.bin$|^(basic|scripts)\/.+\/.+/i;
/** What no office document holds, and what a computer runs. */
const PROGRAMS = /\.(exe|dll|scr|com|bat|cmd|msi|ps1|vbs|vbe|js|jse|wsf|hta|jar|class|lnk|sh|apk)$/i;

/** Why an archive is refused. */
export type ZipFault = "broken" | "bomb" | "macros" | "program";

/**
 * The first reason to refuse an office document (a ZIP archive), or null: it is unfolded whole, thrown away as it comes, since
 * the sizes an archive announces may lie.
 */
export async function zipFault(path: string): Promise<ZipFault | null> {
  const found = await openPromise(path, { lazyEntries: true, strictFileNames: true }).catch(() => null);
  if (found === null) return "broken";
  try {
    return await faultIn(found);
  } catch {
    return "broken";
  } finally {
    found.close();
  }
}

async function faultIn(zip: ZipFile): Promise<ZipFault | null> {
  if (zip.entryCount > MOST_ENTRIES) return "bomb";
  const limit = Math.min(MOST_UNFOLDED, Math.max(SMALL_ANYWAY, zip.fileSize * MOST_RATIO));
  let [announced, packed, unfolded] = [0, 0, 0];
  for await (const entry of zip.eachEntry()) {
    announced += entry.uncompressedSize;
    packed += entry.compressedSize;
    // Entries that share the same bytes weigh more together than the archive.
    if (announced > limit || packed > zip.fileSize) return "bomb";
    if (MACROS.test(entry.fileName)) return "macros";
    if (PROGRAMS.test(entry.fileName)) return "program";
    if (entry.isEncrypted()) return "broken";
    unfolded += await unfold(zip, entry, limit - unfolded);
    if (unfolded > limit) return "bomb";
  }
  return null;
}

/** How many bytes an entry really holds; stops past `limit`. Throws when that is not what it announced. */
async function unfold(zip: ZipFile, entry: Entry, limit: number): Promise<number> {
  if (entry.fileName.endsWith("/")) return 0;
  const stream = await zip.openReadStreamPromise(entry);
  let size = 0;
  for await (const part of stream) {
    size += (part as Buffer).length;
    if (size > limit) break;
  }
  return size;
}

/** Bytes of the end of an archive, before its comment, and the longest comment. */
const END = 22;
const LONGEST_COMMENT = 65_535;

/**
 * Whether a file ends as an archive does: a picture or a PDF that does is two files in one, and software that looks
 * for the other will find it.
 */
export async function endsAsZip(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, END + LONGEST_COMMENT));
    await file.read(tail, 0, tail.length, size - tail.length);
    for (let at = tail.length - END; at >= 0; at -= 1) {
      const ends = at + END + tail.readUInt16LE(at + 20) === tail.length;
      if (ends && tail.readUInt32LE(at) === 0x06054b50) return true;
    }
    return false;
  } finally {
    await file.close();
  }
}
