import { Idiomorph } from "idiomorph";

/** Asks the page again after each choice of a form that only asks, and puts what changed in its place. */
export function followChoices(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-live]");
  const part = form?.closest<HTMLElement>("[data-live-part]");
  if (!form || !part) return;
  let asked: AbortController | null = null;
  // On the part, which stays: the form inside it is drawn again.
  part.addEventListener("change", (event) => {
    const changed = event.target instanceof Element ? event.target.closest("form") : null;
    if (changed?.matches("[data-live]")) void ask(changed, part);
  });

  async function ask(from: HTMLFormElement, around: HTMLElement): Promise<void> {
    asked?.abort();
    asked = new AbortController();
    const url = new URL(from.action);
    for (const [name, value] of new FormData(from)) {
      if (typeof value === "string" && value !== "") url.searchParams.append(name, value);
    }
    around.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { signal: asked.signal });
      const drawn = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-live-part]");
      if (drawn === null) return void location.assign(url);
      history.replaceState(null, "", url);
      Idiomorph.morph(around, drawn, { morphStyle: "innerHTML", restoreFocus: true });
      around.removeAttribute("aria-busy");
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      if (error instanceof TypeError) return around.removeAttribute("aria-busy");
      throw error;
    }
  }
}
