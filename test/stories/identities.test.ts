import { expect, test } from "vitest";
import { town } from "./helpers/town.ts";

const the = town();

test("each town shows its own name, logo and colours, from its data alone", async () => {
  const looks = new Map<string, { brand: string; logo: string; primary: string }>();
  for (const [member, name, picture] of [
    ["mulhouse", "Mulhouse", "identite-mulhouse.png"],
    ["la-hague", "La Hague", "identite-la-hague.png"],
  ] as const) {
    const visitor = await the().visitor("Marie");
    await visitor.opens(`/${member}`);
    await visitor.sees(name);
    await visitor.takesPicture(picture);
    looks.set(member, {
      brand: await visitor.page.locator("header").first().innerText(),
      logo: (await visitor.page.locator("header img").first().getAttribute("src")) ?? "",
      primary: await visitor.page.evaluate(() => {
        const colours = [...document.querySelectorAll("header, h1, a, .hero")].flatMap((element) => {
          const { color, backgroundColor } = getComputedStyle(element);
          return [color, backgroundColor];
        });
        return colours.join(" ");
      }),
    });
    await visitor.leaves();
  }
  const [first, second] = [...looks.values()];
  expect(first?.brand).toContain("Mulhouse");
  expect(second?.brand).toContain("La Hague");
  expect(first?.logo).not.toBe(second?.logo);
  expect(first?.primary).not.toBe(second?.primary);
});

test("the whole of the site's fixed pages is accessible, wide and narrow", async () => {
  for (const width of [1280, 360]) {
    const visitor = await the().visitor("Marie", { width });
    const pages = ["mentions-legales", "accessibilite", "donnees-personnelles"].map((page) => `/mulhouse/${page}`);
    for (const path of ["/", "/connexion", "/agent/connexion", "/demo", ...pages]) await visitor.opens(path);
    await visitor.opens("/mulhouse/nulle-part");
    await visitor.sees("Page introuvable");
    await visitor.leaves();
  }
});

test("the agents' pages are accessible, wide and narrow", async () => {
  for (const width of [1280, 360]) {
    const agent = await the().agent("mulhouse", "agent", { width });
    await agent.opens("/mulhouse/agent");
    await agent.opens("/mulhouse/agent/etat-civil/acte-naissance?q=introuvable-xyz");
    await agent.sees("Aucune demande ne correspond");
    await agent.opens("/mulhouse/agent/etat-civil/acte-naissance/nouveau");
    await agent.leaves();
  }
});
