import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ensureSession } from "../../../server/identity/sessions.ts";
import { readForm } from "../../../server/middleware/posted-form.ts";
import { Browser, createPages, hidden, install, type TestInstallation } from "../identity/installation.ts";

let installation: TestInstallation;
let browser: Browser;
let app: ReturnType<typeof createPages>;
let acted: number;

beforeAll(async () => {
  installation = await install();
  app = createPages(installation.ctx, (routes) => {
    routes.get("/session", async (c) => c.html((await ensureSession(c)).csrf));
    routes.get("/ouverte", (c) => c.html("<p>tout le monde</p>"));
    routes.get("/:member/suivi/:token", (c) => c.redirect("/ouverte", 303));
    routes.get("/api/v1/members", (c) => c.json([]));
    routes.get("/panne", () => {
      throw new Error("panne");
    });
    routes.post("/formulaire", async (c) => {
      const form = await readForm(c, { upload: { member: "mulhouse", owner: "porteur" } });
      const { fields, resumed, uploads, refused } = form;
      if (!resumed) acted += 1;
      return c.json({
        resumed,
        fields: [...fields],
        uploads: uploads.map(({ attachment }) => attachment.name),
        refused,
      });
    });
    routes.onError((_error, c) => c.html("panne", 500));
  });
});
beforeEach(() => {
  browser = new Browser(app);
  acted = 0;
});
afterAll(() => installation.stop());

const openSession = async (): Promise<string> => (await browser.get("/session")).text();

describe("a form", () => {
  test("is taken with the token of its session, in the order it was filled", async () => {
    const csrf = await openSession();
    const answer = await browser.post("/formulaire", `_csrf=${csrf}&b=2&a=1&b=3`);
    expect(await answer.json()).toMatchObject({
      resumed: false,
      fields: [
        ["b", ["2", "3"]],
        ["a", ["1"]],
      ],
    });
  });

  test("has a token that is never written twice alike, good until the session ends", async () => {
    const tokens = [await openSession(), await openSession(), await openSession()];
    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) expect((await browser.post("/formulaire", { _csrf: token })).status).toBe(200);
  });

  test("with another session's token is refused", async () => {
    const foreign = await (await new Browser(app).get("/session")).text();
    await openSession();
    expect((await browser.post("/formulaire", { _csrf: foreign })).status).toBe(403);
  });

  test.each([
    ["another site", { "Sec-Fetch-Site": "cross-site" }],
    ["a neighbouring site", { "Sec-Fetch-Site": "same-site" }],
    ["another origin", { Origin: "https://autre.example" }],
    ["a page that hides its origin", { Origin: "null" }],
  ])("from %s is refused, even with the right token", async (_from, headers) => {
    const csrf = await openSession();
    const answer = await browser.post("/formulaire", { _csrf: csrf, a: "1" }, headers);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("vient d’un autre site");
    expect(acted).toBe(0);
  });

  test("of a visitor without a session needs no token, but must come from here", async () => {
    expect((await browser.post("/formulaire", { a: "1" })).status).toBe(200);
    expect((await browser.post("/formulaire", { a: "1" }, { "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
    expect((await browser.post("/formulaire", { a: "1" }, { Origin: "http://localhost" })).status).toBe(200);
    expect((await browser.post("/formulaire", { a: "1" }, { Origin: "http://localhost:1" })).status).toBe(403);
  });

  test("with the token of an older page comes back filled in, and does nothing yet", async () => {
    await openSession();
    const answer = await browser.post("/formulaire?etape=2", { _csrf: "ancien", nom: 'D"Artagnan & <fils>' });
    expect(answer.status).toBe(403);
    const page = await answer.text();
    expect(page).toContain('action="/formulaire?etape=2"');
    expect(page).not.toContain("<fils>");
    const again = { _csrf: hidden(page, "_csrf"), _reprise: hidden(page, "_reprise"), nom: 'D"Artagnan & <fils>' };
    expect(await (await browser.post("/formulaire?etape=2", again)).json()).toMatchObject({ resumed: true });
    expect(acted).toBe(0);
  });

  test("without a token, and without proof of coming from here, is not given back", async () => {
    await openSession();
    const answer = await browser.post("/formulaire", { nom: "Muller" }, {});
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain("Muller");
  });

  test("sent to another host's name does not make a page post there", async () => {
    await openSession();
    const page = await (await browser.post("http://localhost//autre.example/x", { nom: "Muller" })).text();
    expect(page).toContain('action="/"');
  });

  test("with a character that cannot be stored, of another type or too long is refused before any route", async () => {
    expect((await browser.post("/formulaire", "a=%00")).status).toBe(400);
    expect((await browser.post("/formulaire", { a: "x".repeat(100_001) })).status).toBe(413);
    expect((await browser.post("/formulaire", "a&".repeat(6000))).status).toBe(413);
    const headers = { "Content-Type": "text/plain", "Sec-Fetch-Site": "same-origin" };
    expect((await browser.post("/formulaire", "a=1", headers)).status).toBe(400);
    expect(acted).toBe(0);
  });

  test("keeps its files only with the token", async () => {
    const csrf = await openSession();
    const send = (token: string) => {
      const form = new FormData();
      form.append("_csrf", token);
      form.append("piece", new File(["%PDF-1.7\n%%EOF"], "acte.pdf"));
      form.append("nom", "Muller");
      return browser.post("/formulaire", form);
    };
    expect(await (await send(csrf)).json()).toMatchObject({ uploads: ["acte.pdf"], fields: [["nom", ["Muller"]]] });
    const refused = await send("faux");
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('name="nom" value="Muller"');
    expect(await readdir(join(installation.ctx.config.dataDir, "incoming"))).toEqual([]);
  });

  test("of a visitor without a session brings no file to the disk", async () => {
    const form = new FormData();
    form.append("piece", new File(["%PDF-1.7\n%%EOF"], "acte.pdf"));
    expect(await (await browser.post("/formulaire", form)).json()).toMatchObject({ uploads: [], refused: [] });
  });

  test("says which of its files it does not take, and keeps the rest", async () => {
    const form = new FormData();
    form.append("_csrf", await openSession());
    form.append("piece", new File(["MZ\u0090\0\u0003\0"], "acte.pdf"));
    form.append("vide", new File([""], "vide.pdf"));
    form.append("nom", "Muller");
    const answer = await (await browser.post("/formulaire", form)).json();
    expect(answer).toMatchObject({
      uploads: [],
      refused: [
        { field: "piece", name: "acte.pdf" },
        { field: "vide", message: "Ce fichier est vide. Choisissez-en un autre." },
      ],
      fields: [["nom", ["Muller"]]],
    });
  });
});

describe("every page", () => {
  test("runs no script but ours and shows in no frame", async () => {
    const { headers } = await browser.get("/ouverte");
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("strict-transport-security")).toBeNull();
  });

  test("is kept by no cache once there is a session, nor when it is refused", async () => {
    expect((await browser.get("/ouverte")).headers.get("cache-control")).toBe("no-cache");
    await openSession();
    expect((await browser.get("/ouverte")).headers.get("cache-control")).toBe("no-store");
  });

  test("behind a link that is a right tells its address to nobody", async () => {
    expect((await browser.get("/mulhouse/suivi/jeton")).headers.get("referrer-policy")).toBe("no-referrer");
  });

  test("that fails has the same headers", async () => {
    const answer = await browser.get("/panne");
    expect(answer.status).toBe(500);
    expect(answer.headers.get("content-security-policy")).toContain("script-src 'self'");
  });

  test("asks for HTTPS for a year where people type an https address", async () => {
    const secure = createPages(
      { ...installation.ctx, config: { ...installation.ctx.config, publicUrl: "https://demarches.example" } },
      (routes) => routes.get("/ouverte", (c) => c.html("")),
    );
    expect((await secure.request("/ouverte")).headers.get("strict-transport-security")).toBe("max-age=31536000");
  });
});

describe("the API", () => {
  test("takes no cookie and gives none", async () => {
    await openSession();
    const answer = await browser.get("/api/v1/members");
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  });
});

describe("the log", () => {
  test("names the route and says nothing of who asked for what", async () => {
    installation.logged.length = 0;
    const answer = await browser.get("/mulhouse/suivi/jeton-secret?nom=Muller", { "X-Forwarded-For": "203.0.113.7" });
    expect(installation.logged).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        msg: "request",
        id: answer.headers.get("x-request-id"),
        method: "GET",
        route: "/:member/suivi/:token",
        status: 303,
        ms: expect.any(Number),
      },
    ]);
  });
});
