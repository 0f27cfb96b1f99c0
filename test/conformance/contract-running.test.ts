import { readdir } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { ApiClient, type ApiEntry, findCitizen, pathOf } from "../helpers/api-client.ts";
import { createDemoBase } from "../helpers/demo-base.ts";
import {
  createLiveBase,
  type LiveBase,
  type LiveServer,
  pause,
  readDemo,
  runCommand,
  SOURCES,
  startLiveServer,
} from "../helpers/live-server.ts";
import { freePort } from "../helpers/private-postgres.ts";
import { BIRTH, birthCertificate } from "../helpers/samples.ts";

const bases: LiveBase[] = [];
const servers: LiveServer[] = [];

async function newBase(environment: Readonly<Record<string, string>> = {}): Promise<LiveBase> {
  const base = await createLiveBase(environment);
  bases.push(base);
  return base;
}

async function demoBase(): Promise<LiveBase> {
  const base = await createDemoBase("mulhouse");
  bases.push(base);
  return base;
}

async function start(
  base: LiveBase,
  environment: Readonly<Record<string, string>> = {},
  program?: readonly string[],
): Promise<LiveServer> {
  const server = await startLiveServer(base, environment, program);
  servers.push(server);
  return server;
}

/** Waits until a server takes no new connection. */
async function deaf({ url }: LiveServer): Promise<void> {
  const accepts = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(Number(new URL(url).port), "127.0.0.1", () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
  while (await accepts()) await pause(20);
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const base of bases.splice(0)) await base.remove();
});

describe("npm start", () => {
  test("listens where PORT and HOST say and prints one line with its address", async () => {
    const port = String(await freePort());
    const server = await start(await newBase(), { PORT: port, HOST: "127.0.0.1" }, SOURCES);
    expect(server.output().trim().split("\n")).toHaveLength(1);
    expect(server.output()).toContain(`http://127.0.0.1:${port}`);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  });

  test("creates nobody and nothing outside the demo", async () => {
    const base = await newBase();
    const server = await start(base);
    expect(await readdir(base.dataDir)).not.toContain("demo.json");
    expect((await new ApiClient(server.url, null).get("/members")).body).toEqual([]);
    expect((await fetch(`${server.url}/demo`)).status).toBe(404);
    expect((await fetch(`${server.url}/demo/messages`)).status).toBe(404);
  });

  test.each([
    ["mulhouse", ["illzach", "m2a", "mulhouse", "rixheim"]],
    ["cotentin", ["cherbourg-en-cotentin", "cotentin", "la-hague"]],
  ])("fills an empty base with the group of %s only", async (group, expected) => {
    const server = await start(await newBase({ GUICHET_DEMO: group }));
    const { body } = await new ApiClient(server.url, null).get<{ id: string }[]>("/members");
    expect(body.map((member) => member.id).sort()).toEqual(expected);
  });

  test("ends with 0 at SIGTERM, and finds everything when it starts again", async () => {
    const base = await demoBase();
    const server = await start(base);
    const demo = await readDemo(base);
    const citizen = new ApiClient(server.url, findCitizen(demo).token);
    const entry = await citizen.opens("mulhouse", BIRTH, birthCertificate());
    expect(await server.stop()).toBe(0);
    const again = await start(base);
    const same = new ApiClient(again.url, findCitizen(demo).token);
    expect((await same.get<ApiEntry>(pathOf(entry))).body).toEqual(entry);
    expect((await readDemo(base)).citizens).toEqual(demo.citizens);
    expect((await runCommand(base, "verify")).code).toBe(0);
    await again.stop();
    expect(await (await start(base)).stop(), "asked as soon as it listens").toBe(0);
  });

  test("answers a request in flight before it ends", async () => {
    const base = await demoBase();
    const server = await start(base);
    const token = findCitizen(await readDemo(base)).token;
    const body = JSON.stringify(birthCertificate());
    const status = new Promise<number>((resolve, reject) => {
      const call = request(`${server.url}/api/v1/mulhouse/${BIRTH}/entries`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          expect: "100-continue",
        },
      });
      call.once("response", (response) => resolve(response.statusCode ?? 0));
      call.once("error", reject);
      call.once("continue", () => {
        call.write(body.slice(0, 50));
        server.process.kill("SIGTERM");
        deaf(server).then(() => call.end(body.slice(50)), reject);
      });
      call.flushHeaders();
    });
    expect(await status).toBe(201);
    expect(await server.stop()).toBe(0);
  });

  test("keeps two processes on one base in step", async () => {
    const base = await demoBase();
    const [first, second] = [await start(base), await start(base)];
    const token = findCitizen(await readDemo(base)).token;
    const entry = await new ApiClient(first.url, token).opens("mulhouse", BIRTH, birthCertificate());
    expect((await new ApiClient(second.url, token).get<ApiEntry>(pathOf(entry))).body).toEqual(entry);
    await first.stop();
    expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
    const later = await new ApiClient(second.url, token).opens("mulhouse", BIRTH, birthCertificate());
    expect(later.state).toBe("reception");
  });

  test.each([
    [{ PORT: "quatre-vingts" }, "PORT"],
    [{ GUICHET_DEMO: "paris" }, "GUICHET_DEMO"],
    [{ DATABASE_URL: "postgres://personne@127.0.0.1:1/rien" }, "127.0.0.1"],
  ])("refuses to start with %j and says why in one sentence", async (environment, word) => {
    const base = await newBase();
    const failure = await startLiveServer(base, environment, SOURCES).then(
      async (server) => {
        await server.stop();
        return "";
      },
      (error: Error) => error.message,
    );
    expect(failure).toContain("ended with code 1");
    expect(failure).toContain(word);
    expect(failure).not.toContain("    at ");
  });

  test("refuses a port that is taken", async () => {
    const base = await newBase();
    const server = await start(base);
    const port = new URL(server.url).port;
    await expect(startLiveServer(base, { PORT: port }, SOURCES)).rejects.toThrow("PORT");
    await pause(50);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});
