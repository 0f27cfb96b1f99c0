import { parisDay } from "../../../engine/index.ts";
import { accountWords } from "../../../renderer/strings-account.ts";
import type { PageContext } from "../../app-env.ts";
import { takeTry } from "../../commands/account-limits.ts";
import { exportAccount } from "../../commands/export-account.ts";
import { requireCitizen } from "../../identity/require.ts";
import { noticeResponse } from "../../middleware/answers.ts";
import { ACCOUNT, BACK, formResponse } from "./account-scope.ts";

const words = accountWords.data;

/** GET /mon-espace/compte/donnees: what the file holds. */
export async function showDataRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  return formResponse(c, {
    title: words.title,
    texts: [words.lead, words.format],
    back: BACK,
    action: `${ACCOUNT}/donnees`,
    fields: [],
    buttons: [{ label: words.submit }],
    guard: false,
  });
}

/** POST /mon-espace/compte/donnees: the file. */
export async function dataRoute(c: PageContext): Promise<Response> {
  if (c.var.form?.resumed) return showDataRoute(c);
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const { ctx } = c.var;
  const { account, session } = citizen.value;
  const tooOften = await takeTry(ctx, `export:${account.id}`);
  if (tooOften) return noticeResponse(c, tooOften);
  const data = await exportAccount(ctx, { account, grants: session.grants });
  return c.body(`${JSON.stringify(data, null, 2)}\n`, 200, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Disposition": `attachment; filename="mes-donnees-${parisDay(ctx.clock().toISOString())}.json"`,
    "Cache-Control": "private, no-store",
  });
}
