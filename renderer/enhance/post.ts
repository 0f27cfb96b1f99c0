/** A save never stops a drawing under way, nor the other way round. */
const saving = new WeakMap<HTMLFormElement, AbortController>();
const drawing = new WeakMap<HTMLFormElement, AbortController>();

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
    const response = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(textsOf(form)),
      headers: { "X-Partial": kind },
      signal: abort.signal,
      redirect: "error",
      keepalive: kind === "save",
    });
    return response.ok ? response : null;
  } catch (error) {
    if (abort.signal.aborted) return new Promise(() => undefined);
    if (error instanceof TypeError) return null;
    throw error;
  } finally {
    if (pending.get(form) === abort) pending.delete(form);
  }
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
