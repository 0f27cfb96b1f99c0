/** Ticks every row of the page at once, keeps what is ticked from one page of a list to the next, and says how many are. */
export function offerPicking(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-pick]")) follow(form);
  // What was chosen is done: nothing is ticked any more.
  document.querySelector("form[data-pick-end]")?.addEventListener("submit", () => {
    const store = storage();
    for (const key of Object.keys(store ?? {})) if (key.startsWith(KEPT)) store?.removeItem(key);
  });
}

const KEPT = "lot ";

/** What this window keeps; null in a browser that keeps nothing: a selection is then that of its page. */
function storage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

function follow(form: HTMLFormElement): void {
  const boxes = [...document.querySelectorAll<HTMLInputElement>(`input[type=checkbox][form="${form.id}"]`)];
  const all = form.querySelector<HTMLElement>("[data-pick-page]");
  const every = all?.querySelector("input");
  if (!all || !every || boxes.length === 0) return;
  all.hidden = false;
  const key = keyOf(form);
  const here = new Set(boxes.map((box) => box.value));
  const elsewhere = () => kept(key).filter((id) => !here.has(id));
  const say = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    every.checked = ticked === boxes.length;
    every.indeterminate = ticked > 0 && ticked < boxes.length;
    tell(form, ticked, elsewhere().length);
  };
  const keep = () => {
    const ticked = boxes.filter((box) => box.checked).map((box) => box.value);
    storage()?.setItem(key, JSON.stringify([...elsewhere(), ...ticked]));
    say();
  };
  const show = () => {
    const ids = new Set(kept(key));
    if (storage()) for (const box of boxes) box.checked = ids.has(box.value);
    say();
  };
  every.addEventListener("change", () => {
    for (const box of boxes) box.checked = every.checked;
    keep();
  });
  for (const box of boxes) box.addEventListener("change", keep);
  form.querySelector("[data-pick-others] button")?.addEventListener("click", () => {
    storage()?.removeItem(key);
    for (const box of boxes) box.checked = false;
    say();
    every.focus();
  });
  form.addEventListener("formdata", ({ formData }) => {
    for (const id of elsewhere()) formData.append("dossier", id);
  });
  // A page gone back to shows what is ticked now.
  window.addEventListener("pageshow", show);
  show();
}

/** Names the list, whatever its page and its order. */
function keyOf(form: HTMLFormElement): string {
  const list = new URLSearchParams(String(new FormData(form).get("liste") ?? ""));
  for (const name of ["apres", "avant", "tri", "colonne", "groupe"]) list.delete(name);
  return `${KEPT}${form.action}?${list}`;
}

function kept(key: string): readonly string[] {
  const ids: unknown = JSON.parse(storage()?.getItem(key) ?? "[]");
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
}

/** How many are ticked, and how many of them on other pages. */
function tell(form: HTMLFormElement, here: number, elsewhere: number): void {
  const count = form.querySelector("[data-pick-count]");
  if (count) count.textContent = here + elsewhere > 0 ? ` (${here + elsewhere})` : "";
  const others = form.querySelector<HTMLElement>("[data-pick-others]");
  const status = others?.querySelector("[role=status]");
  if (!others || !status) return;
  others.hidden = elsewhere === 0;
  const { pickOther, pickOthers } = others.dataset;
  status.textContent = (elsewhere === 1 ? pickOther : pickOthers)?.replace("#", String(elsewhere)) ?? "";
}
