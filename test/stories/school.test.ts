import { describe, expect, test } from "vitest";
import { today, typed } from "../helpers/days.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const DOCUMENT = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
const SERVICE = "/mulhouse/agent/ecole/inscription";

/** Presses on when what an answer brings is not there yet: without scripts it comes with the next page. */
async function brings(citizen: Person, label: string): Promise<void> {
  if (!(await citizen.page.getByText(label).first().isVisible())) await citizen.presses("Continuer");
}

/** Three schools are offered at once, without a search. */
const picks = (person: Person, question: string): Promise<void> =>
  person.chooses(question, /École primaire des Coteaux/);

async function fillsTheForm(citizen: Person, address: string): Promise<void> {
  await citizen.writes("Nom de l’enfant", "Haddad");
  await citizen.writes("Prénoms", "Inès Louise");
  await citizen.chooses("Sexe", "Féminin");
  await citizen.writesDate("Date de naissance", "14 4 1991");
  await citizen.writes("Commune de naissance", "Mulhouse");
  await citizen.presses("Continuer");
  await citizen.sees("L’inscription se fait pour un enfant de 2 à 16 ans");
  await citizen.writesDate("Date de naissance", "14 4 2023");
  await citizen.presses("Continuer");
  await citizen.chooses("Pour quelle année", "2026-2027");
  await citizen.page.getByLabel("En quelle classe").selectOption({ label: "Petite section" });
  await citizen.chooses("L’enfant va-t-il déjà", "Non");
  await citizen.presses("Continuer");
  await citizen.writes("Numéro et voie", "12 rue du Sauvage");
  await citizen.writes("Code postal", "68100");
  await citizen.writes("Commune", "Mulhouse");
  await citizen.chooses("Comment montrez-vous", "Avec une attestation sur l’honneur");
  await brings(citizen, "J’atteste sur l’honneur");
  await citizen.ticks("J’atteste sur l’honneur");
  await citizen.presses("Continuer");
  await citizen.sees("D’après votre adresse, l’école de votre secteur est École maternelle des Tilleuls");
  await citizen.sees("rue du Sauvage, numéros pairs, du 2 au 48");
  await citizen.chooses("Quelle école demandez-vous", "Une autre école");
  await brings(citizen, "Pour quelles raisons");
  await picks(citizen, "École souhaitée");
  await citizen.ticks("Le mode de garde");
  await citizen.presses("Continuer");
  await citizen.chooses("Lien avec l’enfant", "Père");
  await citizen.writes("Nom", "Haddad");
  await citizen.writes("Prénom", "Farid");
  await citizen.chooses("A-t-il ou elle", "Oui");
  await citizen.chooses("Les parents sont-ils séparés", "Non");
  await citizen.presses("Continuer");
  await citizen.ticks("sans porc");
  await citizen.presses("Continuer");
  await citizen.attaches("Identité de l’enfant", "livret.pdf", DOCUMENT);
  await citizen.writes("Votre adresse électronique", address);
  await citizen.ticks("Je certifie");
  await citizen.presses("Continuer");
}

describe.each([
  { title: "with scripts, on a wide screen", javascript: true, width: 1280 },
  { title: "without scripts, on a telephone", javascript: false, width: 360 },
])("a child enrolled at school $title", ({ javascript, width }) => {
  test("goes through an opinion to the certificate, the admission and the end", async () => {
    const screen = { javascript, width };
    const address = `farid.ecole.${width}@exemple.fr`;
    const citizen = await the().visitor("Farid", screen);
    await citizen.opens("/mulhouse");
    await citizen.follows("Inscrire un enfant à l’école");
    expect((await citizen.downloads("Imprimer le formulaire papier")).length).toBeGreaterThan(1_000);
    await citizen.presses("Commencer l’inscription");
    await fillsTheForm(citizen, address);
    await citizen.isAt("Vérifiez vos réponses");
    await citizen.sees("École primaire des Coteaux");
    await citizen.presses("Envoyer la demande");
    await citizen.isAt("Votre demande est envoyée");
    const reference = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await citizen.reads())?.[0] ?? "";

    const agent = await the().agentNamed("mulhouse", "Claudine Bauer", screen);
    await agent.opens(`${SERVICE}?q=${reference}`);
    await agent.follows(reference);
    await agent.sees("rue du Sauvage, numéros pairs, du 2 au 48");
    await agent.does("Demander un avis");
    await agent.writes("À qui", "La directrice de l’école des Coteaux");
    await agent.presses("Demander un avis");
    await agent.sees("Avis attendu");
    await agent.does("Enregistrer l’avis");
    await agent.chooses("Sens de l’avis", "Favorable");
    await agent.writesDate("Date de l’avis", typed(today()));
    await agent.presses("Enregistrer l’avis");
    await agent.sees("En instruction");
    await agent.does("Inscrire l’enfant");
    await picks(agent, "École");
    await agent.presses("Inscrire l’enfant");
    await agent.sees("Certificat d’inscription scolaire");

    await citizen.opens("/demo/messages");
    const told = "L’inscription de votre enfant est acceptée";
    await citizen.readsMail(address, told, /École : École primaire des Coteaux/);
    await citizen.opens(await citizen.opensMail(address, told));
    await citizen.sees("Votre enfant est inscrit");
    const certificate = await citizen.downloads("Certificat d’inscription scolaire");
    expect(Buffer.from(certificate.slice(0, 5)).toString()).toBe("%PDF-");

    await agent.does("Noter l’admission");
    await agent.writesDate("Date de l’admission", typed(today()));
    await agent.presses("Noter l’admission");
    await agent.sees("Admise à l’école");
    await agent.does("Délivrer un certificat de radiation");
    await picks(agent, "École quittée");
    await agent.writesDate("Dernier jour d’école", typed(today()));
    await agent.presses("Délivrer un certificat de radiation");
    await agent.sees("Radiée");
    await agent.leaves();
    await citizen.leaves();
  });
});
