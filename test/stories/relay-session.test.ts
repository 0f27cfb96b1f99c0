import { describe, expect, test } from "vitest";
import { thisYear } from "../helpers/days.ts";
import { readPdf } from "../helpers/pdf.ts";
import { town } from "./helpers/town.ts";

const the = town();
const SESSIONS = "/la-hague/agent/relais/temps-collectif";
const NEXT_YEAR = thisYear() + 1;

describe.each([{ title: "with scripts on a wide screen", javascript: true, width: 1280 }])(
  "a morning of a relay, $title",
  ({ javascript, width }) => {
    test("is opened, signed up for by a childminder, and attended", async () => {
      const screen = { javascript, width };
      const name = `Contes ${width}`;
      const agent = await the().agent("la-hague", "agent", screen);
      await agent.opens(`${SESSIONS}/nouveau`);
      await agent.writes("Nom de la séance", name);
      await agent.page.getByLabel("De quoi s’agit-il ?").selectOption("musique");
      await agent.writes("Où ?", "Salle des fêtes, Gréville-Hague");
      await agent.writesDate("Jour", `12 5 ${NEXT_YEAR}`);
      await agent.page.getByLabel("De", { exact: true }).fill("9 h 30");
      await agent.page.getByLabel("À", { exact: true }).fill("11 h");
      await agent.writes("Combien d’adultes", "4");
      await agent.writes("Combien d’enfants", "8");
      await agent.writes("Combien de personnes en liste d’attente", "3");
      await agent.presses("Enregistrer la fiche");
      await agent.sees(name);

      const childminder = await the().visitor("Sylvie", screen);
      await childminder.opens("/la-hague/relais/participation");
      await childminder.presses("Choisir une séance");
      await childminder.chooses("Vous êtes", "Assistante maternelle");
      await childminder.writes("Votre nom", "Lecanu");
      await childminder.writes("Votre prénom", "Sylvie");
      await childminder.writes(/^Commune/, "La Hague (50)");
      await childminder.presses("Continuer");
      await childminder.isAt("Les enfants");
      await childminder.presses("Ajouter un enfant");
      await childminder.writes("Son prénom", "Lina");
      await childminder.writesDate("Sa date de naissance", "1 2 2024");
      await childminder.chooses(/^Ses parents ont-ils autorisé par écrit/, "Oui");
      await childminder.chooses(/^Ses parents ont-ils autorisé les photos/, "Non");
      await childminder.presses("Continuer");
      await childminder.isAt("Quelle séance ?");
      await childminder.chooses("Séance", name);
      await childminder.presses("Continuer");
      await childminder.writes(/^Adresse électronique/, `sylvie${width}@courriel.example`);
      await childminder.ticks(/^Je reste responsable/);
      await childminder.presses("Continuer");
      await childminder.presses(/^Envoyer/);
      await childminder.sees("Vous avez une place");
      await childminder.leaves();

      await agent.opens(`${SESSIONS}/places`);
      await agent.follows(name);
      await agent.sees("Personnes inscrites (1)");
      await agent.page
        .getByRole("group", { name: /^Présence de/ })
        .getByLabel("Présent")
        .check();
      await agent.presses("Enregistrer les présences");
      await agent.sees("1 présent, 0 absent, 0 excusé");
      const { text, tags } = await readPdf(await agent.downloads("Imprimer la feuille de présence"));
      for (const said of ["Lecanu Sylvie", "Lina", "Vient avec", "Signature, 12 mai"]) expect(text).toContain(said);
      expect(tags.filter((tag) => tag === "TR")).toHaveLength(1 + 1 + 6);
      await agent.follows(/Lecanu/);
      await agent.sees("Présence notée");
      await agent.leaves();
    });
  },
);

test("a childminder's fiche adds up the hours of training of the year", async () => {
  const agent = await the().agent("la-hague", "agent");
  await agent.opens("/la-hague/agent/relais/assistante-maternelle");
  await agent.follows(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await agent.follows(/^Formation/);
  await agent.sees(/Heures de formation cette année : [\d,]+ heures? sur 58/);
  await agent.leaves();
});
