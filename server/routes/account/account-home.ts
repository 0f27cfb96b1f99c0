import { type AccountRow, renderAccountHome } from "../../../renderer/account/account-home.tsx";
import { accountWords } from "../../../renderer/strings-account.ts";
import type { PageContext } from "../../app-env.ts";
import { pendingEmailChange } from "../../commands/change-account-email.ts";
import { requireCitizen } from "../../identity/require.ts";
import { accountById } from "../../store/accounts.ts";
import { saidDone } from "../said-done.ts";
import { ACCOUNT } from "./account-scope.ts";

const words = accountWords.home;

/** GET /mon-espace/compte: what the account holds and what can be done about it. `?fait` says what has just been. */
export async function accountHomeRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const { account } = citizen.value;
  const { ctx } = c.var;
  const [stored, pending] = await Promise.all([accountById(ctx.db, account.id), pendingEmailChange(ctx, account.id)]);
  const waiting = pending === null ? [] : [words.pending(pending.change.email)];
  const hasPassword = Boolean(stored?.passwordHash);
  const html = renderAccountHome({
    site: c.var.site(null),
    status: saidDone(c, words.done),
    rows: [
      row("nom", words.rows.name, account.name),
      row("adresse", words.rows.email, [account.email ?? words.none, ...waiting].join("\n")),
      row("mot-de-passe", words.rows.password, hasPassword ? words.passwordSet : words.passwordNone),
      row("connexions", words.rows.signIns, words.signInsText, words.signIns),
      row("donnees", words.rows.data, words.dataText, words.data),
      row("fermeture", words.rows.closing, words.closingText, words.closing),
    ],
  });
  return c.html(html);
}

const row = (path: string, label: string, value: string, action: string = words.change): AccountRow => ({
  label,
  value,
  href: `${ACCOUNT}/${path}`,
  action,
});
