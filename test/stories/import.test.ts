import { describe, expect, test } from "vitest";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const MEMBER = "cherbourg-en-cotentin";
const LIST = `/${MEMBER}/agent/relais/assistante-maternelle`;

/** What tells the people of a try from those of another: tried again, the story is about other people. */
function people() {
  const letters = Array.from({ length: 9 }, () => "aeioulmnrst".charAt(draw(11))).join("");
  const [day, year] = [String(10 + draw(18)), 1960 + draw(35)];
  return {
    name: `Tr${letters}oux`,
    ...{ number: String(1000 + draw(9000)), street: `DES ${letters.toUpperCase()}`, day, year },
    ...{ house: `2330${figures(5)}`, mobile: `6${figures(8)}` },
  };
}

const draw = (choices: number): number => Math.floor(Math.random() * choices);
const figures = (count: number): string => Array.from({ length: count }, () => draw(10)).join("");

/** Three exports of as many relays, each in its own shape, about some of the same people. Everyone is invented. */
const files = ({ name, number, street, day, year, house, mobile }: ReturnType<typeof people>) => {
  const capitals = name.toUpperCase();
  return {
    gram: Buffer.from(
      [
        "NOM NAISSANCE;NOM USAGE;PRENOM;NE LE;ADRESSE;CP;VILLE;TEL;N AGREMENT;DEBUT AGR;FIN AGR;NB PLACES;OBSERVATIONS",
        `${capitals};;ODÉLIE;${day}/05/${year};3 RUE ${street};50100;CHERBOURG;${house};50-${number}1;01/03/2022;01/03/2027;3;horaires atypiques`,
        `${capitals};VAR${capitals.slice(4)};MAËLLE;;8 ALLÉE ${street};50260;BRICQUEBEC;;;04/01/21;04/01/2026;2;`,
        ";;;;;;;;;;;;",
        `;;SANS NOM;;;;;;;;;;`,
      ].join("\r\n"),
      "latin1",
    ),
    hague: Buffer.from(
      [
        "Nom et prénom;Nom de jeune fille;Date naissance;Adresse complète;Téléphone;Courriel;Agrément;Capacité",
        `${capitals} Odélie;${capitals};${day}/05/${year};3 rue ${street}, 50100 Cherbourg;0${house};odelie@${name.toLowerCase()}.example;50-${number}1;3 places du 01/03/22 au 01/03/2027`,
        `${capitals} Lou;${capitals};02/11/${year};14 rue ${street}, 50440 La Hague;;;50-${number}2;4 places du 10/12/2020 au 10/12/2025`,
      ].join("\r\n"),
    ),
    redline: Buffer.from(
      [
        "birth_name,married_name,firstname,birthdate,street,zip,city,phone1,licence,licence_from,licence_to,capacity",
        `${name},,Lou,${year}-11-02,14 rue ${street},50440,La Hague,0${mobile},50-${number}2,2020-12-10,2025-12-10,4`,
      ].join("\n"),
    ),
  };
};

async function sends(agent: Person, name: string, content: Buffer): Promise<void> {
  await agent.opens(LIST);
  await agent.follows("Importer un fichier");
  await agent.attaches("Fichier", name, content, "text/csv");
  await agent.presses("Envoyer le fichier");
  await agent.sees("Étape 2 sur 4");
}

/** What runs behind is over when its page says so. */
async function waits(agent: Person, text: string): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    await agent.page.reload();
    if ((await agent.page.getByText(text).count()) > 0) return agent.looksAgain();
    await agent.page.waitForTimeout(500);
  }
  throw new Error(`« ${text} » never came`);
}

async function imports(agent: Person, lines: number): Promise<void> {
  await agent.presses("Essayer sans rien écrire");
  await waits(agent, "Ce que donnerait l’import");
  await agent.sees("Rien n’a été écrit.");
  await agent.presses(`Importer ${lines} ligne${lines > 1 ? "s" : ""}`);
  await waits(agent, "Ce qui a été fait");
}

describe.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280 },
  { title: "without scripts on a telephone", javascript: false, width: 360 },
])("three files of three relays, $title", ({ javascript, width }) => {
  test("are mapped, tried, imported into one base, and the last one undone", async () => {
    const agent = await the().agent(MEMBER, "agent", { javascript, width });
    const those = people();
    const { name } = those;
    const { gram, hague, redline } = files(those);
    await sends(agent, "gram.csv", gram);
    await agent.sees("gram.csv : 4 lignes sous les titres.");
    if (javascript) await agent.takesPicture("import-mapping.png");
    await agent.writes("Garder cette correspondance sous un nom", `GRAM ${name}`);
    await imports(agent, 4);
    await agent.sees("2 créées");
    await agent.sees("1 refusée");
    await agent.sees("OBSERVATIONS : 1 ligne");
    await agent.sees("à compléter");
    if (javascript) await agent.takesPicture("import-report.png");
    await agent.follows(new RegExp(`^${name} Maëlle`, "i"));
    await agent.sees("Cette fiche a été gardée incomplète.");
    await agent.sees("gram.csv, ligne 3");

    await sends(agent, "hague.csv", hague);
    await imports(agent, 2);
    await agent.sees("1 fiche complétée");
    await agent.sees("Complété : ");

    await sends(agent, "redline.csv", redline);
    await imports(agent, 1);
    await agent.sees("1 fiche complétée");
    const report = await agent.downloads("Télécharger le rapport");
    const [head = "", line = ""] = Buffer.from(report).toString("utf8").split("\r\n");
    expect(head).toContain('"birth_name";"married_name";"firstname"');
    expect(line).toContain("fiche complétée");

    await sends(agent, "redline.csv", redline);
    await imports(agent, 1);
    await agent.sees("1 déjà là, sans changement");

    await agent.opens(`${LIST}/imports`);
    await agent.follows("hague.csv");
    await agent.sees("hague.csv : 2 lignes sous les titres.");
    await agent.unfoldsAll();
    await agent.presses("Annuler tout cet import");
    await agent.sees("Cochez la case pour confirmer l’annulation.");
    await agent.looksAgain();
    await agent.ticks("J’ai compris que les fiches créées par cet import seront retirées");
    await agent.presses("Annuler tout cet import");
    await waits(agent, "Annulation : terminé");
    await agent.sees("1 laissée");
    await agent.leaves();
  });
});
