import type { Context } from "../context.ts";
import type { StoredEntry } from "./entries.ts";

/** Characters of answers kept in memory by one process. */
const BUDGET = 32_000_000;

interface Kept {
  readonly entry: StoredEntry;
  readonly size: number;
}

interface Memory {
  readonly kept: Map<string, Kept>;
  size: number;
}

const memories = new WeakMap<Context["db"], Memory>();

/**
 * An entry at a given revision never changes: whoever has just read it and sends an event naming that revision spares
 * a reading. The write still checks the revision in the base, under row-level security.
 */
export function recall(ctx: Context, member: string, id: string, revision: number): StoredEntry | null {
  const found = memories.get(ctx.db)?.kept.get(`${member} ${id}`);
  return found?.entry.revision === revision ? found.entry : null;
}

/** Keeps an entry as it stands in the base; the oldest kept make room. */
export function remember(ctx: Context, entry: StoredEntry): void {
  const memory = memories.get(ctx.db) ?? { kept: new Map<string, Kept>(), size: 0 };
  memories.set(ctx.db, memory);
  const key = `${entry.member} ${entry.id}`;
  const before = memory.kept.get(key);
  const unchanged = before?.entry.answers === entry.answers;
  const size = before && unchanged ? before.size : JSON.stringify(entry.answers).length + 500;
  forget(memory, key);
  memory.kept.set(key, { entry, size });
  memory.size += size;
  for (const oldest of memory.kept.keys()) {
    if (memory.size <= BUDGET) break;
    forget(memory, oldest);
  }
}

function forget(memory: Memory, key: string): void {
  memory.size -= memory.kept.get(key)?.size ?? 0;
  memory.kept.delete(key);
}
