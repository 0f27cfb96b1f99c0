import type { MemberEffect } from "../../engine/index.ts";
import { joining as words } from "../../renderer/strings-joining.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { normaliseEmail } from "../identity/email.ts";
import { uuidv7 } from "../ids.ts";
import { refusedId } from "../reserved-ids.ts";
import { findAdministratorIn, insertInvitedIn } from "../store/agents.ts";
import { findMemberIn, GROUP, type MemberStatus, saveInvitedIn, setStatusIn } from "../store/members.ts";
import { sendFirstLink } from "./first-link.ts";
import { HopelessEffect } from "./hopeless-effect.ts";

type Invitation = Extract<MemberEffect, { action: "invite" }>;

/** From which statuses an action moves a member, and where to; from any other it changes nothing. */
const MOVES: Readonly<
  Record<Exclude<MemberEffect["action"], "invite">, readonly [readonly MemberStatus[], MemberStatus]>
> = {
  join: [["invited"], "joined"],
  activate: [["invited", "joined"], "active"],
  leave: [["invited", "joined", "active"], "left"],
};

/**
 * Does to a member of the group what an entry of its register asks, within `tx`. Throws `HopelessEffect` unless the
 * entry's member, `by`, runs the group, and when the request makes no sense: a name taken, an address not ours to give.
 */
export async function changeMember(ctx: Context, tx: Tx, by: string, effect: MemberEffect): Promise<void> {
  const coordinator = await findMemberIn(tx, by);
  if (!coordinator?.coordinator) throw new HopelessEffect(words.hopeless.notCoordinator);
  const group = coordinator.groupName;
  if (effect.action === "invite") return invite(ctx, tx, group, effect);
  const member = await findMemberIn(tx, effect.id);
  if (member?.groupName !== group) throw new HopelessEffect(words.hopeless.unknown(effect.id));
  if (effect.action === "leave" && member.coordinator) throw new HopelessEffect(words.hopeless.coordinatorStays);
  const [from, to] = MOVES[effect.action];
  if (!from.includes(member.status)) return;
  await setStatusIn(tx, member.id, to);
  note(ctx, member.id, { from: member.status, to });
}

/** A member already at work is taken up as it is; one that has not joined follows what the register says of it. */
async function invite(ctx: Context, tx: Tx, group: string, invitation: Invitation): Promise<void> {
  const { id, name, kind, siren, insee, population } = invitation;
  const refusal = refusedId(id);
  if (refusal !== null) throw new HopelessEffect(refusal);
  if (kind !== "commune" && kind !== "epci") throw new HopelessEffect(words.hopeless.kind);
  const known = await findMemberIn(tx, id);
  if (known && (known.groupName !== group || known.siren !== siren)) throw new HopelessEffect(words.hopeless.taken(id));
  await saveInvitedIn(tx, {
    ...{ id, groupName: group, name, kind, siren },
    insee: insee || null,
    population: Math.round(population),
  });
  if (!known || known.status === "left") note(ctx, id, { from: known?.status ?? null, to: "invited" });
  await inviteAdministrator(ctx, tx, invitation);
}

/** Her link leaves again while she has chosen no password; once the member has an administrator, nothing leaves. */
async function inviteAdministrator(
  ctx: Context,
  tx: Tx,
  { id, name, adminName, adminEmail }: Invitation,
): Promise<void> {
  const email = normaliseEmail(adminEmail);
  const present = await findAdministratorIn(tx, id);
  if (present?.active) return;
  const agent =
    present?.email === email
      ? present.id
      : await insertInvitedIn(tx, {
          id: uuidv7(ctx.clock(), ctx.randomBytes(16)),
          member: id,
          email,
          name: adminName,
          role: "admin-membre",
        });
  if (agent === null) throw new HopelessEffect(words.hopeless.addressTaken);
  await sendFirstLink(ctx, tx, { member: id, id: agent, name: adminName, email }, name);
}

function note(ctx: Context, id: string, detail: { readonly from: string | null; readonly to: string }): void {
  audit(ctx, { member: GROUP, action: "member", actor: { kind: "system", id: "system" }, target: id, detail });
}
