import { connect } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ApiEntry, pathOf } from "../helpers/api-client.ts";
import { BIRTH, birthCertificate, CHILDMINDER, childminder } from "../helpers/samples.ts";
import { live, MEMBER, RELAY_MEMBER } from "./live.ts";

const the = live();
const BIRTHS = `/${MEMBER}/${BIRTH}/entries`;
const FICHES = `/${RELAY_MEMBER}/${CHILDMINDER}/entries`;
const JSON_TYPE = { "content-type": "application/json" };
const EXPECTED = [200, 201, 204, 301, 302, 303, 304, 400, 401, 403, 404, 405, 409, 411, 413, 414, 415, 422, 429, 431];

const STRANGE_TEXTS = [
  "\u0000",
  "a\u0000b",
  "\\u0000",
  "\ud800",
  "\udfff\ud800",
  "\ufeff",
  "\u202e",
  "\uffff",
  "🜚".repeat(1000),
  "é".normalize("NFD"),
  "' or 1=1 --",
  "${7*7}{{7*7}}",
  "<script>alert(1)</script>",
  "../../../etc/passwd",
  "%00%ff",
  "constructor",
  "__proto__",
  "NaN",
  "-0",
  "9".repeat(400),
  " ",
  "",
];
const STRANGE_NUMBERS = ["1e400", "-1e400", "1e-400", "9007199254740993", "-0", "1E5", "99999999999999999999999999"];

const strangeText = fc.constantFrom(...STRANGE_TEXTS);
const strangeValue: fc.Arbitrary<unknown> = fc.oneof(
  strangeText,
  fc.string({ unit: "binary" }),
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(null, true, false, [], {}, [[]], [null], { $ref: "#" }, { constructor: { prototype: {} } }),
  fc.jsonValue({ maxDepth: 4 }),
);

/** Sends a JSON text as it is; answers the status. */
async function post(path: string, body: BodyInit, who = the().citizen): Promise<number> {
  return (await who.send("POST", path, body, JSON_TYPE)).status;
}

const neverFails = (status: number, what: unknown) =>
  expect(EXPECTED, `${status} for ${JSON.stringify(what)}`).toContain(status);

describe("answers nobody would give", () => {
  test("in any field of a demande are stored or refused, never a failure", async () => {
    const fields = Object.keys(birthCertificate());
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fields), strangeValue, async (field, value) => {
        const status = await post(BIRTHS, JSON.stringify({ ...birthCertificate(), [field]: value }));
        expect([201, 400, 422], JSON.stringify({ [field]: value })).toContain(status);
      }),
      { numRuns: 300 },
    );
  });

  test("in any field of a fiche, and in its groups and repeats", async () => {
    const fields = Object.keys(childminder());
    const [agreement] = childminder()["agrements"] as [Record<string, unknown>];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...fields),
        fc.constantFrom(...Object.keys(agreement)),
        strangeValue,
        async (field, inner, value) => {
          const body = { ...childminder(), agrements: [{ ...agreement, [inner]: value }] };
          for (const answers of [{ ...childminder(), [field]: value }, body]) {
            expect([201, 400, 422], JSON.stringify(answers)).toContain(
              await post(FICHES, JSON.stringify(answers), the().relay),
            );
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test.each(STRANGE_NUMBERS)("with the number %s", async (number) => {
    const body = JSON.stringify(birthCertificate()).replace('"exemplaires":1', `"exemplaires":${number}`);
    expect([201, 400, 422]).toContain(await post(BIRTHS, body));
  });

  test.each(["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"])(
    "under the key %s",
    async (key) => {
      const text = JSON.stringify(birthCertificate()).replace(/^\{/, `{"${key}":{"polluted":true,"nom":"x"},`);
      expect([400, 422]).toContain(await post(BIRTHS, text));
      const inner = JSON.stringify(birthCertificate()).replace('"adresse":{', `"adresse":{"${key}":{"polluted":true},`);
      expect([400, 422]).toContain(await post(BIRTHS, inner));
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
      expect(await post(BIRTHS, JSON.stringify(birthCertificate()))).toBe(201);
    },
  );

  test("nested a hundred thousand times", async () => {
    const depth = 100_000;
    for (const body of [
      `{"nom":${"[".repeat(depth)}${"]".repeat(depth)}}`,
      `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`,
    ]) {
      expect([400, 413, 422]).toContain(await post(BIRTHS, body));
    }
  });

  test("with a hundred thousand keys or items", async () => {
    const keys = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`k${index}`, 1]));
    expect([400, 413, 422]).toContain(await post(BIRTHS, JSON.stringify({ ...birthCertificate(), ...keys })));
    const agrements = Array.from({ length: 50_000 }, () => ({}));
    expect([400, 413, 422]).toContain(await post(FICHES, JSON.stringify(childminder({ agrements })), the().relay));
  });

  test("with the same key twice", async () => {
    const body = JSON.stringify(birthCertificate()).replace(/^\{/, '{"nom":"Premier",');
    expect([201, 400, 422]).toContain(await post(BIRTHS, body));
  });

  test("in the form of an event", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("pieces", "delai", "precisions", "autre"),
        strangeValue,
        async (field, value) => {
          const entry = await the().citizen.opens(MEMBER, BIRTH, birthCertificate());
          const answers = { pieces: ["votre adresse postale complète"], delai: 30, [field]: value };
          const status = await post(
            `${pathOf(entry)}/events`,
            JSON.stringify({ type: "demander-pieces", answers }),
            the().agent,
          );
          expect([200, 400, 422], JSON.stringify(answers)).toContain(status);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("addresses nobody would type", () => {
  test("with strange words in every place of a path", async () => {
    for (const text of STRANGE_TEXTS) {
      const word = encodeAnything(text);
      for (const path of [
        `/${word}/definitions`,
        `/${MEMBER}/${word}/${word}/entries`,
        `${BIRTHS}/${word}`,
        `${BIRTHS}/${word}/history`,
        `/${word}`,
      ]) {
        neverFails((await the().agent.get(path)).status, path);
        neverFails(await post(`${path}/events`, '{"type":"x"}', the().agent), path);
      }
      neverFails((await fetch(`${the().server.url}/${word}/${word}`, { redirect: "manual" })).status, word);
      neverFails((await fetch(`${the().server.url}/${MEMBER}/demandes/${word}`, { redirect: "manual" })).status, word);
      neverFails((await fetch(`${the().server.url}/${MEMBER}/suivi/${word}`, { redirect: "manual" })).status, word);
      neverFails((await fetch(`${the().server.url}/${MEMBER}/reprise/${word}`, { redirect: "manual" })).status, word);
      neverFails((await fetch(`${the().server.url}/assets/${word}`, { redirect: "manual" })).status, word);
    }
  });

  test("with strange words in every parameter of a list", async () => {
    const names = [
      "state",
      "assignee",
      "q",
      "sort",
      "limit",
      "after",
      "filter[nom]",
      "filter[x]",
      "filter[",
      "[]",
      "__proto__",
    ];
    for (const name of names) {
      for (const text of STRANGE_TEXTS) {
        const query = `${encodeURIComponent(name)}=${encodeAnything(text)}`;
        const { status } = await the().agent.get(`${BIRTHS}?${query}`);
        expect([200, 400, 414, 431], query).toContain(status);
      }
    }
  });

  test("with cursors altered one letter at a time", async () => {
    const first = await the().agent.get<{ next: string }>(`${BIRTHS}?limit=2`);
    const cursor = first.body.next;
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: cursor.length - 1 }),
        fc.constantFrom("A", "_", "0", "%00", "=", "é"),
        async (at, letter) => {
          const altered = cursor.slice(0, at) + letter + cursor.slice(at + 1);
          const { status } = await the().agent.get(
            `${BIRTHS}?limit=2&after=${encodeURIComponent(decodeURIComponent(altered))}`,
          );
          expect([200, 400]).toContain(status);
        },
      ),
      { numRuns: 120 },
    );
    for (const content of [
      "{}",
      "[]",
      "null",
      '["2026"]',
      '["a","b","c","d"]',
      '{"k":{"$gt":1}}',
      '["\\u0000","x"]',
      "[1e999,1]",
    ]) {
      const forged = Buffer.from(content).toString("base64url");
      expect((await the().agent.get(`${BIRTHS}?after=${forged}`)).status, content).toBe(400);
    }
  });

  test("with bytes that are not an address at all", async () => {
    for (const line of [
      "GET /%zz HTTP/1.1",
      "GET /%ff%fe HTTP/1.1",
      "GET //../../etc/passwd HTTP/1.1",
      "GET http://autre.exemple/ HTTP/1.1",
      "GET * HTTP/1.1",
      "OPTIONS * HTTP/1.1",
      "BREW /cafe HTTP/1.1",
      "GET /?q=\u00e9 HTTP/1.1",
      "GET / HTTP/9.9",
      `GET /${"a".repeat(50_000)} HTTP/1.1`,
      "nonsense",
    ]) {
      const status = await rawStatus(`${line}\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      if (status !== null) neverFails(status, line);
    }
    expect((await fetch(`${the().server.url}/healthz`)).status).toBe(200);
  });
});

describe("headers nobody would send", () => {
  test.each([
    "authorization",
    "if-match",
    "if-none-match",
    "idempotency-key",
    "cookie",
    "accept",
    "accept-language",
    "accept-encoding",
    "x-forwarded-for",
    "x-forwarded-proto",
    "range",
    "content-language",
  ])("in %s", async (name) => {
    const entry = await the().citizen.opens(MEMBER, BIRTH, birthCertificate());
    for (const text of [
      "",
      "\u00ff\u00fe",
      "a".repeat(6000),
      "%00",
      "Bearer",
      "Bearer \t",
      "=;=;=",
      '"',
      "../..",
      "-1",
      "*",
    ]) {
      const headers = { [name]: text };
      neverFails((await the().agent.get(pathOf(entry), headers)).status, headers);
      const sent = await the().citizen.post(BIRTHS, birthCertificate(), headers);
      neverFails(sent.status, headers);
      neverFails((await fetch(`${the().server.url}/${MEMBER}`, { headers, redirect: "manual" })).status, headers);
    }
  });

  test("with a cookie of another world", async () => {
    for (const value of STRANGE_TEXTS) {
      const cookie = ["__Host-guichet", "guichet", "session"]
        .map((name) => `${name}=${encodeAnything(value)}`)
        .join("; ");
      for (const path of ["/", `/${MEMBER}`, `/${MEMBER}/agent`, "/connexion", "/agent/connexion"]) {
        neverFails((await fetch(the().server.url + path, { headers: { cookie }, redirect: "manual" })).status, value);
      }
    }
  });
});

describe("forms nobody would post", () => {
  test("on every address that takes one", async () => {
    const { url } = the().server;
    const paths = [
      `/${MEMBER}/${BIRTH}/commencer`,
      `/${MEMBER}/demarches/01890000-0000-7000-8000-000000000000/acte`,
      `/${MEMBER}/demarches/x/y`,
      `/${MEMBER}/demandes/01890000-0000-7000-8000-000000000000/evenements/retirer`,
      `/${MEMBER}/agent/${BIRTH}/nouveau`,
      `/${MEMBER}/agent/${BIRTH}/x/assigner`,
      "/connexion",
      "/deconnexion",
      "/agent/connexion",
    ];
    const bodies: (BodyInit | Uint8Array<ArrayBuffer>)[] = [
      "",
      "a=b",
      "root[__proto__][x]=1",
      `root${"[a]".repeat(20_000)}=1`,
      `root[agrements][999999999][numero]=1`,
      "root[nom]=%00%ff&root[nom]=x",
      "%",
      "&&&===",
      `_csrf=${"a".repeat(100_000)}`,
      new Uint8Array([0, 255, 254, 0]),
    ];
    for (const path of paths) {
      for (const body of bodies) {
        for (const type of [
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x",
          "application/json",
          "text/plain",
        ]) {
          const response = await fetch(url + path, {
            method: "POST",
            body: body as BodyInit,
            headers: { "content-type": type },
            redirect: "manual",
          });
          neverFails(response.status, { path, type, body: String(body).slice(0, 60) });
          await response.body?.cancel();
        }
      }
    }
  });
});

test("after all this the history is whole and the queue answers", async () => {
  const { body, status } = await the().agent.get<{ items: ApiEntry[] }>(`${BIRTHS}?limit=100`);
  expect(status).toBe(200);
  expect(body.items.length).toBe(100);
  expect(the().server.output()).not.toMatch(/"level":(50|60)/);
});

/** encodeURIComponent refuses half characters: their bytes are sent as they are. */
function encodeAnything(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
}

/** Status of a request written by hand; null when the server closes without a word. */
function rawStatus(request: string): Promise<number | null> {
  const { hostname, port } = new URL(the().server.url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(request, "latin1"));
    let answer = "";
    socket.setTimeout(5000, () => socket.destroy());
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer === "" ? null : Number(answer.slice(9, 12))));
  });
}
