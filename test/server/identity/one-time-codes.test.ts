import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { queueMail } from "../../../server/commands/queue-mail.ts";
import { readAs } from "../../../server/db/with-actor.ts";
import { issueCode, issueToken, redeemCode, redeemToken } from "../../../server/identity/one-time-codes.ts";
import { GROUP } from "../../../server/store/members.ts";
import { latestMails } from "../../../server/store/outbox.ts";
import { drain } from "../../../server/worker/worker.ts";
import { install, type TestInstallation } from "./installation.ts";

const HOUR = 3_600_000;
let installation: TestInstallation;
beforeAll(async () => {
  installation = await install({ demo: "all" });
});
afterAll(() => installation.stop());

describe("a link's secret", () => {
  test("gives what it was issued for, once, for its own purpose and in time", async () => {
    const { ctx } = installation;
    const token = await issueToken(ctx, "confirm-email", { account: "a-1" }, HOUR);
    expect(await redeemToken(ctx, "reset-password", token)).toBeNull();
    const tries = await Promise.all([1, 2, 3].map(() => redeemToken(ctx, "confirm-email", token)));
    expect(tries.filter((payload) => payload !== null)).toEqual([{ account: "a-1" }]);
    const late = await issueToken(ctx, "confirm-email", {}, HOUR);
    installation.advance(HOUR);
    expect(await redeemToken(ctx, "confirm-email", late)).toBeNull();
  });

  test("leaves nothing readable in the base", async () => {
    const { ctx } = installation;
    const token = await issueToken(ctx, "confirm-email", { email: "camille@exemple.fr" }, HOUR);
    const dump = JSON.stringify(
      await ctx.db`select purpose, encode(code_hash, 'escape'), encode(payload, 'escape') from one_time_code`,
    );
    expect(dump).not.toContain(token);
    expect(dump).not.toContain("camille");
  });
});

describe("a code to type", () => {
  test("is taken once, however it is spaced, for its subject", async () => {
    const { ctx } = installation;
    const code = await issueCode(ctx, "claim", "ABCD-1234", { entry: "e-1" }, HOUR);
    expect(code).toMatch(/^\d{8}$/);
    expect(await redeemCode(ctx, "claim", "AUTR-0000", code)).toBeNull();
    expect(await redeemCode(ctx, "claim", "ABCD-1234", `${code.slice(0, 4)} ${code.slice(4)}`)).toEqual({
      entry: "e-1",
    });
    expect(await redeemCode(ctx, "claim", "ABCD-1234", code)).toBeNull();
  });

  test("is worth nothing after five wrong tries, even at once", async () => {
    const { ctx } = installation;
    const code = await issueCode(ctx, "claim", "ABCD-1234", {}, HOUR);
    const wrong = code === "00000000" ? "11111111" : "00000000";
    await Promise.all(Array.from({ length: 5 }, () => redeemCode(ctx, "claim", "ABCD-1234", wrong)));
    expect(await redeemCode(ctx, "claim", "ABCD-1234", code)).toBeNull();
    const next = await issueCode(ctx, "claim", "ABCD-1234", {}, HOUR);
    expect(await redeemCode(ctx, "claim", "ABCD-1234", next)).toEqual({});
  });
});

describe("a mail no entry owes", () => {
  test("is kept sealed until the worker sends it, in the group's name or a member's", async () => {
    const { ctx } = installation;
    for (const member of [GROUP, "mulhouse"]) {
      await queueMail(ctx, {
        member,
        to: "camille@exemple.fr",
        subject: "Votre compte",
        body: "Voici votre lien secret.",
      });
    }
    const params = await readAs(ctx.db, { system: true }, (tx) => tx`select params from effect`);
    expect(JSON.stringify(params)).not.toMatch(/camille|secret/);
    expect(await drain(ctx)).toBe(2);
    const mails = await latestMails(ctx, 10);
    expect(mails.map(({ memberId, recipient, body }) => [memberId, recipient, body]).sort()).toEqual([
      [GROUP, "camille@exemple.fr", "Voici votre lien secret."],
      ["mulhouse", "camille@exemple.fr", "Voici votre lien secret."],
    ]);
  });
});
