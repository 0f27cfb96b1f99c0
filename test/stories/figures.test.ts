import { expect, test } from "vitest";
import { Keyboard } from "./helpers/keyboard.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();

/** Begins a statistic on a definition and waits for what may be chosen. */
async function begins(chief: Person, hands: Keyboard, definition: string): Promise<void> {
  await hands.activates("link", "Composer une statistique");
  await hands.selects("Démarche ou registre", definition);
  await chief.page.getByLabel("Par", { exact: true }).waitFor();
}

/** Keeps the statistic shown, once named, and puts it on her dashboard. */
async function keeps(chief: Person, hands: Keyboard): Promise<void> {
  await hands.activates("button", /^Garder$/);
  await chief.sees("La statistique est gardée.");
  await hands.activates("button", "Mettre sur mon tableau de bord");
  await chief.sees("La statistique est sur le tableau de bord.");
  await hands.activates("link", "Tous les chiffres");
}

test("a chief composes two statistics, arranges her dashboard and takes her report away, with the keyboard alone", async () => {
  const service = "Demander un acte de naissance";
  const chief = await the().agent("mulhouse", "lecteur");
  const hands = new Keyboard(chief);
  const { page } = chief;
  const heading = (name: string) => page.getByRole("heading", { name }).waitFor();
  await hands.activates("link", "Chiffres");
  await begins(chief, hands, service);
  await hands.selects(/^Par$/, "Mois");
  await heading("Nombre de demandes par mois");
  await hands.comesDownTo(/^Puis par$/, "État");
  await heading("Nombre de demandes par mois et par état");
  await chief.looksAgain();
  await chief.takesPicture("statistique.png");
  await hands.unfolds("Garder cette statistique");
  await hands.types(/^Nom$/, "Demandes par mois");
  await keeps(chief, hands);

  await begins(chief, hands, service);
  await hands.comesDownTo(/^Mesure$/, "Le délai médian");
  await heading("Délai médian de la réception à la fin");
  // What she has begun to type stays when the statistic is drawn again.
  await hands.unfolds("Garder cette statistique");
  await hands.types(/^Nom$/, "Délai médian");
  await hands.selects(/^Par$/, "Mois");
  await heading("Délai médian de la réception à la fin par mois");
  await chief.finds("Nom", "Délai médian");
  await keeps(chief, hands);
  await hands.activates("button", "Monter « Délai médian »");
  await chief.sees("L’ordre est changé.");
  const first = page.getByRole("region", { name: "Mon tableau de bord" }).getByRole("heading", { level: 3 }).first();
  expect(await first.innerText()).toBe("Délai médian");
  await chief.takesPicture("tableau-de-bord.png");

  await hands.activates("link", new RegExp(`^${service}$`));
  await chief.sees("Jusqu’où les formulaires sont remplis");
  await chief.takesPicture("chiffres-demarche.png");
  await hands.activates("link", "Tous les chiffres");
  await hands.activates("link", "Rapport de pilotage");
  await chief.sees("Vos démarches, Mulhouse");
  await hands.selects("Période", "Depuis le d");
  await chief.sees("depuis le début.");
  await chief.looksAgain();
  await hands.reaches(page.getByRole("link", { name: "Exporter en PDF" }));
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  expect(download.suggestedFilename()).toBe("rapport.pdf");
  await chief.leaves();
});

test("a chief composes a statistic, keeps it on her dashboard and exports it, without scripts on a telephone", async () => {
  const chief = await the().agent("cherbourg-en-cotentin", "lecteur", { javascript: false, width: 360 });
  const { page } = chief;
  await chief.follows("Chiffres");
  await chief.follows("Composer une statistique");
  await page.getByLabel("Démarche ou registre").selectOption({ label: "Assistantes maternelles" });
  await chief.presses("Continuer");
  await page.getByLabel("Période", { exact: true }).selectOption({ label: "Depuis le début" });
  await page.getByLabel("Par", { exact: true }).selectOption("champ:adresse.commune");
  await chief.presses("Afficher");
  await page.getByRole("heading", { name: /Nombre de fiches par « .*commune/i }).waitFor();
  await page.getByRole("table").waitFor();
  await chief.looksAgain();
  const csv = (await page.getByRole("link", { name: "Exporter en CSV" }).getAttribute("href")) ?? "";
  const file = await page.request.get(new URL(csv, page.url()).href);
  expect(file.headers()["content-type"]).toContain("text/csv");
  await page.getByText("Garder cette statistique").click();
  await page.getByRole("textbox", { name: "Nom", exact: true }).fill("Fiches par commune");
  await chief.presses("Garder");
  await chief.sees("La statistique est gardée.");
  await chief.presses("Mettre sur mon tableau de bord");
  await chief.sees("La statistique est sur le tableau de bord.");
  await chief.follows("Tous les chiffres");
  await chief.sees("Fiches par commune");
  await chief.follows("Assistantes maternelles");
  await chief.leaves();
});
