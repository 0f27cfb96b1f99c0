import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withActor } from "../../../server/db/with-actor.ts";
import { memberOrigin } from "../../../server/member-url.ts";
import { entryLink } from "../../../server/worker/entry-link.ts";
import { type DemoApp, openDemoApp } from "../../helpers/demo-app.ts";
import { hidden } from "../identity/installation.ts";

const NOW = new Date("2026-03-03T09:30:00.000Z");
const HOST = "demarches.rixheim.example";

let town: DemoApp;

beforeAll(async () => {
  town = await openDemoApp("mulhouse", NOW, { publicUrl: "https://guichet.example" });
});
afterAll(() => town.installation.stop());

beforeEach(() => change("rixheim", "active", HOST));

async function change(id: string, status: string, host: string | null = null): Promise<void> {
  await town.ctx.db`update member set status = ${status}, host = ${host} where id = ${id}`;
  await town.ctx.catalogue.reload();
}

const get = async (path: string, host: string) => {
  const response = await town.app.request(path, { headers: { Host: host } });
  return { status: response.status, text: await response.text(), headers: response.headers };
};

const title = (html: string) => /<title>([^<]*)/.exec(html)?.[1] ?? "";

describe("at a member's own host name", () => {
  test("/ is its home, whatever the port or the case", async () => {
    for (const host of [HOST, `${HOST}:443`, HOST.toUpperCase(), `${HOST}.`]) {
      const { status, text } = await get("/", host);
      expect(status, host).toBe(200);
      expect(title(text), host).toContain("Rixheim");
    }
  });

  test("its home leads to the follow-up of a printed receipt", async () => {
    expect((await get("/", HOST)).text).toContain('<a href="/rixheim/suivi">');
    expect((await get("/rixheim/suivi", HOST)).status).toBe(200);
  });

  test("its own paths answer, and those of the others do not exist", async () => {
    expect((await get("/rixheim", HOST)).status).toBe(200);
    expect((await get("/rixheim/accessibilite", HOST)).status).toBe(200);
    for (const path of ["/mulhouse", "/mulhouse/accessibilite", "/mulhouse/agent", "/%6dulhouse", "/m2a"]) {
      const { status, text } = await get(path, HOST);
      expect(status, path).toBe(404);
      expect(title(text), path).toContain("Rixheim");
    }
  });

  test("pages of the group take its colours, and lead back to the group by its address", async () => {
    const { text } = await get("/connexion", HOST);
    expect(title(text)).toContain("Rixheim");
    expect((await get("/", HOST)).text).toContain('href="https://guichet.example/"');
  });

  test("a form posted from its pages is taken, even behind a proxy that ends TLS", async () => {
    const post = (origin: string) =>
      town.app.request("/rixheim/etat-civil/acte-naissance/commencer", {
        method: "POST",
        body: new URLSearchParams(),
        headers: { Host: HOST, Origin: origin },
      });
    expect((await post(`https://${HOST}`)).status).toBe(303);
    expect((await post("https://autre.example")).status).toBe(403);
    expect((await post("https://demarches.mulhouse.example")).status).toBe(403);
  });

  test("the API answers as at the public address: its rights are the token's, and no cookie counts", async () => {
    const token = town.demo.citizens[0]?.token ?? "";
    for (const path of ["/api/v1/members", "/api/v1/mulhouse/definitions", "/api/v1/rixheim/definitions"]) {
      const at = async (host: string) => {
        const headers = { Host: host, Authorization: `Bearer ${token}` };
        const answer = await town.app.request(path, { headers });
        return { status: answer.status, text: await answer.text() };
      };
      expect((await at(HOST)).status, path).toBe(200);
      expect(await at(HOST), path).toEqual(await at("guichet.example"));
    }
  });

  test("its cookie is for this host alone", async () => {
    const started = await town.app.request("/rixheim/etat-civil/acte-naissance/commencer", {
      method: "POST",
      body: new URLSearchParams(),
      headers: { Host: HOST, "Sec-Fetch-Site": "same-origin" },
    });
    const [cookie] = started.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-guichet=/);
    expect(cookie).not.toMatch(/Domain/i);
  });
});

describe("a forged Host", () => {
  test("is no host name of ours: everything behaves as on the public address", async () => {
    const { status, text } = await get("/", "pirate.example");
    expect(status).toBe(200);
    expect(text).not.toContain("pirate.example");
    expect((await get("/mulhouse", "pirate.example")).status).toBe(200);
  });

  test("goes into no link nor mail", async () => {
    const started = await town.app.request("/mulhouse/etat-civil/acte-naissance/commencer", {
      method: "POST",
      body: new URLSearchParams(),
      headers: { Host: "pirate.example", "Sec-Fetch-Site": "same-origin" },
    });
    const cookie = started.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const location = started.headers.get("location") ?? "";
    expect(location).toMatch(/^\/mulhouse\/demarches\//);
    const later = location.replace(/\/[^/]*$/, "/plus-tard");
    const page = await town.app.request(later, { headers: { Host: "pirate.example", Cookie: cookie } });
    const html = await page.text();
    expect(html).toContain("https://guichet.example/mulhouse/reprise/");
    expect(html).not.toContain("pirate.example");
    expect(hidden(html, "_csrf")).not.toBe("");
  });

  test("of another member opens nothing of a member whose host it is not", async () => {
    expect((await get("/mulhouse/agent", HOST)).status).toBe(404);
  });
});

describe("links of a member's mails", () => {
  test("use its host name, or the public address when it has none", async () => {
    expect(memberOrigin(town.ctx, "rixheim")).toBe(`https://${HOST}`);
    expect(memberOrigin(town.ctx, "mulhouse")).toBe("https://guichet.example");
    const link = await withActor(town.ctx.db, { system: true }, (tx) =>
      entryLink(town.ctx, tx, { member: "rixheim", id: "0198c0de-0000-7000-8000-00000000000a", kind: "service" }),
    );
    expect(link).toMatch(new RegExp(`^https://${HOST}/rixheim/suivi/`));
  });

  test("stay in clear, with its port, where the installation is", () => {
    const config = { ...town.ctx.config, publicUrl: "http://127.0.0.1:3000" };
    expect(memberOrigin({ ...town.ctx, config }, "rixheim")).toBe(`http://${HOST}:3000`);
  });
});

describe("a member that is not active", () => {
  test.each(["invited", "joined", "left"])("%s is shown to nobody", async (status) => {
    await change("rixheim", status, HOST);
    for (const path of ["/rixheim", "/%72ixheim", "/rixheim/accessibilite", "/rixheim/etat-civil/acte-naissance"]) {
      const { status: answer, text } = await get(path, "guichet.example");
      expect(answer, path).toBe(404);
      expect(text, path).not.toContain("Rixheim");
    }
    expect((await get("/", "guichet.example")).text).not.toContain("/rixheim");
    expect((await get("/api/v1/members", "guichet.example")).text).not.toContain("rixheim");
    expect((await get("/api/v1/rixheim/definitions", "guichet.example")).status).toBe(404);
    expect(title((await get("/", HOST)).text)).not.toContain("Rixheim");
  });

  test("is prepared by its own agents, who see its pages as citizens will", async () => {
    await change("rixheim", "joined");
    const ours = await town.agent("rixheim", "admin-membre");
    expect((await ours.get("/rixheim/agent")).status).toBe(200);
    expect((await ours.get("/rixheim")).status).toBe(200);
    const theirs = await town.agent("mulhouse", "admin-membre");
    expect((await theirs.get("/rixheim")).status).toBe(404);
    const token = town.demo.agents.find((one) => one.member === "rixheim")?.token ?? "";
    const call = (bearer: string) =>
      town.app.request("/api/v1/rixheim/definitions", { headers: { Authorization: `Bearer ${bearer}` } });
    expect((await call(token)).status).toBe(200);
    expect((await call(town.demo.citizens[0]?.token ?? "")).status).toBe(404);
  });
});
