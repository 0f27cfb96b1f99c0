import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { ROOT } from "../../helpers/live-server.ts";
import { checkPage } from "./page-check.ts";

/** Milliseconds that a person waits for what should come. */
const PATIENCE = 20_000;

/** Someone at a browser. Every page she comes to is checked for accessibility and for fitting her screen. */
export class Person {
  readonly name: string;
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #url: string;
  /** A page with scripts on, for the checks that need them. */
  readonly #twin: Page | null;
  readonly #checked = new Set<string>();

  constructor(name: string, page: Page, url: string, twin: Page | null) {
    this.name = name;
    this.page = page;
    this.#context = page.context();
    this.#url = url;
    this.#twin = twin;
  }

  /** Types an address. */
  async opens(path: string): Promise<void> {
    await this.page.goto(path.startsWith("http") ? path : this.#url + path);
    await this.#looksAround();
  }

  async follows(name: string | RegExp): Promise<void> {
    const link = this.page.getByRole("link", { name: said(name) }).first();
    await this.#leaves(await this.reaches(link, name), name);
  }

  /** Waits for something to act on, and unfolds the menus it may be in: on a narrow screen they are folded. */
  async reaches(wanted: Locator, name: string | RegExp): Promise<Locator> {
    const menu = this.page.locator(".menu-fold:not([open]) > summary").filter({ visible: true }).first();
    let unfolded = false;
    await this.#waitsFor(name, async () => {
      if (await wanted.isVisible()) return true;
      if (!(await menu.isVisible())) return false;
      await menu.click({ timeout: 2_000 });
      unfolded = true;
      return false;
    });
    if (unfolded) await this.looksAgain();
    return wanted;
  }

  /** Unfolds a part of the page. */
  async unfolds(name: string | RegExp): Promise<void> {
    const summary = this.page.locator("summary").filter({ hasText: name }).filter({ visible: true }).first();
    await (await this.reaches(summary, name)).click();
  }

  /** The file that a link leads to, as her browser would save it. */
  async downloads(name: string | RegExp): Promise<Uint8Array> {
    const link = await this.#found(this.page.getByRole("link", { name: said(name) }).first(), name);
    const href = (await link.getAttribute("href")) ?? "";
    const answer = await this.page.request.get(new URL(href, this.page.url()).href);
    expect(answer.status(), href).toBe(200);
    return answer.body();
  }

  async presses(name: string | RegExp): Promise<void> {
    await this.#leaves(this.page.getByRole("button", { name: said(name) }).first(), name);
  }

  /** Presses a button whose page leads to another by itself. */
  async pressesAndIsSentTo(name: string | RegExp, address: RegExp): Promise<void> {
    await (await this.#found(this.page.getByRole("button", { name: said(name) }).first(), name)).click();
    await this.page.waitForURL(address);
    await this.#looksAround();
  }

  /**
   * Starts an action that asks something first: its form unfolds on the page, or opens on the next one. Its last button
   * bears the same words.
   */
  async does(name: string): Promise<void> {
    const summary = this.page
      .locator("summary")
      .filter({ hasText: said(name) })
      .first();
    const link = this.page.getByRole("link", { name: said(name) }).first();
    await this.reaches(summary.or(link).filter({ visible: true }).first(), name);
    if (await summary.isVisible()) await summary.click();
    else await this.follows(name);
    await this.looksAgain();
  }

  /** Waits for a mail on the demo's page and answers the address of the link it holds. */
  async opensMail(address: string, subject: string): Promise<string> {
    const mail = await this.#unfoldsMail(address, subject);
    const link = await mail.getByRole("link").first().getAttribute("href");
    if (link === null) throw new Error(`the mail "${subject}" has no link`);
    return link;
  }

  /** The same, for words of its text: a code. */
  async readsMail(address: string, subject: string, words: RegExp): Promise<string> {
    const text = await (await this.#unfoldsMail(address, subject)).innerText();
    const found = words.exec(text)?.[0];
    if (found === undefined) throw new Error(`the mail "${subject}" says: ${text}`);
    return found;
  }

  async #unfoldsMail(address: string, subject: string): Promise<Locator> {
    const mail = this.page
      .locator("details")
      .filter({ hasText: address })
      .filter({ hasText: said(subject) })
      .first();
    for (let attempt = 0; (await mail.count()) === 0; attempt += 1) {
      // A demo that has just been filled sends the mails of its two hundred demandes first.
      if (attempt === 120) throw new Error(`no mail "${subject}" to ${address}:\n${await this.reads()}`);
      await this.page.waitForTimeout(500);
      await this.page.reload();
    }
    if ((await mail.getAttribute("open")) === null) await mail.locator("summary").click();
    return mail;
  }

  /** Twice in a row, as an impatient hand does. */
  async pressesTwice(name: string | RegExp): Promise<void> {
    await (await this.#found(this.page.getByRole("button", { name: said(name) }).first(), name)).dblclick();
    // Two journeys may have begun: the page is looked at when the last has ended.
    let begun = "";
    do {
      begun = await this.#moment();
      await this.page.waitForTimeout(500);
    } while (begun !== (await this.#moment()));
    await this.#looksAround();
  }

  /** Opens every part of the page that is folded. */
  async unfoldsAll(): Promise<void> {
    const folded = this.page.locator("main details:not([open]) > summary").filter({ visible: true });
    while ((await folded.count()) > 0) await folded.first().click();
    await this.looksAgain();
  }

  /** When the page shown was asked for, in milliseconds since 1970; the empty text while it is leaving. */
  async #moment(): Promise<string> {
    await this.page.waitForLoadState("load");
    return this.page.evaluate(() => String(performance.timeOrigin)).catch(() => "");
  }

  async writes(label: string | RegExp, text: string, within?: string): Promise<void> {
    await (await this.#found(this.#field(label, within), label)).fill(text);
  }

  /** A date in its three boxes: "27 3 1985". */
  async writesDate(question: string | RegExp, date: string, within?: string): Promise<void> {
    const group = await this.#found(this.#group(question, within), question);
    const [day = "", month = "", year = ""] = date.split(" ");
    await group.getByLabel("Jour").fill(day);
    await group.getByLabel("Mois").fill(month);
    await group.getByLabel("Année").fill(year);
  }

  /** One of several answers to a question. */
  async chooses(question: string | RegExp, answer: string | RegExp, within?: string): Promise<void> {
    const radio = this.#group(question, within)
      .getByRole("radio", { name: said(answer) })
      .first();
    await (await this.#found(radio, answer)).check();
  }

  async ticks(label: string | RegExp, question?: string | RegExp): Promise<void> {
    const place = question ? this.#group(question) : this.page;
    await (await this.#found(place.getByRole("checkbox", { name: said(label) }).first(), label)).check();
  }

  async attaches(label: string | RegExp, name: string, content: Buffer, type = "application/pdf"): Promise<void> {
    await this.page.getByLabel(said(label)).first().setInputFiles({ name, mimeType: type, buffer: content });
  }

  async sees(text: string | RegExp): Promise<void> {
    const shown = this.page.getByText(said(text)).filter({ visible: true }).first();
    const fields = this.page.locator("textarea, input").filter({ visible: true });
    const typed = () =>
      fields.evaluateAll(
        (all, words) => all.some((field) => (field as HTMLInputElement).value.includes(words)),
        String(text),
      );
    await this.#waitsFor(text, async () => (await shown.isVisible()) || (typeof text === "string" && (await typed())));
  }

  async doesNotSee(text: string | RegExp): Promise<void> {
    const shown = this.page.getByText(said(text)).filter({ visible: true });
    await expect.poll(() => shown.count(), { message: `${text} on ${this.page.url()}` }).toBe(0);
  }

  /** The main title of the page. */
  async isAt(title: string | RegExp): Promise<void> {
    await this.#found(this.page.getByRole("heading", { level: 1, name: said(title) }), title);
  }

  /** What a field holds. */
  async finds(label: string | RegExp, text: string, within?: string): Promise<void> {
    await expect.poll(() => this.#field(label, within).inputValue()).toBe(text);
  }

  /** All the words of the page's main part. */
  async reads(): Promise<string> {
    return (await this.page.locator("main").innerText()).slice(0, 4000);
  }

  /** Forgets her session, as a browser does when it expires. */
  async losesHerSession(): Promise<void> {
    await this.#context.clearCookies();
  }

  /** Keeps a picture of the page for the documentation, when UPDATE_IMAGES=1. */
  async takesPicture(file: string, fullPage = true): Promise<void> {
    if (process.env["UPDATE_IMAGES"] !== "1") return;
    const folder = join(ROOT, "docs/images");
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, file), fullPage, animations: "disabled" });
  }

  async leaves(): Promise<void> {
    await this.#twin?.context().close();
    await this.#context.close();
  }

  /** Checks the page as it is now: errors shown, parts unfolded. */
  async looksAgain(): Promise<void> {
    await checkPage(this.page, this.#twin);
  }

  /** Clicks on what leads to another page, and looks at that page. */
  async #leaves(control: Locator, name: string | RegExp): Promise<void> {
    await (await this.#found(control, name)).click();
    await this.page.waitForLoadState("load");
    await this.#looksAround();
  }

  /** Waits for it; says what the page shows instead when it does not come. */
  async #found(wanted: Locator, name: string | RegExp): Promise<Locator> {
    await this.#waitsFor(name, () => wanted.isVisible());
    return wanted;
  }

  /** Until it is so, whatever page comes meanwhile. */
  async #waitsFor(name: string | RegExp, isSo: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + PATIENCE;
    // A page that leaves answers nothing: the one that comes is asked.
    while (!(await isSo().catch(() => false))) {
      if (performance.now() > end) {
        throw new Error(`${this.name} finds no ${name} on ${this.page.url()}:\n${await this.reads()}`);
      }
      await this.page.waitForTimeout(50);
    }
  }

  async #looksAround(): Promise<void> {
    await this.page.waitForLoadState("load");
    const key = `${this.page.url()} ${await this.page.title()}`;
    if (this.#checked.has(key)) return;
    this.#checked.add(key);
    await checkPage(this.page, this.#twin);
  }

  #field(label: string | RegExp, within?: string): Locator {
    const place = within ? this.#part(within) : this.page;
    return place.getByLabel(beginning(label)).filter({ visible: true }).first();
  }

  #group(name: string | RegExp, within?: string): Locator {
    const place = within ? this.#part(within) : this.page;
    return place.getByRole("group", { name: said(name) }).first();
  }

  /** A group of fields, or a titled part of the page. */
  #part(name: string): Locator {
    return this.page
      .getByRole("group", { name: said(name) })
      .or(this.page.getByRole("region", { name: said(name) }))
      .first();
  }
}

/** Words as people say them: whatever the kind of space the page uses before a colon, whatever the case. */
function said(words: string | RegExp): RegExp {
  return typeof words === "string" ? new RegExp(pattern(words), "i") : words;
}

/** A label said by its first words: "Nom" is not "Prénom". */
function beginning(words: string | RegExp): RegExp {
  return typeof words === "string" ? new RegExp(`^\\s*${pattern(words)}`) : words;
}

function pattern(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
}
