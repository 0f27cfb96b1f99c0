import { test } from "vitest";
import { createDemoBase } from "../helpers/demo-base.ts";
import { openMailbox } from "./mailbox.ts";
import { dieOften, EMBEDDED, expectMails, killNode, killTree, ROUNDS } from "./rounds.ts";

const WHO = EMBEDDED ? "a server and its database" : "a server";

test(`${WHO} killed ${ROUNDS} times under load keep all they answered, and lose or repeat no mail`, async () => {
  const mailbox = await openMailbox();
  const base = await createDemoBase("mulhouse", { SMTP_URL: mailbox.url });
  try {
    const witnesses = await dieOften(base, EMBEDDED ? killTree : killNode);
    // SMTP has no answer to a death between the receiver's "250" and our commit: one repeat for each mail in hand.
    await expectMails(witnesses, mailbox.received(), 2 * ROUNDS);
  } finally {
    await base.remove();
    await mailbox.close();
  }
}, 600_000);
