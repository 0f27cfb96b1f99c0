import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { type ApiClient, type ApiEntry, type ApiProblem, pathOf } from "../helpers/api-client.ts";
import { BIRTH, birthCertificate } from "../helpers/samples.ts";
import { live, MEMBER } from "./live.ts";

interface Documents {
  readonly items: readonly {
    readonly id: string;
    readonly document: string;
    readonly title: string;
    readonly type: string;
    readonly size: number;
    readonly pages: number;
    readonly sha256: string;
    readonly internal: boolean;
    readonly code?: string;
    readonly at: string;
  }[];
  readonly waiting: readonly { readonly document: string; readonly title: string; readonly late: boolean }[];
}

const the = live();
let entry: ApiEntry;
let path: string;

const documentsOf = (who: ApiClient, of = pathOf(entry)) => who.get<Documents>(`${of}/documents`);

/** The first document of an entry, once the worker has made it. */
async function made(of = pathOf(entry)): Promise<Documents["items"][number]> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const [first] = (await documentsOf(the().citizen, of)).body.items;
    if (first) return first;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("no document was made");
}

beforeAll(async () => {
  entry = await the().citizen.opens(MEMBER, BIRTH, birthCertificate());
  path = `${pathOf(entry)}/documents/${(await made()).id}`;
}, 60_000);

/** The bytes of a file, which the client of the tests would read as text. */
async function bytesOf(who: string): Promise<{ readonly headers: Headers; readonly content: Buffer }> {
  const answer = await fetch(`${the().server.url}/api/v1${path}`, { headers: { authorization: `Bearer ${who}` } });
  expect(answer.status).toBe(200);
  return { headers: answer.headers, content: Buffer.from(await answer.arrayBuffer()) };
}

describe("the documents of an entry", () => {
  test("are listed to whoever may read the entry", async () => {
    for (const who of [the().citizen, the().agent, the().reader]) {
      const { status, body } = await documentsOf(who);
      expect(status).toBe(200);
      expect(body).toEqual({
        items: [
          {
            id: expect.stringMatching(/^[0-9a-f-]{36}$/),
            document: expect.any(String),
            title: "Accusé de réception",
            type: "application/pdf",
            size: expect.any(Number),
            pages: expect.any(Number),
            sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
            internal: false,
            code: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/),
            at: entry.createdAt,
          },
        ],
        waiting: [],
      });
    }
  });

  test("are files of the size and the digest that the list says", async () => {
    const { size, sha256 } = await made();
    for (const { token } of [the().demo.citizens[0], the().demo.agents.find(isRegistrar)].flatMap((one) => one ?? [])) {
      const { headers, content } = await bytesOf(token);
      expect(content.subarray(0, 5).toString()).toBe("%PDF-");
      expect([content.length, createHash("sha256").update(content).digest("hex")]).toEqual([size, sha256]);
      expect(headers.get("content-type")).toBe("application/pdf");
      expect(headers.get("content-length")).toBe(String(size));
      expect(headers.get("content-disposition")).toContain("attachment; filename=");
      expect(headers.get("cache-control")).toBe("private, no-store");
    }
  });

  test.each(["the list", "a file"])("do not exist for anybody else: %s", async (what) => {
    const at = what === "a file" ? path : `${pathOf(entry)}/documents`;
    for (const who of [the().otherCitizen, the().neighbour, the().functionalAdmin]) {
      const { status, body, headers } = await who.get<ApiProblem>(at);
      expect([status, body.code]).toEqual([404, "not-found"]);
      expect(headers.get("content-type")).toContain("application/problem+json");
    }
    expect(await the().nobody.get(at)).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
  });

  test("are not reached through another entry, nor by what names none", async () => {
    const other = await the().citizen.opens(MEMBER, BIRTH, birthCertificate());
    const id = path.split("/").at(-1);
    for (const wrong of [
      `${pathOf(other)}/documents/${id}`,
      `${pathOf(entry)}/documents/${crypto.randomUUID()}`,
      `${pathOf(entry)}/documents/..%2f..%2fsecret`,
      `${pathOf(entry)}/documents/${id}%00`,
      `/${MEMBER}/${BIRTH}/entries/${crypto.randomUUID()}/documents`,
    ]) {
      expect(await the().citizen.get(wrong), wrong).toMatchObject({ status: 404, body: { code: "not-found" } });
    }
  });

  test("are described with every published definition", async () => {
    const { body } = await the().nobody.get<{ paths: Record<string, object> }>("/openapi.json");
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        `/{member}/${BIRTH}/entries/{id}/documents`,
        `/{member}/${BIRTH}/entries/{id}/documents/{document}`,
      ]),
    );
  });
});

const isRegistrar = (agent: {
  readonly member: string;
  readonly roles: readonly string[];
  readonly units: readonly string[];
}) => agent.member === MEMBER && agent.roles.includes("agent") && agent.units.includes("etat-civil");
