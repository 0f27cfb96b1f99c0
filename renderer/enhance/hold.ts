/** Keeps which entry was chosen in a box that finds entries while one types; typing again chooses none. */
export function holdFound(): void {
  document.addEventListener("choose", (event) => {
    if (!(event instanceof CustomEvent) || !(event.target instanceof HTMLInputElement)) return;
    const { value, hint } = event.detail as { readonly value?: string; readonly hint?: string };
    if (value !== undefined) hold(event.target, value, hint ?? "");
  });
  document.addEventListener("input", (event) => {
    // What the script writes is no typing.
    if (event instanceof InputEvent && event.target instanceof HTMLInputElement) hold(event.target, "", "");
  });
}

function hold(input: HTMLInputElement, value: string, hint: string): void {
  const { holder } = input.dataset;
  const kept = holder === undefined ? null : document.getElementById(holder);
  const seen = document.getElementById(`${input.id}-cherche`);
  if (!(kept instanceof HTMLInputElement) || !(seen instanceof HTMLInputElement)) return;
  kept.value = value;
  seen.value = value === "" ? "" : input.value;
  const said = document.getElementById(`${input.id}-choisie`);
  if (said) said.textContent = value === "" ? "" : (said.dataset["said"] ?? "#").replace("#", hint);
  // What a page without the script had found is out of date.
  for (const old of document.querySelectorAll(
    `[id="${input.id}-box"] .reference-results, [id="${input.id}-box"] .reference-none`,
  )) {
    old.remove();
  }
  for (const implied of document.querySelectorAll<HTMLElement>("[data-unless-found]")) implied.hidden = value !== "";
}

/** Ctrl and Enter send a quick form from a text of several lines, where Enter goes to the next line. */
export function sendByKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !(event.target instanceof HTMLTextAreaElement))
      return;
    const { form } = event.target;
    if (form?.dataset["quickForm"] === undefined) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
