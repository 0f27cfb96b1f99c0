import { describe, expect, test } from "vitest";
import { fillsTheForm } from "./helpers/birth-certificate.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();

async function identifies(citizen: Person, someone: string): Promise<void> {
  await citizen.isAt("Simulateur de FranceConnect");
  await citizen.page.getByLabel("Qui êtes-vous ?").selectOption({ label: someone });
  await citizen.presses("Continuer");
}

/** Files a request and answers its reference. */
async function files(citizen: Person, member: string, address: string): Promise<string> {
  await citizen.opens(`/${member}/etat-civil/acte-naissance`);
  await citizen.presses("Commencer la demande");
  await fillsTheForm(citizen, address);
  await citizen.presses("Envoyer la demande");
  await citizen.isAt("Votre demande est envoyée");
  return /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await citizen.reads())?.[0] ?? "";
}

describe.each([
  {
    title: "with scripts on a wide screen",
    javascript: true,
    width: 1280,
    person: "Angélique Wendling",
    born: "née le 24 août 1984 à Mulhouse",
  },
  {
    title: "without scripts on a telephone",
    javascript: false,
    width: 360,
    person: "Samia Benali-Roth",
    born: "née le 30 novembre 1978 en Algérie",
  },
])("FranceConnect, $title", ({ javascript, width, person, born }) => {
  const screen = { javascript, width };
  const someone = `${person} (${born})`;
  const address = `${javascript}.${width}@exemple.fr`;

  test("opens one account for the requests of two towns", async () => {
    const citizen = await the().visitor(person, screen);
    await citizen.opens("/mulhouse");
    await citizen.follows("Se connecter");
    if (javascript) await citizen.takesPicture("connexion.png");
    await citizen.follows("S’identifier avec FranceConnect");
    await citizen.presses("Refuser et quitter");
    await citizen.sees("Vous n’avez pas été identifié par FranceConnect");
    await citizen.follows("S’identifier avec FranceConnect");
    await identifies(citizen, someone);
    await citizen.isAt("Première connexion avec FranceConnect");
    await citizen.sees(person);
    if (javascript) await citizen.takesPicture("franceconnect-premiere.png");
    await citizen.writes("Adresse électronique (facultatif)", "pas une adresse");
    await citizen.presses("Créer mon compte");
    await citizen.sees("Écrivez une adresse comme");
    await citizen.looksAgain();
    await citizen.writes("Adresse électronique (facultatif)", address);
    await citizen.presses("Créer mon compte");
    expect(new URL(citizen.page.url()).pathname).toBe("/mulhouse");
    await citizen.sees(person);

    const references = [await files(citizen, "mulhouse", address), await files(citizen, "rixheim", address)];

    await citizen.opens("/demo/messages");
    await citizen.opens(await citizen.opensMail(address, "Confirmez votre adresse"));
    await citizen.presses("Confirmer cette adresse");
    await citizen.sees("Votre adresse est confirmée");

    await citizen.pressesAndIsSentTo("Se déconnecter", /session\/end/);
    await citizen.isAt("Se déconnecter du simulateur de FranceConnect");
    await citizen.presses("Fermer la session");
    await citizen.opens("/mulhouse");
    await citizen.doesNotSee(references[0] ?? "");

    await citizen.opens("/connexion?retour=/mulhouse");
    await citizen.follows("S’identifier avec FranceConnect");
    await identifies(citizen, someone);
    await citizen.sees(references[0] ?? "");
    for (const [index, member] of ["mulhouse", "rixheim"].entries()) {
      await citizen.opens("/mon-espace");
      const reference = references[index] ?? "no reference";
      const request = citizen.page.getByRole("listitem").filter({ hasText: reference });
      expect((await request.innerText()).toLowerCase()).toContain(member);
      const href = (await request.getByRole("link").getAttribute("href")) ?? "";
      expect(href).toMatch(new RegExp(`^/${member}/`));
      await citizen.opens(href);
      await citizen.sees(reference);
    }
    await citizen.leaves();
  });

  test("gives back the form that was being filled when the session ended", async () => {
    const citizen = await the().visitor("Gaël", screen);
    await citizen.opens("/mulhouse/etat-civil/acte-naissance");
    await citizen.presses("Commencer la demande");
    await citizen.losesHerSession();
    await citizen.chooses("Où la naissance", "Dans cette commune");
    await citizen.chooses("Quel document", "Copie intégrale");
    await citizen.writes("Nombre d’exemplaires", "3");
    await citizen.presses("Continuer");
    await citizen.presses("Se reconnecter et continuer");
    await citizen.pressesAndIsSentTo("S’identifier avec FranceConnect", /demo\/franceconnect/);
    await identifies(citizen, "Gaël Lecarpentier (né le 3 février 1991 à Cherbourg-en-Cotentin)");
    if (new URL(citizen.page.url()).pathname.endsWith("/premiere")) await citizen.presses("Créer mon compte");
    await citizen.presses("Reprendre");
    await citizen.sees("Étape 2");
    await citizen.leaves();
  });
});

test("a town's own address gets back whoever left it for FranceConnect", async () => {
  const admin = await the().agent("illzach", "admin-membre");
  await admin.opens("/illzach/agent/administration/collectivite/adresse");
  await admin.writes("Nom de domaine", "illzach.localhost");
  await admin.presses("Enregistrer");
  await admin.leaves();

  const citizen = await the().visitor("Éloi", { width: 360 });
  const own = new URL(the().server.url);
  own.hostname = "illzach.localhost";
  await citizen.opens(own.href);
  await citizen.follows("Se connecter");
  await citizen.follows("S’identifier avec FranceConnect");
  await citizen.page
    .getByLabel("Qui êtes-vous ?")
    .selectOption({ label: "Éloi D’Hérouville (né le 17 juin 2001 à Paris 14e)" });
  await citizen.pressesAndIsSentTo("Continuer", /illzach\.localhost.*premiere/);
  await citizen.isAt("Première connexion avec FranceConnect");
  await citizen.presses("Créer mon compte");
  expect(new URL(citizen.page.url()).hostname).toBe("illzach.localhost");
  await citizen.sees("Éloi D’Hérouville");
  await citizen.leaves();
});
