import { readFile } from "node:fs/promises";
import type { Locator } from "playwright-core";
import { describe, expect, test } from "vitest";
import { ApiClient, findCitizen } from "../helpers/api-client.ts";
import { BIRTH, birthCertificate } from "../helpers/samples.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const QUEUE = `/mulhouse/agent/${BIRTH}`;

/** Demandes about people of one family name, sent by a citizen. */
async function sent(count: number, nom: string): Promise<void> {
  const citizen = new ApiClient(the().server.url, findCitizen(the().demo).token);
  const lane = async (share: number) => {
    for (let rank = 0; rank < share; rank += 1) await citizen.opens("mulhouse", BIRTH, birthCertificate({ nom }));
  };
  await Promise.all([0, 1, 2, 3, 4].map((nth) => lane(Math.floor((count + nth) / 5))));
}

/** Downloads what a link or a button gives; answers the text of the file. */
async function downloads(agent: Person, control: Locator): Promise<string> {
  const [download] = await Promise.all([agent.page.waitForEvent("download"), control.click()]);
  return readFile(await download.path(), "utf8");
}

/** Waits for the end of the work on its page: by itself with scripts, by pressing its link without. */
async function followsToTheEnd(agent: Person, javascript: boolean): Promise<void> {
  const ended = agent.page.getByText("Terminé", { exact: true });
  for (let attempt = 0; attempt < 60 && (await ended.count()) === 0; attempt += 1) {
    if (!javascript) await agent.follows("Actualiser");
    await agent.page.waitForTimeout(500);
  }
  await agent.looksAgain();
  await agent.sees("Terminé");
}

describe.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280, nom: "Oberlin" },
  { title: "without scripts on a telephone", javascript: false, width: 360, nom: "Schweitzer" },
])("a morning's thirty demandes, $title", ({ javascript, width, nom }) => {
  test("are asked for the same piece at once, followed, reported and exported", async () => {
    await sent(30, nom);
    await sent(5, `${nom}-Autre`);
    const agent = await the().agent("mulhouse", "agent", { javascript, width });
    await agent.opens(`${QUEUE}?filtre[nom]=${nom}`);
    await agent.presses("Agir sur la sélection");
    await agent.sees("Cochez au moins une demande");
    await agent.looksAgain();
    if (javascript) {
      await agent.ticks("Tout sélectionner sur cette page");
      await agent.sees("(25)");
      await agent.takesPicture("bulk-list.png", false);
    }
    await agent.presses(/Agir sur (toutes )?les .*demandes de cette liste/);
    await agent.isAt("Agir sur 30 demandes");
    await agent.follows("Demander des pièces");
    await agent.presses("Continuer");
    await agent.sees("Indiquez");
    await agent.looksAgain();
    await agent.ticks(/votre adresse postale complète/);
    await agent.writes("Délai laissé au demandeur", "30");
    await agent.presses("Continuer");
    await agent.isAt("Vérifiez avant de lancer : Demander des pièces");
    await agent.sees("30 seront traitées");
    if (javascript) await agent.takesPicture("bulk-confirm.png");
    await agent.presses("Lancer pour 30 demandes");
    await followsToTheEnd(agent, javascript);
    await agent.sees("30 traitées");
    if (javascript) await agent.takesPicture("bulk-report.png", false);
    const report = await downloads(agent, agent.page.getByRole("link", { name: "Télécharger le rapport" }));
    expect(report.match(/"traitée"/g)).toHaveLength(30);
    await agent.follows("Travaux");
    await agent.sees("30 demandes");

    await agent.opens(`${QUEUE}?etat=incomplete&filtre[nom]=${nom}`);
    await agent.follows("Exporter");
    await agent.isAt("Exporter : Demander un acte de naissance");
    if (javascript) await agent.takesPicture("export.png");
    const list = await downloads(agent, agent.page.getByRole("button", { name: "Exporter", exact: true }));
    expect(list.trim().split("\r\n")).toHaveLength(31);
    expect(list).toContain(`"${nom}"`);
    expect(list).not.toContain("Autre");
    await agent.leaves();
  });
});

/** Presses Tab until this has the focus, as someone without a mouse does. */
async function reaches(agent: Person, wanted: Locator): Promise<void> {
  for (let step = 0; step < 200; step += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await agent.page.keyboard.press("Tab");
  }
  throw new Error("Tab never comes there");
}

test("two demandes are given to a colleague by the keyboard alone", async () => {
  await sent(2, "Koechlin");
  const agent = await the().agent("mulhouse", "agent");
  await agent.opens(`${QUEUE}?filtre[nom]=Koechlin`);
  const { page } = agent;
  const key = async (control: Locator, pressed: string) => {
    await reaches(agent, control);
    await page.keyboard.press(pressed);
  };
  const boxes = page.locator(".pick input");
  expect(await boxes.count()).toBe(2);
  await key(boxes.nth(0), "Space");
  await key(boxes.nth(1), "Space");
  await page.keyboard.press("Enter");
  await agent.isAt("Agir sur 2 demandes");
  await key(page.getByRole("link", { name: "Attribuer", exact: true }), "Enter");
  await agent.isAt("Attribuer");
  await key(page.getByLabel("À qui ?"), "ArrowDown");
  await key(page.getByRole("button", { name: "Continuer" }), "Enter");
  await agent.sees("2 seront traitées");
  await key(page.getByRole("button", { name: "Lancer pour 2 demandes" }), "Enter");
  await followsToTheEnd(agent, true);
  await agent.sees("2 traitées");
  await agent.leaves();
});
