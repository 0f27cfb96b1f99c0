import type { Actor, Json } from "../engine/index.ts";
import type { Context } from "./context.ts";
import { uuidv7 } from "./ids.ts";
import { insertAudit } from "./store/audit.ts";

/** What is worth keeping beside the histories of entries. */
export type AuditAction =
  | "sign-in"
  | "sign-in-refused"
  | "sign-out"
  | "entry-read"
  | "list-read"
  | "file-read"
  | "export"
  | "card"
  | "import"
  | "attendance"
  | "comment"
  | "rights"
  | "agent"
  | "delegation"
  | "sharing"
  | "token"
  | "member"
  | "definition"
  | "account";

/** Who did it, by the key the histories use: agent id, account id for what is the group's, never both of a citizen. */
export interface AuditActor {
  readonly kind: "agent" | "citizen" | "anonymous" | "system";
  readonly id: string;
  readonly name?: string;
}

export interface AuditRecord {
  /** `GROUP` for what is no member's: citizens' accounts, the members themselves. */
  readonly member: string;
  readonly action: AuditAction;
  readonly actor: AuditActor;
  /** Definition id. */
  readonly definition?: string;
  /** Id of the entry, agent, token, account or member it is about. */
  readonly target?: string;
  /** Never an answer nor a search text: names of fields, counts, what changed. */
  readonly detail?: { readonly [key: string]: Json };
}

/** A record with its place in time. */
export interface StoredAudit extends AuditRecord {
  readonly id: string;
  readonly at: Date;
}

/** How long a record waits for others before they are written together, in milliseconds. */
const GATHER = 50;
const MOST_WAITING = 10_000;

interface Gathering {
  readonly records: StoredAudit[];
  timer: NodeJS.Timeout | null;
  written: Promise<void>;
}

const gatherings = new WeakMap<Context["db"], Gathering>();

/**
 * Keeps a record for the log. Records gather for some milliseconds and are written together, so that reading costs no
 * transaction of its own; what a crash takes with it is at most those. A failure to write is logged, and the records
 * are tried again with the next ones.
 */
export function audit(ctx: Context, record: AuditRecord): void {
  const now = ctx.clock();
  const stored = { ...record, id: uuidv7(now, ctx.randomBytes(16)), at: now };
  const gathering = gatherings.get(ctx.db) ?? { records: [], timer: null, written: Promise.resolve() };
  gatherings.set(ctx.db, gathering);
  gathering.records.push(stored);
  gathering.timer ??= setTimeout(() => {
    gathering.timer = null;
    gathering.written = gathering.written.then(() => flush(ctx, gathering));
  }, GATHER);
}

/** What was read of a member's entries. Only agents' reading is kept: a citizen reads what is hers. */
export function auditRead(
  ctx: Context,
  actor: Actor,
  read: Pick<AuditRecord, "member" | "definition" | "target" | "detail"> & {
    readonly action: "entry-read" | "list-read" | "file-read" | "export";
  },
): void {
  if (actor.kind !== "agent") return;
  const { id, name } = actor;
  audit(ctx, { ...read, actor: { kind: "agent", id, ...(name !== undefined && { name }) } });
}

/** Waits until every record kept so far is written. */
export async function auditWritten(ctx: Context): Promise<void> {
  const gathering = gatherings.get(ctx.db);
  if (!gathering) return;
  if (gathering.timer) clearTimeout(gathering.timer);
  gathering.timer = null;
  gathering.written = gathering.written.then(() => flush(ctx, gathering));
  await gathering.written;
}

async function flush(ctx: Context, gathering: Gathering): Promise<void> {
  const records = gathering.records.splice(0);
  if (records.length === 0) return;
  try {
    await insertAudit(ctx.db, records);
  } catch (err) {
    ctx.log.error({ err, records: records.length }, "audit not written");
    gathering.records.unshift(...records.slice(-MOST_WAITING));
  }
}
