import { renderAccountForm } from "../../../renderer/account/form-page.tsx";
import { accountWords } from "../../../renderer/strings-account.ts";
import { changeName } from "../../commands/change-account.ts";
import { requireCitizen } from "../../identity/require.ts";
import type { Problem } from "../../problem.ts";
import { ACCOUNT, BACK, hiddenFields, issuesOf, type PageContext, posted, refusalStatus } from "./account-scope.ts";

/** GET /mon-espace/compte/nom. */
export async function showNameRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  return citizen.ok ? showName(c, citizen.value.account.name, null) : citizen.response;
}

/** POST /mon-espace/compte/nom: gives the account another name. */
export async function nameRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const name = posted(c)("name");
  if (c.var.form?.resumed) return showName(c, name, null);
  const result = await changeName(c.var.ctx, citizen.value.account, name);
  return result.ok ? c.redirect(`${ACCOUNT}?fait=name`, 303) : showName(c, name, result.problem);
}

function showName(c: PageContext, name: string, refusal: Problem | null): Response | Promise<Response> {
  const html = renderAccountForm({
    site: c.var.site(null),
    title: accountWords.name.title,
    texts: [],
    back: BACK,
    action: `${ACCOUNT}/nom`,
    hidden: hiddenFields(c),
    fields: [
      { name: "name", type: "text", label: accountWords.fields.name, autocomplete: "name", value: name.slice(0, 400) },
    ],
    issues: refusal ? issuesOf(refusal, "/name") : [],
    buttons: [{ label: accountWords.name.submit }],
  });
  return c.html(html, refusal ? refusalStatus(c, refusal) : 200);
}
