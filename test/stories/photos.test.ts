import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { pngChunk, pngOf } from "../helpers/pictures.ts";
import { fillsTheForm } from "./helpers/birth-certificate.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const PICKER = "Vos documents";

/** A photo as telephones take them: what is seen weighs less than what is told beside it. */
const photo = (name: string, grey: number, weight = 400_000) => {
  const told = pngChunk("tEXt", Buffer.concat([Buffer.from("Comment\0"), randomBytes(weight)]));
  return { name, mimeType: "image/png", buffer: pngOf(640, 480, [told], grey) };
};
const PHOTOS = [photo("livret 1.png", 0x60), photo("livret 2.png", 0x90), photo("jardin.png", 0xc0)];
const SEVEN_MEGABITS = 900_000;

/** What leaves her browser goes at this speed, in bytes a second; answers what changes it. */
async function slows(person: Person, bytesPerSecond: number): Promise<(bytesPerSecond: number) => Promise<void>> {
  const session = await person.page.context().newCDPSession(person.page);
  const goAt = async (uploadThroughput: number) => {
    const speeds = { latency: 20, downloadThroughput: -1, uploadThroughput };
    await session.send("Network.emulateNetworkConditions", { offline: false, ...speeds });
  };
  await goAt(bytesPerSecond);
  return goAt;
}

async function picks(person: Person, files: readonly { name: string; mimeType: string; buffer: Buffer }[]) {
  await person.page
    .getByLabel(PICKER)
    .first()
    .setInputFiles([...files]);
}
const sending = (person: Person, name: string) => person.page.locator(".sendings li").filter({ hasText: name });
const kept = (person: Person) => person.page.locator(".file-stored .file-name").allInnerTexts();
const reachesCheck = async (person: Person, address: string, joins: () => Promise<void>) => {
  await person.opens("/mulhouse/etat-civil/acte-naissance");
  await person.presses("Commencer la demande");
  await fillsTheForm(person, address, joins);
};
const sendsIt = async (person: Person): Promise<string> => {
  await person.presses("Envoyer la demande");
  await person.isAt("Votre demande est envoyée");
  return /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await person.reads())?.[0] ?? "";
};

describe.each([{ width: 1280 }, { width: 360 }])("three photos on a slow line, screen of $width", ({ width }) => {
  test("leave one by one, with their progress; one is given up; the service looks at the others", async () => {
    const citizen = await the().visitor("Marie", { width });
    await reachesCheck(citizen, `photos.${width}@exemple.fr`, async () => {
      const goAt = await slows(citizen, SEVEN_MEGABITS / 20);
      await picks(citizen, PHOTOS);
      await sending(citizen, "livret 1.png")
        .getByText(/^[1-9]\d? %$/)
        .waitFor();
      expect(await sending(citizen, "jardin.png").innerText()).toContain("En attente");
      await citizen.looksAgain();
      if (width === 1280) await citizen.takesPicture("photos-sending.png", false);
      else await citizen.takesPicture("photos-sending-mobile.png", false);
      await sending(citizen, "jardin.png").getByRole("button", { name: "Annuler l’envoi" }).click();
      await expect.poll(() => citizen.page.textContent("#annonce")).toContain("L’envoi de jardin.png est annulé");
      await goAt(SEVEN_MEGABITS);
      await expect.poll(() => kept(citizen), { timeout: 20_000 }).toHaveLength(2);
      expect((await kept(citizen)).join()).toMatch(/livret 1\.png.*livret 2\.png/s);
      expect(await citizen.page.textContent("#annonce")).toBe("livret 2.png est envoyé.");
      expect(await citizen.page.locator(".sendings li").count()).toBe(0);
      await citizen.looksAgain();
      await citizen.presses("Continuer");
    });
    await citizen.sees("livret 1.png");
    await citizen.doesNotSee("jardin.png");
    const reference = await sendsIt(citizen);

    const agent = await the().agent("mulhouse", "agent", { width });
    await agent.opens(`/mulhouse/agent/etat-civil/acte-naissance?q=${reference}`);
    await agent.follows(reference);
    await agent.sees("non analysé");
    const fetched: string[] = [];
    agent.page.on("request", (request) => fetched.push(request.url()));
    const pictures = agent.page.locator(".pictures img");
    expect(await pictures.count()).toBe(2);
    expect(fetched.filter((url) => url.endsWith("/image"))).toEqual([]);
    await agent.does("Voir les 2 images");
    const widths = () => pictures.evaluateAll((all) => all.map((each) => (each as HTMLImageElement).naturalWidth));
    await expect.poll(widths).toEqual([640, 640]);
    if (width === 1280) await agent.takesPicture("photos-entry.png");
  });
});

describe("a file on its way", () => {
  test("that breaks off is tried again, and the button that goes on waits for it", async () => {
    const citizen = await the().visitor("Léa");
    await reachesCheck(citizen, "coupure@exemple.fr", async () => {
      await slows(citizen, SEVEN_MEGABITS);
      await citizen.page.route("**/justificatifs", (route) => route.abort("connectionreset"), { times: 1 });
      await picks(citizen, PHOTOS.slice(0, 1));
      await sending(citizen, "livret 1.png").getByText("l’envoi s’est interrompu").waitFor();
      await citizen.looksAgain();
      await sending(citizen, "livret 1.png").getByRole("button", { name: "Réessayer" }).click();
      await citizen.page.getByRole("button", { name: "Continuer", exact: true }).click();
      await citizen.page.getByRole("heading", { level: 1, name: "Où envoyer le document" }).waitFor();
    });
    await citizen.sees("livret 1.png");
  });

  test("that the town does not take says why beside the field, and the others go on", async () => {
    const citizen = await the().visitor("Paul");
    await reachesCheck(citizen, "programme@exemple.fr", async () => {
      const program = {
        name: "facture.pdf",
        mimeType: "application/pdf",
        buffer: Buffer.from(`MZ\x90\0${"\0".repeat(90)}`),
      };
      const empty = { name: "vide.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(0) };
      await picks(citizen, [program, empty, ...PHOTOS.slice(0, 1)]);
      await expect.poll(() => kept(citizen)).toHaveLength(1);
      await citizen.sees("facture.pdf : Ce fichier est un programme");
      await citizen.sees("vide.pdf est vide");
      await sending(citizen, "vide.pdf").getByRole("button", { name: "Retirer" }).click();
      await citizen.looksAgain();
      await citizen.presses("Continuer");
    });
    await citizen.sees("livret 1.png");
  });

  test("too many for the question are said to be so before they leave", async () => {
    const citizen = await the().visitor("Zoé");
    await reachesCheck(citizen, "trop@exemple.fr", async () => {
      await picks(citizen, [...PHOTOS, photo("de trop.png", 0x20, 10)]);
      await citizen.sees("de trop.png est de trop");
      await expect.poll(() => kept(citizen)).toHaveLength(3);
      await citizen.looksAgain();
      await citizen.presses("Continuer");
    });
  });
});

test("without any script, three photos leave with the form, and are seen by who sent them", async () => {
  const citizen = await the().visitor("Jeanne", { javascript: false, width: 360 });
  await reachesCheck(citizen, "sans.script@exemple.fr", async () => {
    await picks(citizen, PHOTOS);
    await citizen.presses("Continuer");
  });
  await citizen.sees("jardin.png");
  await citizen.does("Voir les 3 images");
  const widths = () =>
    citizen.page
      .locator(".pictures img")
      .evaluateAll((all) => all.map((each) => (each as HTMLImageElement).naturalWidth));
  await expect.poll(widths).toEqual([640, 640, 640]);
  expect(await sendsIt(citizen)).not.toBe("");
});
