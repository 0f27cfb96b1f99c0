import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hono } from "hono";
import pino from "pino";
import { parisDay, type Role } from "../../engine/index.ts";
import { createApp } from "../../server/app.ts";
import type { AppEnv } from "../../server/app-env.ts";
import { type Assets, buildAssets } from "../../server/assets.ts";
import { openCatalogue } from "../../server/catalogue.ts";
import { startDraft } from "../../server/commands/draft.ts";
import { lendRights, yearAfter } from "../../server/commands/lend-rights.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { publish } from "../../server/commands/publish.ts";
import { type Config, readConfig } from "../../server/config.ts";
import type { Context } from "../../server/context.ts";
import { createAccessLink } from "../../server/identity/access-links.ts";
import { actorFor, actorsOf } from "../../server/identity/actor-for.ts";
import { mask } from "../../server/identity/csrf.ts";
import { hashPassword } from "../../server/identity/passwords.ts";
import { cookieName } from "../../server/identity/sessions.ts";
import type { AccountIdentity, AgentIdentity, Grant, Subject } from "../../server/identity/subject.ts";
import { createToken } from "../../server/identity/tokens.ts";
import { deriveSecrets } from "../../server/secrets.ts";
import { insertAccount } from "../../server/store/accounts.ts";
import { insertAgent } from "../../server/store/agents.ts";
import { adopt } from "../../server/store/definitions.ts";
import { saveMember } from "../../server/store/members.ts";
import { insertSession } from "../../server/store/sessions.ts";
import { saveShare } from "../../server/store/sharing.ts";
import { saveUnits } from "../../server/store/units.ts";
import { createTestDatabase, type TestDatabase } from "../helpers/db.ts";
import { stubIdentities } from "./stub-identities.ts";
import type { Person } from "./town-people.ts";
import { COORDINATOR, MEMBER, MEMBERS, NURSERY, PARTNER, TERRACE } from "./town-places.ts";

export const PASSWORD = "cigogne sur le toit";
export const passwordHash = hashPassword(PASSWORD);

export interface Someone {
  readonly account: AccountIdentity | null;
  readonly agent: AgentIdentity | null;
  /** Of the API; null for nobody. */
  readonly token: string | null;
}

/** The whole application on a base of its own, with someone of each kind. */
export interface Town {
  readonly ctx: Context;
  readonly database: TestDatabase;
  readonly app: Hono<AppEnv>;
  readonly assets: Assets;
  readonly people: Readonly<Record<Person, Someone>>;
  /** A browser where this person has signed in; fresh each time. */
  sitting(person: Person): Promise<Sitting>;
  advance(milliseconds: number): void;
  stop(): Promise<void>;
}

/** What a signed-in browser sends. */
export interface Sitting {
  /** Empty for who has no session. */
  readonly headers: Readonly<Record<string, string>>;
  /** For the field `_csrf`. */
  readonly csrf: string;
  readonly visitor: string | null;
}

let assets: Promise<Assets> | null = null;
/** Built once a process: they do not change. */
export const builtAssets = (): Promise<Assets> => (assets ??= buildAssets());

/** Opens the town. `changes` are of its configuration; demo mode is on unless they say otherwise. */
export async function openTown(changes: Partial<Config> = {}): Promise<Town> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), "guichet-town-"));
  await writeFile(join(dataDir, "demo.json"), JSON.stringify({ url: "", citizens: [], agents: [] }));
  for (const each of MEMBERS) {
    await saveMember(database.app, each);
    await saveUnits(database.app, each.id, each.units);
  }
  const published = await publish(database.app, [TERRACE, NURSERY]);
  if (!published.ok) throw new Error(JSON.stringify(published.issues));
  for (const { id } of MEMBERS)
    for (const definition of [TERRACE, NURSERY]) await adopt(database.app, id, definition.id);
  await saveShare(database.app, { member: MEMBER, definition: TERRACE.id, with: PARTNER, unit: null, role: "agent" });
  let now = Date.parse("2026-03-03T09:00:00Z");
  const ctx: Context = {
    config: {
      ...readConfig({ DATA_DIR: dataDir, GUICHET_DEMO: "all", PUBLIC_URL: "http://localhost" }),
      visitorLimit: 0,
      slotLimit: 0,
      ...changes,
    },
    db: database.app,
    catalogue: await openCatalogue(database.app),
    secrets: deriveSecrets(randomBytes(32)),
    log: pino({ enabled: !!process.env["DBG"] }),
    clock: () => new Date(now),
    randomBytes: (size) => randomBytes(size),
    wake: () => undefined,
    identities: stubIdentities(MEMBERS.find(({ id }) => id === MEMBER)?.siren ?? ""),
  };
  const people = await settle(ctx);
  const built = await builtAssets();
  return {
    ctx,
    database,
    app: createApp(ctx, built),
    assets: built,
    people,
    sitting: (person) => sit(ctx, people[person], person === "expired"),
    advance: (milliseconds) => {
      now += milliseconds;
    },
    stop: async () => {
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Someone of each kind. */
async function settle(ctx: Context): Promise<Record<Person, Someone>> {
  const nobody = { account: null, agent: null, token: null };
  const worker = await hire(ctx, "Sophie Muller", MEMBER, ["agent"], ["voirie"]);
  return {
    nobody,
    holder: await enrol(ctx, "Camille Schmitt"),
    citizen: await enrol(ctx, "Dominique Weber"),
    elsewhere: await hire(ctx, "Luc Rixheim", "rixheim", ["agent"], ["voirie"]),
    partner: await hire(ctx, "Ida Illzach", PARTNER, ["agent"], ["voirie"]),
    unit: await hire(ctx, "Anne Enfance", MEMBER, ["agent"], ["enfance"]),
    reader: await hire(ctx, "Paul Lecteur", MEMBER, ["lecteur"], ["voirie"]),
    agent: worker,
    delegate: await replace(ctx, worker, await hire(ctx, "Zoé Relève", MEMBER, ["agent"], ["enfance"])),
    functional: await hire(ctx, "Inès Fonction", MEMBER, ["admin-fonctionnel"]),
    member: await hire(ctx, "Hugo Membre", MEMBER, ["admin-membre"]),
    group: await hire(ctx, "Rose Groupe", COORDINATOR, ["admin-groupe"]),
    chief: await hire(ctx, "Marc Siège", COORDINATOR, ["admin-membre"]),
    expired: { ...worker, token: await agentToken(ctx, worker, new Date(ctx.clock().getTime() - 1000)) },
    software: { ...nobody, token: await softwareToken(ctx) },
  };
}

/** The second, to whom the first lends for a year what she may do. */
async function replace(ctx: Context, { agent: lender }: Someone, other: Someone): Promise<Someone> {
  if (!lender || !other.agent) throw new Error("no agent");
  const startsOn = parisDay(ctx.clock().toISOString());
  const days = { startsOn, endsOn: yearAfter(startsOn), reason: "Congé" };
  const lent = await lendRights(ctx, lender, { from: lender.id, to: other.agent.id, definition: null, ...days });
  if (!lent.ok) throw new Error(JSON.stringify(lent.problem));
  return other;
}

/** A citizen with an account and a token. */
export async function enrol(ctx: Context, name: string, email = `${randomUUID()}@exemple.fr`): Promise<Someone> {
  const account = { id: randomUUID(), name, email };
  await insertAccount(ctx.db, { ...account, passwordHash: await passwordHash });
  return { account, agent: null, token: await createToken(ctx, { account: account.id }, "essai") };
}

/** An agent with a token. */
export async function hire(
  ctx: Context,
  name: string,
  of: string,
  roles: readonly Role[],
  at: readonly string[] = [],
): Promise<Someone> {
  const email = `${randomUUID()}@${of}.example`;
  const added = { id: randomUUID(), name, email, member: of, roles, units: at };
  const agent = await insertAgent(ctx.db, { ...added, passwordHash: await passwordHash });
  const someone = { account: null, agent, token: null };
  return { ...someone, token: await agentToken(ctx, someone, null) };
}

function agentToken(ctx: Context, { agent }: Pick<Someone, "agent">, expiresAt: Date | null): Promise<string> {
  if (!agent) throw new Error("no agent");
  return createToken(ctx, { member: agent.member, agent: agent.id }, "essai", expiresAt);
}

/** Software's own token, that reads the entries of the member and does nothing else. */
async function softwareToken(ctx: Context): Promise<string> {
  const token = `guichet_${Buffer.from(ctx.randomBytes(32)).toString("base64url")}`;
  await ctx.db`
    insert into api_token (id, token_hash, name, member_id, role, verbs, created_at, expires_at, created_by)
    values (${randomUUID()}, ${ctx.secrets.hashToken(token)}, 'Logiciel', ${MEMBER}, 'lecteur', ${["read"]}, ${ctx.clock()}, ${new Date(ctx.clock().getTime() + 86_400_000)},
      ${ctx.db.json({ kind: "agent", id: randomUUID(), name: "Hugo Membre" })})`;
  return token;
}

/** A session of someone, as signing in would have made it. */
export async function sit(
  ctx: Context,
  someone: Someone,
  expired = false,
  grants: readonly Grant[] = [],
): Promise<Sitting> {
  const { account, agent } = someone;
  if (!account && !agent && grants.length === 0) return { headers: {}, csrf: "", visitor: null };
  const id = randomBytes(32).toString("base64url");
  const idHash = ctx.secrets.hashToken(id);
  await insertSession(ctx, {
    idHash,
    accountId: account?.id ?? null,
    agent,
    grants,
    via: "password",
    outside: null,
    expiresAt: new Date(ctx.clock().getTime() + (expired ? -1 : 10 * 3_600_000)),
    replaces: null,
  });
  const visitor = idHash.toString("hex");
  return {
    headers: { Cookie: `${cookieName(ctx)}=${id}` },
    csrf: mask(ctx.secrets.mac("csrf", visitor), ctx.randomBytes(32)),
    visitor,
  };
}

export const subjectOf = ({ account, agent }: Pick<Someone, "account" | "agent">): Subject => ({
  account,
  agent,
  grants: [],
  visitor: null,
  via: null,
});

const ANSWERS = { nom: "Chez Yvonne", courriel: "yvonne@exemple.fr" };

/** A new demande of `who`, in the member at hand unless told otherwise; returns its id. */
export async function fileEntry(
  { ctx }: Pick<Town, "ctx">,
  who: Someone,
  definition = TERRACE,
  answers: Record<string, string | number | readonly string[]> = definition === TERRACE ? ANSWERS : { nom: "Yvonne" },
  of = MEMBER,
): Promise<string> {
  const actorIn = actorsOf(ctx, subjectOf(who));
  const actor = actorIn(of, definition);
  const opened = await openEntry(ctx, { member: of, definition, actor, actorIn, answers });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}

/** A new complete draft of `who`; returns its id. */
export async function begin(
  { ctx }: Pick<Town, "ctx">,
  who: Someone,
  definition = TERRACE,
  of = MEMBER,
): Promise<string> {
  const actor = actorFor(ctx, subjectOf(who), of, definition);
  const answers = definition === TERRACE ? ANSWERS : { nom: "Yvonne" };
  const started = await startDraft(ctx, { member: of, definition, actor, answers });
  if (!started.ok) throw new Error(JSON.stringify(started.problem));
  return started.value;
}

export const PDF = "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";

/** A file kept under this person's name by the API, ready for an answer; returns its id. */
export async function upload(
  { app }: Pick<Town, "app">,
  who: Someone,
  of = MEMBER,
  name = "plan.pdf",
  content: BlobPart = PDF,
): Promise<string> {
  const body = new FormData();
  body.append("file", new File([content], name));
  const headers = { Authorization: `Bearer ${who.token}` };
  const sent = await app.request(`/api/v1/${of}/attachments`, { method: "POST", body, headers });
  if (sent.status !== 201) throw new Error(`${sent.status} ${await sent.text()}`);
  return ((await sent.json()) as { id: string }).id;
}

/** A link sent by mail to one draft or entry. */
export function link(
  { ctx }: Pick<Town, "ctx">,
  kind: "draft" | "entry",
  target: string,
  of = MEMBER,
): Promise<string> {
  const expiresAt = new Date(ctx.clock().getTime() + 86_400_000);
  return createAccessLink(ctx, { member: of, kind, target, expiresAt });
}
