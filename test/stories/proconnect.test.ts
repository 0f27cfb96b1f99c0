import { describe, expect, test } from "vitest";
import { findAgent } from "../helpers/api-client.ts";
import { town } from "./helpers/town.ts";

const the = town();

describe.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280 },
  { title: "without scripts on a telephone", javascript: false, width: 360 },
])("ProConnect, $title", ({ javascript, width }) => {
  const screen = { javascript, width };

  test("opens her queue to an agent who gave two proofs", async () => {
    const { name, email } = findAgent(the().demo, "mulhouse", "agent");
    const agent = await the().visitor(name, screen);
    await agent.opens("/mulhouse/agent/etat-civil/acte-naissance");
    await agent.isAt("Se connecter à l’espace des agents");
    await agent.follows("S’identifier avec ProConnect");
    await agent.isAt("Simulateur de ProConnect");
    await agent.presses("Continuer");
    await agent.sees("Choisissez une personne dans la liste");
    await agent.page.getByLabel("Qui êtes-vous ?").selectOption(email);
    await agent.chooses("Comment le prouvez-vous", "Avec une double authentification");
    await agent.presses("Continuer");
    expect(new URL(agent.page.url()).pathname).toBe("/mulhouse/agent/etat-civil/acte-naissance");
    await agent.sees(name);
    await agent.follows(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await agent.sees("Historique");
    await agent.pressesAndIsSentTo("Se déconnecter", /session\/end/);
    await agent.presses("Fermer la session");
    await agent.isAt("Se connecter à l’espace des agents");
    await agent.leaves();
  });

  test("tells someone without access what to ask for", async () => {
    const stranger = await the().visitor("Lou", screen);
    await stranger.opens("/agent/connexion/proconnect");
    await stranger.page.getByLabel("Qui êtes-vous ?").selectOption("paul.ailleurs@agents.example");
    await stranger.presses("Continuer");
    await stranger.isAt("ProConnect vous a identifié, mais vous n’avez pas d’accès ici");
    await stranger.sees("Votre employeur (SIREN 130025265)");
    await stranger.follows("Changer d’identité ProConnect");
    await stranger.presses("Fermer la session");
    await stranger.isAt("Se connecter à l’espace des agents");
    await stranger.leaves();
  });
});
