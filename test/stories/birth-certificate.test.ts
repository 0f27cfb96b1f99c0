import { describe, expect, test } from "vitest";
import { today, typed } from "../helpers/days.ts";
import { readPdf } from "../helpers/pdf.ts";
import { fillsTheForm } from "./helpers/birth-certificate.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const DOCUMENT = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

describe.each([
  { title: "with a script-running browser on a wide screen", javascript: true, width: 1280 },
  { title: "with a script-running browser on a telephone", javascript: true, width: 360 },
  { title: "with no script at all on a telephone", javascript: false, width: 360 },
  { title: "with no script at all on a wide screen", javascript: false, width: 1280 },
])("a birth certificate asked $title", ({ javascript, width }) => {
  const address = `marie.${javascript}.${width}@exemple.fr`;
  const screen = { javascript, width };
  const wide = javascript && width === 1280;
  const picture = async (person: Person, file: string, fullPage = true) => {
    if (wide) await person.takesPicture(file, fullPage);
  };

  test("goes from the first page to the mail that says it is on its way", async () => {
    const citizen = await the().visitor("Marie", screen);
    await citizen.opens("/");
    await picture(citizen, "accueil.png");
    await citizen.follows(/^Mulhouse(?! Alsace)/);
    await citizen.follows("Demander un acte de naissance");
    await picture(citizen, "service.png");
    await citizen.presses("Commencer la demande");

    await citizen.presses("Continuer");
    await citizen.sees("Indiquez où la naissance a eu lieu.");
    await citizen.looksAgain();
    await picture(citizen, "step.png");
    if (javascript && !wide) await citizen.takesPicture("step-mobile.png");

    await fillsTheForm(citizen, address);
    await citizen.sees("27 mars 1955");
    await citizen.sees("Copie intégrale");
    await picture(citizen, "check.png");
    await citizen.presses("Envoyer la demande");
    await citizen.isAt("Votre demande est envoyée");
    await picture(citizen, "confirmation.png");
    const reference = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await citizen.reads())?.[0] ?? "";
    expect(reference).not.toBe("");
    await citizen.follows("Suivre ma demande");
    await citizen.sees("Votre demande est bien arrivée");

    const agent = await the().agent("mulhouse", "agent", screen);
    await agent.opens("/mulhouse/agent/etat-civil/acte-naissance");
    await picture(agent, "queue.png", false);
    await agent.opens(`/mulhouse/agent/etat-civil/acte-naissance?q=${reference}`);
    await agent.follows(reference);
    await agent.sees("Schoenauer");
    await picture(agent, "entry.png");
    await agent.does("Demander des pièces");
    await agent.ticks(/un document qui montre votre lien/);
    await agent.writes("Délai laissé au demandeur", "30");
    await agent.presses("Demander des pièces");
    await agent.sees("En attente de pièces");

    await citizen.opens("/demo/messages");
    const request = await citizen.opensMail(address, "Il manque des pièces");
    await citizen.opens(request);
    await citizen.sees("Il manque des pièces à votre demande");
    await citizen.attaches("Vos documents", "livret.pdf", DOCUMENT);
    await citizen.presses("Envoyer les pièces");
    await citizen.sees("étudie votre demande");
    await picture(citizen, "tracking.png");

    await agent.opens(`/mulhouse/agent/etat-civil/acte-naissance?q=${reference}`);
    await agent.follows(reference);
    await agent.sees("livret.pdf");
    await agent.does("Délivrer l’acte");
    await agent.chooses("Mode d’envoi", "courrier simple");
    await agent.writesDate("Date d’envoi", typed(today()));
    await agent.presses("Délivrer l’acte");
    await agent.sees("Délivrée");

    await citizen.opens("/demo/messages");
    const decision = await citizen.opensMail(address, "Votre acte de naissance est envoyé");
    await citizen.opens(decision);
    await citizen.sees(reference);
    await citizen.sees(/délivré/);
    const { text } = await readPdf(await citizen.downloads("Accusé de réception (PDF)"));
    expect(text).toContain(reference);
    expect(text).toContain("R. 112-11-1");
    await citizen.leaves();
    await agent.leaves();
  });
});
