import { expect, test } from "vitest";
import { ApiClient, findCitizen } from "../helpers/api-client.ts";
import { dayFromNow, today } from "../helpers/days.ts";
import { BIRTH, birthCertificate } from "../helpers/samples.ts";
import { town } from "./helpers/town.ts";

const the = town();
const MEMBER = "mulhouse";
const ADMIN = `/${MEMBER}/agent/administration`;
const QUEUE = `/${MEMBER}/agent/${BIRTH}`;

test.each([
  { javascript: true, width: 1280 },
  { javascript: false, width: 360 },
])(
  "an agent on leave lends her queue; her colleague works it in her name, until it ends (javascript: $javascript)",
  async (screen) => {
    const citizen = new ApiClient(the().server.url, findCitizen(the().demo).token);
    const { id } = await citizen.opens(MEMBER, BIRTH, birthCertificate());
    const name = `Remplaçant ${screen.width}`;
    const email = `remplacant-${screen.width}@${MEMBER}.example`;

    // The administrator adds a colleague, who may only look after another service.
    const chief = await the().agent(MEMBER, "admin-membre", screen);
    await chief.opens(`${ADMIN}/agents`);
    await chief.follows("Ajouter un agent");
    await chief.presses("Ajouter une ligne");
    await chief.presses("Retirer la ligne 2");
    await chief.presses("Ajouter et envoyer le message");
    await chief.sees("Indiquez le nom de la personne");
    await chief.writes("Nom et prénom", name);
    await chief.writes("Adresse électronique professionnelle", email);
    await chief.page.getByLabel("Rôle").selectOption({ label: "lecteur" });
    await chief.page.getByLabel("Démarche ou registre").selectOption({ index: 1 });
    await chief.presses("Ajouter et envoyer le message");
    await chief.sees("Le message pour choisir le mot de passe est parti");

    const colleague = await the().visitor(name, screen);
    await colleague.opens("/demo/messages");
    await colleague.opens(await colleague.opensMail(email, "Votre accès aux services en ligne"));
    await colleague.writes("Nouveau mot de passe", "un vélo sous la pluie");
    await colleague.writes("Le même", "un vélo sous la pluie");
    await colleague.presses("Enregistrer le mot de passe");
    await colleague.follows("Aller à la connexion des agents");
    await colleague.writes("Adresse électronique", email);
    await colleague.writes("Mot de passe", "un vélo sous la pluie");
    await colleague.presses("Se connecter");
    await colleague.opens(`${QUEUE}/${id}`);
    const acts = colleague.page.getByRole("button", { name: /Prendre en charge/ });
    expect(await acts.count()).toBe(0);

    // The absent agent lends her queue from her own page.
    const absent = await the().agent(MEMBER, "agent", screen);
    await absent.opens(`/${MEMBER}/agent`);
    await absent.follows("Prévoir une absence");
    await absent.presses("Confier");
    await absent.sees("Choisissez la personne qui remplace");
    await absent.page.getByLabel("Confier à").selectOption({ label: name });
    await absent.page.getByLabel("Du", { exact: true }).fill(today());
    await absent.page.getByLabel("Au", { exact: true }).fill(dayFromNow(9));
    await absent.writes("Motif", "congés");
    await absent.presses("Confier");
    await absent.sees("Les deux personnes ont reçu un message");

    // The colleague works a request in her name.
    await colleague.opens(`/${MEMBER}/agent`);
    await colleague.sees(`Vous remplacez ${absent.name} jusqu’au`);
    await colleague.opens(`${QUEUE}/${id}`);
    await colleague.presses("Me l’attribuer");
    await colleague.sees("Ce dossier vous est attribué.");
    await colleague.presses("Prendre en charge");
    await colleague.sees(`${name}, pour ${absent.name}`);

    // Anyone can be told why.
    await chief.opens(`${ADMIN}/droits`);
    await chief.page.getByLabel("Une personne").selectOption({ label: name });
    await chief.presses("Afficher");
    await chief.sees(`remplace ${absent.name} jusqu’au`);

    // She is back early.
    await absent.opens(`/${MEMBER}/agent/delegations`);
    await absent.page.locator("summary", { hasText: "Mettre fin" }).first().click();
    await absent.presses("Confirmer");
    await absent.sees("Le remplacement a pris fin");
    await colleague.opens(`/${MEMBER}/agent`);
    await colleague.doesNotSee("Vous remplacez");
    for (const person of [chief, colleague, absent]) await person.leaves();
  },
);

test("the pages about agents and rights are accessible, wide and narrow", async () => {
  for (const width of [1280, 360]) {
    const chief = await the().agent(MEMBER, "admin-membre", { width });
    for (const place of [
      "",
      "/agents",
      "/agents?q=nulle-part",
      "/unites",
      "/unites/nouveau",
      "/droits",
      "/delegations",
      "/jetons",
      "/journal",
    ]) {
      await chief.opens(`${ADMIN}${place}`);
    }
    await chief.opens(`${ADMIN}/droits?definition=${BIRTH}`);
    await chief.sees("Qui peut faire quoi");
    await chief.opens(`${ADMIN}/agents`);
    await chief.follows(chief.name);
    for (const summary of await chief.page.locator("main details > summary").all()) await summary.click();
    await chief.looksAgain();
    await chief.leaves();
  }
});
