import type { Context as HonoContext } from "hono";
import type { AppEnv } from "../app-env.ts";
import { keepFile } from "../commands/attachment.ts";
import { takeAsVisitor } from "../identity/address.ts";
import { type Outcome, refused, tooMany } from "../problem.ts";
import type { StoredAttachment } from "../store/attachments.ts";
import type { ReceivedFile } from "./multipart.ts";

/** A form that `pages` received and checked. */
export interface PostedForm {
  /** Texts in the order sent, without our own hidden fields. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** See `keep-form.ts`: sent again after signing in or from an expired page. */
  readonly resumed: boolean;
  /** Received, not kept: removed when the answer leaves, unless `readForm` keeps them. */
  readonly files: readonly ReceivedFile[];
}

/** What a route makes of a form. */
export interface ReadForm {
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** Sent again after signing in or after an expired page: show the form with these values, do not act. */
  readonly resumed: boolean;
  readonly uploads: readonly { readonly field: string; readonly attachment: StoredAttachment }[];
  /** Files refused for their type, their weight or for being empty, with a French sentence each. */
  readonly refused: readonly { readonly field: string; readonly name: string; readonly message: string }[];
}

/** Where the files of a form are kept, and those it does not take. */
export interface Upload {
  readonly member: string;
  /** The draft's or the actor's key. */
  readonly owner: string;
  /** Why a file is too heavy for its field (a control's name), or null. */
  readonly tooHeavy?: (field: string, bytes: number) => string | null;
}

/**
 * The form of this request; `pages` has checked its limits and where it comes from. With `upload`, its files are
 * kept under `owner` and come back as attachments; without, they are dropped.
 */
export async function readForm(c: HonoContext<AppEnv>, options: { readonly upload?: Upload } = {}): Promise<ReadForm> {
  const form = c.var.form;
  if (form === null) throw new Error("a form is read by routes of unsafe methods only");
  const uploads: { field: string; attachment: StoredAttachment }[] = [];
  const refusals: { field: string; name: string; message: string }[] = [];
  const { upload } = options;
  for (const file of form.files) {
    if (!upload) break;
    const heavy = upload.tooHeavy?.(file.field, file.size) ?? null;
    if (heavy !== null) {
      refusals.push({ field: file.field, name: file.name, message: heavy });
      continue;
    }
    const wait = await takeAsVisitor(c, "file");
    const kept: Outcome<StoredAttachment> =
      wait === null
        ? await keepFile(c.var.ctx, upload.member, upload.owner, file)
        : refused(tooMany(wait, "Beaucoup de fichiers ont été envoyés d’ici."));
    if (kept.ok) uploads.push({ field: file.field, attachment: kept.value });
    else refusals.push({ field: file.field, name: file.name, message: kept.problem.detail });
  }
  return { fields: form.fields, resumed: form.resumed, uploads, refused: refusals };
}
