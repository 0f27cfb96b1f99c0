import { expect, test } from "vitest";
import { identifies } from "./helpers/franceconnect.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const SERVICE = "famille/carte-famille";

interface Parent {
  readonly family: string;
  readonly given: string;
  readonly day: string;
  readonly month: string;
  readonly year: string;
  readonly sex: "Féminin" | "Masculin";
  readonly place: string;
}

const WENDLING: Parent = {
  ...{ family: "Wendling", given: "Angélique Marie Odile", day: "24", month: "8", year: "1984" },
  ...{ sex: "Féminin", place: "Mulhouse (68)" },
};

/** Someone at the page of her quotient familial, who has not chosen how to give it. */
async function atChoice(screen: { width: number; javascript: boolean }, parent: Parent): Promise<Person> {
  const citizen = await the().visitor(parent.given, screen);
  await citizen.opens(`/mulhouse/${SERVICE}`);
  await citizen.presses("Commencer la demande");
  await citizen.writes("Prénom", "Léo");
  await citizen.writes("Nom", parent.family);
  await citizen.writes("Jour", "2");
  await citizen.writes("Mois", "3");
  await citizen.writes("Année", "2015");
  await citizen.chooses("Les parents sont-ils séparés", "Non");
  await citizen.presses("Continuer");
  await citizen.isAt("Vos revenus");
  await citizen.chooses("Comment connaître vos revenus", "Je suis allocataire de la CAF");
  await citizen.presses("Continuer");
  await citizen.isAt("Votre quotient familial");
  return citizen;
}

/** The same, who has written the identity of the parent. */
async function atQuotient(screen: { width: number; javascript: boolean }, parent: Parent): Promise<Person> {
  const citizen = await atChoice(screen, parent);
  await citizen.presses("Récupérer sans FranceConnect");
  await citizen.writes("Nom de naissance", parent.family);
  await citizen.writes("Prénoms", parent.given);
  await citizen.writes("Jour", parent.day);
  await citizen.writes("Mois", parent.month);
  await citizen.writes("Année", parent.year);
  await citizen.chooses("Sexe à l’état civil", parent.sex);
  await citizen.writes("Commune de naissance", parent.place);
  return citizen;
}

async function finishes(citizen: Person): Promise<void> {
  await citizen.isAt("Votre domicile");
  await citizen.writes("Numéro et voie", "8 rue de la Sinne");
  await citizen.writes("Code postal", "68100");
  await citizen.writes("Commune", "Mulhouse");
  await citizen.presses("Continuer");
  await citizen.writes("Prénom", "Angélique");
  await citizen.writes("Nom", "Wendling");
  await citizen.writes("Adresse électronique", "angelique@courriel.example");
  await citizen.ticks("Je certifie");
  await citizen.presses("Continuer");
  await citizen.isAt("Vérifiez vos réponses");
}

test.each([
  { way: "with scripts", width: 1280, javascript: true },
  { way: "on a telephone without", width: 360, javascript: false },
])("she lets the town ask for her quotient, sees it, and the agent sees where it comes from, $way", async (screen) => {
  const citizen = await atQuotient(screen, WENDLING);
  await citizen.sees("Rien n’est demandé sans votre accord.");
  await citizen.sees("calculer vos tarifs selon vos revenus");
  await citizen.presses("Récupérer avec l’identité ci-dessus");
  await citizen.sees("Données obtenues de la CNAF le");
  await citizen.sees("820");
  await citizen.presses("Continuer");
  await finishes(citizen);
  await citizen.sees("CNAF");
  await citizen.presses("Envoyer la demande");
  await citizen.isAt("Votre demande est envoyée");
  const reference = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(await citizen.page.locator("main").innerText())?.[0] ?? "";
  await citizen.leaves();
  const { demo } = the();
  const agents = demo.agents.filter(({ member, roles }) => member === "mulhouse" && roles.includes("agent"));
  const rank = agents.findIndex(({ units }) => units.includes("famille"));
  const agent = await the().agent("mulhouse", "agent", {}, rank);
  await agent.opens(`/mulhouse/agent/${SERVICE}?q=${reference}`);
  await agent.follows(new RegExp(reference));
  await agent.sees("Obtenu de");
  await agent.sees("CNAF");
  await agent.leaves();
});

test.each([
  { way: "with scripts", width: 360, javascript: true },
  { way: "without", width: 1280, javascript: false },
])("she prefers to answer by herself, and sends the document instead, $way", async (screen) => {
  const citizen = await atChoice(screen, WENDLING);
  await citizen.presses("Répondre moi-même");
  await citizen.sees("Vous avez choisi de répondre vous-même.");
  await citizen.doesNotSee("Nom de naissance");
  await citizen.writes("Numéro d’allocataire", "1234567");
  await citizen.attaches("Attestation de quotient familial", "attestation.pdf", Buffer.from("%PDF-1.7\n%%EOF"));
  if (screen.javascript) await expect.poll(() => citizen.page.locator(".file-stored").count()).toBe(1);
  await citizen.presses("Continuer");
  await finishes(citizen);
  await citizen.sees("L’usager a préféré répondre lui-même");
  await citizen.leaves();
});

test.each([
  { way: "with scripts", width: 1280, javascript: true },
  { way: "on a telephone without", width: 360, javascript: false },
])("nobody answers, or nobody knows her: she is told so and goes on by hand, $way", async (screen) => {
  const away = await atQuotient(screen, { ...WENDLING, family: "Injoignable" });
  await away.presses("Récupérer avec l’identité ci-dessus");
  await away.sees("L’organisme ne répond pas pour le moment.");
  await away.writes("Numéro d’allocataire", "1234567");
  await away.presses("Continuer");
  await away.isAt("Votre domicile");
  await away.leaves();
  const unknown = await atQuotient(screen, { ...WENDLING, family: "Inconnue" });
  await unknown.presses("Récupérer avec l’identité ci-dessus");
  await unknown.sees("Aucun dossier n’a été trouvé avec l’identité indiquée.");
  await unknown.writes("Numéro d’allocataire", "1234567");
  await unknown.presses("Continuer");
  await unknown.isAt("Votre domicile");
  await unknown.leaves();
});

const BY_FRANCECONNECT = "Récupérer mon quotient familial avec FranceConnect";

test.each([
  { way: "with scripts", width: 1280, javascript: true },
  { way: "on a telephone without", width: 360, javascript: false },
])("she goes to FranceConnect and comes back to the same field with her quotient, $way", async (screen) => {
  const citizen = await atChoice(screen, WENDLING);
  await citizen.sees("Rien n’est demandé sans votre accord.");
  await citizen.sees("FranceConnect nous dit aussi qui vous êtes");
  if (screen.javascript) await citizen.takesPicture("source.png");
  const page = new URL(citizen.page.url()).pathname;
  await citizen.pressesAndIsSentTo(BY_FRANCECONNECT, /demo\/franceconnect/);
  await citizen.pressesAndIsSentTo("Refuser et quitter", /demarches/);
  await citizen.sees("FranceConnect ne nous a rien transmis.");
  await citizen.finds("Numéro d’allocataire", "");
  await citizen.looksAgain();
  await citizen.pressesAndIsSentTo(BY_FRANCECONNECT, /demo\/franceconnect/);
  await identifies(citizen, /Angélique Wendling/);
  expect(new URL(citizen.page.url())).toMatchObject({ pathname: page, search: "", hash: "#root_quotient" });
  await citizen.sees("Données obtenues de la CNAF le");
  await citizen.sees("820");
  await citizen.doesNotSee("Se déconnecter");
  await citizen.presses("Continuer");
  await finishes(citizen);
  await citizen.sees("FranceConnect");
  await citizen.presses("Envoyer la demande");
  await citizen.isAt("Votre demande est envoyée");
  await citizen.leaves();
});

test("FranceConnect knows her and the family benefits do not: she goes on by hand", async () => {
  const citizen = await atChoice({ width: 360, javascript: true }, WENDLING);
  await citizen.pressesAndIsSentTo(BY_FRANCECONNECT, /demo\/franceconnect/);
  await identifies(citizen, /Éloi D’Hérouville/);
  await citizen.sees("Aucun dossier n’a été trouvé");
  await citizen.writes("Numéro d’allocataire", "1234567");
  await citizen.presses("Continuer");
  await citizen.isAt("Votre domicile");
  await citizen.leaves();
});
