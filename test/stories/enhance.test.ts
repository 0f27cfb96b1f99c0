import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchChromium } from "../helpers/chromium.ts";
import { type OneStep, serveOneStep } from "./helpers/one-step.ts";

/** A draft is saved once the typing rests. */
const PATIENCE = { timeout: 10_000 };

let browser: Browser;
let served: OneStep;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  // A page that closes may still save its draft: what it sends goes to the server of its own test.
  served = await serveOneStep();
  complaints.length = 0;
  page = await browser.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" && !/40[39]/.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
});
afterEach(async () => {
  await page.close();
  served.stop();
  expect(complaints, "nothing that the policy refuses, no error").toEqual([]);
});

const focused = () => page.evaluate(() => document.activeElement?.id ?? "");

describe("an answer that decides of another question", () => {
  test("draws it at once, with the keyboard where it was and every word typed", async () => {
    await page.goto(served.url);
    await page.fill("#root_nom", "Schœnauer");
    await page.check("#root_objet");
    await page.waitForSelector("#root_occasion");
    expect(await focused()).toBe("root_objet");
    expect(await page.inputValue("#root_nom")).toBe("Schœnauer");
    await page.check("#root_objet-2");
    await page.waitForSelector("#root_occasion", { state: "detached" });
    expect(await page.isChecked("#root_objet-2")).toBe(true);
  });

  test("keeps what was typed while the server was thinking", async () => {
    await page.goto(served.url);
    served.delay = 400;
    await page.check("#root_objet");
    await page.fill("#root_message", "Avec des lampions");
    await page.waitForSelector("#root_occasion");
    expect(await page.inputValue("#root_message")).toBe("Avec des lampions");
    expect(await focused()).toBe("root_message");
  });

  test("moves nothing under a finger that is pressing the button", async () => {
    await page.goto(served.url);
    served.delay = 300;
    await page.check("#root_objet");
    const drawn = page.waitForResponse((response) => response.request().headers()["x-partial"] === "fields");
    await page.getByRole("button", { name: "Continuer", exact: true }).hover();
    await page.mouse.down();
    await drawn;
    await page.waitForTimeout(100);
    await page.mouse.up();
    await expect.poll(() => served.posts.map(({ partial }) => partial), PATIENCE).toEqual(["fields", null]);
  });

  test("is drawn once the finger has left the page without pressing anything", async () => {
    await page.goto(served.url);
    served.delay = 300;
    await page.check("#root_objet");
    const drawn = page.waitForResponse((response) => response.request().headers()["x-partial"] === "fields");
    await page.hover("h1");
    await page.mouse.down();
    await drawn;
    await page.waitForTimeout(100);
    expect(await page.isVisible("#root_occasion")).toBe(false);
    await page.mouse.up();
    await page.waitForSelector("#root_occasion");
  });

  test("changes nothing on the page when the server does not answer", async () => {
    await page.goto(served.url);
    served.refuse = true;
    await page.check("#root_objet");
    await expect.poll(() => served.posts.length, PATIENCE).toBe(1);
    expect(await page.isChecked("#root_objet")).toBe(true);
    expect(await page.isVisible("#root_nom")).toBe(true);
  });
});

describe("a draft", () => {
  test("is saved while it is typed, and the page says when", async () => {
    await page.goto(served.url);
    await page.fill("#root_nom", "Weber");
    await expect.poll(() => page.textContent(".saved"), PATIENCE).toMatch(/^Brouillon enregistré à \d+\sh\s\d\d$/);
    expect(served.posts).toEqual([{ partial: "save", answers: { nom: "Weber" } }]);
  });

  test("that could not be saved is said so, and tried again with the next word", async () => {
    await page.goto(served.url);
    served.refuse = true;
    await page.fill("#root_nom", "Weber");
    await expect.poll(() => page.textContent(".saved"), PATIENCE).toContain("non enregistré");
    served.refuse = false;
    await page.fill("#root_nom", "Weber-Muller");
    await expect.poll(() => page.textContent(".saved"), PATIENCE).toContain("Brouillon enregistré");
  });
});

describe("a draft that another page wrote meanwhile", () => {
  test("is saved at the second try, with all that the page shows", async () => {
    await page.goto(served.url);
    served.revision = "7";
    await page.fill("#root_nom", "Weber");
    await expect.poll(() => page.textContent(".saved"), PATIENCE).toMatch(/^Brouillon enregistré/);
    expect(served.posts).toEqual([
      { partial: "save", answers: { nom: "Weber" } },
      { partial: "save", answers: { nom: "Weber" } },
    ]);
  });
});

describe("a form", () => {
  test("pressed twice is sent once", async () => {
    await page.goto(served.url);
    served.delay = 400;
    await page.getByRole("button", { name: "Continuer", exact: true }).dblclick();
    await page.waitForSelector("text=Reçu");
    expect(served.posts).toHaveLength(1);
  });

  test("sent with the Enter key goes on, rather than doing what its first button says", async () => {
    await page.goto(served.url);
    await page.press("#root_nom", "Enter");
    await page.waitForSelector("text=Reçu");
    expect(served.posts.map(({ partial }) => partial)).toEqual([null]);
  });

  test("that came back with errors opens at their list, which leads to the control", async () => {
    await page.goto(`${served.url}?erreurs`);
    expect(await focused()).toBe("erreurs");
    await page.click(".summary a");
    expect(await focused()).toBe("root_message");
    expect(await page.isVisible("label[for=root_message]")).toBe(true);
  });
});
