import { describe, test } from "vitest";
import { town } from "./helpers/town.ts";

const the = town();
const REGISTER = "/la-hague/agent/relais/assistante-maternelle";

describe.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280 },
  { title: "without scripts on a telephone", javascript: false, width: 360 },
])("a relay looks for a childminder of the next one, $title", ({ javascript, width }) => {
  test("in one register, narrowed to a member, without changing what is not hers", async () => {
    const agent = await the().agent("la-hague", "agent", { javascript, width });
    await agent.opens("/la-hague/agent");
    await agent.sees("200 fiches");
    await agent.opens(REGISTER);
    await agent.isAt("Assistantes maternelles");
    await agent.unfolds("Collectivité");
    await agent.ticks("Cherbourg-en-Cotentin");
    await agent.page.locator(".chip-menu[open]").getByRole("button", { name: "Appliquer" }).click();
    await agent.page.waitForURL(/collectivite=cherbourg-en-cotentin/);
    await agent.looksAgain();
    await agent.follows(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await agent.sees("Dossier de la collectivité : Cherbourg-en-Cotentin");
    await agent.sees("vous ne pouvez pas agir dessus");
    await agent.doesNotSee("Modifier la fiche");
    await agent.follows("Fiche suivante");
    await agent.sees("Dossier de la collectivité : Cherbourg-en-Cotentin");
    await agent.follows("Revenir à la liste");
    await agent.sees("La Hague");
    await agent.leaves();
  });
});
