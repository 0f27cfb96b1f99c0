/** Milliseconds of rest before what is typed is asked about. */
const REST = 250;
const SHORTEST = 3;

type Words = Readonly<Record<"label" | "one" | "several" | "none" | "unavailable", string>>;

interface Option {
  readonly label: string;
  readonly street?: string;
  readonly postcode?: string;
  readonly city?: string;
  /** An entry, and what tells it from others of its name: see `hold.ts`. */
  readonly value?: string;
  readonly hint?: string;
}

/**
 * Proposes addresses and communes while they are typed: a combobox (WAI-ARIA), whose list is only a help. Listens to the
 * page, since the fields of a form may be drawn again.
 */
export function offerCompletion(): void {
  document.addEventListener("input", (event) => {
    const input = completed(event.target);
    // A choice of the browser's own list, or ours, is not typing.
    if (input && event instanceof InputEvent) ask(input);
  });
  document.addEventListener("keydown", (event) => {
    if (open && event.target === open.input) open.key(event);
  });
  document.addEventListener("focusout", ({ target }) => {
    if (open && target === open.input) open.close();
  });
}

/** The field that completes, if this is one: a commune, or the first line of an address. */
function completed(target: EventTarget | null): HTMLInputElement | null {
  if (!(target instanceof HTMLInputElement)) return null;
  if (target.dataset["complete"] !== undefined) return target;
  return target.closest("fieldset[data-complete]") !== null && target.autocomplete.endsWith("address-line1")
    ? target
    : null;
}

let asked = new AbortController();
let rest = 0;
let open: List | null = null;

function ask(input: HTMLInputElement): void {
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  window.clearTimeout(rest);
  if (input.value.trim().length < SHORTEST) {
    if (open) open.close();
    return;
  }
  rest = window.setTimeout(() => void propose(input, signal), REST);
}

async function propose(input: HTMLInputElement, signal: AbortSignal): Promise<void> {
  const box = input.closest<HTMLElement>("fieldset[data-complete]");
  const url = input.dataset["complete"] ?? box?.dataset["complete"];
  const token = input.form?.querySelector<HTMLInputElement>('input[name="_csrf"]')?.value;
  if (url === undefined || token === undefined) return;
  const body = new URLSearchParams({ _csrf: token, q: input.value, cp: partOf(box, "postal-code")?.value ?? "" });
  const answer = await fetch(url, { method: "POST", body, signal, redirect: "error" })
    .then((response) => (response.ok ? (response.json() as Promise<{ state: string; options?: Option[] }>) : null))
    .catch(() => null);
  if (signal.aborted || document.activeElement !== input) return;
  open?.close();
  open = new List(input, box, answer?.options ?? [], answer?.state ?? "unavailable");
}

const partOf = (box: HTMLElement | null, word: string): HTMLInputElement | null =>
  box?.querySelector<HTMLInputElement>(`input[autocomplete$="${word}"]`) ?? null;

/** The list under a field: opened by what is typed, closed by a choice, Escape or leaving the field. */
class List {
  readonly input: HTMLInputElement;
  readonly #box: HTMLElement | null;
  readonly #options: readonly Option[];
  readonly #list = document.createElement("ul");
  readonly #status: HTMLElement;
  #current = -1;

  constructor(input: HTMLInputElement, box: HTMLElement | null, options: readonly Option[], state: string) {
    this.input = input;
    this.#box = box;
    this.#options = options;
    const words = wordsOf(input);
    this.#status = statusOf(input);
    this.#list.className = "proposals";
    set(this.#list, { id: `${input.id}-propositions`, role: "listbox", "aria-label": words.label });
    this.#list.append(...options.map((option, index) => this.#item(option, index)));
    const expanded = String(options.length > 0);
    set(input, {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-controls": this.#list.id,
      "aria-expanded": expanded,
    });
    if (options.length > 0) input.after(this.#list);
    const said = options.length > 1 ? words.several : words.one;
    this.#status.textContent =
      options.length > 0
        ? said.replace("#", String(options.length))
        : state === "none"
          ? words.none
          : words.unavailable;
  }

  #item(option: Option, index: number): HTMLLIElement {
    const item = document.createElement("li");
    set(item, { id: `${this.#list.id}-${index}`, role: "option", "aria-selected": "false" });
    item.textContent = option.label;
    if (option.hint) item.append(hintOf(option.hint));
    // The field keeps the focus: leaving it would close the list before the click.
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("click", () => this.#choose(index));
    return item;
  }

  key(event: KeyboardEvent): void {
    const last = this.#options.length - 1;
    if (last < 0 || event.isComposing) return;
    if (event.key === "ArrowDown") this.#move(this.#current < last ? this.#current + 1 : 0);
    else if (event.key === "ArrowUp") this.#move(this.#current > 0 ? this.#current - 1 : last);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.#current >= 0) this.#choose(this.#current);
    else return;
    event.preventDefault();
  }

  close(): void {
    this.#list.remove();
    set(this.input, { "aria-expanded": "false" });
    this.input.removeAttribute("aria-activedescendant");
    this.#status.textContent = "";
    if (open === this) open = null;
  }

  #move(to: number): void {
    this.#current = to;
    for (const [index, item] of [...this.#list.children].entries()) {
      set(item, { "aria-selected": String(index === to) });
      if (index === to) {
        set(this.input, { "aria-activedescendant": item.id });
        item.scrollIntoView({ block: "nearest" });
      }
    }
  }

  #choose(index: number): void {
    const option = this.#options[index];
    this.close();
    if (!option) return;
    fill(this.input, option.street ?? option.label);
    fill(partOf(this.#box, "postal-code"), option.postcode);
    fill(partOf(this.#box, "address-level2"), option.city);
    this.input.dispatchEvent(new CustomEvent("choose", { bubbles: true, detail: option }));
  }
}

function hintOf(text: string): HTMLElement {
  const hint = document.createElement("span");
  hint.className = "option-hint";
  hint.textContent = ` ${text}`;
  return hint;
}

/** As if it had been typed: what depends on it, and the saving of the draft, follow. */
function fill(input: HTMLInputElement | null, value: string | undefined): void {
  if (input === null || value === undefined) return;
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** What is said of the list, beside the field, to whoever cannot see it. */
function statusOf(input: HTMLInputElement): HTMLElement {
  const known = document.getElementById(`${input.id}-annonce`);
  if (known) return known;
  const status = document.createElement("p");
  status.className = "sr";
  set(status, { id: `${input.id}-annonce`, role: "status" });
  input.after(status);
  return status;
}

function wordsOf(input: HTMLInputElement): Words {
  const holder = input.dataset["words"] ?? input.closest<HTMLElement>("fieldset[data-complete]")?.dataset["words"];
  return JSON.parse(holder ?? "{}") as Words;
}

function set(element: Element, attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
