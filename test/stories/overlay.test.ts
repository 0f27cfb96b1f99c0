import { describe, test } from "vitest";
import { town } from "./helpers/town.ts";

const the = town();
const MEMBER = "rixheim";
const SERVICE = "etat-civil/acte-naissance";
const ADMINISTRATION = `/${MEMBER}/agent/administration`;
const OVERLAY = `${ADMINISTRATION}/personnalisations/${SERVICE}`;

const definition = (id: string, version: number, title: string) =>
  JSON.stringify({
    $id: id,
    title,
    type: "object",
    required: ["nom", "courriel"],
    properties: {
      nom: { type: "string", title: "Votre nom", maxLength: 80 },
      courriel: { type: "string", format: "email", title: "Votre adresse électronique" },
    },
    "x-definition": {
      version,
      kind: "service",
      workflow: "instruction",
      list: ["nom"],
      privacy: { purpose: "Prêter une salle.", legalBasis: "6-1-e", sector: "vie-locale", retention: "P1Y" },
      clock: { regime: "none" },
    },
  });

describe.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280, own: "salles/pret" },
  { title: "without scripts on a telephone", javascript: false, width: 360, own: "salles/location" },
])("a town in its own words, $title", ({ javascript, width, own }) => {
  const screen = { javascript, width };
  const title = `Obtenir un acte à Rixheim, ${javascript ? "en ligne" : "au téléphone"}`;
  const question = `Par qui avez-vous connu ce ${javascript ? "service" : "guichet"} ?`;

  test("personalises an adopted service, and a citizen files it at once", async () => {
    const admin = await the().agent(MEMBER, "admin-fonctionnel", screen);
    await admin.opens(ADMINISTRATION);
    await admin.follows("Personnalisations");
    await admin.opens(OVERLAY);
    await admin.follows("Titre et page de la démarche");
    await admin.writes("Titre", title);
    await admin.presses("Enregistrer");
    await admin.follows("Questions et étapes");
    if (javascript) await admin.ticks("Ne pas poser cette question", "À quoi ce document servira-t-il");
    await admin.presses("Enregistrer");
    await admin.follows("Ajouter une question");
    await admin.presses("Ajouter cette question");
    await admin.sees("Écrivez la question.");
    await admin.writes("Question", question);
    await admin.presses("Ajouter cette question");
    await admin.sees("Ils ne sont pas encore publiés.");
    await admin.follows("Aperçu du formulaire");
    await admin.sees(`Aperçu : ${title}`);
    await admin.opens(OVERLAY);
    await admin.presses("Publier ces changements");
    await admin.sees("Votre version est publiée.");
    await admin.leaves();

    const citizen = await the().visitor("Nadia", screen);
    await citizen.opens(`/${MEMBER}/${SERVICE}`);
    await citizen.isAt(title);
    await citizen.presses("Commencer");
    await citizen.sees(question);
    if (javascript) await citizen.doesNotSee("À quoi ce document servira-t-il");
    await citizen.leaves();
  });

  test("publishes a service of its own, then its next version, and nothing restarts", async () => {
    const admin = await the().agent(MEMBER, "admin-fonctionnel", screen);
    await admin.opens(`${ADMINISTRATION}/definitions`);
    await admin.follows("Publier une définition");
    await admin.writes("Définition (JSON)", definition(own, 1, "Emprunter la salle").replace('"nom":{', '"nomm":{'));
    await admin.page.getByLabel("Parcours", { exact: true }).selectOption("instruction");
    await admin.presses("Vérifier");
    await admin.sees("choses à corriger");
    await admin.sees("code required-unknown");
    for (const version of [1, 2]) {
      await admin.writes("Définition (JSON)", definition(own, version, `Emprunter la salle, version ${version}`));
      await admin.presses("Publier");
      await admin.sees("Votre définition est publiée");
      if (version === 1) await admin.follows("Publier une définition");
      if (version === 1) await admin.page.getByLabel("Parcours", { exact: true }).selectOption("instruction");
    }
    await admin.leaves();
    const citizen = await the().visitor("Paul", screen);
    await citizen.opens(`/${MEMBER}/${own}`);
    await citizen.isAt("Emprunter la salle, version 2");
    await citizen.presses("Commencer");
    await citizen.writes("Votre nom", "Paul Haas");
    await citizen.writes("Votre adresse électronique", "paul@exemple.fr");
    await citizen.presses("Continuer");
    await citizen.presses("Envoyer");
    await citizen.sees("Rixheim");
    await citizen.leaves();
  });
});
