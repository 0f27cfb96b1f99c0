import type { Context } from "./context.ts";
import type { Member } from "./store/members.ts";

/**
 * Where people reach a member, without a trailing slash: its own host name when it has one, with the scheme and port of
 * this installation. Never what a request says of itself.
 */
export function memberOrigin(ctx: Pick<Context, "config" | "catalogue">, member: string): string {
  const found = ctx.catalogue.member(member);
  return found?.status === "active" && found.host !== null ? originOf(ctx, found.host) : ctx.config.publicUrl;
}

/** The address of a host name of ours. */
export function originOf(ctx: Pick<Context, "config">, host: string): string {
  const { protocol, port } = new URL(ctx.config.publicUrl);
  return `${protocol}//${host}${port === "" ? "" : `:${port}`}`;
}

/** The active member whose own host name this is ("demarches.exemple.fr:443"); null for any other, which is ours. */
export function memberAtHost(ctx: Pick<Context, "catalogue">, host: string | undefined): Member | null {
  const name = (host ?? "").toLowerCase().replace(/:\d*$/, "").replace(/\.$/, "");
  if (name === "") return null;
  return ctx.catalogue.members().find((member) => member.host === name) ?? null;
}
