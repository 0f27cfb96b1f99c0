import { beforeAll, describe, expect, test } from "vitest";
import { readAs } from "../../server/db/with-actor.ts";
import { drain } from "../../server/worker/worker.ts";
import { drainWorks } from "../../server/worker/works.ts";
import type { Person } from "./helpers/person.ts";
import { timedTown } from "./helpers/timed-town.ts";

const LIST = "/m2a/agent/petite-enfance/place";

async function asksForAPlace(citizen: Person, family: string): Promise<void> {
  await citizen.chooses("Votre enfant est-il né", "Il va naître");
  await citizen.presses("Continuer");
  await citizen.writesDate("Date prévue", "10 4 2026");
  await citizen.writes("Nom de famille", family);
  await citizen.chooses("Demandez-vous aussi une place", "Non");
  await citizen.presses("Continuer");
  await citizen.chooses("Quel accueil", "Régulier");
  await citizen.writesDate("À partir de quand", "1 9 2026");
  await citizen.ticks("Lundi");
  await citizen.ticks("Jeudi");
  await citizen.presses("Continuer");
  for (const day of ["Lundi", "Jeudi"]) {
    const group = citizen.page.getByRole("group", { name: day });
    await group.getByLabel("Arrivée").fill("8 h 30");
    await group.getByLabel("Départ").fill("17 h");
  }
  await citizen.presses("Continuer");
  await citizen.isAt("Les structures que vous préférez");
  await citizen.chooses("Structure", /Lutins/, "Vœu 1");
  await citizen.presses("Ajouter un autre vœu");
  await citizen.chooses("Structure", /Cigogne/, "Vœu 2");
  await citizen.presses("Monter Vœu 2");
  await citizen.presses("Continuer");
  await citizen.chooses("Quelle est la situation des parents", "Les deux parents travaillent");
  await citizen.chooses("Un frère ou une sœur", "Non");
  await citizen.chooses("L’enfant, un frère", "Non");
  await citizen.chooses("Voulez-vous que nous demandions", "Non");
  await citizen.presses("Continuer");
  await citizen.writes("Quotient familial", "480");
  await citizen.presses("Continuer");
  await citizen.writes("Prénom", "Camille", "Qui fait la demande");
  await citizen.writes("Nom", family, "Qui fait la demande");
  await citizen.writes("Numéro et voie", "14 rue Zuber");
  await citizen.writes("Code postal", "68170");
  await citizen.writes("Commune", "Rixheim");
  await citizen.writes("Nom de naissance", "Keller", "L’autre parent");
  await citizen.writes("Prénoms", "Dominique", "L’autre parent");
  await citizen.writes("Adresse électronique", `camille.${family.toLowerCase()}@exemple.fr`);
  await citizen.ticks("J’atteste sur l’honneur");
  await citizen.presses("Continuer");
}

/** A picture of the part of a page that begins by this heading. */
async function pictures(person: Person, heading: string, file: string, wanted: boolean): Promise<void> {
  if (!wanted) return;
  await person.page.getByRole("heading", { name: heading }).evaluate((title) => title.scrollIntoView());
  await person.takesPicture(file, false);
}

/** Her tracking page, by the link of a mail: her session is long over. */
async function opensFromMail(citizen: Person, family: string, subject: string): Promise<void> {
  await citizen.opens("/demo/messages");
  await citizen.opens(await citizen.opensMail(`camille.${family.toLowerCase()}@exemple.fr`, subject));
}

/** The entry of a family, from the list. */
async function opensEntry(agent: Person, family: string): Promise<void> {
  await agent.opens(`${LIST}?etat=_toutes&filtre[nomEnfant]=${family}`);
  await agent.follows(/^[0-9A-Z]{4}-[0-9A-Z]{4}/);
}

/** Brings the entry of a family from the list to the commission. */
async function presents(agent: Person, family: string): Promise<void> {
  await opensEntry(agent, family);
  await agent.presses("Présenter à la commission");
  await agent.sees("En commission");
}

describe.each([
  { title: "with scripts, on a wide screen", javascript: true, width: 1280, family: "Sundgau" },
  { title: "without scripts, on a telephone", javascript: false, width: 360, family: "Ribeaupierre" },
])("a place in a nursery $title", ({ javascript, width, family }) => {
  const the = timedTown("2026-03-03T09:30:00.000Z");

  /** What the other entries of the demo owe is nobody's here: weeks of their mails and delays would be minutes of waiting. */
  beforeAll(async () => {
    await readAs(
      the().ctx.db,
      { system: true },
      (tx) => tx`update effect set cancelled_at = now() where done_at is null and cancelled_at is null`,
    );
  });

  test("goes from an expected child to an offer accepted, another expiring", async () => {
    const screen = { javascript, width };
    const { ctx } = the();
    the().itIs("2026-03-03T09:30:00.000Z");
    const citizen = await the().visitor("Camille", screen);
    await citizen.opens("/rixheim");
    await citizen.follows("Demander une place en crèche");
    await citizen.sees("article L. 311-3-1");
    await citizen.sees("Un point par mois entier depuis le dossier complet.");
    await citizen.unfolds("Les grilles de points");
    await citizen.looksAgain();
    await pictures(citizen, "Comment les places sont attribuées", "criteres.png", javascript);
    expect((await citizen.downloads("Imprimer le formulaire papier")).length).toBeGreaterThan(1_000);
    await citizen.presses("Commencer");
    await asksForAPlace(citizen, family);
    await citizen.isAt("Vérifiez vos réponses");
    await citizen.sees("Bébés (moins de 12 mois)");
    expect(await citizen.reads()).toMatch(/La Cigogne[\s\S]*Les Lutins/);
    await citizen.presses("Envoyer la demande");
    await citizen.isAt("Votre demande est envoyée");
    await citizen.follows("Suivre ma demande");
    await citizen.sees("Le service vérifie que le dossier est complet");

    const agent = await the().agent("m2a", "agent", "petite-enfance", screen);
    await opensEntry(agent, family);
    await agent.does("Valider le dossier");
    await agent.writesDate("Dossier complet le", "3 3 2026");
    await agent.presses("Valider le dossier");
    await agent.sees("En attente de la naissance");

    the().itIs("2026-04-20T09:30:00.000Z");
    await drain(ctx);
    await opensFromMail(citizen, family, "Confirmez la naissance de votre enfant");
    await citizen.sees("Un rappel a été envoyé");
    await citizen.writes("Prénom de l’enfant", "Louise");
    await citizen.writesDate("Date de naissance", "12 4 2026");
    await citizen.presses("Confirmer la naissance");
    await citizen.sees("Votre demande est inscrite sur la liste d’attente.");

    await agent.leaves();
    const back = await the().agent("m2a", "agent", "petite-enfance", screen);
    await presents(back, family);
    await back.opens(`${LIST}?etat=commission`);
    await back.follows("Commissions");
    await back.writes("Jour de la séance", "2026-05-20");
    await back.presses("Préparer la séance");
    await back.sees("attendent cette séance");
    await back.presses("Classer les demandes");
    await back.sees("Indiquez au moins une place avant de classer");
    for (const box of await back.page.locator(".meeting-count").all()) await box.fill("2");
    await back.page.locator(".meeting-count").first().fill("beaucoup");
    await back.presses("Enregistrer la préparation");
    await back.sees("écrivez un nombre de places entre 0 et 999");
    await back.page.locator(".meeting-count").first().fill("2");
    await back.ticks("Nadège Wolff");
    await back.presses("Enregistrer la préparation");
    await back.sees("La préparation est enregistrée.");
    if (javascript) await back.takesPicture("seance-places.png");
    await back.presses("Classer les demandes");
    await back.sees("Le classement est figé.");
    await pictures(back, "Classement et attributions", "seance-classement.png", javascript);
    await back.unfolds("Points et rang");
    await back.unfolds("S’écarter du classement");
    await back.looksAgain();
    expect((await back.downloads("Procès-verbal (PDF)")).length).toBeGreaterThan(2_000);
    expect((await back.downloads("Classement (ODS)")).length).toBeGreaterThan(1_000);
    await back.follows("Voir sans les noms");
    await back.doesNotSee(family);
    await back.sees("Demande n° 1");
    await back.follows("Voir avec les noms");
    const elected = await the().agent("m2a", "agent", "relais", screen);
    await elected.opens(new URL(back.page.url()).pathname);
    await elected.sees("Demande n° 1");
    await elected.doesNotSee(family);
    await elected.doesNotSee("S’écarter du classement");
    await elected.leaves();
    await back.presses("Rendre les décisions");
    await back.isAt("Rendre les décisions de la commission");
    await back.presses(/^Lancer|^Confirmer|demandes/);
    await drainWorks(ctx);
    await drain(ctx);

    await opensFromMail(citizen, family, "Une place vous est proposée");
    await citizen.sees("Place proposée");
    await citizen.unfolds("Comment ces points sont comptés");
    await citizen.looksAgain();
    await pictures(citizen, "Points et rang", "points-usager.png", javascript);
    await citizen.sees("Quotient familial retenu : 480");
    await citizen.presses("Accepter la place");
    await citizen.sees("Vous avez accepté la place.");

    the().itIs("2026-05-02T09:30:00.000Z");
    await drain(ctx);
    await back.leaves();
    const later = await the().agent("m2a", "agent", "petite-enfance", screen);
    await later.opens(`${LIST}?etat=expiree`);
    await later.follows(/^[0-9A-Z]{4}-[0-9A-Z]{4}/);
    await later.sees("Proposition expirée");
    await later.opens(`${LIST}?etat=acceptee-famille&filtre[nomEnfant]=${family}`);
    await later.sees(family);
    await later.opens("/m2a/agent/chiffres/demarches/petite-enfance/place");
    await later.sees("Nombre de demandes par « Vœu 1 : Structure »");
    await citizen.leaves();
    await later.leaves();
  });
});
