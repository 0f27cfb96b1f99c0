import type { Context as HonoContext } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { AppEnv } from "../app-env.ts";
import type { Context } from "../context.ts";
import {
  addGrant,
  deleteSession,
  extendSession,
  findSession,
  insertSession,
  type NewSession,
  toTheHour,
  usedPseudonyms,
} from "../store/sessions.ts";
import { visitorKey } from "./actor-for.ts";
import { mask } from "./csrf.ts";
import type { AccountIdentity, AgentIdentity, Grant, Session, Via } from "./subject.ts";

const HOUR = 3_600_000;
/** How long a session lives after its last use, in milliseconds. */
const AGENT_LIFE = 12 * HOUR;
const CITIZEN_LIFE = 30 * 24 * HOUR;
/** A session is extended once this share of its life has passed, so that most requests only read. */
const EXTEND_AFTER = 0.05;
const MAX_GRANTS = 50;

/** Opens the session named by the request's cookie, or none. Extends it when enough of its life has passed. */
export async function openSession(c: HonoContext<AppEnv>): Promise<Session | null> {
  const ctx = c.var.ctx;
  const id = getCookie(c, cookieName(ctx));
  if (id === undefined || !/^[\w-]{43}$/.test(id)) return null;
  const idHash = ctx.secrets.hashToken(id);
  const stored = await findSession(ctx, idHash);
  if (!stored) return null;
  const life = stored.agent ? AGENT_LIFE : CITIZEN_LIFE;
  const now = ctx.clock().getTime();
  if (stored.expiresAt.getTime() - now < life * (1 - EXTEND_AFTER)) {
    const until = new Date(now + life);
    await extendSession(ctx, idHash, stored.account ? toTheHour(until) : until);
    writeCookie(c, id, life);
  }
  return session(ctx, idHash, stored, false);
}

/** The session at hand, or a new visitor's: its cookie leaves with the answer. */
export async function ensureSession(c: HonoContext<AppEnv>): Promise<Session> {
  return c.var.session ?? startSession(c, { account: null, agent: null }, BY_PASSWORD, [], null);
}

/**
 * Starts the session of someone who has just proved who she is, under a new identifier (a session set by someone else
 * beforehand is worth nothing). What she did as a visitor stays reachable through grants.
 */
export async function signIn(
  c: HonoContext<AppEnv>,
  who: { readonly account: AccountIdentity } | { readonly agent: AgentIdentity },
  how: SignedInBy = BY_PASSWORD,
): Promise<Session> {
  const before = c.var.session;
  const account = "account" in who ? who.account : null;
  const agent = "agent" in who ? who.agent : null;
  const grants = before ? await keptGrants(c.var.ctx, before) : [];
  return startSession(c, { account, agent }, how, grants, before?.idHash ?? null);
}

/** How a session was opened, and for an identity provider what ending it there takes. */
export interface SignedInBy {
  readonly via: Via;
  readonly outside: string | null;
}

const BY_PASSWORD: SignedInBy = { via: "password", outside: null };

/** Ends the session at hand and takes its cookie back. */
export async function signOut(c: HonoContext<AppEnv>): Promise<void> {
  const { ctx, session: current } = c.var;
  if (current) await deleteSession(ctx, current.idHash);
  deleteCookie(c, cookieName(ctx), { path: "/", secure: cookieIsSecure(ctx) });
  c.set("session", null);
}

/** Lets a session act under one more pseudonym, at once (in the session returned) and later. The newest fifty are kept. */
export async function grantHolder(ctx: Context, current: Session, grant: Grant): Promise<Session> {
  const { member, sector, holder, target } = grant;
  const added: Grant = { member, sector, holder, ...(target !== undefined && { target }) };
  await addGrant(ctx, current.idHash, added, MAX_GRANTS);
  return { ...current, grants: [...current.grants, added] };
}

/** Whether this installation can keep a session safe on the network: false on plain HTTP away from this machine. */
export function cookieIsSecure(ctx: Pick<Context, "config">): boolean {
  const { protocol, hostname } = new URL(ctx.config.publicUrl);
  return protocol === "https:" || hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
}

/** See docs/decisions: browsers refuse the `__Host-` prefix on plain HTTP, except to their own machine. */
export const cookieName = (ctx: Pick<Context, "config">): string =>
  cookieIsSecure(ctx) ? "__Host-guichet" : "guichet";

async function startSession(
  c: HonoContext<AppEnv>,
  who: Pick<Session, "account" | "agent">,
  how: SignedInBy,
  grants: readonly Grant[],
  replaces: Buffer | null,
): Promise<Session> {
  const ctx = c.var.ctx;
  const id = Buffer.from(ctx.randomBytes(32)).toString("base64url");
  const idHash = ctx.secrets.hashToken(id);
  const life = who.agent ? AGENT_LIFE : CITIZEN_LIFE;
  const expiresAt = new Date(ctx.clock().getTime() + life);
  const stored: NewSession = {
    idHash,
    accountId: who.account?.id ?? null,
    agent: who.agent,
    grants,
    ...how,
    expiresAt,
    replaces,
  };
  await insertSession(ctx, stored);
  writeCookie(c, id, life);
  const started = session(ctx, idHash, { ...who, grants, via: how.via }, true);
  c.set("session", started);
  return started;
}

/** What a visitor's session may act under, to be kept once she has an account; nothing of a session with one. */
export async function keptGrants(ctx: Context, before: Session): Promise<readonly Grant[]> {
  if (before.account ?? before.agent) return [];
  const candidates: Grant[] = [];
  for (const { id: member } of ctx.catalogue.members()) {
    const sectors = new Set(ctx.catalogue.definitions(member).map((definition) => definition.privacy.sector));
    for (const sector of sectors) {
      candidates.push({ member, sector, holder: ctx.secrets.pseudonym(visitorKey(before.visitor), member, sector) });
    }
  }
  return [...before.grants, ...(await usedPseudonyms(ctx, candidates))].slice(-MAX_GRANTS);
}

function session(
  ctx: Context,
  idHash: Buffer,
  stored: Pick<Session, "account" | "agent" | "grants" | "via" | "mandates">,
  isNew: boolean,
): Session {
  const visitor = idHash.toString("hex");
  const { account, agent, grants, via, mandates = [] } = stored;
  return { account, agent, grants, via, mandates, visitor, idHash, csrf: csrfToken(ctx, visitor), isNew };
}

function csrfToken(ctx: Context, visitor: string): string {
  return mask(ctx.secrets.mac("csrf", visitor), ctx.randomBytes(32));
}

function writeCookie(c: HonoContext<AppEnv>, id: string, life: number): void {
  const secure = cookieIsSecure(c.var.ctx);
  setCookie(c, cookieName(c.var.ctx), id, {
    path: "/",
    httpOnly: true,
    secure,
    sameSite: "Lax",
    maxAge: Math.floor(life / 1000),
  });
}
