import { type Answers, decode, type Form, type Issue, ownForm, submit } from "../../../engine/index.ts";
import { renderSpaceForm } from "../../../renderer/space/space-form.tsx";
import { spaceWords } from "../../../renderer/strings-space.ts";
import { claimEntry, cleanReference, findByTyped, findClaimable } from "../../commands/claim-entry.ts";
import { queueMail } from "../../commands/queue-mail.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { addressKey } from "../../identity/address.ts";
import { issueCode, redeemCode } from "../../identity/one-time-codes.ts";
import { redeemPaperCode } from "../../identity/paper-codes.ts";
import { requireCitizen } from "../../identity/require.ts";
import type { AccountIdentity, Session } from "../../identity/subject.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { tooMany } from "../../problem.ts";
import { type Limit, limitKey, take } from "../../store/rate-limit.ts";
import type { PageContext } from "../front/front-scope.ts";
import { copied } from "../front/typed-code.ts";

const words = spaceWords.claim;
const PURPOSE = "claim";
const LIFE = 30 * 60_000;
const HOUR = 3600;
/** Codes an hour: for one request, whoever asks; for one account; from one place. */
const CODES = { request: 5, account: 10, address: 30 };
/** Codes typed an hour by one account; each code voids itself after five. */
const TRIES = 20;
const PATH = "/mon-espace/rattacher";

const REFERENCE_FORM = ownForm("rattacher", {
  required: ["reference"],
  properties: {
    reference: copied(
      {
        title: words.reference,
        hint: words.referenceHint,
        missing: words.referenceMissing,
        wrong: words.referenceForm,
      },
      14,
    ),
  },
});

const CODE_FORM = ownForm("code", {
  required: ["code"],
  properties: {
    code: copied({ title: words.code, hint: words.codeHint, missing: words.codeMissing, wrong: words.codeWrong }, 12),
  },
});

interface Citizen {
  readonly account: AccountIdentity;
  readonly session: Session;
}

/** GET /mon-espace/rattacher: asks for the reference of a request filed without an account. */
export async function claimRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  return citizen.ok ? askReference(c, {}, []) : citizen.response;
}

/** POST: with a reference, mails a code; with a code, makes the request hers. */
export async function postClaimRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const form = await readForm(c);
  const { fields, resumed } = form;
  const hidden = cleanReference(fields.get("reference")?.at(-1) ?? "");
  if (hidden !== null) return receiveCode(c, citizen.value, hidden, decode(CODE_FORM.order, fields), resumed);
  return receiveReference(c, citizen.value, decode(REFERENCE_FORM.order, fields), resumed);
}

async function receiveReference(
  c: PageContext,
  { account }: Citizen,
  answers: Answers,
  resumed: boolean,
): Promise<Response> {
  if (resumed) return askReference(c, answers, []);
  const issues = issuesOf(c, REFERENCE_FORM, answers);
  if (issues.length > 0) return askReference(c, answers, issues);
  const reference = cleanReference(String(answers["reference"]));
  if (reference === null) return askReference(c, answers, [issue("reference", words.referenceForm)]);
  const { ctx } = c.var;
  const wait = await take(ctx, codeLimits(c, account, reference));
  if (wait !== null) return askReference(c, answers, [issue("reference", tooMany(wait, words.tooMany).detail)], wait);
  const found = await findClaimable(ctx, reference);
  // Issued whatever was found, so that both answers cost the same.
  const code = await issueCode(ctx, PURPOSE, subjectOf(account, reference), found ? { ...found } : {}, LIFE);
  if (found) {
    const mail = { subject: words.mailSubject, body: words.mailBody(code, reference) };
    await queueMail(ctx, { member: found.member, to: found.email, ...mail });
  }
  return askCode(c, reference, {}, []);
}

async function receiveCode(
  c: PageContext,
  { account, session }: Citizen,
  reference: string,
  answers: Answers,
  resumed: boolean,
): Promise<Response> {
  if (resumed) return askCode(c, reference, answers, []);
  const issues = issuesOf(c, CODE_FORM, answers);
  if (issues.length > 0) return askCode(c, reference, answers, issues);
  const { ctx } = c.var;
  const wait = await take(ctx, [limit(c, "claim-try", account.id, TRIES)]);
  if (wait !== null)
    return askCode(c, reference, answers, [issue("code", tooMany(wait, words.tooManyTries).detail)], wait);
  const typed = String(answers["code"]);
  const payload =
    (await redeemCode(ctx, PURPOSE, subjectOf(account, reference), typed)) ??
    (await redeemPaperCode(ctx, reference, typed));
  const { member, id } = payload ?? {};
  const entry = await findByTyped(ctx, reference);
  if (!entry) return askCode(c, reference, answers, [issue("code", words.codeWrong)]);
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  const actor = actorFor(ctx, session, entry.member, definition);
  const proved = entry.member === member && entry.id === id;
  // A form sent twice: the first took the code, and the request is already hers.
  if (!proved && entry.holder !== actor.id) return askCode(c, reference, answers, [issue("code", words.codeWrong)]);
  const claimed = await claimEntry(ctx, { member: entry.member, id: entry.id, actor });
  if (!claimed.ok) return askCode(c, reference, answers, [issue("code", words.codeWrong)]);
  return c.redirect(`/mon-espace?rattachee=${entry.id}`, 303);
}

/** Tied to who asks: nobody else's wrong tries void her code, and nobody else may type it. */
const subjectOf = (account: AccountIdentity, reference: string): string => `${account.id} ${reference}`;

function codeLimits(c: PageContext, account: AccountIdentity, reference: string): readonly Limit[] {
  return [
    limit(c, "claim-request", reference, CODES.request),
    limit(c, "claim-account", account.id, CODES.account),
    { key: addressKey(c, "claim"), most: CODES.address, seconds: HOUR },
  ];
}

function limit(c: PageContext, what: string, whose: string, most: number): Limit {
  return { key: limitKey(c.var.ctx, what, whose), most, seconds: HOUR };
}

function issuesOf(c: PageContext, form: Form, answers: Answers): readonly Issue[] {
  const checked = submit(form, answers, { now: c.var.ctx.clock().toISOString() });
  return checked.ok ? [] : checked.issues;
}

const issue = (key: string, message: string): Issue => ({ code: key, pointer: `/${key}`, message });

type Status = 200 | 422 | 429;

function statusOf(c: PageContext, issues: readonly Issue[], wait: number | undefined): Status {
  if (wait !== undefined) c.header("Retry-After", String(wait));
  return wait !== undefined ? 429 : issues.length > 0 ? 422 : 200;
}

function askReference(
  c: PageContext,
  answers: Answers,
  issues: readonly Issue[],
  wait?: number,
): Response | Promise<Response> {
  const html = renderSpaceForm(c.var.site(null), {
    ...{ here: "claim", title: words.title, lead: words.lead, form: REFERENCE_FORM, answers, issues },
    ...{ action: PATH, submit: words.send },
  });
  return c.html(html, statusOf(c, issues, wait));
}

/** The same page whatever the reference is worth. */
function askCode(
  c: PageContext,
  reference: string,
  answers: Answers,
  issues: readonly Issue[],
  wait?: number,
): Response | Promise<Response> {
  const html = renderSpaceForm(c.var.site(null), {
    ...{ here: "claim", title: words.codeTitle, lead: words.codeLead(reference), form: CODE_FORM, answers, issues },
    ...{ action: PATH, submit: words.confirm, hidden: [{ name: "reference", value: reference }] },
    ...{ link: { href: PATH, label: words.again }, help: words.codeHelp },
  });
  return c.html(html, statusOf(c, issues, wait));
}
