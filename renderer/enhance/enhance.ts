import { autosave } from "./autosave.ts";
import { offerCompletion } from "./complete.ts";
import { focusFirst, followSummary } from "./focus.ts";
import { guardSubmit } from "./guard.ts";
import { followChoices } from "./live.ts";
import { offerPicking } from "./pick.ts";
import { offerPrint } from "./print.ts";
import { redraw } from "./redraw.ts";
import { followWork } from "./refresh.ts";
import { offerReveal } from "./reveal.ts";
import { sendFiles } from "./uploads.ts";

/** Everything works without this script: it spares waiting, reloading and losing what was typed. */
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-enhance]")) {
  if (form.dataset["uploads"] !== undefined) sendFiles(form);
  guardSubmit(form);
  redraw(form);
  if (form.dataset["enhance"] === "draft") autosave(form);
}
offerCompletion();
followSummary();
followChoices();
offerPicking();
followWork();
offerPrint();
offerReveal();
focusFirst();
