import { Idiomorph } from "idiomorph";
import { postPartial } from "./post.ts";
import { keepSendings } from "./uploads.ts";

/** Draws the fields again when an answer decides which others are asked. Focus and what is typed stay. */
export function redraw(form: HTMLFormElement): void {
  form.addEventListener("change", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-live]")) void update(form);
  });
}

let pressed = false;
for (const [type, down] of [
  ["pointerdown", true],
  ["pointerup", false],
  ["pointercancel", false],
] as const) {
  document.addEventListener(
    type,
    () => {
      pressed = down;
    },
    { capture: true, passive: true },
  );
}

/** Waits until no finger is on the page: a button that moves between press and release is never clicked. */
async function released(): Promise<void> {
  while (pressed) {
    await new Promise<void>((resolve) => {
      // A task later the click has been dispatched, and the form it sends is leaving.
      const rest = () => window.setTimeout(resolve);
      document.addEventListener("pointerup", rest, { once: true });
      document.addEventListener("pointercancel", rest, { once: true });
    });
  }
}

async function update(form: HTMLFormElement): Promise<void> {
  const fields = form.querySelector(".fields");
  if (fields === null) return;
  const response = await postPartial(form, document.querySelector(".summary") ? "issues" : "fields");
  if (response === null) return;
  const drawn = new DOMParser().parseFromString(await response.text(), "text/html").querySelector(".fields");
  if (drawn === null) return;
  await released();
  keepTyped(fields, drawn);
  void Idiomorph.morph(fields, drawn, { restoreFocus: true, callbacks: { beforeNodeRemoved: keepSendings } });
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** The page may have changed since the post left: what it shows now is what counts. */
function keepTyped(shown: Element, drawn: Element): void {
  for (const control of shown.querySelectorAll<Control>("input[id], textarea[id], select[id]")) {
    const twin = drawn.querySelector<Control>(`[id="${CSS.escape(control.id)}"]`);
    if (twin?.type === control.type && twin.name === control.name) copy(control, twin);
  }
}

function copy(from: Control, to: Control): void {
  if (to instanceof HTMLTextAreaElement) to.textContent = from.value;
  else if (to instanceof HTMLSelectElement) {
    for (const option of to.options) option.toggleAttribute("selected", option.value === from.value);
  } else if (from instanceof HTMLInputElement && (from.type === "radio" || from.type === "checkbox")) {
    to.toggleAttribute("checked", from.checked);
  } else if (from.type !== "file") to.setAttribute("value", from.value);
}
