import { describe, expect, test } from "vitest";
import { addWorkdays } from "../../engine/index.ts";
import { today } from "../helpers/days.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();

/** Chooses a place, then a day, in the lists of a slot; without scripts each choice is sent. */
async function picksIn(person: Person, label: RegExp, option: { readonly label: RegExp } | { readonly index: number }) {
  const box = person.page.getByRole("combobox", { name: label });
  const wanted =
    "index" in option
      ? option
      : { label: (await box.locator("option", { hasText: option.label }).first().innerText()).trim() };
  await box.selectOption(wanted);
  const show = person.page.getByRole("button", { name: "Voir les heures" });
  if (await show.isVisible()) await person.presses("Voir les heures");
}

describe.each([
  { title: "with scripts, on a wide screen", javascript: true, width: 1280, letter: "A" },
  { title: "without scripts, on a telephone", javascript: false, width: 360, letter: "B" },
])("$title", ({ javascript, width, letter }) => {
  test("a slot found on the national engine is booked, then given back", async () => {
    const address = `rendez-vous.${width}@exemple.fr`;
    const citizen = await the().visitor("Nadia", { javascript, width });
    await citizen.opens("/demo/rendez-vous?motif=PASSPORT&personnes=1");
    await citizen.sees("Ceci est une simulation.");
    await citizen.sees("Mairie de Rixheim");
    const slot = citizen.page.getByRole("link", { name: /Mairie de Rixheim$/ }).first();
    await citizen.opens((await slot.getAttribute("href"))?.replace(/^https?:\/\/[^/]+/, "") ?? "");
    await citizen.sees("Le créneau que vous avez choisi");
    await citizen.sees("pour une personne");
    await citizen.presses("Garder ce créneau");
    await citizen.isAt("Vos pré-demandes");
    await citizen.presses(/^Ajouter/);
    await citizen.writes("Numéro de pré-demande", `c00000000${letter}`);
    await citizen.presses("Continuer");
    await citizen.sees("correspond à un dossier déjà instruit");
    await citizen.writes("Numéro de pré-demande", `f00000000${letter}`);
    await citizen.presses("Continuer");
    await citizen.isAt("Pour vous joindre");
    await citizen.writes("Votre nom", "Klein");
    await citizen.writes("Votre adresse électronique", address);
    await citizen.presses("Continuer");
    await citizen.isAt("Vérifiez vos réponses");
    await citizen.sees("Passeport");
    await citizen.sees("Mairie de Rixheim");
    await citizen.presses("Envoyer la demande");
    await citizen.isAt("Votre demande est envoyée");

    await citizen.opens("/demo/messages");
    await citizen.opens(await citizen.opensMail(address, "Votre rendez-vous du"));
    await citizen.sees("Votre rendez-vous est pris.");
    await citizen.sees("Ajouter à mon agenda");
    await picksIn(citizen, /^Quel jour/, { index: 4 });
    await citizen.sees("Matin");
    await citizen.looksAgain();
    const hour = citizen.page.getByRole("radio").nth(2);
    const label = await citizen.page.locator(`label[for="${await hour.getAttribute("id")}"]`).innerText();
    await hour.check();
    await citizen.presses("Déplacer le rendez-vous");
    await citizen.sees("Le rendez-vous a été déplacé");
    await citizen.sees(new RegExp(`à ${label.replace(/\s/g, "\\s")}, Mairie de Rixheim`));
    await citizen.opens("/demo/messages");
    await citizen.opens(await citizen.opensMail(address, "Votre rendez-vous est déplacé"));
    await citizen.does("Annuler le rendez-vous");
    await citizen.presses("Annuler le rendez-vous");
    await citizen.sees("Ce rendez-vous est annulé.");
    await citizen.leaves();
  });

  test("one taken from the catalogue is known to the agents, who note who came and who did not", async () => {
    const screen = { javascript, width };
    const address = `retrait.${width}@exemple.fr`;
    const citizen = await the().visitor("Omar", screen);
    await citizen.opens("/mulhouse");
    await citizen.follows("Prendre rendez-vous pour une carte d’identité");
    expect((await citizen.downloads("Imprimer le formulaire papier")).length).toBeGreaterThan(1_000);
    await citizen.presses("Choisir un créneau");
    await citizen.chooses("Pourquoi venez-vous", "Retirer un titre");
    await citizen.writes("Pour combien de personnes", "1");
    await citizen.presses("Continuer");
    await citizen.isAt("Quand venir");
    await picksIn(citizen, /^Où/, { label: /Pierre-et-Marie-Curie/ });
    await citizen.sees("Quel jour");
    await picksIn(citizen, /^Quel jour/, { index: 6 });
    await citizen.sees("Matin");
    await citizen.page
      .getByRole("radio")
      .nth(width === 360 ? 3 : 1)
      .check();
    await citizen.presses("Continuer");
    await citizen.writes("Votre nom", `Traore${width}`);
    await citizen.writes("Votre adresse électronique", address);
    await citizen.presses("Continuer");
    await citizen.presses("Envoyer la demande");
    await citizen.opens("/demo/messages");
    await citizen.opens(await citizen.opensMail(address, "Votre rendez-vous du"));
    await citizen.sees("Votre rendez-vous est pris.");
    await citizen.leaves();

    const agent = await the().agentNamed("mulhouse", "Fatiha Ziegler", screen);
    await agent.opens(`/mulhouse/agent/titres/rendez-vous?etat=_toutes&q=Traore${width}`);
    await agent.sees("Retirer un titre");
    const before = addWorkdays(today(), -1, { alsaceMoselle: true, own: [] });
    await agent.opens(`/mulhouse/agent/titres/guichet/agenda?vue=jour&jour=${before}`);
    await agent.sees("à noter");
    const came = javascript ? "Venu" : "Absent";
    await agent.chooses(/^Présence, /, came);
    await agent.presses("Enregistrer les présences");
    await agent.sees(javascript ? "Noté : 1 venu, 0 absent." : "Noté : 0 venu, 1 absent.");
    await agent.follows("Semaine");
    await agent.sees("rendez-vous");
    await agent.follows("Présences");
    await agent.sees("Part d’absents");
    if (javascript) await agent.takesPicture("agenda-presences.png");
    await agent.leaves();
  });
});
