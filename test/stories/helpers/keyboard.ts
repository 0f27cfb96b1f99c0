import type { Locator } from "playwright-core";
import type { Person } from "./person.ts";

/** More stops than any page has. */
const MOST_STOPS = 400;

/** Hands that use no mouse: what they act on is reached with Tab, as it comes on the page. */
export class Keyboard {
  readonly #person: Person;

  constructor(person: Person) {
    this.#person = person;
  }

  /** Moves the focus on until it is there. Throws when a whole turn of the page does not meet it. */
  async reaches(wanted: Locator): Promise<void> {
    const { page } = this.#person;
    await wanted.first().waitFor();
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      if (await wanted.evaluateAll((all) => all.includes(document.activeElement as (typeof all)[number]))) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`${this.#person.name} never comes to ${String(wanted)} on ${page.url()} with the keyboard`);
  }

  /** A link or a button that leads to another page. */
  async activates(role: "link" | "button", name: string | RegExp): Promise<void> {
    const { page } = this.#person;
    await this.reaches(page.getByRole(role, { name }).filter({ visible: true }));
    const arrived = page.waitForEvent("load");
    await page.keyboard.press("Enter");
    await arrived;
    await this.#person.looksAgain();
  }

  /** A part of the page that is folded. */
  async unfolds(name: string | RegExp): Promise<void> {
    const { page } = this.#person;
    await this.reaches(page.locator("summary").filter({ hasText: name, visible: true }));
    await page.keyboard.press("Enter");
  }

  async ticks(label: string | RegExp): Promise<void> {
    const { page } = this.#person;
    await this.reaches(page.getByRole("checkbox", { name: label }).filter({ visible: true }).first());
    await page.keyboard.press("Space");
  }

  /** One of several answers: Tab comes to the group, the arrows go round it. */
  async chooses(question: string | RegExp, answer: string | RegExp): Promise<void> {
    const { page } = this.#person;
    const group = page.getByRole("group", { name: question }).filter({ visible: true }).first();
    await this.reaches(group.getByRole("radio"));
    await page.keyboard.press("Space");
    const wanted = group.getByRole("radio", { name: answer });
    for (let turn = 0; turn < 30 && !(await wanted.isChecked()); turn += 1) await page.keyboard.press("ArrowDown");
  }

  /** An entry of a drop-down list, by its first letters. */
  async selects(label: string | RegExp, option: string): Promise<void> {
    const { page } = this.#person;
    await this.reaches(page.getByLabel(label).filter({ visible: true }));
    await page.keyboard.type(option);
  }

  /** The same by the arrows, for words that begin with an accent. */
  async comesDownTo(label: string | RegExp, option: string): Promise<void> {
    const { page } = this.#person;
    const list = page.getByLabel(label).filter({ visible: true });
    await this.reaches(list);
    const shown = () => list.evaluate((one) => (one as HTMLSelectElement).selectedOptions[0]?.label);
    for (let turn = 0; turn < 60 && (await shown()) !== option; turn += 1) await page.keyboard.press("ArrowDown");
  }

  async types(label: string | RegExp, text: string): Promise<void> {
    const { page } = this.#person;
    await this.reaches(page.getByLabel(label).filter({ visible: true }).first());
    await page.keyboard.press("Control+a");
    await page.keyboard.type(text);
  }
}
