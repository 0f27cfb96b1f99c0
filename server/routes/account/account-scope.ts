import { type AccountFormView, renderAccountForm } from "../../../renderer/account/form-page.tsx";
import { renderWord, type WordView } from "../../../renderer/account/word-page.tsx";
import { accountWords } from "../../../renderer/strings-account.ts";
import type { PageContext } from "../../app-env.ts";
import { hiddenFields, NOWHERE, type Onward } from "../../identity/onward.ts";
import { memberOfPath } from "../../middleware/answers.ts";
import type { Problem } from "../../problem.ts";

/** Where a citizen starts who comes from nowhere in particular. */
export const SPACE = "/mon-espace";
export const ACCOUNT = "/mon-espace/compte";
/** Link above the pages of an account. */
export const BACK = { href: ACCOUNT, label: accountWords.home.title };

/** The first value of each field of the form at hand; "" for one that is not there. */
export function posted(c: PageContext): (name: string) => string {
  return (name) => c.var.form?.fields.get(name)?.[0] ?? "";
}

/** Colours of the member she comes from, or the group's. */
export const siteOf = (c: PageContext, { back }: Onward = NOWHERE) =>
  c.var.site(back === null ? null : memberOfPath(c, back));

/** Adds where to go afterwards to an address of ours. */
export const withBack = (path: string, { back }: Onward): string =>
  back === null ? path : `${path}?retour=${encodeURIComponent(back)}`;

/** A page with only something to say. */
export const wordResponse = (
  c: PageContext,
  view: WordView,
  status: 200 | 404 | 409 = 200,
): Response | Promise<Response> => c.html(renderWord(c.var.site(null), view), status);

/** Why a form is shown again, and the field its sentence stands at when the refusal names none. */
export interface Refused {
  readonly problem: Problem;
  /** JSON Pointer. */
  readonly at: string;
}

/** A page that asks something, in the colours of the member she comes from; again after a refusal, with what to mend. */
export function formResponse(
  c: PageContext,
  view: Omit<AccountFormView, "site" | "hidden" | "issues"> & Partial<Pick<AccountFormView, "site">>,
  { refused = null, onward }: { readonly refused?: Refused | null; readonly onward?: Onward } = {},
): Response | Promise<Response> {
  const html = renderAccountForm({
    site: siteOf(c, onward),
    ...view,
    hidden: hiddenFields(c, onward),
    issues: refused ? issuesOf(refused) : [],
  });
  return c.html(html, refused ? refusalStatus(c, refused.problem) : 200);
}

/** The status of a form shown again after a refusal, with the header that tells how long to wait. */
export function refusalStatus(c: PageContext, refusal: Problem): 422 | 429 {
  if (refusal.code !== "too-many") return 422;
  c.header("Retry-After", String(refusal.retryAfter ?? 60));
  return 429;
}

function issuesOf({ problem, at }: Refused): Problem["issues"] {
  return problem.issues.length > 0 ? problem.issues : [{ code: problem.code, pointer: at, message: problem.detail }];
}
