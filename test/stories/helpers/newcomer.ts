import type { Person } from "./person.ts";

/** A collectivité that joins, and its first administrator. */
export interface Newcomer {
  readonly id: string;
  readonly name: string;
  readonly siren: string;
  readonly insee: string;
  readonly email: string;
}

const PASSWORD = "un grand cerisier blanc";
const LOGO = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4" fill="#7a1f4b"/></svg>',
);
const administration = ({ id }: Newcomer): string => `/${id}/agent/administration`;

/** The group's administrator writes the register's sheet, from the page of the members. */
export async function invites(runner: Person, { id, name, siren, insee, email }: Newcomer): Promise<void> {
  await runner.follows("Inviter une collectivité");
  await runner.writes("Nom de la collectivité", name);
  await runner.chooses("Nature", "Commune");
  await runner.writes("Numéro SIREN", siren);
  await runner.writes("Nombre d’habitants", "5400");
  await runner.writes("Adresse dans le site", "mon-espace");
  await runner.writes("Prénom et nom", "Odile Frey");
  await runner.writes("Adresse électronique professionnelle", email);
  await runner.writesDate("Début du contrat", "1 1 2026");
  await runner.writesDate("Fin du contrat", "31 12 2029");
  await runner.presses("Enregistrer la fiche");
  await runner.sees("Cette adresse est prise par une page de la plateforme");
  await runner.looksAgain();
  // Without scripts, what a commune alone is asked appears when the form comes back.
  await runner.writes("Code INSEE", insee);
  await runner.writes("Adresse dans le site", id);
  await runner.presses("Enregistrer la fiche");
  await runner.sees("La fiche est enregistrée.");
  await runner.sees("Invitée");
}

/** Its first administrator opens her mail, chooses a password and signs in. */
export async function choosesAPassword(admin: Person, { name, email }: Newcomer): Promise<void> {
  await admin.opens("/demo/messages");
  await admin.opens(await admin.opensMail(email, `${name} rejoint Guichet`));
  await admin.writes("Nouveau mot de passe", PASSWORD);
  await admin.writes("Le même, une seconde fois", PASSWORD);
  await admin.presses("Enregistrer le mot de passe");
  await admin.opens("/agent/connexion");
  await admin.writes("Adresse électronique", email);
  await admin.writes("Mot de passe", PASSWORD);
  await admin.presses("Se connecter");
}

/** She settles the services herself, and works the requests until her colleagues come. */
export async function givesHerselfRoles(admin: Person, who: Newcomer): Promise<void> {
  await admin.opens(`${administration(who)}/agents`);
  await admin.follows("Odile Frey");
  for (const [index, role] of ["administrateur fonctionnel", "agent"].entries()) {
    await admin.presses("Ajouter une ligne");
    const row = admin.page.getByRole("group", { name: `Droit ${index + 2}` });
    await row.getByLabel("Rôle").selectOption({ label: role });
  }
  await admin.presses("Enregistrer");
  await admin.sees("Les changements sont enregistrés et valent dès maintenant");
}

/** Words, how to reach it, logo, colours: one that cannot be read is refused with one that can. */
export async function brands(admin: Person, who: Newcomer): Promise<void> {
  await admin.opens(administration(who));
  await admin.follows("Ma collectivité");
  await admin.follows("Modifier : Nom et accueil");
  await admin.writes("Phrase sous le nom", `Le cœur de ${who.name}`);
  await admin.writes("Mot d’accueil", "Bienvenue chez vous.");
  await admin.presses("Enregistrer");
  await admin.sees("Vos pages sont à jour.");
  // What an acknowledgement of receipt must say of the service: nothing is offered to citizens without them.
  await admin.follows("Modifier : Coordonnées");
  await admin.writes("Adresse postale", `1 place de la Mairie, ${who.name}`);
  await admin.writes("Téléphone", "03 89 00 00 00");
  await admin.presses("Enregistrer");
  await admin.sees("Vos pages sont à jour.");
  await admin.attaches("Fichier du logo", "logo.svg", LOGO, "image/svg+xml");
  await admin.presses("Envoyer ce logo");
  await admin.follows("Modifier : Couleurs");
  await admin.writes("Couleur principale", "#ff9fcf");
  await admin.presses("Enregistrer");
  await admin.sees("elle ne se lit pas assez");
  await admin.looksAgain();
  await admin.presses("Prendre les teintes proposées");
  await admin.sees("Vos pages sont à jour.");
}

/** Takes a shared service from the catalogue; the unit that will work it is made on the way. */
export async function adopts(admin: Person, who: Newcomer, title: string, unit: string): Promise<void> {
  await admin.opens(`${administration(who)}/catalogue`);
  await admin.follows(title);
  await admin.writes("Nom du service à créer", unit);
  await admin.ticks("Je confirme");
  await admin.presses(/^Proposer$/);
  await admin.sees("C’est proposé");
}

/** What a member changes in an adopted service. */
export interface OwnWords {
  readonly service: string;
  readonly title: string;
  /** Question it adds. */
  readonly question: string;
  /** Question it asks no more. */
  readonly hidden: string;
}

/** Its own title, one question more and one less; seen, then published. */
export async function overlays(admin: Person, who: Newcomer, own: OwnWords): Promise<void> {
  const overlay = `${administration(who)}/personnalisations/${own.service}`;
  await admin.opens(administration(who));
  await admin.follows("Personnalisations");
  await admin.opens(overlay);
  await admin.follows("Titre et page de la démarche");
  await admin.writes("Titre", own.title);
  await admin.presses("Enregistrer");
  await admin.follows("Questions et étapes");
  await admin.ticks("Ne pas poser cette question", own.hidden);
  await admin.presses("Enregistrer");
  await admin.follows("Ajouter une question");
  await admin.presses("Ajouter cette question");
  await admin.sees("Écrivez la question.");
  await admin.writes("Question", own.question);
  await admin.presses("Ajouter cette question");
  await admin.sees("Ils ne sont pas encore publiés.");
  await admin.follows("Aperçu du formulaire");
  await admin.sees(`Aperçu : ${own.title}`);
  await admin.opens(overlay);
  await admin.presses("Publier ces changements");
  await admin.sees("Votre version est publiée.");
}

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

/** A definition of its own: what is wrong is told, it is published, then its second version. */
export async function publishesItsOwn(admin: Person, who: Newcomer, id: string): Promise<void> {
  await admin.opens(`${administration(who)}/definitions`);
  await admin.follows("Publier une définition");
  await admin.writes("Définition (JSON)", definition(id, 1, "Emprunter la salle").replace('"nom":{', '"nomm":{'));
  await admin.page.getByLabel("Parcours", { exact: true }).selectOption("instruction");
  await admin.presses("Vérifier");
  await admin.sees("choses à corriger");
  await admin.sees("code required-unknown");
  for (const version of [1, 2]) {
    await admin.writes("Définition (JSON)", definition(id, version, `Emprunter la salle, version ${version}`));
    await admin.presses("Publier");
    await admin.sees("Votre définition est publiée");
    if (version === 1) await admin.follows("Publier une définition");
    if (version === 1) await admin.page.getByLabel("Parcours", { exact: true }).selectOption("instruction");
  }
}

/** The group's administrator, at the newcomer's sheet: its council has voted, citizens may come. */
export async function opensToCitizens(runner: Person): Promise<void> {
  await runner.does("Enregistrer l’adhésion");
  await runner.writes("Numéro de la délibération", "2026-014");
  await runner.writesDate("Date de la délibération", "12 2 2026");
  await runner.writes("Conseil qui a délibéré", "Conseil municipal");
  await runner.writesDate("Date d’effet", "1 3 2026");
  await runner.presses(/^Enregistrer l’adhésion$/);
  await runner.sees("Adhérente");
  await runner.presses("Ouvrir aux usagers");
  await runner.sees("C’est fait : Ouvrir aux usagers");
}
