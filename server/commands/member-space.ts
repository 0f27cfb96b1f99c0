import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileTypeFromBuffer } from "file-type";
import { memberSpace as words } from "../../renderer/strings-admin-member.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import { saveLogo } from "../store/member-logos.ts";
import { type LogoType, type Look, saveLook } from "../store/members.ts";
import { refusedSvg } from "../svg.ts";

/** Largest logo, in bytes. */
export const MOST_LOGO = 200_000;

/** Changes what the member of `by` shows of itself, at once and in every process. Refusal: `invalid` at /hote. */
export async function changeLook(ctx: Context, by: AgentIdentity, section: string, look: Look): Promise<Outcome<null>> {
  if (!(await saveLook(ctx.db, by.member, look))) return refused(invalid("hote", words.host.taken));
  await changed(ctx, by, { change: section });
  return done(null);
}

/** Takes a file as the member's logo: its type is read from its content. Refusal: `invalid` at /logo. */
export async function changeLogo(
  ctx: Context,
  by: AgentIdentity,
  file: { readonly path: string; readonly size: number } | null,
): Promise<Outcome<null>> {
  if (file === null || file.size === 0) return refused(invalid("logo", words.logo.missing));
  if (file.size > MOST_LOGO) return refused(invalid("logo", words.logo.tooLarge));
  const content = new Uint8Array(await readFile(file.path));
  const type = await logoType(content);
  if (!type.ok) return type;
  const digest = hash("sha256", content).slice(0, 8);
  await saveLogo(ctx.db, by.member, { type: type.value, content, digest, now: ctx.clock() });
  await changed(ctx, by, { change: "logo", type: type.value });
  return done(null);
}

/** The member's initials stand in for its logo again. */
export async function removeLogo(ctx: Context, by: AgentIdentity): Promise<void> {
  await saveLogo(ctx.db, by.member, null);
  await changed(ctx, by, { change: "logo-removed" });
}

async function logoType(content: Uint8Array): Promise<Outcome<LogoType>> {
  const found = await fileTypeFromBuffer(content);
  if (found?.mime === "image/png" || found?.mime === "image/jpeg") return done(found.mime);
  const text = asText(content);
  if (text === null || !/^[\s\uFEFF]*</.test(text)) return refused(invalid("logo", words.logo.type));
  const refusal = refusedSvg(text);
  return refusal === null ? done("image/svg+xml") : refused(invalid("logo", refusal));
}

function asText(content: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return null;
  }
}

const invalid = (name: string, message: string) =>
  problem("invalid", message, [{ code: "member", pointer: `/${name}`, message }]);

async function changed(ctx: Context, by: AgentIdentity, detail: { readonly [key: string]: string }): Promise<void> {
  await ctx.catalogue.reload();
  const { member, id, name } = by;
  audit(ctx, { member, action: "member", actor: { kind: "agent", id, name }, target: member, detail });
}
