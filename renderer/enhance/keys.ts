/** Single keys of the back office, where the agent has not turned them off; none acts while something is typed. */
export function listenToKeys(): void {
  const help = document.querySelector<HTMLElement>("[data-keys]")?.dataset["keys"];
  if (help === undefined) return;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    const act = actions(help)[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act?.()) event.preventDefault();
  });
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit"].includes(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Each says whether it found something to do. */
const actions = (help: string): Readonly<Record<string, () => boolean>> => ({
  j: () => step(1),
  k: () => step(-1),
  x: tick,
  n: () => press('a[rel="next"]'),
  p: () => press('a[rel="prev"]'),
  u: () => press("[data-list]"),
  m: () => press("[data-take]"),
  r: () => press("[data-quick]"),
  a: () => focus("#action"),
  "/": () => focus("#q"),
  "?": () => {
    location.assign(help);
    return true;
  },
});

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(".row-link")];

function step(by: 1 | -1): boolean {
  const links = rows();
  const row = document.activeElement?.closest("tr");
  const at = links.findIndex((link) => row?.contains(link));
  const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by];
  next?.focus();
  return next !== undefined;
}

function tick(): boolean {
  const box = document.activeElement?.closest("tr")?.querySelector<HTMLInputElement>('input[type="checkbox"]');
  box?.click();
  return Boolean(box);
}

function press(selector: string): boolean {
  const target = document.querySelector<HTMLElement>(selector);
  target?.click();
  return target !== null;
}

function focus(selector: string): boolean {
  const target = document.querySelector<HTMLElement>(selector);
  target?.focus();
  return target !== null;
}
