import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";
import { seesMember } from "../identity/sees-member.ts";
import { memberAtHost } from "../member-url.ts";
import { notFound } from "../problem.ts";
import type { Member } from "../store/members.ts";
import { noticeResponse } from "./answers.ts";

/**
 * Keeps pages that do not exist from being found: those of a member that is not active, except to its own agents, who
 * prepare them; and, at a member's own host name, those of the others.
 */
export const memberGate: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { ctx, session } = c.var;
  const [, first = "", second] = c.req.path.split("/");
  const named = ctx.catalogue.member(decoded(first));
  const hidden =
    named !== null && (isElsewhere(c.req.header("host")) || !(second === "agent" || seesMember(session, named)));
  return hidden ? noticeResponse(c, notFound()) : next();

  function isElsewhere(host: string | undefined): boolean {
    const own: Member | null = memberAtHost(ctx, host);
    return own !== null && own.id !== named?.id;
  }
};

/** As the router reads a part of a path. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
