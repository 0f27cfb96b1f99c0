import { formatInstant } from "../../../engine/index.ts";
import { renderSignIns } from "../../../renderer/account/sign-ins-page.tsx";
import { accountWords } from "../../../renderer/strings-account.ts";
import type { PageContext } from "../../app-env.ts";
import { signOutEverywhere } from "../../commands/change-account.ts";
import { requireCitizen } from "../../identity/require.ts";
import { signOut } from "../../identity/sessions.ts";
import { searchAudit } from "../../store/audit.ts";
import { GROUP } from "../../store/members.ts";
import { wordResponse } from "./account-scope.ts";

const SHOWN = 20;

/** GET /mon-espace/compte/connexions: the latest sign-ins, refused ones included. */
export async function signInsRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const records = await searchAudit(c.var.ctx.db, {
    member: GROUP,
    actions: ["sign-in", "sign-in-refused"],
    target: citizen.value.account.id,
    limit: SHOWN,
  });
  const signIns = records.map(({ at, action }) => ({
    when: formatInstant(at.toISOString()),
    refused: action === "sign-in-refused",
  }));
  return c.html(renderSignIns({ site: c.var.site(null), signIns }));
}

/** POST /mon-espace/compte/connexions: ends every session of the account, this one too. */
export async function signOutEverywhereRoute(c: PageContext): Promise<Response> {
  if (c.var.form?.resumed) return signInsRoute(c);
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  await signOutEverywhere(c.var.ctx, citizen.value.account.id);
  await signOut(c);
  const { endedTitle, ended } = accountWords.signIns;
  const link = { href: "/connexion", label: accountWords.forgotten.back };
  return wordResponse(c, { title: endedTitle, texts: [ended], link });
}
