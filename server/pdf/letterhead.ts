import type { Sql } from "postgres";
import type { CompiledDefinition } from "../../engine/index.ts";
import type { Letterhead, Logo } from "../../renderer/pdf/look.ts";
import { about } from "../commands/write-entry.ts";
import type { Context } from "../context.ts";
import { memberFiles } from "../site.ts";
import { findLogo } from "../store/member-logos.ts";
import type { Member } from "../store/members.ts";
import { loadFaces } from "./faces.ts";

/**
 * What stands at the head of what a member sends about a definition.
 * @param db the pool, or the transaction at hand
 */
export async function letterheadOf(
  ctx: Context,
  db: Sql,
  member: Member,
  definition: CompiledDefinition,
): Promise<Letterhead> {
  const { service, contact } = about(ctx, member.id, definition);
  const lines = (contact ?? "").split("\n").filter((line) => line !== "");
  return { ...(await memberLetterhead(db, member)), service: service ?? null, contact: lines };
}

/** The same for what a member sends about no definition in particular. */
export async function memberLetterhead(db: Sql, member: Member): Promise<Letterhead> {
  return {
    member: member.name,
    service: null,
    contact: [member.contact.address, member.contact.phone, member.contact.email].flatMap((line) => line ?? []),
    logo: await logoOf(db, member),
    colour: member.theme.primary,
    faces: await loadFaces(),
  };
}

async function logoOf(db: Sql, member: Member): Promise<Logo | null> {
  const { svg } = memberFiles(member);
  if (svg !== null) return { kind: "drawing", svg };
  const sent = member.theme.logoFile ? await findLogo(db, member.id) : null;
  if (!sent) return null;
  if (sent.type !== "image/svg+xml") return { kind: "picture", bytes: sent.content };
  return { kind: "drawing", svg: new TextDecoder().decode(sent.content) };
}
