import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drain } from "../../../server/worker/worker.ts";
import { ROWS } from "../routes/every-route.table.ts";
import { nameOf } from "../routes/try-route.ts";
import { openTown, type Town } from "../whole-town.ts";
import { contents, isApi, rightRequest } from "./attack.ts";
import { elementsOf } from "./elements.ts";

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.stop());

const ALL = ROWS.map((row) => [nameOf(row), row] as const);
const HOST = "evil.example";
const FORGED = {
  Host: HOST,
  "X-Forwarded-Host": HOST,
  "X-Forwarded-Server": HOST,
  "X-Original-URL": `https://${HOST}/`,
  "X-Rewrite-URL": `https://${HOST}/`,
  Forwarded: `host=${HOST};proto=https`,
};

describe("every answer", () => {
  test.each(ALL)("lets nothing but our own files run, show or be kept: %s", async (_, row) => {
    const { path, init } = await rightRequest(town, row);
    const { status, headers, text } = await answered(path, init);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    const policy = directives(headers.get("content-security-policy") ?? "");
    expect(policy.get("default-src")).toBe("'none'");
    expect(policy.get("frame-ancestors")).toBe("'none'");
    // A drawing or a mail opened by itself may have styles of its own: in a sandbox, of no site, they reach nothing.
    const sandboxed = policy.has("sandbox");
    if (sandboxed) policy.delete("style-src");
    expect([...policy.values()].join(" ")).not.toMatch(/unsafe|\*|https?:(?!\/)|blob:/);
    if (isApi(row) && "Authorization" in init.headers) expect(headers.get("cache-control")).toMatch(/private|no-store/);
    if (sandboxed) expect(policy.has("script-src")).toBe(false);
    if (sandboxed || !(headers.get("content-type") ?? "").startsWith("text/html")) return;
    expect(policy.get("script-src")).toBe("'self'");
    expect(policy.get("style-src")).toBe("'self'");
    expect(policy.get("base-uri")).toBe("'none'");
    expect(policy.get("form-action")).toMatch(/^'self'/);
    const isPrivate = "Cookie" in init.headers || status >= 400 || row.method !== "GET";
    if (isPrivate) expect(headers.get("cache-control")).toBe("no-store");
    expect(runsSomethingElse(text)).toEqual([]);
  });
});

/** Elements of a page that would run or load what the policy is there to stop. */
function runsSomethingElse(html: string): readonly string[] {
  return elementsOf(html).flatMap(({ name, attributes }) => {
    const inline = [...attributes.keys()].filter((each) => each === "style" || each.startsWith("on"));
    const foreign = /^(style|iframe|object|embed|base)$/.test(name);
    const script = name === "script" && !/^\/assets\//.test(attributes.get("src") ?? "");
    return foreign || script || inline.length > 0 ? [`${name} ${inline}`] : [];
  });
}

describe("the name of another host in the request", () => {
  test.each(ALL)("goes nowhere: %s", async (_, row) => {
    const { path, init } = await rightRequest(town, row);
    const request = { ...init, headers: { ...init.headers, ...FORGED } };
    const { headers, text } = await answered(`http://${HOST}${path}`, request);
    expect(text).not.toContain(HOST);
    expect([...headers].map(([name, value]) => `${name}: ${value}`).join("\n")).not.toContain(HOST);
  });

  test("nor into any mail, link or row", async () => {
    await drain(town.ctx);
    const { outbox, ...tables } = await contents(town, []);
    expect(outbox).toContain("http://localhost/");
    expect(JSON.stringify({ outbox, ...tables })).not.toContain(HOST);
  });
});

async function answered(path: string, init: RequestInit) {
  const answer = await town.app.request(path, init);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const directives = (policy: string): Map<string, string> =>
  new Map(
    policy.split(";").map((each) => {
      const [name = "", ...sources] = each.trim().split(" ");
      return [name, sources.join(" ")];
    }),
  );
