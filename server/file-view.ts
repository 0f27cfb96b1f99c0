import type { FileView } from "../renderer/theme/form-context.ts";
import type { Context } from "./context.ts";
import { isPicture } from "./files/picture.ts";
import type { FoundAttachment } from "./store/attachments.ts";

/** Whether the antivirus lets these people open a file: what it has not looked at yet, its sender alone may. */
export function mayBeOpened(
  { config }: Pick<Context, "config">,
  { scan, owner }: Pick<FoundAttachment, "scan" | "owner">,
  people: readonly string[],
): boolean {
  if (scan === "infected") return false;
  return scan !== "waiting" || config.clamd === null || people.includes(owner);
}

/**
 * A file as a page shows it: where to read it, unless the antivirus says no.
 * @param base address under which the files of the page are read; null when they are not
 * @param people keys of who is reading
 */
export function fileView(
  ctx: Pick<Context, "config">,
  file: FoundAttachment,
  base: string | null,
  people: readonly string[],
): FileView {
  const { id, name, size, type } = file;
  const scan = file.scan === "waiting" && ctx.config.clamd === null ? "unscanned" : file.scan;
  if (base === null || !mayBeOpened(ctx, file, people)) return { name, size, scan };
  const href = `${base}/${id}`;
  return { name, size, scan, href, ...(isPicture(type) && { picture: `${href}/image` }) };
}
