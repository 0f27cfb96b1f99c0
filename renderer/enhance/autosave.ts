import { postPartial } from "./post.ts";

/** Milliseconds of rest before what was typed is saved. */
const REST = 1200;

/** Saves the draft while it is typed, and says so. */
export function autosave(form: HTMLFormElement): void {
  const status = form.querySelector<HTMLElement>("[data-saved]");
  let timer = 0;
  let dirty = false;
  const save = async (): Promise<void> => {
    window.clearTimeout(timer);
    if (!dirty) return;
    dirty = false;
    const response = await postPartial(form, "save");
    if (response === null) dirty = true;
    if (status !== null) say(status, response !== null);
  };
  form.addEventListener("input", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.type === "file") return;
    dirty = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void save(), REST);
  });
  form.addEventListener("submit", () => {
    dirty = false;
    window.clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void save();
  });
}

function say(status: HTMLElement, saved: boolean): void {
  const { saved: done = "", unsaved = "" } = status.dataset;
  const now = new Date();
  const time = `${now.getHours()}\u00a0h\u00a0${String(now.getMinutes()).padStart(2, "0")}`;
  status.textContent = saved ? `${done} ${time}` : unsaved;
}
