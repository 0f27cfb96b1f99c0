import { expect, test } from "vitest";
import { town } from "./helpers/town.ts";

const the = town();
const MEMBER = "cherbourg-en-cotentin";

test.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280 },
  { title: "without scripts on a telephone", javascript: false, width: 360 },
])("a chief composes a statistic, keeps it on her dashboard and exports it, $title", async ({ javascript, width }) => {
  const chief = await the().agent(MEMBER, "lecteur", { javascript, width });
  const name = `Fiches par commune ${width}`;
  await chief.follows("Chiffres");
  await chief.follows("Composer une statistique");
  const { page } = chief;
  await page.getByLabel("Démarche ou registre").selectOption({ label: "Assistantes maternelles" });
  if (javascript) await page.getByLabel("Par", { exact: true }).waitFor();
  else await chief.presses("Continuer");
  await page.getByLabel("Période", { exact: true }).selectOption({ label: "Depuis le début" });
  await page.getByLabel("Par", { exact: true }).selectOption("champ:adresse.commune");
  if (!javascript) await chief.presses("Afficher");
  await chief.isAt("Composer une statistique");
  await page.getByRole("heading", { name: /Nombre de fiches par « .*commune/i }).waitFor();
  await page.getByRole("table").waitFor();
  await chief.looksAgain();
  if (javascript) await chief.takesPicture("statistique.png");
  const csv = (await page.getByRole("link", { name: "Exporter en CSV" }).getAttribute("href")) ?? "";
  const file = await page.request.get(new URL(csv, page.url()).href);
  expect(file.headers()["content-type"]).toContain("text/csv");
  await page.getByText("Garder cette statistique").click();
  await page.getByRole("textbox", { name: "Nom", exact: true }).fill(name);
  await chief.presses("Garder");
  await chief.sees("La statistique est gardée.");
  // By keyboard alone from here.
  await page.getByRole("button", { name: "Mettre sur mon tableau de bord" }).focus();
  await Promise.all([page.waitForURL(/fait=ajoute/), page.keyboard.press("Enter")]);
  await chief.looksAgain();
  await chief.follows("Tous les chiffres");
  await chief.sees(name);
  if (javascript) await chief.takesPicture("tableau-de-bord.png");
  await chief.follows("Assistantes maternelles");
  await chief.leaves();
});
