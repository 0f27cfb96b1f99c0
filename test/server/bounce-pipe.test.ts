import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../../server/config.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { type Installation, openInstallation } from "../../server/start.ts";
import { findDelivery, insertDelivery } from "../../server/store/deliveries.ts";
import { saveMember } from "../../server/store/members.ts";
import { bounceAddressOf } from "../../server/verp.ts";
import { createTestDatabase, type TestDatabase } from "../helpers/db.ts";
import { MEMBER, MEMBERS } from "./town-places.ts";

const PATIENCE = 60_000;

let base: TestDatabase;
let dataDir: string;
let environment: Record<string, string>;
let here: Installation;

beforeAll(async () => {
  base = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), "guichet-retour-"));
  for (const member of MEMBERS) await saveMember(base.app, member);
  environment = {
    ...{ DATA_DIR: dataDir, DATABASE_URL: base.url, PUBLIC_URL: "http://localhost" },
    ...{ BOUNCE_ADDRESS: "retours@exemple.fr", POOL_SIZE: "4" },
  };
  here = await openInstallation(readConfig(environment), pino({ enabled: false }));
}, PATIENCE);
afterAll(async () => {
  await here.close();
  await base.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Pipes a mail to the command as a mail server does; its exit status and what it says. */
function piped(
  mail: string | Buffer,
  changes: Record<string, string> = {},
): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env["PATH"] ?? "", ...environment, ...changes };
    const child = spawn(process.execPath, ["--import", "tsx", "server/cli.ts", "bounce"], { env });
    let said = "";
    child.stdout.on("data", (part: Buffer) => (said += part.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, said }));
    child.stdin.on("error", () => undefined);
    child.stdin.end(mail);
  });
}

/** A mail that left for an entry; answers its id and the address it comes back to. */
async function sent(): Promise<{ entry: string; id: string; to: string }> {
  const { ctx } = here;
  const [entry, id, at] = [randomUUID(), randomUUID(), ctx.clock()];
  await withActor(ctx.db, { member: MEMBER }, (tx) =>
    insertDelivery(tx, {
      ...{ member: MEMBER, entry, id, channel: "mail", kind: "legal", subject: "Reçue", body: null, recipient: null },
      ...{ messageId: `${entry}.1.1@localhost`, state: "sent", status: null, at, changedAt: at },
    }),
  );
  return { entry, id, to: bounceAddressOf(ctx, id) ?? "" };
}

/** What Postfix hands over, headers of its own first. */
const returned = (to: string, filling = ""): string =>
  `Return-Path: <>
X-Original-To: ${to}
Delivered-To: ${to}
Received: by relais.exemple.fr (Postfix) id 4D1F21C0A2; Tue,  3 Mar 2026 10:30:02 +0100 (CET)
Date: Tue,  3 Mar 2026 10:30:02 +0100 (CET)
From: MAILER-DAEMON@relais.exemple.fr (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: ${to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4D1F21C0A2.1772530202/relais.exemple.fr"
Message-Id: <20260303093002.5E3A01C0A4@relais.exemple.fr>

This is a MIME-encapsulated message.

--4D1F21C0A2.1772530202/relais.exemple.fr
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host relais.exemple.fr.

<yvonne@ailleurs.example>: host mx.ailleurs.example[192.0.2.25] said: 550 5.1.1
    User unknown (in reply to RCPT TO command)

--4D1F21C0A2.1772530202/relais.exemple.fr
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.exemple.fr
X-Postfix-Queue-ID: 4D1F21C0A2
Arrival-Date: Tue,  3 Mar 2026 10:30:01 +0100 (CET)

Final-Recipient: rfc822; yvonne@ailleurs.example
Original-Recipient: rfc822;yvonne@ailleurs.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.ailleurs.example
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--4D1F21C0A2.1772530202/relais.exemple.fr
Content-Description: Undelivered Message
Content-Type: message/rfc822

From: Ville <envoi@exemple.fr>
Subject: Votre demande

${filling}
--4D1F21C0A2.1772530202/relais.exemple.fr--
`;

const stateOf = async ({ entry, id }: { entry: string; id: string }) => {
  const found = await findDelivery(here.ctx, MEMBER, entry, id);
  return [found?.state, found?.status];
};

test(
  "a mail server that pipes a mail come back has it told on its entry, however heavy it is",
  async () => {
    for (const filling of ["Bonjour", "é".repeat(15_000_000)]) {
      const mail = await sent();
      expect(await piped(returned(mail.to, filling))).toEqual({ code: 0, said: "bounced 5.1.1\n" });
      expect(await stateOf(mail)).toEqual(["bounced", "5.1.1"]);
    }
  },
  PATIENCE,
);

test(
  "what is none of its business is taken without an answer, and a base out of reach has it keep the mail",
  async () => {
    const mail = await sent();
    expect(await piped("Bonjour, je suis absente.\n")).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^ignoré/),
    });
    const nobody = { DATABASE_URL: "postgres://personne@127.0.0.1:1/rien" };
    expect(await piped(returned(mail.to), nobody)).toMatchObject({ code: 75, said: "" });
    expect(await stateOf(mail)).toEqual(["sent", null]);
  },
  PATIENCE,
);
