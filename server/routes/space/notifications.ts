import { type Answers, decode, type Issue, isFrenchMobile, parsePhone, submit } from "../../../engine/index.ts";
import { renderSpaceForm } from "../../../renderer/space/space-form.tsx";
import { reachWords as words } from "../../../renderer/strings-reach.ts";
import { knownOf } from "../../identity/profile.ts";
import { choiceIn, type Reach, type ReachChoice, withChoice } from "../../identity/reach-choice.ts";
import { REACH_FORM } from "../../identity/reach-form.ts";
import { requireCitizen } from "../../identity/require.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { changeProfile, markChoice, readProfile } from "../../store/account-profile.ts";
import type { PageContext } from "../front/front-scope.ts";
import { saidDone } from "../said-done.ts";

const PATH = "/mon-espace/notifications";

/** GET /mon-espace/notifications: how she wants reminders and news of messages. */
export async function notificationsRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const { ctx } = c.var;
  const { account } = citizen.value;
  const choice = choiceIn(await readProfile(ctx, account.id));
  const known = (await knownOf(ctx, account)).find(({ key }) => key === "phone")?.value;
  const phone = choice?.phone || (typeof known === "string" ? known : "");
  const answers = {
    rappels: choice?.reminders ?? "mail",
    messages: choice?.messages ?? "mail",
    ...(phone !== "" && { telephone: phone }),
  };
  return show(c, answers, []);
}

/** POST: keeps her choice. */
export async function postNotificationsRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const form = await readForm(c);
  const { ctx } = c.var;
  const { account } = citizen.value;
  const answers = decode(REACH_FORM.order, form.fields);
  if (form.resumed) return show(c, answers, []);
  const checked = submit(REACH_FORM, answers, { now: ctx.clock().toISOString() });
  if (!checked.ok) return show(c, answers, checked.issues);
  const choice = choiceOf(checked.value);
  const texts = choice.reminders !== "mail" || choice.messages !== "mail";
  if (texts && !isFrenchMobile(choice.phone)) {
    return show(c, answers, [{ code: "phone", pointer: "/telephone", message: words.phoneMissing }]);
  }
  await changeProfile(ctx, account.id, (profile) => withChoice(profile, choice));
  await markChoice(ctx, account.id, texts);
  return c.redirect(`${PATH}?fait=enregistre`, 303);
}

const choiceOf = ({ rappels, messages, telephone = "" }: Answers): ReachChoice => ({
  reminders: rappels as Reach,
  messages: messages as Reach,
  phone: parsePhone(String(telephone)) ?? "",
});

function show(c: PageContext, answers: Answers, issues: readonly Issue[]): Response | Promise<Response> {
  const html = renderSpaceForm(c.var.site(null), {
    here: "notifications",
    title: words.title,
    lead: c.var.ctx.sms ? words.lead : words.noSms,
    done: saidDone(c, { enregistre: words.saved }) ?? null,
    form: REACH_FORM,
    answers,
    issues,
    action: PATH,
    submit: words.save,
    help: words.help,
  });
  return c.html(html, issues.length > 0 ? 422 : 200);
}
