import { rm } from "node:fs/promises";
import type { Sql } from "postgres";
import { createClient } from "./client.ts";
import { clusterRole, endServer, findRunning, type RunningServer, socketPort } from "./embedded-cluster.ts";
import { DatabaseStartError } from "./start-error.ts";

/** Processes of Guichet hold this lock shared while they use the server; who gets it alone is the last. */
const useKey = 4_821_937_002;

/** A process's claim on a server: while it lasts, no other process of Guichet stops the server. */
export interface Hold {
  readonly sql: Sql;
  readonly socketFolder: string;
  /** Settles when the server ends the connection: it crashed, or someone stopped it. */
  readonly broken: Promise<void>;
}

/**
 * Connects to a server and claims it. Null when it does not accept connections yet, or is ending.
 * Throws `DatabaseStartError` when it is someone else's.
 */
export async function holdServer(server: RunningServer, data: string): Promise<Hold | null> {
  let breaks: () => void = () => undefined;
  const broken = new Promise<void>((resolve) => {
    breaks = resolve;
  });
  const sql = createClient(
    { host: server.socketFolder, port: socketPort, username: clusterRole, database: "postgres" },
    { max: 1, name: "guichet hold", onClose: () => breaks() },
  );
  try {
    // Waits while another process is stopping the server, whose end then breaks this connection.
    await sql`select pg_advisory_lock_shared(${useKey})`;
    const [row] = await sql<{ folder: string }[]>`select current_setting('data_directory') as folder`;
    if (row?.folder !== data) {
      throw new DatabaseStartError(
        `The server found at ${server.socketFolder} works on ${row?.folder}, not on ${data}.`,
      );
    }
    return { sql, socketFolder: server.socketFolder, broken };
  } catch (error) {
    await sql.end({ timeout: 0 });
    if (isPassing(error)) return null;
    throw error;
  }
}

/** Gives the claim up; the last process to do so stops the server and waits for its end. */
export async function leaveServer(hold: Hold, data: string): Promise<void> {
  try {
    await hold.sql`select pg_advisory_unlock_shared(${useKey})`;
    // Held until the server ends, so that a process that starts now waits for that instead of joining.
    const [row] = await hold.sql<{ last: boolean }[]>`select pg_try_advisory_lock(${useKey}) as last`;
    const running = row?.last === true ? await findRunning(data) : null;
    if (running === null) return;
    await endServer(running, data);
    if (running.socketFolder !== data) await rm(running.socketFolder, { recursive: true, force: true });
  } catch (error) {
    if (!isPassing(error)) throw error;
  } finally {
    await hold.sql.end({ timeout: 0 });
  }
}

/** A server that starts, ends, or is not there: connection refused, socket absent, 57P01, 57P03, broken connection. */
function isPassing(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return (
    ["ECONNREFUSED", "ENOENT", "ECONNRESET", "EPIPE", "57P01", "57P02", "57P03"].includes(code) ||
    code.startsWith("CONNECTION_")
  );
}
