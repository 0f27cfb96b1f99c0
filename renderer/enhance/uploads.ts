import { Idiomorph } from "idiomorph";
import { cancelPost, followRevision, textsOf } from "./post.ts";
import { Row } from "./upload-row.ts";

/** One file on its way. */
interface Sending {
  readonly file: File;
  /** Id of the field's control, which outlives its drawing again. */
  readonly field: string;
  readonly row: Row;
}

/**
 * Sends files as soon as they are chosen, one after the other, with their progress: each is kept before the next leaves, and
 * the button that goes on waits for them. Without this script they leave with the form.
 */
export function sendFiles(form: HTMLFormElement): void {
  const waiting: Sending[] = [];
  let current: Sending | null = null;
  let onward: (() => void) | null = null;

  const next = async (): Promise<void> => {
    if (current !== null) return;
    for (current = waiting.shift() ?? null; current !== null; current = waiting.shift() ?? null)
      await send(form, current);
    const go = onward;
    onward = null;
    const failed = form.querySelector<HTMLElement>(".sending-failed button");
    if (go !== null && failed === null) go();
    else if (go !== null) failed?.focus();
  };
  const begin = (sending: Sending): void => {
    sending.row.onRetry = () => begin(sending);
    sending.row.onCancel = () => waiting.splice(waiting.indexOf(sending), 1);
    waiting.push(sending);
    void next();
  };
  form.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.dataset["sending"] === undefined) return;
    const chosen = [...(target.files ?? [])];
    target.value = "";
    const left = Number(target.dataset["left"]) - waiting.filter(({ field }) => field === target.id).length;
    for (const [rank, file] of chosen.entries()) {
      const row = new Row(target, file);
      const sending = { file, field: target.id, row };
      if (!row.refuses(rank >= left)) begin(sending);
    }
  });
  form.addEventListener("submit", (event) => {
    if (current === null) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    current.row.announceWait();
    onward = () => form.requestSubmit(submitter);
  });
  window.addEventListener("beforeunload", (event) => {
    if (current !== null) event.preventDefault();
  });
}

/** Resolves when the file is kept, refused or given up. */
function send(form: HTMLFormElement, { file, field, row }: Sending): Promise<void> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    for (const [name, value] of textsOf(form)) body.append(name, value);
    body.append(row.name, file);
    request.open("POST", form.action);
    request.setRequestHeader("X-Partial", document.querySelector(".summary") ? "issues" : "fields");
    request.upload.addEventListener("progress", ({ loaded, total }) => row.progress(loaded / total));
    request.addEventListener("load", () => {
      followRevision(form, request.getResponseHeader("X-Revision"));
      if (request.status === 200) draw(form, field, request.responseText, row);
      else row.fail(request.status === 413);
    });
    request.addEventListener("error", () => row.fail(false));
    request.addEventListener("loadend", () => resolve());
    row.onCancel = () => request.abort();
    request.send(body);
    row.progress(0);
  });
}

/** The field with its new file; what was refused is said in its row, which the files that follow leave in place. */
function draw(form: HTMLFormElement, field: string, html: string, row: Row): void {
  const drawn = new DOMParser().parseFromString(html, "text/html").getElementById(`${field}-box`);
  const shown = document.getElementById(`${field}-box`);
  const why = drawn && shown && stored(drawn) <= stored(shown) ? refusal(drawn) : "";
  if (why !== "") {
    row.refuse(why);
    return;
  }
  row.end();
  if (drawn === null || shown === null) return;
  // What left before this file was kept does not know of it.
  cancelPost(form);
  void Idiomorph.morph(shown, drawn, {
    restoreFocus: true,
    callbacks: { beforeNodeRemoved: keepSendings },
  });
  row.handFocus();
  // The words whose saving was stopped.
  form.dispatchEvent(new Event("input"));
}

const stored = (box: Element): number => box.querySelectorAll(".file-stored").length;

/** What the first message of a field says, without the word that announces it to screen readers. */
function refusal(box: Element): string {
  const message = box.querySelector(".error p");
  message?.querySelector(".sr")?.remove();
  return message?.textContent ?? "";
}

/** The rows of files on their way are not of the server's drawing. */
export const keepSendings = (node: Node): boolean => !(node instanceof Element && node.matches(".sendings"));
