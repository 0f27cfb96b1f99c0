import type { Locator } from "playwright-core";
import type { Keyboard } from "./keyboard.ts";
import type { Person } from "./person.ts";

/** What hands do on a page, with whatever they hold. */
export type Hands = Pick<Keyboard, "activates" | "unfolds" | "ticks" | "chooses" | "selects" | "types">;

/** One thumb on a telephone: what it acts on is touched. */
export class Thumb implements Hands {
  readonly #person: Person;

  constructor(person: Person) {
    this.#person = person;
  }

  async activates(role: "link" | "button", name: string | RegExp): Promise<void> {
    const { page } = this.#person;
    const wanted = await this.#person.reaches(seen(page.getByRole(role, { name })), name);
    const arrived = page.waitForEvent("load");
    await wanted.click();
    await arrived;
    await this.#person.looksAgain();
  }

  async unfolds(name: string | RegExp): Promise<void> {
    await seen(this.#person.page.locator("summary").filter({ hasText: name })).click();
  }

  async ticks(label: string | RegExp): Promise<void> {
    await seen(this.#person.page.getByRole("checkbox", { name: label })).check();
  }

  async chooses(question: string | RegExp, answer: string | RegExp): Promise<void> {
    await seen(this.#person.page.getByRole("group", { name: question }))
      .getByRole("radio", { name: answer })
      .check();
  }

  async selects(label: string | RegExp, option: string): Promise<void> {
    const list = seen(this.#person.page.getByLabel(label));
    const labels = await list.locator("option").allInnerTexts();
    await list.selectOption({ label: labels.find((each) => each.startsWith(option)) ?? option });
  }

  async types(label: string | RegExp, text: string): Promise<void> {
    await seen(this.#person.page.getByLabel(label)).fill(text);
  }
}

const seen = (wanted: Locator): Locator => wanted.filter({ visible: true }).first();
