import { Idiomorph } from "idiomorph";

/** Milliseconds that a choice lasts before it is asked: arrows go through a list faster. */
const PAUSE = 200;

/** Asks the page again after each choice of a form that only asks, and puts what changed in its place. */
export function followChoices(): void {
  const part = document.querySelector<HTMLElement>("[data-live-part]");
  let asked: AbortController | null = null;
  let pause = 0;
  // On the part, which stays: the form inside it is drawn again.
  part?.addEventListener("change", (event) => {
    const form = event.target instanceof Element ? event.target.closest("form") : null;
    if (!form?.matches("[data-live]")) return;
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    window.clearTimeout(pause);
    pause = window.setTimeout(() => void draw(part, addressOf(form), signal), PAUSE);
  });
}

/** Where a form that asks leads, without its empty boxes. */
function addressOf(form: HTMLFormElement): URL {
  const url = new URL(form.action);
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value !== "") url.searchParams.append(name, value);
  }
  return url;
}

async function draw(part: HTMLElement, url: URL, signal: AbortSignal): Promise<void> {
  part.setAttribute("aria-busy", "true");
  const text = await fetch(url, { signal })
    .then((response) => response.text())
    .catch(() => null);
  if (signal.aborted) return;
  part.removeAttribute("aria-busy");
  if (text === null) return;
  const drawn = new DOMParser().parseFromString(text, "text/html").querySelector("[data-live-part]");
  if (drawn === null) return location.assign(url);
  history.replaceState(null, "", url);
  keepHers(part, drawn);
  void Idiomorph.morph(part, drawn, { restoreFocus: true });
}

/** What was unfolded stays so, and what was typed in the other forms of the part stays typed. */
function keepHers(part: HTMLElement, drawn: Element): void {
  const folds = [...drawn.querySelectorAll("details")];
  for (const open of part.querySelectorAll("details[open]")) {
    const words = open.querySelector("summary")?.textContent;
    const fold = folds.find((one) => one.querySelector("summary")?.textContent === words);
    if (fold) fold.open = true;
  }
  for (const { id, value } of part.querySelectorAll<HTMLInputElement>("form:not([data-live]) input[id]")) {
    drawn.querySelector(`#${CSS.escape(id)}`)?.setAttribute("value", value);
  }
}
