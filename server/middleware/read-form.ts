import { join } from "node:path";
import type { Context } from "../context.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import { type Admission, append, type Multipart, readMultipart } from "./multipart.ts";
import { readText } from "./read-body.ts";
import { hasNul } from "./storable.ts";

const MAX_FIELDS = 5000;
const MAX_FILES = 20;

/** Where files wait between their arrival and their keeping; swept by `purgeUploads`. */
export const incomingFolder = (ctx: Pick<Context, "config">): string => join(ctx.config.dataDir, "incoming");

/**
 * An HTML form, urlencoded or multipart: texts in order, files on disk if `admit` lets them in, each of `largest` bytes at most. Another content type counts as a form without fields when the body is announced empty.
 */
export async function readFormBody(
  ctx: Context,
  request: Request,
  admit: Admission,
  largest: number = ctx.config.maxFile,
): Promise<Outcome<Multipart>> {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type === "multipart/form-data") {
    const limits = { file: largest, text: ctx.config.maxJson, files: MAX_FILES, fields: MAX_FIELDS };
    return readMultipart(request, incomingFolder(ctx), limits, admit);
  }
  if (type !== "application/x-www-form-urlencoded" && type !== "") {
    return refused(problem("malformed", "Cette adresse attend un formulaire."));
  }
  const text = await readText(request, ctx.config.maxJson);
  if (!text.ok) return text;
  const fields = parseFields(text.value);
  return fields.ok ? done({ fields: fields.value, files: [] }) : fields;
}

function parseFields(text: string): Outcome<ReadonlyMap<string, readonly string[]>> {
  if (countOf(text, "&") >= MAX_FIELDS) return refused(problem("too-large", "L’envoi contient trop d’éléments."));
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (hasNul(name) || hasNul(value)) {
      return refused(problem("malformed", "Le formulaire contient un caractère qui ne peut pas être enregistré."));
    }
    append(fields, name, value);
  }
  return done(fields);
}

function countOf(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}
