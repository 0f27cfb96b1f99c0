import { textsOf } from "./post.ts";

/** Puts a ready answer in the message without leaving the page; when that fails, the button sends the form as it would have. */
export function offerInsert(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("[data-insert]") : null;
    if (!button?.form) return;
    event.preventDefault();
    void insert(button, button.form);
  });
}

async function insert(button: HTMLButtonElement, form: HTMLFormElement): Promise<void> {
  const shown = document.getElementById(button.dataset["insert"] ?? "");
  const drawn = await ask(button, form).catch(() => null);
  if (!(shown instanceof HTMLTextAreaElement) || drawn === null) return send(button, form);
  const twin = drawn.getElementById(shown.id);
  if (!(twin instanceof HTMLTextAreaElement)) return send(button, form);
  shown.value = twin.value;
  shown.focus();
  shown.setSelectionRange(shown.value.length, shown.value.length);
  shown.scrollTop = shown.scrollHeight;
}

async function ask(button: HTMLButtonElement, form: HTMLFormElement): Promise<Document | null> {
  const response = await fetch(button.formAction, {
    method: "POST",
    body: new URLSearchParams([...textsOf(form), [button.name, button.value]]),
    headers: { "X-Partial": "fields" },
    redirect: "error",
  });
  return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
}

function send(button: HTMLButtonElement, form: HTMLFormElement): void {
  delete button.dataset["insert"];
  form.requestSubmit(button);
}
