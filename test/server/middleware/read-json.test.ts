import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readJson } from "../../../server/middleware/read-json.ts";
import { createPages, install, type TestInstallation } from "../identity/installation.ts";

let installation: TestInstallation;
let app: ReturnType<typeof createPages>;

beforeAll(async () => {
  installation = await install();
  app = createPages(installation.ctx, (routes) => {
    routes.post("/api/essai", async (c) => {
      const body = await readJson(c);
      return c.json(body.ok ? { read: body.value } : body.problem, body.ok ? 200 : body.problem.status);
    });
  });
});
afterAll(() => installation.stop());

const post = (body: BodyInit, type = "application/json", headers: Record<string, string> = {}) =>
  app.request("/api/essai", {
    method: "POST",
    body,
    headers: { "Content-Type": type, ...headers },
    duplex: "half",
  } as RequestInit);

const chunks = (text: string) => new Blob([text]).stream();

describe("a JSON body", () => {
  test.each(["application/json", "application/json; charset=UTF-8", "application/merge-patch+json"])(
    "is read as %s",
    async (type) => {
      expect(await (await post('{"nom":"Muller"}', type)).json()).toEqual({ read: { nom: "Muller" } });
    },
  );

  test.each([
    ["a form", "a=1", "application/x-www-form-urlencoded"],
    ["another charset", "{}", "application/json; charset=iso-8859-1"],
    ["cut JSON", '{"a":', "application/json"],
    ["nothing", "", "application/json"],
    ["half a character", new Uint8Array([0x22, 0xc3, 0x22]), "application/json"],
    ["a hundred thousand brackets", "[".repeat(100_000), "application/json"],
    ["deep nesting", `${"[".repeat(200)}${"]".repeat(200)}`, "application/json"],
  ])("is malformed when it is %s", async (_what, body, type) => {
    const answer = await post(body, type);
    expect([answer.status, (await answer.json()).code]).toEqual([400, "malformed"]);
  });

  test("is too large over the limit, whatever length it announces", async () => {
    const long = `"${"x".repeat(installation.ctx.config.maxJson)}"`;
    expect((await post(long)).status).toBe(413);
    expect((await post(chunks(long))).status).toBe(413);
    expect((await post(long, "application/json", { "Content-Length": "10" })).status).toBe(413);
    expect((await post("{}", "application/json", { "Content-Length": "99999999" })).status).toBe(413);
    expect((await post(`"${"x".repeat(installation.ctx.config.maxJson - 2)}"`)).status).toBe(200);
  });

  test.each([
    ["NUL", '{"adresse":{"voie":"a\\u0000b"}}', "/adresse/voie"],
    ["half a character pair", '{"noms":["ok","\\ud83d"]}', "/noms/1"],
    ["NUL in a key", '{"a/b":{"x\\u0000":1}}', "/a~1b"],
    ["a key that names prototypes", '{"__proto__":{"roles":["agent"]}}', ""],
  ])("is invalid, at its place, with %s", async (_what, body, pointer) => {
    const answer = await post(body);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: "invalid", issues: [{ pointer }] });
  });

  test("keeps whole characters beyond the first plane", async () => {
    expect(await (await post('"\\ud83d\\ude00"')).json()).toEqual({ read: "😀" });
  });
});
