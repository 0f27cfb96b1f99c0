import { describe, test } from "vitest";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const MEMBER = "cherbourg-en-cotentin";
const REGISTER = `/${MEMBER}/agent/relais/assistante-maternelle`;

interface Written {
  readonly name: string;
  readonly used: string;
  readonly street: string;
  readonly phone: string;
  readonly number: string;
  readonly born: string;
}

async function fillsTheFiche(agent: Person, { name, used, street, phone, number, born }: Written): Promise<void> {
  await agent.writes("Nom de naissance", name);
  if (used !== "") await agent.writes("Nom d’usage", used);
  await agent.writes("Prénoms", "Marie-Odile");
  await agent.writesDate("Date de naissance", born);
  await agent.writes("Numéro et voie", street);
  await agent.writes("Code postal", "50100");
  await agent.writes("Commune", "Cherbourg-en-Cotentin");
  await agent.writes("Téléphone", phone);
  await agent.chooses("Accepte que son téléphone", "Non");
  await agent.chooses("Lieu d’exercice", /^À son domicile$/);
  await agent.writes("Numéro", number, "Agrément 1");
  await agent.writes("Département", "50", "Agrément 1");
  await agent.writesDate("Date de début", "15 1 2024", "Agrément 1");
  await agent.writesDate("Date de fin", "14 1 2034", "Agrément 1");
  await agent.writes("Nombre d’enfants autorisé", "4", "Agrément 1");
  await agent.chooses(/dérogation/i, "Non", "Agrément 1");
  await agent.writes("Enfants accueillis par contrat", "3");
  await agent.writes("Mineurs de moins de onze ans", "4");
  await agent.writes("Dont moins de trois ans", "2", "Accueil et places");
  await agent.writes("Places libres", "0");
  await agent.presses("Enregistrer la fiche");
}

/** Pairs are looked for some moments after a fiche is saved. */
async function waitsForThePair(agent: Person, name: string): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) {
    await agent.opens(`${REGISTER}/doublons`);
    if ((await agent.reads()).includes(name)) return;
    await agent.page.waitForTimeout(500);
  }
}

describe.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280 },
  { title: "without scripts on a telephone", javascript: false, width: 360 },
])("a childminder known twice, $title", ({ javascript, width }) => {
  const one = javascript ? "Quettehou" : "Vauvicard";
  const other = javascript ? "Bricquenot" : "Tocquebœuf";
  const phone = javascript ? "06 11 22 33 44" : "06 55 66 77 88";
  const digits = javascript ? "31313" : "74747";
  const born = javascript ? "2 6 1979" : "14 10 1991";
  const street = javascript ? "3 rue des Bains" : "41 chemin du Lavoir";

  test("is recognised before she is saved, made one fiche, and parted again", async () => {
    const agent = await the().agent(MEMBER, "agent", { javascript, width });
    const known = { name: one, used: "", street, phone, number: `50-${digits}`, born };
    await agent.opens(`${REGISTER}/nouveau`);
    await fillsTheFiche(agent, known);
    await agent.sees("La fiche est enregistrée.");

    await agent.opens(`${REGISTER}/nouveau`);
    await fillsTheFiche(agent, { ...known, name: other, used: one, street: "8 rue du Port", number: `50 ${digits}` });
    await agent.sees("Cette personne existe peut-être déjà");
    await agent.sees(/Même nom, de naissance ici et d’usage là/);
    await agent.looksAgain();
    await agent.finds("Nom de naissance", other);
    if (javascript) await agent.takesPicture("duplicate-notice.png", false);
    await agent.presses("Enregistrer quand même");
    await agent.sees("La fiche est enregistrée.");

    await waitsForThePair(agent, other);
    await agent.sees("Très probable");
    await agent.looksAgain();
    await agent.follows(new RegExp(`^Comparer .*${other}|^Comparer .*${one}`));
    await agent.isAt("Est-ce la même personne ?");
    await agent.looksAgain();
    await agent.chooses("Quelle fiche garder", new RegExp(one));
    await agent.presses("Réunir les deux fiches");
    await agent.sees("Les deux fiches n’en font plus qu’une.");
    await agent.sees("Fiches réunies à celle-ci");
    await agent.looksAgain();

    await agent.presses("Séparer de nouveau");
    await agent.sees("Les deux fiches sont de nouveau séparées.");
    await agent.opens(`${REGISTER}/doublons`);
    await agent.doesNotSee(other);
    await agent.leaves();
  });
});
