import { randomUUID } from "node:crypto";
import { feedWords as words } from "../../renderer/strings-agenda-feeds.ts";
import type { Offer } from "../agenda.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import { deleteFeed, insertFeed } from "../store/agenda-feeds.ts";
import { isUuid } from "../store/entries.ts";

/** Addresses that one agent may have of one register. */
const MOST = 10;

interface Owner {
  readonly member: string;
  readonly agent: AgentIdentity;
}

/** Makes a secret address of an agenda, of one place or of all; its secret, kept nowhere in clear. `invalid` beyond ten. */
export async function makeAgendaFeed(
  ctx: Context,
  { member, agent }: Owner,
  { definition, places }: Offer,
  place: string | null,
): Promise<Outcome<string>> {
  const secret = Buffer.from(ctx.randomBytes(32)).toString("base64url");
  const label = place === null ? words.everywhere : (places.get(place) ?? place);
  const feed = { id: randomUUID(), definition: definition.id, place, label, secretHash: ctx.secrets.hashToken(secret) };
  if (!(await insertFeed(ctx, { member, agent: agent.id }, feed, MOST))) {
    const message = words.tooMany(MOST);
    return refused(problem("invalid", message, [{ code: "feeds", pointer: "/lieu", message }]));
  }
  note(ctx, { member, agent }, definition.id, { target: feed.id, change: "made", name: label });
  return done(secret);
}

/** Ends one of her addresses now; false when she has none such. */
export async function endAgendaFeed(ctx: Context, owner: Owner, { definition }: Offer, id: string): Promise<boolean> {
  const { member, agent } = owner;
  const label = isUuid(id) ? await deleteFeed(ctx, { member, agent: agent.id }, id) : null;
  if (label === null) return false;
  note(ctx, owner, definition.id, { target: id, change: "revoked", name: label });
  return true;
}

function note(
  ctx: Context,
  { member, agent: { id, name } }: Owner,
  definition: string,
  { target, ...detail }: { readonly target: string; readonly change: "made" | "revoked"; readonly name: string },
): void {
  audit(ctx, { member, action: "token", actor: { kind: "agent", id, name }, definition, target, detail });
}
