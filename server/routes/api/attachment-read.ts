import { openFile } from "../../files/vault.ts";
import { problemResponse } from "../../problem.ts";
import { fileOfEntry, fileResponse } from "../files.ts";
import { visibleEntry } from "./entry-read.ts";
import type { ApiContext } from "./subject.ts";

/** GET /{member}/{definition}/entries/{id}/attachments/{file}: a file that the entry's answers or facts name. */
export async function readAttachment(c: ApiContext): Promise<Response> {
  const read = await visibleEntry(c);
  if (read instanceof Response) return read;
  const found = await fileOfEntry(read.ctx, read, c.req.param("file") ?? "");
  if (!found.ok) return problemResponse(c, found.problem);
  const file = await openFile(read.ctx, read.entry.member, found.value.id);
  return file.ok ? fileResponse(c, file.value, found.value) : problemResponse(c, file.problem);
}
