import type { Config } from "../../server/config.ts";
import { closeMail } from "../../server/worker/mail.ts";
import { drain } from "../../server/worker/worker.ts";
import { type MailServer, openMailServer } from "../helpers/mail-server.ts";
import { openTown, type Town } from "./whole-town.ts";

/** A town with a real mail server behind it. */
export interface MailedTown {
  readonly town: Town;
  readonly server: MailServer;
  /** Sends what is owed, and forgets what was received. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens one; `changes` are of its configuration. */
export async function openMailedTown(changes: Partial<Config> = {}): Promise<MailedTown> {
  const server = await openMailServer();
  const town = await openTown({ ...changes, smtpUrl: server.url });
  return {
    town,
    server,
    async empty() {
      await drain(town.ctx);
      (server.received as unknown[]).length = 0;
    },
    async stop() {
      closeMail();
      await server.close();
      await town.stop();
    },
  };
}
