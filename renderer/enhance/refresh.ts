import { Idiomorph } from "idiomorph";

const EVERY = 2_000;

/** Follows a work under way: its part of the page is drawn again until it ends, and then the whole page. */
export function followWork(): void {
  const part = document.querySelector<HTMLElement>("[data-refresh]");
  if (part) window.setTimeout(() => void refresh(part), EVERY);
}

async function refresh(part: HTMLElement): Promise<void> {
  const again = () => window.setTimeout(() => void refresh(part), EVERY);
  // Nobody looks: the page waits until someone does.
  if (document.hidden) {
    document.addEventListener("visibilitychange", () => void refresh(part), { once: true });
    return;
  }
  const response = await fetch(location.href, { redirect: "error" }).catch(() => null);
  if (!response?.ok) {
    again();
    return;
  }
  const drawn = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-refresh]");
  if (drawn === null) {
    location.reload();
    return;
  }
  void Idiomorph.morph(part, drawn, { restoreFocus: true });
  again();
}
