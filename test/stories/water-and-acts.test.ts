import { describe, expect, test } from "vitest";
import { today, typed } from "../helpers/days.ts";
import { readPdf } from "../helpers/pdf.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();

/** A service told from the member's catalogue to the mail of its decision. */
interface Tale {
  readonly service: string;
  readonly title: string;
  readonly begins: string;
  /** Fills every page, up to the one that shows the answers. */
  readonly fills: (citizen: Person, address: string) => Promise<void>;
  readonly agent: string;
  /** What the agent does with the request open before her. */
  readonly decides: (agent: Person) => Promise<void>;
  readonly mail: string;
  /** What the citizen then reads on her page. */
  readonly sees: string | RegExp;
  /** Words of the document she downloads, when there is one. */
  readonly document?: string;
}

async function writesAddress(citizen: Person, within?: string): Promise<void> {
  await citizen.writes("Numéro et voie", "12 rue du Sauvage", within);
  await citizen.writes("Code postal", "68100", within);
  await citizen.writes("Commune", "Mulhouse", within);
}

async function writesName(citizen: Person, within: string, [first, last]: readonly [string, string]): Promise<void> {
  await citizen.writes("Prénom", first, within);
  await citizen.writes("Nom", last, within);
}

async function sendsAct(agent: Person): Promise<void> {
  await agent.does("Délivrer l’acte");
  await agent.chooses("Mode d’envoi", "courrier simple");
  await agent.writesDate("Date d’envoi", typed(today()));
  await agent.presses("Délivrer l’acte");
  await agent.sees("Délivrée");
}

const TALES: readonly Tale[] = [
  {
    service: "etat-civil/acte-mariage",
    title: "Demander un acte de mariage",
    begins: "Commencer la demande",
    fills: async (citizen, address) => {
      await citizen.chooses("Où le mariage", "Dans cette commune");
      await citizen.chooses("Quel document", "Extrait avec filiation");
      await citizen.writes("Nombre d’exemplaires", "1");
      await citizen.presses("Continuer");
      await writesName(citizen, "Premier époux", ["Louis", "Schoenauer"]);
      await writesName(citizen, "Second époux", ["Anne", "Kieffer"]);
      await citizen.writesDate("Date du mariage", "12 6 1982");
      await citizen.presses("Continuer");
      await citizen.writes("Noms et prénoms des parents du premier époux", "Paul Schoenauer et Marthe Weiss");
      await citizen.presses("Continuer");
      await citizen.chooses("Quel est votre lien", "Aucun de ces liens");
      await citizen.presses("Continuer");
      await citizen.sees("La loi réserve ce document");
      await citizen.chooses("Quel est votre lien", "Je suis l’un de leurs enfants");
      await citizen.presses("Continuer");
      await writesName(citizen, "Votre identité", ["Marie", "Schoenauer"]);
      await citizen.chooses("Document qui montre votre lien", "Je l’enverrai plus tard");
      await citizen.presses("Continuer");
      await writesAddress(citizen);
      await citizen.writes("Votre adresse électronique", address);
      await citizen.ticks("Je certifie");
      await citizen.presses("Continuer");
    },
    agent: "Sandrine Muller",
    decides: sendsAct,
    mail: "Votre acte de mariage est envoyé",
    sees: /délivré/,
    document: "Accusé de réception (PDF)",
  },
  {
    service: "etat-civil/acte-deces",
    title: "Demander un acte de décès",
    begins: "Commencer la demande",
    fills: async (citizen, address) => {
      await citizen.chooses("Où la personne", "Ailleurs, mais elle habitait cette commune");
      await citizen.chooses("Connaissez-vous la date", "Non");
      if (!(await citizen.page.getByLabel("Chercher à partir").isVisible())) await citizen.presses("Continuer");
      await citizen.writes("Chercher à partir", "1994");
      await citizen.writes("Jusqu’à l’année", "2010");
      await citizen.presses("Continuer");
      await citizen.sees("dix ans au plus");
      await citizen.writes("Jusqu’à l’année", "1999");
      await citizen.presses("Continuer");
      await citizen.writes("Nom de naissance", "Wurtz");
      await citizen.writes("Prénoms", "Joséphine");
      await citizen.presses("Continuer");
      await citizen.writes("Nombre d’exemplaires", "2");
      await writesName(citizen, "Votre identité", ["Marie", "Schoenauer"]);
      await writesAddress(citizen);
      await citizen.writes("Votre adresse électronique", address);
      await citizen.presses("Continuer");
    },
    agent: "Sandrine Muller",
    decides: async (agent) => {
      await agent.presses("Prendre en charge");
      await agent.does("Déclarer l’acte introuvable");
      await agent.writes("Recherches faites", "Registres de 1994 à 1999, aux noms de Wurtz et Würtz.");
      await agent.presses("Déclarer l’acte introuvable");
      await agent.sees("Acte introuvable");
    },
    mail: "L’acte n’a pas été trouvé",
    sees: /trouvé/,
    document: "Accusé de réception (PDF)",
  },
  {
    service: "eau/abonnement",
    title: "S’abonner à l’eau",
    begins: "Commencer la demande",
    fills: async (citizen, address) => {
      await citizen.chooses("Vous êtes", "Locataire");
      await writesAddress(citizen, "Adresse desservie");
      if (!(await citizen.page.getByLabel("Nom de votre propriétaire").isVisible())) await citizen.presses("Continuer");
      await citizen.writes("Nom de votre propriétaire", "Régie des Bateliers");
      await citizen.presses("Continuer");
      await citizen.writes("Numéro du compteur", "D07 FA 123456");
      await citizen.writes("Index du compteur", "1284");
      await citizen.writesDate("Date de votre entrée", typed(today()));
      await citizen.presses("Continuer");
      await writesName(citizen, "Votre identité", ["Marie", "Schoenauer"]);
      await citizen.writes("Votre adresse électronique", address);
      await citizen.presses("Continuer");
      await citizen.chooses("La facture va-t-elle", "Non");
      await citizen.chooses("Souhaitez-vous payer par prélèvement", "Non");
      await citizen.ticks("Je certifie");
      await citizen.presses("Continuer");
    },
    agent: "Sonia Arnold",
    decides: async (agent) => {
      await agent.does("Accepter");
      await agent.writes("Numéro du contrat", "C-2026-00417");
      await agent.writesDate("Date d’ouverture", typed(today()));
      await agent.presses("Accepter");
      await agent.sees("Acceptée");
    },
    mail: "Votre contrat d’eau est ouvert",
    sees: "Confirmation d’abonnement à l’eau",
    document: "Confirmation d’abonnement à l’eau",
  },
  {
    service: "eau/resiliation",
    title: "Résilier son contrat d’eau",
    begins: "Commencer la demande",
    fills: async (citizen, address) => {
      await citizen.writes("Numéro de votre contrat", "C-2026-00417");
      await writesAddress(citizen, "Adresse desservie");
      await writesName(citizen, "Votre identité", ["Marie", "Schoenauer"]);
      await citizen.presses("Continuer");
      await citizen.writesDate("Date de votre départ", typed(today()));
      await citizen.chooses("Avez-vous relevé le compteur", "Non");
      await citizen.presses("Continuer");
      await writesAddress(citizen, "Votre nouvelle adresse");
      await citizen.writes("Votre adresse électronique", address);
      await citizen.presses("Continuer");
    },
    agent: "Sonia Arnold",
    decides: async (agent) => {
      await agent.does("Accepter");
      await agent.writesDate("Date d’arrêt du contrat", typed(today()));
      await agent.writes("Index de clôture", "1320");
      await agent.presses("Accepter");
      await agent.sees("Acceptée");
    },
    mail: "Votre contrat d’eau est arrêté",
    sees: "Confirmation de résiliation",
    document: "Confirmation de résiliation",
  },
  {
    service: "eau/releve",
    title: "Relever son compteur d’eau",
    begins: "Envoyer un index",
    fills: async (citizen, address) => {
      await citizen.writes("Numéro de votre contrat", "C-2026-00417");
      await citizen.writes("Numéro du compteur", "D07 FA 123456");
      await citizen.writes("Nom du titulaire", "Schoenauer");
      await citizen.presses("Continuer");
      await citizen.writesDate("Date du relevé", typed(today()));
      await citizen.writes("Index du compteur", "1200");
      await citizen.writes("Index de votre dernière facture", "1284");
      await citizen.writes("Votre adresse électronique", address);
      await citizen.presses("Continuer");
      await citizen.sees("un compteur ne recule jamais");
      await citizen.writes("Index du compteur", "1320");
      await citizen.presses("Continuer");
      await citizen.sees("36");
    },
    agent: "Sonia Arnold",
    decides: async (agent) => {
      await agent.does("Enregistrer");
      await agent.presses("Enregistrer");
      await agent.sees("Enregistrée");
    },
    mail: "Votre index est enregistré",
    sees: "Votre déclaration est enregistrée",
  },
];

describe.each([
  { title: "with scripts, on a wide screen", javascript: true, width: 1280 },
  { title: "without scripts, on a telephone", javascript: false, width: 360 },
])("$title", ({ javascript, width }) => {
  const screen = { javascript, width };

  test.each(TALES)("$service goes from the catalogue to its outcome", async (tale) => {
    const address = `${tale.service.replace("/", ".")}.${width}@exemple.fr`;
    const citizen = await the().visitor("Marie", screen);
    await citizen.opens("/mulhouse");
    await citizen.follows(tale.title);
    const paper = await citizen.downloads("Imprimer le formulaire papier");
    expect(Buffer.from(paper.slice(0, 5)).toString()).toBe("%PDF-");
    await citizen.presses(tale.begins);
    await tale.fills(citizen, address);
    await citizen.isAt("Vérifiez vos réponses");
    await citizen.presses("Envoyer la demande");
    await citizen.isAt("Votre demande est envoyée");
    const reference = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await citizen.reads())?.[0] ?? "";

    const agent = await the().agentNamed("mulhouse", tale.agent, screen);
    await agent.opens(`/mulhouse/agent/${tale.service}?q=${reference}`);
    await agent.follows(reference);
    await tale.decides(agent);
    await agent.leaves();

    await citizen.opens("/demo/messages");
    await citizen.opens(await citizen.opensMail(address, tale.mail));
    await citizen.sees(reference);
    await citizen.sees(tale.sees);
    if (tale.document) {
      const { text } = await readPdf(await citizen.downloads(tale.document));
      expect(text).toContain(reference);
    }
    await citizen.leaves();
  });

  test("elections are explained, done elsewhere, and kept by the agents", async () => {
    const citizen = await the().visitor("Farid", screen);
    await citizen.opens("/mulhouse");
    await citizen.follows("S’inscrire sur les listes électorales");
    await citizen.sees("le sixième vendredi avant le premier tour");
    await citizen.sees("Vous continuez sur www.service-public.gouv.fr");
    const link = citizen.page.getByRole("link", { name: "S’inscrire sur le site de l’État" });
    expect(await link.getAttribute("href")).toMatch(/^https:\/\/www\.service-public\.gouv\.fr\//);
    const begun = await citizen.page.request.get(`${citizen.page.url()}/papier`);
    expect(begun.status()).toBe(404);
    await citizen.leaves();

    const agent = await the().agentNamed("mulhouse", "Hugo Reinhart", screen);
    await agent.opens("/mulhouse/agent/elections/information/nouveau");
    await agent.chooses("D’où vient la demande", "Du site de l’État");
    await agent.writesDate("Date de réception", typed(today()));
    await agent.chooses("Sur quelle liste", "Liste principale");
    await agent.chooses("Quel est son lien", "Domicile");
    await writesName(agent, "Identité", ["Farid", "Haddad"]);
    await agent.chooses("Sexe", "Masculin");
    await agent.writesDate("Date de naissance", "3 2 1991");
    await agent.writes("Commune et département", "Mulhouse (68)");
    await agent.chooses("Nationalité", "Française");
    await writesAddress(agent, "Adresse");
    await agent.presses(/^(Créer|Enregistrer)/);
    await agent.sees("À décider");
    await agent.does("Accepter l’inscription");
    await agent.writes("Bureau de vote", "204, école Furstenberger");
    await agent.presses("Accepter l’inscription");
    await agent.sees("Inscrite, à transmettre");
    await agent.sees("Décision d’inscription");
    await agent.leaves();
  });
});
