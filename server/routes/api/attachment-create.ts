import { uploadAttachment } from "../../commands/attachment.ts";
import { problemResponse } from "../../problem.ts";
import { type ApiContext, unauthenticated } from "./subject.ts";

/** POST /{member}/attachments: multipart, one field `file`. */
export async function createAttachment(c: ApiContext): Promise<Response> {
  const { ctx, subject } = c.var;
  if (!subject) return problemResponse(c, unauthenticated());
  const uploaded = await uploadAttachment(ctx, c.req.param("member") ?? "", subject, c.req.raw);
  return uploaded.ok ? c.json(uploaded.value, 201) : problemResponse(c, uploaded.problem);
}
