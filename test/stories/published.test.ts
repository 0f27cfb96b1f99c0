import { describe, expect, test } from "vitest";
import { town } from "./helpers/town.ts";

const the = town();
const MEMBER = "/cherbourg-en-cotentin";
const TITLE = "Trouver une assistante maternelle";

describe.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280 },
  { title: "without scripts on a telephone", javascript: false, width: 360 },
])("a family looks for a childminder, $title", ({ javascript, width }) => {
  test("by commune, and reads what she agreed to and nothing else", async () => {
    const parent = await the().visitor("Camille", { javascript, width });
    await parent.opens(MEMBER);
    await parent.follows(TITLE);
    await parent.isAt(TITLE);
    const commune = parent.page.getByLabel("Commune d’exercice");
    const [, first = ""] = await commune.locator("option").allTextContents();
    const [, name = "", count = ""] = /^(.+) \((\d+)\)$/.exec(first) ?? [];
    await commune.selectOption(name);
    await parent.presses("Rechercher");
    await parent.page.waitForURL(/communeExercice/);
    await parent.sees(count === "1" ? "1 résultat" : `${count} résultats`);
    await parent.looksAgain();
    const results = parent.page.locator(".published-list li");
    for (const text of await results.allTextContents()) expect(text).toContain(name);
    await parent.opens(`${MEMBER}/relais/assistante-maternelle/annuaire`);
    const who = (await results.first().getByRole("heading").textContent()) ?? "";
    await parent.follows(who);
    await parent.isAt(who);
    await parent.sees("Commune d’exercice");
    await parent.doesNotSee("Date de naissance");
    await parent.doesNotSee("Numéro de l’agrément");
    await parent.follows("Revenir à la liste");
    await parent.isAt(TITLE);
    await parent.leaves();
  });
});
