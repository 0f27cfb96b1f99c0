import { cancelPost } from "./post.ts";

/** Milliseconds after which a form may be sent again, in case the network gave no answer. */
const PATIENCE = 15_000;

/** A second click sends nothing more. */
export function guardSubmit(form: HTMLFormElement): void {
  let sending = false;
  const release = (): void => {
    sending = false;
    mark(form, false);
  };
  form.addEventListener("submit", (event) => {
    if (sending) {
      event.preventDefault();
      return;
    }
    sending = true;
    cancelPost(form);
    mark(form, true);
    window.setTimeout(release, PATIENCE);
  });
  // A page kept by the browser comes back as it was left.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) release();
  });
}

function mark(form: HTMLFormElement, busy: boolean): void {
  for (const button of form.querySelectorAll("button.button")) {
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}
