import { stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BIRTH, CHILDMINDER } from "../helpers/samples.ts";
import { live, MEMBER, NEIGHBOUR, RELAY_MEMBER } from "./live.ts";

const the = live();

describe("public calls", () => {
  test("list the members of both groups", async () => {
    const { status, body } = await the().nobody.get<Record<string, unknown>[]>("/members");
    expect(status).toBe(200);
    expect(body.map((member) => member["id"])).toEqual(expect.arrayContaining([MEMBER, NEIGHBOUR, RELAY_MEMBER]));
    for (const member of body) {
      expect(Object.keys(member).sort()).toEqual(["id", "kind", "name", "population", "siren"]);
      expect(member["siren"]).toMatch(/^\d{9}$/);
    }
  });

  test("list what each member offers", async () => {
    const offered = async (member: string) =>
      (await the().nobody.get<Record<string, unknown>[]>(`/${member}/definitions`)).body;
    expect(await offered(MEMBER)).toContainEqual({
      id: BIRTH,
      version: 3,
      kind: "service",
      title: "Demander un acte de naissance",
    });
    expect(await offered(RELAY_MEMBER)).toContainEqual({
      id: CHILDMINDER,
      version: expect.any(Number),
      kind: "register",
      title: "Assistantes maternelles",
    });
  });

  test("give a definition as a JSON Schema with its annotations, references resolved", async () => {
    const { status, body } = await the().nobody.get<Record<string, unknown>>(`/${MEMBER}/definitions/${BIRTH}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ $id: BIRTH, type: "object", "x-definition": { kind: "service", version: 3 } });
    expect(JSON.stringify(body)).not.toContain('"../shared');
  });

  test("say 404 for a member or a definition that does not exist, or that the member does not offer", async () => {
    for (const path of [
      "/nulle-part/definitions",
      `/${MEMBER}/definitions/nulle/part`,
      `/${MEMBER}/definitions/${CHILDMINDER}`,
    ]) {
      const { status, body, headers } = await the().nobody.get(path);
      expect({ path, status, body }).toMatchObject({ path, status: 404, body: { code: "not-found", status: 404 } });
      expect(headers.get("content-type")).toContain("application/problem+json");
    }
  });
});

describe("openapi.json", () => {
  test("describes every call of the contract and every published definition", async () => {
    const { status, body } = await the().nobody.get<Record<string, unknown>>("/openapi.json");
    expect(status).toBe(200);
    expect(body["openapi"]).toMatch(/^3\.1\./);
    const paths = Object.keys(body["paths"] as object).map((path) => path.replace(/^\/api\/v1/, ""));
    expect(paths).toEqual(expect.arrayContaining(["/members", "/{member}/definitions", "/{member}/attachments"]));
    for (const definition of [BIRTH, CHILDMINDER]) {
      const entries = `/{member}/${definition}/entries`;
      const expected = [entries, `${entries}/{id}`, `${entries}/{id}/history`, `${entries}/{id}/events`];
      expect(paths).toEqual(expect.arrayContaining(expected));
    }
    expect(JSON.stringify(body)).toContain("dateNaissance");
  });

  test("has no reference that leads nowhere, and an answer for each operation", async () => {
    const { body } = await the().nobody.get<Record<string, Record<string, object>>>("/openapi.json");
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(references.length).toBeGreaterThan(10);
    for (const reference of new Set(references)) {
      expect(reference).toMatch(/^#\//);
      expect(resolvePointer(body, reference), reference).toBeDefined();
    }
    const methods = new Set(["get", "post", "put", "patch", "delete"]);
    for (const [path, item] of Object.entries(body["paths"] ?? {})) {
      for (const [method, operation] of Object.entries(item)) {
        if (methods.has(method)) expect(operation, `${method} ${path}`).toHaveProperty("responses");
      }
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const parameters = JSON.stringify(item);
      for (const name of named) expect(parameters, path).toContain(`"name":"${name}"`);
    }
  });
});

describe("the running server", () => {
  test("says that it lives and that it is ready", async () => {
    for (const path of ["/healthz", "/readyz"]) expect((await fetch(the().server.url + path)).status).toBe(200);
  });

  test("gives its metrics as Prometheus text", async () => {
    await fetch(`${the().server.url}/api/v1/members`);
    const response = await fetch(`${the().server.url}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/plain");
    const text = await response.text();
    expect(text).toMatch(/^# TYPE \w+ (counter|gauge|histogram)$/m);
    expect(text).toMatch(/^process_cpu_seconds_total /m);
  });

  test("lists in demo.json, for its owner only, how to sign in to every member with every role", async () => {
    const file = await stat(join(the().base.dataDir, "demo.json"));
    expect(file.mode & 0o777).toBe(0o600);
    const { demo, server } = the();
    expect(demo.url).toBe(server.url);
    expect(demo.citizens.length).toBeGreaterThan(1);
    const members = new Set(demo.agents.map((agent) => agent.member));
    for (const member of [MEMBER, NEIGHBOUR, RELAY_MEMBER]) {
      expect(members).toContain(member);
      const roles = new Set(demo.agents.filter((agent) => agent.member === member).flatMap((agent) => agent.roles));
      // The coordinating member has one more, who runs the group.
      roles.delete("admin-groupe");
      expect([...roles].sort()).toEqual(["admin-fonctionnel", "admin-membre", "agent", "lecteur"]);
    }
    for (const person of [...demo.citizens, ...demo.agents]) {
      expect(person).toMatchObject({ name: expect.any(String), email: expect.stringContaining("@") });
      expect(person.password.length).toBeGreaterThan(7);
      expect(person.token.length).toBeGreaterThan(20);
    }
  });

  test("has entries in every state of the demo", async () => {
    const { body } = await the().agent.get<{ items: { state: string }[] }>(`/${MEMBER}/${BIRTH}/entries?limit=100`);
    expect(new Set(body.items.map((item) => item.state)).size).toBeGreaterThan(3);
    const relay = await the().relay.get<{ items: unknown[] }>(`/${RELAY_MEMBER}/${CHILDMINDER}/entries?limit=100`);
    expect(relay.body.items.length).toBeGreaterThan(30);
  });
});

function resolvePointer(document: unknown, reference: string): unknown {
  const keys = reference
    .slice(2)
    .split("/")
    .map((key) => decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~"));
  return keys.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
}
