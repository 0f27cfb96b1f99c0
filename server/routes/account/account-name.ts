import { accountWords } from "../../../renderer/strings-account.ts";
import type { PageContext } from "../../app-env.ts";
import { changeName } from "../../commands/change-account.ts";
import { requireCitizen } from "../../identity/require.ts";
import type { Problem } from "../../problem.ts";
import { ACCOUNT, BACK, formResponse, posted } from "./account-scope.ts";

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
  const view = {
    title: accountWords.name.title,
    texts: [],
    back: BACK,
    action: `${ACCOUNT}/nom`,
    fields: [
      {
        name: "name",
        type: "text" as const,
        label: accountWords.fields.name,
        autocomplete: "name",
        value: name.slice(0, 400),
      },
    ],
    buttons: [{ label: accountWords.name.submit }],
  };
  return formResponse(c, view, { refused: refusal && { problem: refusal, at: "/name" } });
}
