/** Milliseconds between two signs that the page is open, and since a key for which someone is said to type. */
const EVERY = 20_000;
const TYPING = 15_000;

/** Tells that an entry is before someone's eyes, and shows who else has it. */
export function tellPresence(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-presence]");
  const status = form?.querySelector<HTMLElement>("[data-present]");
  if (!form || !status) return;
  let typed = Number.NEGATIVE_INFINITY;
  document.addEventListener("input", () => {
    typed = performance.now();
  });
  const tell = async (): Promise<void> => {
    if (document.visibilityState !== "visible") return;
    const said = await send(form, { saisie: performance.now() - typed < TYPING ? "oui" : "non" });
    // Said again only when it changed: a screen reader would repeat it.
    const drawn = said === null ? null : new DOMParser().parseFromString(said, "text/html").body;
    if (drawn && drawn.textContent !== status.textContent) status.replaceChildren(...drawn.childNodes);
  };
  window.setInterval(() => void tell(), EVERY);
  document.addEventListener("visibilitychange", () => void tell());
  window.addEventListener("pagehide", () => void send(form, { parti: "oui" }));
}

async function send(form: HTMLFormElement, fields: Readonly<Record<string, string>>): Promise<string | null> {
  const body = new URLSearchParams(fields);
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  try {
    const response = await fetch(form.action, { method: "POST", body, keepalive: true, redirect: "error" });
    return response.status === 200 ? await response.text() : null;
  } catch (error) {
    // The network is away, or the page is: the next sign will do.
    if (error instanceof TypeError) return null;
    throw error;
  }
}
