/** A save never stops a drawing under way, nor the other way round. */
const saving = new WeakMap<HTMLFormElement, AbortController>();
const drawing = new WeakMap<HTMLFormElement, AbortController>();

/** How often a save is tried again when other posts of the same draft come before it. */
const TRIES = 3;

/**
 * Posts a form as it stands, files left out, for a partial answer. A newer post of the same kind cancels this one.
 * @param kind "save": keep the draft, answer nothing; "fields": the fields drawn again; "issues": with their messages
 * @returns null when the server did not take it, or a newer post replaced it
 */
export async function postPartial(form: HTMLFormElement, kind: "save" | "fields" | "issues"): Promise<Response | null> {
  const pending = kind === "save" ? saving : drawing;
  pending.get(form)?.abort();
  const abort = new AbortController();
  pending.set(form, abort);
  try {
    for (let tries = 1; ; tries += 1) {
      const response = await post(form, kind, abort.signal);
      followRevision(form, response.headers.get("X-Revision"));
      if (response.ok) return response;
      if (response.status !== 409 || tries === TRIES) return null;
    }
  } catch (error) {
    if (abort.signal.aborted) return new Promise(() => undefined);
    if (error instanceof TypeError) return null;
    throw error;
  } finally {
    if (pending.get(form) === abort) pending.delete(form);
  }
}

function post(form: HTMLFormElement, kind: string, signal: AbortSignal): Promise<Response> {
  return fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(textsOf(form)),
    headers: { "X-Partial": kind },
    signal,
    redirect: "error",
    keepalive: kind === "save",
  });
}

/** The next post says which state of the draft it knows: one that comes late takes nothing back. */
export function followRevision(form: HTMLFormElement, revision: string | null): void {
  const known = form.elements.namedItem("_revision");
  if (revision !== null && known instanceof HTMLInputElement) known.value = revision;
}

/** Stops the posts under way: the form is leaving. */
export function cancelPost(form: HTMLFormElement): void {
  saving.get(form)?.abort();
  drawing.get(form)?.abort();
}

/** What a form sends, files left out. */
export function textsOf(form: HTMLFormElement): [string, string][] {
  const texts: [string, string][] = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") texts.push([name, value]);
  }
  return texts;
}
