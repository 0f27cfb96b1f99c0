import { describe, test } from "vitest";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const MEMBER = "cherbourg-en-cotentin";
const REGISTER = `/${MEMBER}/agent/relais/assistante-maternelle`;
const TITLE = "Assistantes maternelles";

interface Childminder {
  readonly name: string;
  readonly born: string;
  readonly phone: string;
  readonly licence: string;
}

async function fillsTheFiche(agent: Person, { name, born, phone, licence }: Childminder): Promise<void> {
  await agent.writes("Nom de naissance", name);
  await agent.writes("Prénoms", "Sylvie");
  await agent.writesDate("Date de naissance", born);
  await agent.writes("Numéro et voie", "3 rue des Bains");
  await agent.writes("Code postal", "50100");
  await agent.writes("Commune", "Cherbourg-en-Cotentin");
  await agent.writes("Téléphone", phone);
  await agent.chooses("Accepte que son téléphone", "Non");
  await agent.chooses("Lieu d’exercice", /^À son domicile$/);
  await agent.writes("Numéro", licence, "Agrément 1");
  await agent.writes("Département", "50", "Agrément 1");
  await agent.writesDate("Date de début", "15 1 2024", "Agrément 1");
  await agent.writesDate("Date de fin", "14 1 2034", "Agrément 1");
  await agent.writes("Nombre d’enfants autorisé", "4", "Agrément 1");
  await agent.chooses(/dérogation/i, "Non", "Agrément 1");
  await agent.writes("Enfants accueillis par contrat", "3");
  await agent.writes("Mineurs de moins de onze ans", "4");
}

describe.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280 },
  { title: "without scripts on a telephone", javascript: false, width: 360 },
])("a childminder's fiche, $title", ({ javascript, width }) => {
  const screen = { javascript, width };
  // Two people who have nothing in common: the second is not taken for the first.
  const childminder = javascript
    ? { name: "Lecanu-Ferrand", born: "2 6 1979", phone: "06 12 34 56 78", licence: "50-2024-118" }
    : { name: "Mesnil", born: "14 11 1986", phone: "07 98 76 54 32", licence: "50-2023-407" };
  const { name, phone, licence } = childminder;

  test("is created, corrected, suspended, and remembers it all", async () => {
    const agent = await the().agent(MEMBER, "agent", screen);
    await agent.opens(REGISTER);
    await agent.isAt(TITLE);
    if (javascript) await agent.takesPicture("register.png", false);
    await agent.follows("Nouvelle fiche");
    await fillsTheFiche(agent, childminder);
    await agent.writes("Dont moins de trois ans", "5", "Accueil et places");
    await agent.writes("Places libres", "0");
    await agent.presses("Enregistrer la fiche");
    await agent.sees("Quatre enfants de moins de trois ans au plus");
    await agent.looksAgain();
    await agent.finds("Nom de naissance", name);
    await agent.finds("Numéro", licence, "Agrément 1");
    await agent.writes("Dont moins de trois ans", "2", "Accueil et places");
    await agent.presses("Enregistrer la fiche");
    await agent.sees("La fiche est enregistrée.");
    await agent.sees("En activité");
    await agent.sees(phone);
    if (javascript) await agent.takesPicture("fiche.png");

    await agent.does("Modifier la fiche");
    await agent.finds("Places libres", "0");
    await agent.writes("Numéro et voie", "8 rue de la Paix");
    await agent.presses(/^Enregistrer$/);
    await agent.sees("8 rue de la Paix");
    await agent.unfoldsAll();
    await agent.sees("1 champ modifié");
    await agent.sees("3 rue des Bains");

    await agent.does("Suspendre l’activité");
    await agent.presses("Suspendre l’activité");
    await agent.sees("Indiquez la date.");
    await agent.looksAgain();
    await agent.writesDate("Date de la suspension", "5 1 2026");
    await agent.chooses("Motif", "Congé ou choix personnel");
    await agent.presses("Suspendre l’activité");
    await agent.sees("Suspendue");
    await agent.sees("Congé ou choix personnel");

    await agent.opens(`${REGISTER}?q=${name}`);
    await agent.sees(name);
    await agent.sees("Suspendue");
    await agent.leaves();
  });
});

test("a reader sees the register and changes nothing in it", async () => {
  const reader = await the().agent(MEMBER, "lecteur");
  await reader.opens(REGISTER);
  await reader.isAt(TITLE);
  await reader.doesNotSee("Nouvelle fiche");
  await reader.follows(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await reader.doesNotSee("Modifier la fiche");
  await reader.leaves();
});
