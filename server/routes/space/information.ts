import { type Answers, decode, prefill, profileIn, submit } from "../../../engine/index.ts";
import { type OriginView, renderInformation } from "../../../renderer/space/information-page.tsx";
import { spaceWords } from "../../../renderer/strings-space.ts";
import { INFORMATION, originWords } from "../../identity/information-form.ts";
import { type KnownValue, keepTyped, knownOf } from "../../identity/profile.ts";
import { requireCitizen } from "../../identity/require.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { dayOf } from "../front/day.ts";
import type { PageContext } from "../front/front-scope.ts";
import { saidDone } from "../said-done.ts";

const words = spaceWords.information;

/** GET /mon-espace/informations: what the account keeps, each value with its origin. */
export async function informationRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const known = await knownOf(c.var.ctx, citizen.value.account);
  const values = Object.fromEntries(known.map(({ key, value }) => [key, value]));
  const done = saidDone(c, { enregistre: words.saved, garde: words.kept }) ?? null;
  const answers = prefill(INFORMATION, values, null);
  return c.html(renderInformation(c.var.site(null), { ...base(c, known), answers, issues: [], done }));
}

/** POST: keeps what she typed. */
export async function postInformationRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const form = await readForm(c);
  const { ctx } = c.var;
  const { account } = citizen.value;
  const answers = withoutEmptyGroups(decode(INFORMATION.order, form.fields));
  const checked = submit(INFORMATION, answers, { now: ctx.clock().toISOString() });
  if (!checked.ok || form.resumed) {
    const issues = checked.ok || form.resumed ? [] : checked.issues;
    const view = { ...base(c, await knownOf(ctx, account)), answers, issues, done: null };
    return c.html(renderInformation(c.var.site(null), view), issues.length > 0 ? 422 : 200);
  }
  await keepTyped(ctx, account, profileIn(INFORMATION, checked.value));
  return c.redirect("/mon-espace/informations?fait=enregistre", 303);
}

/** An address of which nothing is written is none. */
const withoutEmptyGroups = (answers: Answers): Answers =>
  Object.fromEntries(
    Object.entries(answers).filter(
      ([, value]) =>
        typeof value !== "object" ||
        value === null ||
        Object.values(value).some((part) => part !== null && part !== ""),
    ),
  );

function base(c: PageContext, known: readonly KnownValue[]) {
  return { form: INFORMATION, origins: known.flatMap((value) => originView(c, value)) };
}

function originView(c: PageContext, { key, origin, at }: KnownValue): readonly OriginView[] {
  const field = INFORMATION.order.find(({ profile }) => profile === key);
  if (!field) return [];
  const from = originWords(c.var.ctx, origin);
  return [{ title: field.title, origin: at === null ? from : words.on(from, dayOf(new Date(at))) }];
}
