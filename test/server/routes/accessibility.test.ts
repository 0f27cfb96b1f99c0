import { afterAll, beforeAll, expect, test } from "vitest";
import { auditWritten } from "../../../server/audit.ts";
import { searchAudit } from "../../../server/store/audit.ts";
import { type DemoApp, openDemoApp } from "../../helpers/demo-app.ts";
import { hidden } from "../identity/installation.ts";

const DECLARED = {
  conformite: "partial",
  controle: "2025-06-12",
  auteur: "Atelier <Clair>",
  taux: "72,5 %",
  nonConformites: "Plans : sans texte équivalent\n\n<b>Vidéos</b> : sans sous-titres",
  derogations: "Cadastre : la carte ne se décrit pas ; appelez le service",
  exemptions: "",
  environnement: "Firefox et NVDA",
  outils: "",
  pages: "Accueil\nConnexion",
  plan: "https://rixheim.example/schema",
  accessibilite: "Parlez-en à l’accueil.",
};

let town: DemoApp;

beforeAll(async () => {
  town = await openDemoApp("mulhouse", new Date("2026-03-03T09:30:00.000Z"));
  await town.ctx.db`update member set coordinator = true where id = 'm2a'`;
  await town.ctx.catalogue.reload();
});
afterAll(() => town.installation.stop());

const page = async (path: string): Promise<string> => (await town.app.request(path)).text();

async function declare(member: string, values: Record<string, string>) {
  const admin = await town.agent(member, "admin-membre");
  const path = `/${member}/agent/administration/collectivite/accessibilite`;
  const form = await (await admin.get(path)).text();
  const answer = await admin.post(path, { ...values, _csrf: hidden(form, "_csrf") });
  return { status: answer.status, text: await answer.text() };
}

test("a site nobody has declared anything of does not conform, and says why and to whom to turn", async () => {
  for (const path of ["/rixheim/accessibilite", "/accessibilite"]) {
    const html = await page(path);
    for (const words of [
      "<h1>Accessibilité : non conforme</h1>",
      "n’a pas encore été contrôlé",
      "Contenus non accessibles",
      "tant que",
      "Technologies utilisées",
      "Signaler un obstacle",
      "Libre réponse 71120",
    ]) {
      expect(html.replaceAll("\u00a0", " "), `${path} ${words}`).toContain(words);
    }
  }
});

test("a state that no audit says is refused, with what was typed and how to mend it", async () => {
  const refused = await declare("rixheim", { ...DECLARED, controle: "", conformite: "full" });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('href="#champ_controle"');
  expect(refused.text).toContain("sans contrôle, un site ne peut être déclaré que non conforme");
  expect(refused.text).toContain('href="#champ_nonConformites"');
  expect(refused.text).toContain("Atelier &lt;Clair>");
  for (const [field, value] of [
    ["controle", "12 juin"],
    ["controle", "2026-03-04"],
    ["controle", "2023-03-03"],
    ["taux", "beaucoup"],
    ["taux", "20"],
    ["auteur", ""],
  ] as const) {
    const wrong = await declare("rixheim", { ...DECLARED, [field]: value });
    expect(wrong.status, `${field} ${value}`).toBe(422);
    expect(wrong.text, `${field} ${value}`).toContain(`href="#champ_${field}"`);
  }
  expect(await page("/rixheim/accessibilite")).toContain("n’a pas encore été contrôlé");
});

test("what an audit says shows on the declaration and at the foot of every page of the member alone", async () => {
  expect((await declare("rixheim", DECLARED)).status).toBe(303);
  const html = (await page("/rixheim/accessibilite")).replaceAll("\u00a0", " ");
  for (const words of [
    "<h1>Accessibilité : partiellement conforme</h1>",
    "Contrôle fait le 12 juin 2025 par Atelier &lt;Clair>.",
    "72,5 % des critères",
    "<li>Plans : sans texte équivalent</li><li>&lt;b>Vidéos&lt;/b> : sans sous-titres</li>",
    "Dérogations pour charge disproportionnée",
    "établie le 3 mars 2026",
    "<li>Connexion</li>",
    "Schéma pluriannuel",
    "Parlez-en à l’accueil.",
  ]) {
    expect(html).toContain(words);
  }
  expect(html).not.toContain("Contenus que la loi");
  expect(await page("/rixheim")).toContain("Accessibilité\u00a0: partiellement conforme");
  expect(await page("/mulhouse")).toContain("Accessibilité\u00a0: non conforme");
  expect(await page("/")).toContain("Accessibilité\u00a0: non conforme");
  await auditWritten(town.ctx);
  const log = await searchAudit(town.ctx.db, { member: "rixheim", actions: ["member"], limit: 5 });
  expect(log.map(({ detail }) => detail)).toContainEqual({ change: "accessibilite" });
  const again = await (
    await (await town.agent("rixheim", "admin-membre")).get("/rixheim/agent/administration/collectivite/accessibilite")
  ).text();
  expect(again).toContain('value="72,5"');
  expect(again).toMatch(/value="partial" selected/);
});

test("the common pages say what the member that runs the group declares", async () => {
  expect((await declare("m2a", { ...DECLARED, conformite: "full", taux: "100", nonConformites: "" })).status).toBe(303);
  expect(await page("/connexion")).toContain("Accessibilité\u00a0: totalement conforme");
  expect(await page("/accessibilite")).toContain("Accessibilité\u00a0: totalement conforme");
  expect((await declare("m2a", { conformite: "none" })).status).toBe(303);
  expect(await page("/connexion")).toContain("Accessibilité\u00a0: non conforme");
});

test("once its audit is three years old, the site does not conform any more", async () => {
  await town.ctx.db`
    update member set texts = jsonb_set(texts, '{declaration,auditedOn}', '"2023-03-03"') where id = 'rixheim'`;
  await town.ctx.catalogue.reload();
  const html = await page("/rixheim/accessibilite");
  expect(html).toContain("Accessibilité\u00a0: non conforme");
  expect(html).toContain("a plus de trois ans");
  expect(await page("/rixheim")).toContain("Accessibilité\u00a0: non conforme");
});
