/** What a row says, from the field's own words; "{nom}" and "{part}" are put in. */
type Word =
  | "waiting"
  | "sending"
  | "sent"
  | "cancel"
  | "cancelled"
  | "failed"
  | "retry"
  | "remove"
  | "tooLarge"
  | "empty"
  | "tooMany"
  | "before";

/** How often a screen reader hears of a long sending, in parts of it. */
const TOLD = 0.25;

/** The line of a file on its way. */
export class Row {
  /** Name under which the form sends the file. */
  readonly name: string;
  /** Gives the sending up, or begins it again. */
  onCancel: () => void = () => undefined;
  onRetry: () => void = () => undefined;
  readonly #file: File;
  readonly #field: string;
  readonly #max: number;
  readonly #words: Readonly<Record<Word, string>>;
  readonly #line = document.createElement("li");
  readonly #title = document.createElement("span");
  readonly #state = document.createElement("span");
  readonly #bar = document.createElement("progress");
  readonly #button = document.createElement("button");
  #told = 0;
  #focused = false;

  constructor(input: HTMLInputElement, file: File) {
    const { id, name, dataset } = input;
    this.name = name;
    this.#file = file;
    this.#field = id;
    this.#max = Number(dataset["max"]);
    this.#words = JSON.parse(dataset["sending"] ?? "{}");
    this.#title.textContent = file.name;
    this.#title.className = "sending-name";
    this.#state.className = "sending-state";
    this.#state.textContent = this.#say("waiting");
    this.#bar.value = 0;
    this.#bar.setAttribute("aria-label", this.#say("sending"));
    this.#button.type = "button";
    this.#button.className = "link";
    this.#line.append(this.#title, this.#bar, this.#state, this.#button);
    listOf(id).append(this.#line);
    this.#offerCancel();
  }

  /** Says why a file need not even leave: too many, too large, empty. */
  refuses(tooMany: boolean): boolean {
    const { size } = this.#file;
    const word = tooMany ? "tooMany" : size > this.#max ? "tooLarge" : size === 0 ? "empty" : null;
    if (word !== null) this.#fault(this.#say(word), false);
    return word !== null;
  }

  /** @param part from 0 to 1 */
  progress(part: number): void {
    const shown = `${Math.floor(part * 100)} %`;
    this.#bar.value = part;
    this.#state.textContent = shown;
    if (part !== 0 && part - this.#told < TOLD) return;
    this.#told = part;
    announce(this.#say("sending", shown));
  }

  fail(tooLarge: boolean): void {
    this.#fault(this.#say(tooLarge ? "tooLarge" : "failed"), !tooLarge);
  }

  /** The server does not take the file, and says why. */
  refuse(why: string): void {
    this.#fault(why, false);
  }

  /** The server has the file. */
  end(): void {
    this.#leave();
    announce(this.#say("sent"));
  }

  announceWait(): void {
    announce(this.#say("before"));
  }

  /** Gives the field the keyboard back, if the row that went had it. */
  handFocus(): void {
    if (this.#focused) document.getElementById(this.#field)?.focus();
  }

  #say(word: Word, part = ""): string {
    return (this.#words[word] ?? "").replace("{nom}", this.#file.name).replace("{part}", part).trim();
  }

  /** @param why names the file */
  #fault(why: string, again: boolean): void {
    this.#failed(true);
    this.#state.textContent = why;
    announce(why);
    this.#offer(again ? "retry" : "remove", () => {
      if (!again) return this.#give();
      this.#failed(false);
      this.#told = 0;
      this.#offerCancel();
      this.onRetry();
    });
  }

  #failed(failed: boolean): void {
    this.#line.className = failed ? "sending-failed" : "";
    this.#title.hidden = failed;
    this.#bar.hidden = failed;
  }

  #offerCancel(): void {
    this.#offer("cancel", () => {
      this.onCancel();
      this.#give();
      announce(this.#say("cancelled"));
    });
  }

  #offer(word: Word, act: () => void): void {
    const whose = document.createElement("span");
    whose.className = "sr";
    whose.textContent = ` ${this.#file.name}`;
    this.#button.replaceChildren(this.#say(word), whose);
    this.#button.onclick = act;
  }

  #give(): void {
    this.#leave();
    document.getElementById(this.#field)?.focus();
  }

  #leave(): void {
    this.#focused = this.#line.contains(document.activeElement);
    this.#line.remove();
  }
}

/** The rows of a field, after its control. */
function listOf(field: string): Element {
  const box = document.getElementById(`${field}-box`);
  const known = box?.querySelector(".sendings");
  if (known) return known;
  const list = document.createElement("ul");
  list.className = "sendings";
  box?.append(list);
  return list;
}

/** Tells a screen reader without moving anything. */
function announce(text: string): void {
  let place = document.getElementById("annonce");
  if (place === null) {
    place = document.createElement("p");
    place.id = "annonce";
    place.className = "sr";
    place.setAttribute("role", "status");
    document.querySelector("main")?.append(place);
  }
  place.textContent = text;
}
