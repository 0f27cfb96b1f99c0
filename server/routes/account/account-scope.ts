import type { Context as HonoContext } from "hono";
import { renderWord, type WordView } from "../../../renderer/account/word-page.tsx";
import type { HiddenField } from "../../../renderer/page.tsx";
import { accountWords } from "../../../renderer/strings-account.ts";
import type { AppEnv } from "../../app-env.ts";
import { csrfField } from "../../identity/csrf.ts";
import { KEPT_FIELD, unsealForm } from "../../identity/keep-form.ts";
import { localPath } from "../../identity/local-path.ts";
import { NOWHERE, type Onward } from "../../identity/onward.ts";
import { memberOfPath, resumeResponse } from "../../middleware/answers.ts";
import type { Problem } from "../../problem.ts";

export type PageContext = HonoContext<AppEnv>;

export const SPACE = "/mon-espace";
export const ACCOUNT = "/mon-espace/compte";
/** Link above the pages of an account. */
export const BACK = { href: ACCOUNT, label: accountWords.home.title };

/** The first value of each field of the form at hand; "" for one that is not there. */
export function posted(c: PageContext): (name: string) => string {
  return (name) => c.var.form?.fields.get(name)?.[0] ?? "";
}

/** Where this page is asked to lead afterwards: by its address, or by the hidden fields of its form. */
export function onwardOf(c: PageContext): Onward {
  if (c.var.form === null) return { ...NOWHERE, back: localPath(c.req.query("retour")) };
  const sealed = posted(c)(KEPT_FIELD);
  return { back: localPath(posted(c)("retour")), kept: unsealForm(c.var.ctx, sealed) && sealed };
}

/** The hidden fields of a form: the session's token, and where it leads afterwards. */
export function hiddenFields(c: PageContext, { back, kept }: Onward = NOWHERE): readonly HiddenField[] {
  const csrf = csrfField(c.var.session);
  return [
    ...(csrf ? [csrf] : []),
    ...(back === null ? [] : [{ name: "retour", value: back }]),
    ...(kept === null ? [] : [{ name: KEPT_FIELD, value: kept }]),
  ];
}

/** Colours of the member she comes from, or the group's. */
export const siteOf = (c: PageContext, { back }: Onward = NOWHERE) =>
  c.var.site(back === null ? null : memberOfPath(c, back));

/** Leads someone who has just signed in to where she was going: her form, her page, or her space. */
export function leadOn(c: PageContext, { back, kept }: Onward): Response | Promise<Response> {
  const form = unsealForm(c.var.ctx, kept ?? undefined);
  if (form) return resumeResponse(c, form.fields, { status: 200, path: form.path });
  return c.redirect(back ?? SPACE, 303);
}

/** Adds where to go afterwards to an address of ours. */
export const withBack = (path: string, { back }: Onward): string =>
  back === null ? path : `${path}?retour=${encodeURIComponent(back)}`;

/** A page with only something to say. */
export const wordResponse = (
  c: PageContext,
  view: WordView,
  status: 200 | 404 | 409 = 200,
): Response | Promise<Response> => c.html(renderWord(c.var.site(null), view), status);

/** The status of a form shown again after a refusal, with the header that tells how long to wait. */
export function refusalStatus(c: PageContext, refusal: Problem): 422 | 429 {
  if (refusal.code !== "too-many") return 422;
  c.header("Retry-After", String(refusal.retryAfter ?? 60));
  return 429;
}

/** What to show of a refusal: its issues, or its sentence at the first field. */
export function issuesOf(refusal: Problem, pointer: string): Problem["issues"] {
  return refusal.issues.length > 0 ? refusal.issues : [{ code: refusal.code, pointer, message: refusal.detail }];
}
