import { describe, expect, test } from "vitest";
import { type ApiAnswer, type ApiClient, type ApiProblem, pathOf } from "../helpers/api-client.ts";
import { BIRTH, birthCertificate, CHILDMINDER, childminder } from "../helpers/samples.ts";
import { live, MEMBER, NEIGHBOUR, RELAY_MEMBER } from "./live.ts";

const the = live({ MAX_FILE: "200000" });
const BIRTHS = `/${MEMBER}/${BIRTH}/entries`;
const UNKNOWN = "01890000-0000-7000-8000-000000000000";
const JSON_TYPE = { "content-type": "application/json" };

/** The whole shape of a problem, and its code. */
function expectProblem(answer: ApiAnswer<unknown>, status: number, code: string): ApiProblem {
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status, body: { status, code } });
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  const problem = answer.body as ApiProblem;
  expect(problem).toMatchObject({ type: expect.any(String), title: expect.any(String), detail: expect.any(String) });
  expect(problem.detail.length).toBeGreaterThan(5);
  return problem;
}

const opens = (who: ApiClient = the().citizen) => who.opens(MEMBER, BIRTH, birthCertificate());

describe("400 malformed", () => {
  test.each([
    ["an empty body", ""],
    ["a body that is not JSON", "{nom:"],
    ["a body cut short", '{"nom": "We'],
    ["JSON that is not an object", "[]"],
    ["JSON null", "null"],
    ["a bare string", '"nom"'],
    ["bytes that are not UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ])("for %s", async (_what, body) => {
    expectProblem(await the().citizen.send("POST", BIRTHS, body, JSON_TYPE), 400, "malformed");
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "application/json; charset=iso-8859-1", "nonsense"])(
    "for the content type %s",
    async (type) => {
      const body = JSON.stringify(birthCertificate());
      expectProblem(await the().citizen.send("POST", BIRTHS, body, { "content-type": type }), 400, "malformed");
    },
  );

  test.each([
    "limit=0",
    "limit=101",
    "limit=-1",
    "limit=1.5",
    "limit=beaucoup",
    "limit=1e1000",
    "after=nonsense",
    "after=%00",
    "after=e30",
    "after=W10",
    "sort=attestation",
    "sort=answers",
    "sort=-",
    "sort=createdAt;drop",
    "filter[couleur]=1",
    "filter[__proto__]=1",
    "filter[]=1",
    "assignee=quelqu-un",
    "inconnu=1",
  ])("for the parameter %s", async (query) => {
    expectProblem(await the().agent.get(`${BIRTHS}?${query}`), 400, "malformed");
  });

  test("for a cursor made for another order", async () => {
    const first = await the().agent.get<{ next: string }>(`${BIRTHS}?limit=2&sort=nom`);
    const after = encodeURIComponent(first.body.next);
    expectProblem(await the().agent.get(`${BIRTHS}?limit=2&sort=-createdAt&after=${after}`), 400, "malformed");
  });

  test.each([
    ["no type", {}],
    ["a type that is not text", { type: 3 }],
    ["answers that are not an object", { type: "delivrer", answers: [] }],
    ["an array", []],
  ])("for an event with %s", async (_what, body) => {
    const entry = await opens();
    expectProblem(await the().agent.post(`${pathOf(entry)}/events`, body), 400, "malformed");
  });

  test("for an attachment that is not multipart", async () => {
    expectProblem(await the().citizen.post(`/${MEMBER}/attachments`, { file: "x" }), 400, "malformed");
  });
});

describe("401 unauthenticated", () => {
  const strangers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "without a token": {},
    "with an unknown token": { authorization: "Bearer guichet_inconnu_inconnu_inconnu_inconnu" },
    "with an empty token": { authorization: "Bearer " },
    "with another scheme": { authorization: "Basic Y2l0b3llbjptb3RkZXBhc3Nl" },
  };

  test.each(Object.keys(strangers))("%s, on every call that needs one", async (name) => {
    const headers = strangers[name] ?? {};
    const entry = await opens();
    const { nobody } = the();
    const form = new FormData();
    form.append("file", new File(["bonjour"], "lettre.txt", { type: "text/plain" }));
    const calls = [
      nobody.post(BIRTHS, birthCertificate(), headers),
      nobody.get(BIRTHS, headers),
      nobody.get(pathOf(entry), headers),
      nobody.get(`${pathOf(entry)}/history`, headers),
      nobody.post(`${pathOf(entry)}/events`, { type: "retirer" }, headers),
      nobody.send("POST", `/${MEMBER}/attachments`, form, headers),
    ];
    for (const call of calls) expectProblem(await call, 401, "unauthenticated");
  });
});

describe("403 not-allowed", () => {
  test("for a citizen who sends an agent's event", async () => {
    const entry = await opens();
    const answer = await the().citizen.post(`${pathOf(entry)}/events`, { type: "prendre-en-charge" });
    expectProblem(answer, 403, "not-allowed");
  });

  test("for an agent who sends the holder's event", async () => {
    const entry = await opens();
    expectProblem(await the().agent.post(`${pathOf(entry)}/events`, { type: "retirer" }), 403, "not-allowed");
  });

  test("for a reader who acts on what she may read", async () => {
    const entry = await opens();
    expect((await the().reader.get(pathOf(entry))).status).toBe(200);
    const answer = await the().reader.post(`${pathOf(entry)}/events`, { type: "prendre-en-charge" });
    expectProblem(answer, 403, "not-allowed");
  });

  test("for a citizen who creates a fiche of a register", async () => {
    const answer = await the().citizen.post(`/${RELAY_MEMBER}/${CHILDMINDER}/entries`, childminder());
    expectProblem(answer, 403, "not-allowed");
  });

  test("for an administrator without a part in the queue", async () => {
    expectProblem(await the().functionalAdmin.get(BIRTHS), 403, "not-allowed");
  });
});

describe("404 not-found", () => {
  test.each([
    ["an unknown member", `/nulle-part/${BIRTH}/entries`],
    ["an unknown definition", `/${MEMBER}/etat-civil/acte-inconnu/entries`],
    ["a definition the member does not offer", `/${MEMBER}/${CHILDMINDER}/entries`],
    ["an unknown entry", `${BIRTHS}/${UNKNOWN}`],
    ["an id that is not one", `${BIRTHS}/1%20or%201=1`],
    ["a path that is none", "/nulle/part/du/tout/ici"],
  ])("for %s", async (_what, path) => {
    expectProblem(await the().agent.get(path), 404, "not-found");
  });

  test("for another citizen's demande, in each of its calls, exactly as for one that does not exist", async () => {
    const entry = await opens();
    const unknown = { ...entry, id: UNKNOWN };
    const calls = (who: ApiClient, target: typeof entry) => [
      who.get(pathOf(target)),
      who.get(`${pathOf(target)}/history`),
      who.post(`${pathOf(target)}/events`, { type: "retirer" }, { "if-match": '"1"' }),
    ];
    const others = await Promise.all(calls(the().otherCitizen, entry));
    const absent = await Promise.all(calls(the().otherCitizen, unknown));
    for (const [index, answer] of others.entries()) {
      expectProblem(answer, 404, "not-found");
      expect(answer.body).toEqual(absent[index]?.body);
    }
  });

  test("for a neighbouring town's agent, whatever the address she tries", async () => {
    const entry = await opens();
    const { neighbour } = the();
    expectProblem(await neighbour.get(pathOf(entry)), 404, "not-found");
    expectProblem(await neighbour.get(pathOf({ ...entry, member: NEIGHBOUR })), 404, "not-found");
    expectProblem(await neighbour.get(`${pathOf(entry)}/history`), 404, "not-found");
    expectProblem(await neighbour.post(`${pathOf(entry)}/events`, { type: "prendre-en-charge" }), 404, "not-found");
    const list = await neighbour.get<{ items: { id: string }[] }>(`/${NEIGHBOUR}/${BIRTH}/entries?limit=100`);
    expect(list.status).toBe(200);
    expect(list.body.items.map((item) => item.id)).not.toContain(entry.id);
  });

  test("for an entry asked under another definition", async () => {
    const fiche = await the().relay.opens(RELAY_MEMBER, CHILDMINDER, childminder());
    expectProblem(await the().relay.get(`/${RELAY_MEMBER}/${BIRTH}/entries/${fiche.id}`), 404, "not-found");
  });
});

describe("409", () => {
  test("stale when If-Match is not the current revision, before anything else is said of the event", async () => {
    const entry = await opens();
    await the().agent.sends(entry, "prendre-en-charge");
    for (const revision of ['"1"', '"99"', '"abc"', "nonsense"]) {
      const answer = await the().agent.post(
        `${pathOf(entry)}/events`,
        { type: "prendre-en-charge" },
        { "if-match": revision },
      );
      expectProblem(answer, 409, "stale");
    }
  });

  test("unknown-event when the state does not take it, or when it exists nowhere", async () => {
    const entry = await opens();
    for (const type of [
      "completer",
      "introuvable",
      "envoyer-un-pigeon",
      "xstate.init",
      "__proto__",
      "toString",
      "",
      "*",
    ]) {
      const answer = await the().agent.post(`${pathOf(entry)}/events`, { type });
      expectProblem(answer, 409, "unknown-event");
    }
    expect((await the().agent.get<{ revision: number }>(pathOf(entry))).body.revision).toBe(1);
  });

  test("unknown-event once the demande is decided", async () => {
    const entry = await opens();
    const refused = await the().agent.sends(entry, "refuser", {
      motif: "Votre lien avec la personne n’est pas établi.",
      explication: "Le document joint ne montre pas de lien de famille.",
    });
    expectProblem(await the().agent.post(`${pathOf(refused)}/events`, { type: "delivrer" }), 409, "unknown-event");
  });
});

describe("413 too-large", () => {
  test("for a JSON body over its limit, announced or not", async () => {
    const body = JSON.stringify(birthCertificate({ usage: "x".repeat(1_100_000) }));
    expectProblem(await the().citizen.send("POST", BIRTHS, body, JSON_TYPE), 413, "too-large");
    const stream = new Blob([body]).stream();
    const token = the().demo.citizens[0]?.token;
    const response = await fetch(`${the().server.url}/api/v1${BIRTHS}`, {
      method: "POST",
      body: stream,
      duplex: "half",
      headers: { ...JSON_TYPE, authorization: `Bearer ${token}` },
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: "too-large" });
  });

  test("for a file over its limit", async () => {
    const form = new FormData();
    form.append("file", new File(["a".repeat(300_000)], "gros.txt", { type: "text/plain" }));
    expectProblem(await the().citizen.send("POST", `/${MEMBER}/attachments`, form, {}), 413, "too-large");
  });
});

describe("422 invalid", () => {
  const refused = async (changes: object, pointer: string) => {
    const answer = await the().citizen.post(BIRTHS, birthCertificate(changes as never));
    const problem = expectProblem(answer, 422, "invalid");
    expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
    for (const error of problem.errors ?? []) {
      expect(error).toEqual({ pointer: expect.any(String), code: expect.any(String), message: expect.any(String) });
      expect(error.message.length).toBeGreaterThan(5);
      expect(error.message).not.toMatch(/\b(must|should|required|property|undefined|null)\b/);
    }
    return problem;
  };

  test.each([
    ["a missing answer", { nom: undefined }, "/nom"],
    ["a wrong type", { exemplaires: "deux" }, "/exemplaires"],
    ["a number out of bounds", { exemplaires: 6 }, "/exemplaires"],
    ["a fraction where a whole number is meant", { exemplaires: 1.5 }, "/exemplaires"],
    ["a choice that is not offered", { document: "permis" }, "/document"],
    ["a date that does not exist", { dateNaissance: "1985-02-30" }, "/dateNaissance"],
    ["a date to come", { dateNaissance: "2150-01-01" }, "/dateNaissance"],
    ["a text too long", { nom: "N".repeat(200) }, "/nom"],
    ["an address that is not one", { courriel: "paul" }, "/courriel"],
    ["an attestation not given", { attestation: false }, "/attestation"],
    ["a missing answer inside a group", { adresse: { voie: "1 rue", commune: "Mulhouse" } }, "/adresse/codePostal"],
    ["an empty text where one is needed", { nom: "" }, "/nom"],
    ["a text of spaces", { nom: "   " }, "/nom"],
    ["an unknown field", { couleur: "bleu" }, "/couleur"],
    ["null where text is meant", { nom: null }, "/nom"],
  ])("names %s", async (_what, changes, pointer) => {
    await refused(changes, pointer);
  });

  test("names every fault at once", async () => {
    const problem = await refused({ nom: undefined, exemplaires: 12, courriel: "x" }, "/nom");
    expect(problem.errors?.length).toBeGreaterThanOrEqual(3);
  });

  test("says where to go when the town cannot answer", async () => {
    const problem = await refused({ lieuNaissance: "autre-commune" }, "/lieuNaissance");
    expect(problem.errors?.[0]?.message).toContain("mairie de la commune de naissance");
  });

  test("stores nothing", async () => {
    const nom = `Refusée ${crypto.randomUUID()}`;
    await refused({ nom, exemplaires: 6 }, "/exemplaires");
    const { body } = await the().agent.get<{ items: unknown[] }>(`${BIRTHS}?q=${encodeURIComponent(nom)}`);
    expect(body.items).toEqual([]);
  });

  test("names the faults of an event's form, and leaves the entry as it was", async () => {
    const entry = await opens();
    const answer = await the().agent.post(`${pathOf(entry)}/events`, {
      type: "demander-pieces",
      answers: { pieces: [], delai: 3 },
    });
    const problem = expectProblem(answer, 422, "invalid");
    const pointers = problem.errors?.map((error) => error.pointer);
    expect(pointers).toEqual(expect.arrayContaining(["/pieces", "/delai"]));
    expect((await the().agent.get<{ revision: number }>(pathOf(entry))).body.revision).toBe(1);
  });

  test("holds a childminder to the limits of the law", async () => {
    const path = `/${RELAY_MEMBER}/${CHILDMINDER}/entries`;
    const pointers = async (changes: object) => {
      const answer = await the().relay.post(path, childminder(changes as never));
      return expectProblem(answer, 422, "invalid").errors?.map((error) => error.pointer);
    };
    const [agreement] = childminder()["agrements"] as object[];
    expect(await pointers({ mineursTroisAns: 5, mineursOnzeAns: 6 })).toContain("/mineursTroisAns");
    expect(await pointers({ mineursOnzeAns: 7 })).toContain("/mineursOnzeAns");
    expect(await pointers({ agrements: [{ ...agreement, capacite: 5 }] })).toContain("/agrements/0/capacite");
    expect(await pointers({ agrements: [{ ...agreement, fin: "2020-01-01" }], placesLibres: 0 })).toContain(
      "/agrements/0/fin",
    );
    expect(await pointers({ placesLibres: 5 })).toContain("/placesLibres");
  });
});

describe("429 too-many", () => {
  test("after too many wrong passwords, with the time to wait, for the page as for the next try", async () => {
    const { server, demo } = the();
    const email = demo.agents[0]?.email ?? "";
    let last: Response | null = null;
    for (let attempt = 0; attempt < 40 && last?.status !== 429; attempt += 1) {
      last = await attemptSignIn(server.url, email, `faux-${attempt}`);
      expect(last.status).toBeLessThan(500);
    }
    expect(last?.status).toBe(429);
    expect(Number(last?.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

/** Posts the agents' sign-in form as a browser without script does. */
async function attemptSignIn(url: string, email: string, password: string): Promise<Response> {
  const page = await fetch(`${url}/agent/connexion`);
  const html = await page.text();
  const cookie = page.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const hidden = [...html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
    /name="([^"]*)"/.exec(tag)?.[1] ?? "",
    /value="([^"]*)"/.exec(tag)?.[1] ?? "",
  ]);
  const names = [...html.matchAll(/<input[^>]*name="([^"]+)"[^>]*type="(email|password|text)"/g)];
  const reversed = [...html.matchAll(/<input[^>]*type="(email|password|text)"[^>]*name="([^"]+)"/g)];
  const fields = new Map([
    ...names.map(([, name, type]) => [type, name] as const),
    ...reversed.map(([, type, name]) => [type, name] as const),
  ]);
  const form = new URLSearchParams(hidden as [string, string][]);
  form.set(fields.get("email") ?? fields.get("text") ?? "email", email);
  form.set(fields.get("password") ?? "password", password);
  return fetch(`${url}/agent/connexion`, { method: "POST", body: form, headers: { cookie }, redirect: "manual" });
}
