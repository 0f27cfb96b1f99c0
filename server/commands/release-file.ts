import { infectedWords as words } from "../../renderer/strings-infected.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import { isUuid } from "../store/entries.ts";
import { releaseInfected } from "../store/infected-files.ts";

/**
 * Gives back a file that the antivirus set aside by mistake: whoever may read its entry opens it again. The log keeps who, what
 * the antivirus had found, and why. Refusals: `invalid` (no reason), `not-found` (not one that is set aside).
 */
export async function releaseFile(ctx: Context, by: AgentIdentity, id: string, reason: string): Promise<Outcome<null>> {
  if (reason === "") {
    const issue = { code: "reason", pointer: `/${id}`, message: words.noReason };
    return refused(problem("invalid", words.noReason, [issue]));
  }
  const threat = isUuid(id) ? await releaseInfected(ctx.db, by.member, id) : null;
  if (threat === null) return refused(notFound());
  const actor = { kind: "agent", id: by.id, name: by.name } as const;
  const detail = { change: "file-released", name: threat, why: reason };
  audit(ctx, { member: by.member, action: "member", actor, target: id, detail });
  return done(null);
}
