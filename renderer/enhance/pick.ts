/** Ticks every row of the page at once, and says how many are. */
export function offerPicking(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-pick]")) follow(form);
}

function follow(form: HTMLFormElement): void {
  const boxes = [...document.querySelectorAll<HTMLInputElement>(`input[type=checkbox][form="${form.id}"]`)];
  const all = form.querySelector<HTMLElement>("[data-pick-page]");
  const every = all?.querySelector("input");
  const count = form.querySelector("[data-pick-count]");
  if (!all || !every || boxes.length === 0) return;
  all.hidden = false;
  const say = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    every.checked = ticked === boxes.length;
    every.indeterminate = ticked > 0 && ticked < boxes.length;
    if (count) count.textContent = ticked > 0 ? ` (${ticked})` : "";
  };
  every.addEventListener("change", () => {
    for (const box of boxes) box.checked = every.checked;
    say();
  });
  for (const box of boxes) box.addEventListener("change", say);
  // A page gone back to keeps its ticks.
  window.addEventListener("pageshow", say);
  say();
}
