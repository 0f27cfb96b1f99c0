import { type Field, type Form, formatDuration, isFiledByCitizens, paperForm } from "../../../engine/index.ts";
import { paperPdf } from "../../../renderer/pdf/paper-pdf.ts";
import { documentWords as words } from "../../../renderer/strings-documents.ts";
import { legal } from "../../../renderer/strings-legal.ts";
import { type Offered, offeredField } from "../../../renderer/theme/offered.ts";
import { actorsOf } from "../../identity/actor-for.ts";
import { addressKey } from "../../identity/address.ts";
import { noticeResponse } from "../../middleware/answers.ts";
import { letterheadOf } from "../../pdf/letterhead.ts";
import { tooMany } from "../../problem.ts";
import { take } from "../../store/rate-limit.ts";
import { sendPdf } from "../send-pdf.ts";
import { gone, type PageContext, type ServiceScope, serviceScope } from "./front-scope.ts";
import { offeredTo } from "./shown.ts";

const HOUR = 3600;
/** Paper forms drawn an hour for one network address: each takes the processor a tenth of a second. */
const MOST = 120;

/** GET /{member}/{domain}/{name}/papier: the same form to print, fill in by hand and send back. */
export async function paperRoute(c: PageContext): Promise<Response> {
  const scope = serviceScope(c);
  if (!scope || !isFiledByCitizens(scope.definition)) return gone(c);
  const { ctx, member, definition } = scope;
  const wait = await take(ctx, [{ key: addressKey(c, "paper-form"), most: MOST, seconds: HOUR }]);
  if (wait !== null) return noticeResponse(c, tooMany(wait));
  const head = await letterheadOf(ctx, ctx.db, member, definition);
  const { bytes } = await paperPdf({
    head,
    form: { ...paperForm(withChoices(definition.form, await offeredOnPaper(c, scope))), title: definition.title },
    summary: definition.page.summary ?? null,
    returnTo: [[...new Set([head.service ?? member.name, member.name])].join(", "), ...head.contact],
    need: definition.page.need ?? [],
    notice: noticeOf(scope),
    version: definition.version,
    at: ctx.clock(),
  });
  return sendPdf(c, bytes, `${definition.title}.pdf`, "inline");
}

/** The entries that whoever reads the paper may choose among. */
const offeredOnPaper = (c: PageContext, { ctx, member, definition }: ServiceScope): Promise<Offered> =>
  offeredTo({ ctx, member: member.id }, actorsOf(ctx, c.var.session), definition.form.order);

/** The form whose references to small registers are choices to tick. */
function withChoices(form: Form, offered: Offered): Form {
  if (offered.size === 0) return form;
  const chosen = (field: Field): Field => offeredField(field, offered, undefined);
  return { ...form, steps: form.steps.map((step) => ({ ...step, fields: step.fields.map(chosen) })) };
}

/** What becomes of the answers (RGPD, art. 13). */
function noticeOf({ member, definition }: ServiceScope): readonly string[] {
  const { purpose, legalBasis, recipients = [], retention } = definition.privacy;
  const { privacy } = legal;
  return [
    `${privacy.controllerText(member.contact.controller ?? member.name)} ${words.paper.purpose(purpose)}`,
    `${privacy.basis} : ${privacy.bases[legalBasis] ?? legalBasis}.`,
    `${privacy.recipients} : ${recipients.length === 0 ? privacy.recipientsDefault : `${recipients.join(", ")}.`}`,
    `${privacy.retention} : ${privacy.retentionText(formatDuration(retention))}`,
    [
      privacy.rightsText,
      ...(member.contact.dpo === undefined ? [] : [privacy.dpoLine(member.contact.dpo)]),
      privacy.cnil,
    ].join(" "),
  ];
}
