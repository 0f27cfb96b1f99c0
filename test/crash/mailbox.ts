import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface Mailbox {
  /** For SMTP_URL. */
  readonly url: string;
  /** Every mail taken in, repeats included: its Message-ID and its recipient. */
  readonly received: () => readonly { readonly id: string; readonly to: string }[];
  readonly close: () => Promise<void>;
}

/** A mail server on this machine that accepts everything and keeps it in memory. */
export async function openMailbox(): Promise<Mailbox> {
  const received: { id: string; to: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      let text = "";
      stream.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      stream.on("end", () => {
        const id = /^message-id:\s*(<[^>]+>)/im.exec(text)?.[1] ?? "";
        for (const { address } of session.envelope.rcptTo) received.push({ id, to: address });
        done();
      });
    },
  });
  // A killed client cuts its connections.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received: () => received,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
