import { describe, expect, test } from "vitest";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const REGISTER = "/la-hague/agent/relais/assistante-maternelle";

/** Signs in with one of the accounts of the demo. */
async function signsIn(person: Person, name: string): Promise<void> {
  const account = the().demo.citizens.find((citizen) => citizen.name === name);
  if (!account) throw new Error(`the demo has no ${name}`);
  await person.writes("Adresse électronique", account.email);
  await person.writes("Mot de passe", account.password);
  await person.presses("Se connecter");
}

interface Childminder {
  readonly family: string;
  readonly first: string;
  readonly born: string;
  readonly phone: string;
}

/** Writes the fiche of a childminder, with one place; the address of its page. */
async function writesFiche(
  agent: Person,
  { family, first, born, phone }: Childminder,
  address: string,
): Promise<string> {
  await agent.opens(`${REGISTER}/nouveau`);
  await agent.writes("Nom de naissance", family);
  await agent.writes("Prénoms", first);
  await agent.writesDate("Date de naissance", born);
  await agent.writes("Numéro et voie", "4 rue du Port");
  await agent.writes("Code postal", "50440");
  await agent.page.getByLabel("Commune", { exact: true }).first().fill("La Hague");
  await agent.page.getByLabel("Téléphone", { exact: true }).fill(phone);
  await agent.writes(/^Adresse électronique/, address);
  await agent.chooses(/^Accepte que son téléphone/, "Oui");
  await agent.chooses("Lieu d’exercice", "À son domicile");
  await agent.page.locator('input[name="root[agrements][0][numero]"]').fill(`50-2025-${phone.slice(-2)}`);
  await agent.writes("Département", "50");
  await agent.writesDate("Date de début", "1 2 2025");
  await agent.writesDate("Date de fin", "31 1 2030");
  await agent.writes("Nombre d’enfants autorisé en même temps", "4");
  await agent.chooses(/^Une dérogation permet-elle/, "Non");
  await agent.writes("Enfants accueillis par contrat", "2");
  await agent.writes(/^Mineurs de moins de onze ans/, "2");
  await agent.page.locator('input[name="root[mineursTroisAns]"]').fill("1");
  await agent.writes("Places libres", "0");
  await agent.presses("Enregistrer la fiche");
  await agent.sees("Espace de la personne");
  return new URL(agent.page.url()).pathname;
}

/** The relay certifies the training that she followed, and waits for the document to be made. */
async function certifies(agent: Person): Promise<void> {
  await agent.opens("/la-hague/agent/relais/participation-professionnelle?q=Lecanu&etat=presente");
  await agent.follows(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await agent.presses("Remettre l’attestation");
  const made = agent.page.getByRole("link", { name: /Attestation de formation/ });
  for (let attempt = 0; attempt < 60 && (await made.count()) === 0; attempt += 1) {
    await agent.page.waitForTimeout(500);
    await agent.page.reload();
  }
  await agent.leaves();
}

describe.each([
  {
    title: "with scripts on a wide screen",
    javascript: true,
    width: 1280,
    person: { family: "Fauvel", first: "Odette", born: "3 5 1985", phone: "06 39 98 00 77" },
    account: "Manon Lepoittevin",
  },
  {
    title: "without scripts on a telephone",
    javascript: false,
    width: 360,
    person: { family: "Groult", first: "Colette", born: "14 9 1991", phone: "06 39 98 00 78" },
    account: "Julien Lemarchand",
  },
])("a childminder in her own space, $title", ({ javascript, width, person, account }) => {
  const { family } = person;
  const screen = { javascript, width };
  const address = `odette${width}@exemple.fr`;

  test("is invited, confirms her places, and is found by families and by the relay", async () => {
    const agent = await the().agent("la-hague", "agent");
    const fiche = await writesFiche(agent, person, address);
    await agent.sees("À confirmer");
    await agent.presses("Inviter par courriel");
    await agent.sees("L’invitation est envoyée.");

    const her = await the().visitor("Odette", screen);
    await her.opens("/demo/messages");
    const link = await her.opensMail(address, "vous ouvre votre fiche");
    await her.opens(link);
    await her.sees("Il faut un compte");
    await her.page.getByRole("main").getByRole("link", { name: "Se connecter" }).click();
    await her.page.waitForURL(/\/connexion/);
    await signsIn(her, account);
    await her.presses("Rattacher ma fiche à mon compte");
    await her.sees("Votre fiche est rattachée à votre compte.");
    const mine = new URL(her.page.url()).pathname;

    await her.opens("/mon-espace");
    await her.follows("Ma fiche d’assistante maternelle");
    await her.follows("Revoir et confirmer");
    await her.writes("Places libres", "6");
    await her.writes(/^Horaires/, "de 7 h à 19 h").catch(() => undefined);
    await her.presses("Confirmer les disponibilités");
    await her.sees("Les places libres dépassent la capacité");
    await her.finds("Places libres", "6");
    await her.writes("Places libres", "2");
    await her.ticks("De un à trois ans");
    await her.ticks("Mardi");
    await her.writes(/^Horaires/, "de 7 h à 19 h");
    await her.presses("Confirmer les disponibilités");
    await her.sees("C’est enregistré");
    await her.sees("Dernière confirmation : le");
    await her.follows("Revoir");
    await her.presses("Rien n’a changé");
    await her.sees("C’est enregistré");

    await agent.opens(fiche);
    await agent.sees("Confirmé le");
    await agent.sees("de 7 h à 19 h");
    await agent.opens(`${REGISTER}?filtre[_confirmation]=a-confirmer&q=${family}`);
    expect(await agent.page.locator(".entries tbody tr").filter({ hasText: family }).count()).toBe(0);
    await agent.opens(`${REGISTER}?filtre[_confirmation]=confirme`);
    await agent.sees(family);
    await agent.leaves();

    const family2 = await the().visitor("Une famille", screen);
    await family2.opens(`/la-hague/relais/assistante-maternelle/annuaire?q=${family}`);
    await family2.sees("isponibilités confirmées le");
    await family2.leaves();

    const other = await the().visitor("Une autre", screen);
    await other.opens(`/connexion?retour=${encodeURIComponent(mine)}`);
    await signsIn(other, "Sylvie Lecanu");
    await other.sees("Cette fiche n’est pas ouverte à votre compte");
    await other.opens(new URL(link).pathname);
    await other.sees("Ce lien n’est plus valable");
    await other.leaves();
    await her.leaves();
  });

  test("finds her sessions, her hours of the year and her certificate, and opens what is asked of her", async () => {
    const her = await the().visitor("Sylvie Lecanu", screen);
    if (width > 600) await certifies(await the().agent("la-hague", "agent"));
    await her.opens("/connexion?retour=/mon-espace");
    await signsIn(her, "Sylvie Lecanu");
    await her.follows("Ma fiche d’assistante maternelle");
    await her.sees(/Heures de formation cette année/);
    await her.sees("Temps collectifs");
    const certificate = await her.downloads(/Attestation de formation/);
    expect(Buffer.from(certificate).subarray(0, 5).toString()).toBe("%PDF-");
    await her.follows("Corriger mes coordonnées");
    await her.page.getByLabel("Téléphone", { exact: true }).fill(width > 600 ? "06 39 98 02 01" : "06 39 98 02 02");
    await her.presses("Corriger mes coordonnées");
    await her.sees(width > 600 ? "06 39 98 02 01" : "06 39 98 02 02");
    await her.leaves();
  });
});
