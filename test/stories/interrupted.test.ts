import { expect, test } from "vitest";
import { findCitizen } from "../helpers/api-client.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const SERVICE = "/mulhouse/etat-civil/acte-naissance";
const both = [{ javascript: true }, { javascript: false }];

async function reachesTheSecondStep(citizen: Person): Promise<void> {
  await citizen.opens(SERVICE);
  await citizen.presses("Commencer la demande");
  await citizen.chooses("Où la naissance", "Dans cette commune");
  await citizen.chooses("Quel document", "Extrait sans filiation");
  await citizen.writes("Nombre d’exemplaires", "1");
  await citizen.presses("Continuer");
}

async function fillsTheSecondStep(citizen: Person): Promise<void> {
  await citizen.writes("Nom de naissance", "Schoenauer");
  await citizen.writes("Prénoms", "Louise Marie");
  await citizen.writesDate("Date de naissance", "27 3 1985");
}

test.each(both)("a visitor whose session has ended keeps what she typed (javascript: $javascript)", async (screen) => {
  const citizen = await the().visitor("Marie", screen);
  await reachesTheSecondStep(citizen);
  await fillsTheSecondStep(citizen);
  await citizen.losesHerSession();
  await citizen.presses("Continuer");
  await citizen.isAt("Votre session a pris fin");
  await citizen.sees("Schoenauer");
  await citizen.looksAgain();
  await citizen.presses("Continuer avec mes réponses");
  for (let turn = 0; turn < 2 && !(await citizen.reads()).includes("Nom de naissance"); turn += 1) {
    await citizen.chooses("Où la naissance", "Dans cette commune");
    await citizen.chooses("Quel document", "Extrait sans filiation");
    await citizen.writes("Nombre d’exemplaires", "1");
    await citizen.presses("Continuer");
  }
  await citizen.finds("Nom de naissance", "Schoenauer");
  await citizen.finds("Prénoms", "Louise Marie");
  await citizen.finds("Année", "1985");
  await citizen.leaves();
});

test("a citizen whose session has ended signs in again and finds her answers", async () => {
  const { email, password, name } = findCitizen(the().demo);
  const citizen = await the().visitor(name);
  const signsIn = async () => {
    await citizen.writes("Adresse électronique", email);
    await citizen.writes("Mot de passe", password);
    await citizen.presses("Se connecter");
  };
  await citizen.opens("/connexion");
  await signsIn();
  await reachesTheSecondStep(citizen);
  await fillsTheSecondStep(citizen);
  await citizen.losesHerSession();
  await citizen.presses("Continuer");
  await citizen.isAt("Votre session a pris fin");
  await citizen.presses("Se reconnecter et continuer");
  await signsIn();
  await citizen.opens("/mulhouse");
  await citizen.sees("À terminer");
  await citizen.leaves();
});

test.each(both)(
  "a visitor leaves and comes back by her link, on another device (javascript: $javascript)",
  async (screen) => {
    const address = `plus.tard.${screen.javascript}@exemple.fr`;
    const citizen = await the().visitor("Marie", screen);
    await reachesTheSecondStep(citizen);
    await citizen.writes("Nom de naissance", "Schoenauer");
    await citizen.presses("Enregistrer et continuer plus tard");
    await citizen.isAt("Continuer plus tard");
    await citizen.writes("Adresse électronique", address);
    await citizen.presses("Envoyer le lien");
    await citizen.sees(address);

    const telephone = await the().visitor("Marie, sur son téléphone", { ...screen, width: 360 });
    await telephone.opens("/demo/messages");
    const link = await telephone.opensMail(address, "Reprendre votre démarche");
    await telephone.opens(link);
    if (!(await telephone.reads()).includes("Nom de naissance")) await telephone.presses(/Reprendre|Continuer/);
    await telephone.finds("Nom de naissance", "Schoenauer");
    await telephone.writes("Prénoms", "Louise");
    await telephone.writesDate("Date de naissance", "27 3 1985");
    await telephone.presses("Continuer");
    await telephone.sees("Votre identité");

    const stranger = await the().visitor("quelqu’un d’autre", screen);
    await stranger.opens(new URL(telephone.page.url()).pathname);
    await stranger.doesNotSee("Schoenauer");
    await stranger.opens(`${link.slice(0, -3)}xyz`);
    await stranger.sees("Ce lien ne fonctionne plus");
    expect(await stranger.reads()).not.toContain("Schoenauer");
    for (const person of [citizen, telephone, stranger]) await person.leaves();
  },
);

test("an agent whose session has ended is asked to sign in, and finds her action again", async () => {
  const agent = await the().agent("mulhouse", "agent");
  await agent.opens("/mulhouse/agent/etat-civil/acte-naissance?etat=reception");
  await agent.follows(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await agent.does("Refuser");
  await agent.writes("Explication au demandeur", "Le document joint ne montre aucun lien de famille.");
  await agent.losesHerSession();
  await agent.presses("Refuser");
  await agent.sees("Se connecter");
  const { email, password } = the().demo.agents.find((one) => one.name === agent.name) ?? { email: "", password: "" };
  await agent.writes("Adresse électronique", email);
  await agent.writes("Mot de passe", password);
  await agent.presses("Se connecter");
  await agent.sees("Rien n’est perdu");
  await agent.presses("Reprendre");
  await agent.sees("Le document joint ne montre aucun lien de famille.");
  await agent.leaves();
});
