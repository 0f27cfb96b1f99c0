import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { authenticateToken, createToken, forgetTokens } from "../../../server/identity/tokens.ts";
import { addAgent, addCitizen, install, type TestInstallation } from "./installation.ts";

let installation: TestInstallation;
let account: Awaited<ReturnType<typeof addCitizen>>;
let agent: Awaited<ReturnType<typeof addAgent>>;

beforeAll(async () => {
  installation = await install();
  account = await addCitizen(installation.ctx, "camille@exemple.fr");
  agent = await addAgent(installation.ctx, "sophie@mulhouse.example");
});
beforeEach(() => forgetTokens(installation.ctx));
afterAll(() => installation.stop());

const bearer = (token: string) => authenticateToken(installation.ctx, `Bearer ${token}`);

describe("an API token", () => {
  test("speaks for a citizen or for an agent, as they are in the base", async () => {
    const { ctx } = installation;
    const citizens = await createToken(ctx, { account: account.id }, "essai");
    const agents = await createToken(ctx, { member: "mulhouse", agent: agent.id }, "essai");
    expect(await bearer(citizens)).toEqual({ account, agent: null, grants: [], visitor: null, via: null });
    expect(await bearer(agents)).toEqual({ account: null, agent, grants: [], visitor: null, via: null });
  });

  test.each([
    undefined,
    "",
    "Bearer",
    "Bearer court",
    "Basic dXNlcjpwYXNz",
    `Bearer ${"x".repeat(40)}`,
    `Bearer ${"x".repeat(9999)}`,
  ])("is refused when it is %s", async (header) => {
    expect(await authenticateToken(installation.ctx, header)).toBeNull();
  });

  test("stops at its end, even when it was known a moment before", async () => {
    const expiresAt = new Date(installation.ctx.clock().getTime() + 5000);
    const token = await createToken(installation.ctx, { account: account.id }, "essai", expiresAt);
    expect(await bearer(token)).not.toBeNull();
    installation.advance(5000);
    expect(await bearer(token)).toBeNull();
  });

  test("once revoked is forgotten within ten seconds, or at once in the process that revokes it", async () => {
    const { ctx } = installation;
    const token = await createToken(ctx, { account: account.id }, "essai");
    expect(await bearer(token)).not.toBeNull();
    await ctx.db`delete from api_token where token_hash = ${ctx.secrets.hashToken(token)}`;
    expect(await bearer(token)).not.toBeNull();
    installation.advance(10_000);
    expect(await bearer(token)).toBeNull();
    const other = await createToken(ctx, { account: account.id }, "essai");
    expect(await bearer(other)).not.toBeNull();
    await ctx.db`delete from api_token where token_hash = ${ctx.secrets.hashToken(other)}`;
    forgetTokens(ctx);
    expect(await bearer(other)).toBeNull();
  });

  test("made just after it was refused is known at once", async () => {
    const { ctx } = installation;
    const token = await createToken(ctx, { account: account.id }, "essai");
    const [row] = await ctx.db`delete from api_token where token_hash = ${ctx.secrets.hashToken(token)} returning *`;
    expect(await bearer(token)).toBeNull();
    await ctx.db`insert into api_token ${ctx.db({ ...row })}`;
    expect(await bearer(token)).not.toBeNull();
  });

  test("is not readable in the base", async () => {
    const token = await createToken(installation.ctx, { account: account.id }, "essai");
    const rows = await installation.ctx.db<{ row: string }[]>`select api_token::text as row from api_token`;
    expect(rows.map(({ row }) => row).join()).not.toContain(token);
  });
});
