import { describe, test } from "vitest";
import { town } from "./helpers/town.ts";

const the = town();

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
    const picks = async (label: RegExp, option: { readonly label: RegExp } | { readonly index: number }) => {
      const box = citizen.page.getByRole("combobox", { name: label });
      await box.selectOption(
        "index" in option
          ? option
          : { label: (await box.locator("option", { hasText: option.label }).first().innerText()).trim() },
      );
      if (!javascript) await citizen.presses("Voir les heures");
    };
    await picks(/^Quel jour/, { index: 4 });
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
});
