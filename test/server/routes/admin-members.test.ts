import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditWritten } from "../../../server/audit.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { localHolidays } from "../../../server/local-holidays.ts";
import { type DemoApp, openDemoApp } from "../../helpers/demo-app.ts";
import { type Browser, hidden } from "../identity/installation.ts";

const NOW = new Date("2026-03-03T09:30:00.000Z");
const SPACE = "/rixheim/agent/administration/collectivite";
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let town: DemoApp;
let admin: Browser;

beforeAll(async () => {
  town = await openDemoApp("mulhouse", NOW);
  admin = await town.agent("rixheim", "admin-membre");
});
afterAll(() => town.installation.stop());

const page = async (path: string): Promise<string> => (await town.app.request(path)).text();

async function save(section: string, values: Record<string, string>) {
  const form = await (await admin.get(`${SPACE}/${section}`)).text();
  const answer = await admin.post(`${SPACE}/${section}`, { ...values, _csrf: hidden(form, "_csrf") });
  return { status: answer.status, text: await answer.text() };
}

async function sendLogo(content: Uint8Array | string, name = "logo.svg") {
  const form = await (await admin.get(SPACE)).text();
  const body = new FormData();
  body.append("_csrf", hidden(form, "_csrf"));
  body.append("logo", new File([content as BlobPart], name));
  const answer = await admin.post(`${SPACE}/logo`, body);
  return { status: answer.status, text: await answer.text() };
}

const logoHref = (html: string): string => /<img src="([^"]+)"[^>]*class="logo"/.exec(html)?.[1] ?? "";

describe("a member's own words", () => {
  test("show at once on its home, its legal pages and their footer", async () => {
    expect(
      (await save("presentation", { nom: "Ville de Rixheim", accroche: "À deux pas", accueil: "Bonjour.\n\nEntrez." }))
        .status,
    ).toBe(303);
    expect(
      (
        await save("contact", {
          adresse: "28 rue Zuber",
          telephone: "03 89 64 59 59",
          courriel: "mairie@rixheim.example",
          site: "https://rixheim.example",
          horaires: "9 h – 12 h",
        })
      ).status,
    ).toBe(303);
    expect(
      (
        await save("textes", {
          responsable: "La maire de Rixheim",
          dpo: "dpo@rixheim.example",
          mentions: "Hébergé en France.",
          donnees: "Nous ne vendons rien.",
        })
      ).status,
    ).toBe(303);
    expect((await save("accessibilite", { accessibilite: "Parlez-en à l’accueil." })).status).toBe(303);
    const home = await page("/rixheim");
    for (const words of [
      "Ville de Rixheim",
      "À deux pas",
      '<p class="own-words">Entrez.</p>',
      "28 rue Zuber",
      "03 89 64 59 59",
    ]) {
      expect(home).toContain(words);
    }
    expect(await page("/rixheim/mentions-legales")).toContain("Hébergé en France.");
    expect(await page("/rixheim/donnees-personnelles")).toContain("Nous ne vendons rien.");
    expect(await page("/rixheim/donnees-personnelles")).toContain("La maire de Rixheim");
    expect(await page("/rixheim/accessibilite")).toContain("Parlez-en à l’accueil.");
    expect(await page("/mulhouse")).not.toContain("Rixheim");
  });

  test("are words, never markup, wherever they show", async () => {
    const attack = `</title><script>alert(1)</script><img src=x onerror="alert(1)">`;
    await save("presentation", { nom: attack.slice(0, 119), accroche: attack.slice(0, 79), accueil: attack });
    await save("textes", {
      responsable: attack,
      dpo: attack,
      mentions: attack,
      donnees: attack,
    });
    await save("accessibilite", { auteur: attack, controle: "2026-03-03", plan: attack, accessibilite: attack });
    for (const path of [
      "/rixheim",
      "/rixheim/mentions-legales",
      "/rixheim/donnees-personnelles",
      "/rixheim/accessibilite",
      "/",
    ]) {
      const html = await page(path);
      expect(html, path).not.toContain("<script>alert");
      expect(html, path).not.toContain("<img src=x");
    }
    expect(await (await admin.get(SPACE)).text()).not.toContain("<script>alert");
    await save("presentation", { nom: "Rixheim", accroche: "", accueil: "" });
    await save("textes", { responsable: "", dpo: "", mentions: "", donnees: "" });
    await save("accessibilite", { conformite: "none" });
  });

  test("come back with what to mend, and what was typed", async () => {
    const none = await save("presentation", { nom: " ", accroche: "À garder", accueil: "" });
    expect(none.status).toBe(422);
    expect(none.text).toContain("Indiquez le nom de la collectivité.");
    expect(none.text).toContain("À garder");
    for (const [name, value] of [
      ["site", "javascript:alert(1)//a.b"],
      ["telephone", "12"],
      ["courriel", "mairie"],
      ["feries", "22/05\n31/02"],
      ["feries", "le lundi"],
    ] as const) {
      const wrong = await save("contact", { [name]: value });
      expect(wrong.status, name).toBe(422);
      expect(wrong.text, name).toContain(`href="#champ_${name}"`);
    }
  });

  test("add days nobody works, which its clock and its agents then leave out, and no other member's", async () => {
    expect((await save("contact", { feries: "27/05\n 05/06/2026 \n27/05" })).status).toBe(303);
    expect(localHolidays(town.ctx, "rixheim")).toEqual({ alsaceMoselle: true, own: ["05-27", "2026-06-05"] });
    expect(localHolidays(town.ctx, "mulhouse").own).toEqual([]);
    expect(await (await admin.get(`${SPACE}/contact`)).text()).toContain("27/05\n05/06/2026</textarea>");
    await save("contact", {});
    expect(localHolidays(town.ctx, "rixheim").own).toEqual([]);
  });

  test("are its administrator's to settle, and kept in the log", async () => {
    const agent = await town.agent("rixheim", "agent");
    expect((await agent.get(SPACE)).status).toBe(403);
    const other = await town.agent("mulhouse", "admin-membre");
    expect((await other.get(SPACE)).status).toBe(404);
    await auditWritten(town.ctx);
    const rows = await withActor(
      town.ctx.db,
      { member: "rixheim" },
      (tx) => tx<{ detail: { change: string } }[]>`
      select detail from audit where action = 'member' order by at`,
    );
    expect(rows.map(({ detail }) => detail.change)).toContain("presentation");
  });
});

describe("a member's colours", () => {
  test("that read are taken at once", async () => {
    expect((await save("couleurs", { primary: "#0B5D75", accent: "", ground: "#F7FAFB" })).status).toBe(303);
    const href = /href="(\/rixheim\/theme-[^"]+)"/.exec(await page("/rixheim"))?.[1] ?? "";
    const css = await page(href);
    expect(css).toContain("--primary:#0b5d75;");
    expect(css).toContain("--ground:#f7fafb;");
    expect(css).not.toContain("--accent");
  });

  test("too pale come back with a shade that reads, taken by one button", async () => {
    const pale = await save("couleurs", { primary: "#ffd700" });
    expect(pale.status).toBe(422);
    expect(pale.text).toContain("elle ne se lit pas assez (1,4 pour 1");
    expect(pale.text).toMatch(/<svg viewBox="0 0 240 96"[\s\S]*<svg viewBox="0 0 240 96"/);
    expect(pale.text).not.toContain("style=");
    const shade = hidden(pale.text, "propose-primary");
    expect(shade).toMatch(/^#[0-9a-f]{6}$/);
    const taken = await save("couleurs", { primary: "#ffd700", "propose-primary": shade, proposer: "1" });
    expect(taken.status).toBe(303);
    expect(town.ctx.catalogue.member("rixheim")?.theme.primary).toBe(shade);
  });

  test("may be chosen on a palette, which says nothing until it moves nor against what is typed", async () => {
    const text = await (await admin.get(`${SPACE}/couleurs`)).text();
    const [before, start] = [hidden(text, "avant-primary"), hidden(text, "nuance-primary")];
    expect(start).toBe(before);
    const chosen = { primary: before, "avant-primary": before, "nuance-primary": "#145214" };
    const untouched = { accent: "", "avant-accent": "", "nuance-accent": hidden(text, "nuance-accent") };
    expect((await save("couleurs", { ...chosen, ...untouched })).status).toBe(303);
    expect(town.ctx.catalogue.member("rixheim")?.theme.primary).toBe("#145214");
    expect(town.ctx.catalogue.member("rixheim")?.theme.accent).toBeUndefined();
    const both = { primary: "#7a1f4f", "avant-primary": "#145214", "nuance-primary": "#0b5d75" };
    expect((await save("couleurs", both)).status).toBe(303);
    expect(town.ctx.catalogue.member("rixheim")?.theme.primary).toBe("#7a1f4f");
    expect((await save("couleurs", { ...chosen, "avant-primary": before, "nuance-primary": "rouge" })).status).toBe(
      303,
    );
    expect(town.ctx.catalogue.member("rixheim")?.theme.primary).toBe(before);
  });

  test("that are none are refused", async () => {
    for (const primary of ["rouge", "#12345", "red;}body{display:none", ""]) {
      expect((await save("couleurs", { primary })).status, primary).toBe(422);
    }
    expect((await save("couleurs", { primary: "#0b5d75", ground: "#333333" })).status).toBe(422);
  });
});

describe("a member's logo", () => {
  test("is a PNG, a JPEG or a drawing, known by its content, whatever its name", async () => {
    expect((await sendLogo(PNG, "logo.html")).status).toBe(303);
    const href = logoHref(await page("/rixheim"));
    expect(href).toMatch(/^\/rixheim\/logo-[0-9a-f]{8}\.png$/);
    const image = await town.app.request(href);
    expect(image.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await image.arrayBuffer())).toEqual(PNG);
  });

  test("when it is a drawing, can do nothing by itself", async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle r="4" fill="#0b5d75"/></svg>';
    expect((await sendLogo(svg)).status).toBe(303);
    const html = await page("/rixheim");
    expect(html).not.toContain("<circle");
    const drawing = await town.app.request(logoHref(html));
    expect(drawing.headers.get("content-type")).toBe("image/svg+xml");
    expect(drawing.headers.get("x-content-type-options")).toBe("nosniff");
    const policy = drawing.headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("sandbox");
  });

  test.each([
    ["a drawing that runs", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "onload"],
    ["a page", "<html><script>alert(1)</script></html>", "mal formé"],
    ["a PDF", "%PDF-1.4\n%%EOF", "ni un PNG"],
    ["nothing", "", "Choisissez un fichier"],
    ["a heavy file", Buffer.concat([PNG, Buffer.alloc(200_001)]), "200 Ko"],
    ["a drawing in another alphabet", Buffer.from("\ufeff<svg onload='alert(1)'/>", "utf16le"), "ni un PNG"],
  ])("is not %s", async (_what, content, sentence) => {
    const before = logoHref(await page("/rixheim"));
    const answer = await sendLogo(content);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(sentence);
    expect(logoHref(await page("/rixheim"))).toBe(before);
  });

  test("gives way to the initials when it is taken away", async () => {
    const form = await (await admin.get(SPACE)).text();
    await admin.post(`${SPACE}/logo`, { action: "retirer", _csrf: hidden(form, "_csrf") });
    expect(logoHref(await page("/rixheim"))).toBe("");
    expect((await town.app.request(logoHref(form))).status).toBe(404);
  });
});

describe("a member's host name", () => {
  test("is complete, not ours, and nobody else's", async () => {
    expect((await save("adresse", { hote: "Demarches.Rixheim.example" })).status).toBe(303);
    const response = await town.app.request("/", { headers: { Host: "demarches.rixheim.example" } });
    expect(await response.text()).toContain("Rixheim");
    for (const hote of [
      "rixheim",
      "https://rixheim.example",
      "rixheim.example/x",
      "127.0.0.1",
      "a..b",
      "rixheim.example:80",
    ]) {
      expect((await save("adresse", { hote })).status, hote).toBe(422);
    }
    await town.ctx.db`update member set host = 'demarches.illzach.example' where id = 'illzach'`;
    const taken = await save("adresse", { hote: "demarches.illzach.example" });
    expect(taken.status).toBe(422);
    expect(taken.text).toContain("Une autre collectivité utilise déjà ce nom de domaine.");
    expect((await save("adresse", { hote: "" })).status).toBe(303);
    expect(town.ctx.catalogue.member("rixheim")?.host).toBeNull();
  });
});
