import type { Context } from "../context.ts";
import { hashPassword } from "../identity/passwords.ts";
import type { AccountIdentity, AgentIdentity } from "../identity/subject.ts";
import { createToken } from "../identity/tokens.ts";
import { uuidv7 } from "../ids.ts";
import { insertAccount } from "../store/accounts.ts";
import { insertAgent } from "../store/agents.ts";
import type { DemoAgent, DemoCitizen, DemoFile } from "./demo-file.ts";
import type { DemoGroup } from "./files.ts";
import { mailName } from "./invent.ts";

/** Everyone in the demo, with what each needs to act. */
export interface Cast {
  readonly citizens: readonly AccountIdentity[];
  /** Those whose account is for a fiche of a register that is about them. */
  readonly holders: readonly AccountIdentity[];
  readonly agents: readonly AgentIdentity[];
  readonly file: DemoFile;
}

/**
 * Creates the demo's accounts and agents: one password for all, drawn for this installation, and a token each.
 * Their names and addresses are invented; no address can receive a mail.
 */
export async function createPeople(ctx: Context, groups: readonly DemoGroup[]): Promise<Cast> {
  const password = Buffer.from(ctx.randomBytes(9)).toString("base64url");
  const passwordHash = await hashPassword(password);
  const citizens: AccountIdentity[] = [];
  const agents: AgentIdentity[] = [];
  const file = { url: ctx.config.publicUrl, citizens: [] as DemoCitizen[], agents: [] as DemoAgent[] };
  const holders: AccountIdentity[] = [];
  const everyone = [
    ...groups.flatMap((group) => group.citizens.map((name) => [name, citizens] as const)),
    ...groups.flatMap(({ holders: of = [] }) => of.map(({ name }) => [name, holders] as const)),
  ];
  for (const [name, list] of everyone) {
    const email = `${address(name)}@courriel.example`;
    const account = { id: newId(ctx), name, email };
    await insertAccount(ctx.db, { ...account, passwordHash });
    list.push(account);
    const token = await createToken(ctx, { account: account.id }, "demo");
    file.citizens.push({ name, email, password, token });
  }
  for (const member of groups.flatMap((group) => group.members)) {
    for (const { name, capacity = "", roles, units } of member.agents) {
      const agent = {
        id: newId(ctx),
        member: member.id,
        name,
        capacity,
        email: `${address(name)}@${member.id}.example`,
        roles,
        units,
      };
      agents.push(await insertAgent(ctx.db, { ...agent, passwordHash }));
      const token = await createToken(ctx, { member: member.id, agent: agent.id }, "demo");
      file.agents.push({ name, member: member.id, units, roles, email: agent.email, password, token });
    }
  }
  return { citizens, holders, agents, file };
}

const newId = (ctx: Context) => uuidv7(ctx.clock(), ctx.randomBytes(16));

/** "Élodie Da Silva" → "elodie.da-silva". */
function address(name: string): string {
  const [first = "", ...last] = name.split(" ");
  return `${mailName(first)}.${mailName(last.join(" "))}`;
}
