import { expect, test } from "vitest";
import { createDemoBase } from "../helpers/demo-base.ts";
import { dieOften, expectMails, killNode, outbox, ROUNDS } from "./rounds.ts";

test(`a server killed ${ROUNDS} times under load keeps all it answered, and every mail of the demo's outbox`, async () => {
  const base = await createDemoBase("mulhouse");
  try {
    const witnesses = await dieOften(base, killNode);
    expect(witnesses.length).toBeGreaterThan(ROUNDS);
    await expectMails(witnesses, await outbox(base), 0);
  } finally {
    await base.remove();
  }
}, 600_000);
