import { describe, expect, test } from "vitest";
import { town } from "./helpers/town.ts";

const the = town();
const HEAD = "Nom élève;Prénom élève;Date naissance;Sexe;Adresse1;Cp1;Commune1;Niveau;Libellé classe;Sieste";

describe.each([
  { title: "with scripts, on a wide screen", javascript: true, width: 1280, name: "Haddad" },
  { title: "without scripts, on a telephone", javascript: false, width: 360, name: "Benali" },
])("files of the school software, $title", ({ javascript, width, name }) => {
  test("are read after a look at what they would do, and written for the next one", async () => {
    const agent = await the().agentNamed("mulhouse", "Claudine Bauer", { javascript, width });
    const file = `${HEAD}\r\n${name};Inès;14/04/2023;F;12 rue du Sauvage;68100;Mulhouse;PS;PS A;Oui\r\n${name};Léo;31/02/2019;M;;;;CP;;\r\n`;
    await agent.opens("/mulhouse/agent/ecole/eleve");
    await agent.follows("Importer un fichier");
    await agent.attaches("Fichier (CSV)", "onde.csv", Buffer.from(file, "latin1"), "text/csv");
    await agent.presses("Voir ce que ferait ce fichier");
    await agent.sees("1 ligne à ajouter");
    await agent.sees("1 ligne refusée");
    await agent.sees("Colonnes ignorées : Sieste.");
    await agent.presses("Écrire 1 ligne");
    await agent.sees("1 ligne ajoutée");
    await agent.follows("Choisir un autre fichier");
    await agent.attaches("Fichier (CSV)", "onde.csv", Buffer.from(file, "latin1"), "text/csv");
    await agent.presses("Voir ce que ferait ce fichier");
    await agent.sees("1 ligne sans changement");
    await agent.opens(`/mulhouse/agent/ecole/eleve/export?liste=${encodeURIComponent(`q=${name}`)}`);
    const [download] = await Promise.all([
      agent.page.waitForEvent("download"),
      agent.page.getByRole("button", { name: "ONDE – élèves" }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const written = Buffer.concat(chunks).toString("latin1").split("\r\n");
    expect(written[0]).toContain("Nom élève;Nom d'usage élève;Prénom élève;Date naissance;Sexe;INE");
    expect(written[1]).toContain(`${name};;Inès;14/04/2023;F;;12 rue du Sauvage;68100;Mulhouse;;PS;PS A;`);
    await agent.leaves();
  });
});
