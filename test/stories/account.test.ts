import { describe, test } from "vitest";
import { fillsTheForm } from "./helpers/birth-certificate.ts";
import { town } from "./helpers/town.ts";

const the = town();
const PASSWORD = "grenouille sous la pluie";

describe.each([
  { title: "with a script-running browser on a wide screen", javascript: true, width: 1280 },
  { title: "with no script at all on a telephone", javascript: false, width: 360 },
])("an account created $title", ({ javascript, width }) => {
  const address = `nora.${javascript}.${width}@exemple.fr`;
  const screen = { javascript, width };

  test("is confirmed by mail, and the request begun before is there to be filed", async () => {
    const citizen = await the().visitor("Nora", screen);
    await citizen.opens("/mulhouse");
    await citizen.follows("Demander un acte de naissance");
    await citizen.presses("Commencer la demande");
    await citizen.chooses("Où la naissance", "Dans cette commune");

    await citizen.follows("Se connecter");
    await citizen.follows("Créer un compte");
    await citizen.presses("Créer mon compte");
    await citizen.sees("Indiquez votre prénom.");
    await citizen.looksAgain();
    await citizen.writes("Prénom", "Nora");
    await citizen.writes("Nom", "Klein");
    await citizen.writes("Adresse électronique", address);
    await citizen.writes("Mot de passe", PASSWORD);
    if (javascript) {
      await citizen.presses("Afficher le mot de passe");
      await citizen.finds("Mot de passe", PASSWORD);
    }
    await citizen.presses("Créer mon compte");
    await citizen.isAt("Consultez votre messagerie");
    await citizen.opens("/demo/messages");
    await citizen.opens(await citizen.opensMail(address, "Confirmez votre adresse"));
    await citizen.isAt("Confirmer la création du compte");
    await citizen.presses("Confirmer");

    await citizen.sees("Nora Klein");
    await citizen.follows("Reprendre");
    await fillsTheForm(citizen, address);
    await citizen.presses("Envoyer la demande");
    await citizen.isAt("Votre demande est envoyée");
    await citizen.opens("/mulhouse");
    await citizen.sees("Demander un acte de naissance");
    await citizen.leaves();

    const elsewhere = await the().visitor("Nora", screen);
    await elsewhere.opens("/connexion?retour=/mulhouse");
    await elsewhere.writes("Adresse électronique", address);
    await elsewhere.writes("Mot de passe", PASSWORD);
    await elsewhere.presses("Se connecter");
    await elsewhere.follows("Demander un acte de naissance");
    await elsewhere.sees("Votre demande est bien arrivée");
    await elsewhere.leaves();
  });
});
