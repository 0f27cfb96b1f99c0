import { type Answers, decode, type Issue, ownForm, submit } from "../../../engine/index.ts";
import { renderFollow } from "../../../renderer/front/follow-page.tsx";
import { strings } from "../../../renderer/strings.ts";
import { cleanReference } from "../../commands/claim-entry.ts";
import { addressKey } from "../../identity/address.ts";
import { checkPaperCode } from "../../identity/paper-codes.ts";
import { ensureSession, grantHolder } from "../../identity/sessions.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { tooMany } from "../../problem.ts";
import { findEntry } from "../../store/entries.ts";
import type { Member } from "../../store/members.ts";
import { take } from "../../store/rate-limit.ts";
import { gone, memberOf, type PageContext } from "./front-scope.ts";
import { copied } from "./typed-code.ts";

const words = strings.follow;
const HOUR = 3600;
/** Codes typed an hour from one place; each code voids itself after five wrong ones. */
const TRIES = 20;

const FORM = ownForm("suivi", {
  required: ["reference", "code"],
  properties: {
    reference: copied(
      { title: words.reference, hint: words.referenceHint, missing: words.referenceMissing, wrong: words.wrong },
      14,
    ),
    code: copied({ title: words.code, hint: words.codeHint, missing: words.codeMissing, wrong: words.wrong }, 12),
  },
});

/** GET /{member}/suivi: the address on a printed receipt. */
export async function followRoute(c: PageContext): Promise<Response> {
  const member = memberOf(c);
  if (!member) return gone(c);
  await ensureSession(c);
  return show(c, member, {}, []);
}

/** POST: a reference and the code of its receipt open that request, as a link received by mail does. */
export async function postFollowRoute(c: PageContext): Promise<Response> {
  const member = memberOf(c);
  if (!member) return gone(c);
  const form = await readForm(c);
  const { ctx } = c.var;
  const answers = decode(FORM.order, form.fields);
  if (form.resumed) return show(c, member, answers, []);
  const checked = submit(FORM, answers, { now: ctx.clock().toISOString() });
  if (!checked.ok) return show(c, member, answers, checked.issues);
  const wait = await take(ctx, [{ key: addressKey(c, "paper-code"), most: TRIES, seconds: HOUR }]);
  if (wait !== null) {
    c.header("Retry-After", String(wait));
    return show(c, member, answers, [issue(tooMany(wait).detail)], 429);
  }
  const reference = cleanReference(String(answers["reference"]));
  const target = reference && (await checkPaperCode(ctx, reference, String(answers["code"])));
  const entry = target && target.member === member.id ? await findEntry(ctx, member.id, target.id) : null;
  if (!entry || entry.holder === null) return show(c, member, answers, [issue(words.wrong)]);
  const { privacy } = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  const grant = { member: member.id, sector: privacy.sector, holder: entry.holder, target: entry.id };
  await grantHolder(ctx, await ensureSession(c), grant);
  return c.redirect(`/${member.id}/demandes/${entry.id}`, 303);
}

const issue = (message: string): Issue => ({ code: "code", pointer: "/code", message });

function show(
  c: PageContext,
  member: Member,
  answers: Answers,
  issues: readonly Issue[],
  status: 200 | 422 | 429 = issues.length > 0 ? 422 : 200,
): Response | Promise<Response> {
  const view = { form: FORM, answers, issues, action: `/${member.id}/suivi` };
  return c.html(renderFollow(c.var.site(member.id), view), status);
}
