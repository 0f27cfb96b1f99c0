import { acknowledgements, formatDate, formatInstant, mailedTo } from "../../../engine/index.ts";
import { renderReceipt } from "../../../renderer/back/receipt-page.tsx";
import { auditRead } from "../../audit.ts";
import { about } from "../../commands/write-entry.ts";
import { issuePaperCode, paperCode } from "../../identity/paper-codes.ts";
import { memberOrigin } from "../../member-url.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { notFound } from "../../problem.ts";
import { entryHistory } from "../../store/events.ts";
import { backFrame, type PageContext, refuse } from "./agent-scope.ts";
import { type EntryScope, entryScope } from "./entry-scope.ts";

/** GET /{member}/agent/{domain}/{name}/{id}/recepisse: what is handed over for a request filed for someone. */
export async function receiptRoute(c: PageContext): Promise<Response> {
  const scope = await receiptScope(c);
  return scope instanceof Response ? scope : showReceipt(c, scope);
}

/** POST of the same: a new code, in place of the one lost or used up. */
export async function renewReceiptRoute(c: PageContext): Promise<Response> {
  const scope = await receiptScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  if (!form.resumed) await issuePaperCode(scope.ctx, scope.entry);
  return c.redirect(`${scope.base}/recepisse`, 303);
}

/** The entry in front of whoever works it, when an agent filed it for a citizen; else 404: its code opens it. */
async function receiptScope(c: PageContext): Promise<EntryScope | Response> {
  const scope = await entryScope(c);
  if (scope instanceof Response) return scope;
  const [opening] = await entryHistory(scope.ctx, scope.member.id, scope.entry.id);
  const filed = opening?.data.channel !== undefined && scope.actor.roles.includes("agent");
  return filed ? scope : refuse(c, notFound());
}

async function showReceipt(c: PageContext, scope: EntryScope): Promise<Response> {
  const { ctx, member, definition, entry, actor, base } = scope;
  const [opening] = await entryHistory(ctx, member.id, entry.id);
  auditRead(ctx, actor, {
    member: member.id,
    action: "entry-read",
    definition: definition.id,
    target: entry.id,
    detail: { receipt: true },
  });
  const state = definition.workflow.states.get(definition.workflow.initial);
  const asOpened = { ...entry, ...(opening?.data.clock && { clock: opening.data.clock }) };
  const known = about(ctx, member.id, definition);
  const address = `${memberOrigin(ctx, member.id)}/${member.id}/suivi`;
  const html = renderReceipt({
    frame: await backFrame(c, scope, definition.id),
    member: member.name,
    title: definition.title,
    reference: entry.reference,
    receivedAt: opening?.data.receivedOn ? formatDate(opening.data.receivedOn) : formatInstant(entry.createdAt),
    channel: opening?.data.channel ?? "guichet",
    filedBy: opening?.actor.name ?? null,
    service: known.service ?? member.name,
    contact: (known.contact ?? "").split("\n").filter((line) => line !== ""),
    next: [state?.sentence ?? "", state?.next ?? ""].filter((sentence) => sentence !== ""),
    acknowledgements: acknowledgements(definition, asOpened, known, opening?.data.receivedOn).map(
      ({ subject, body }) => ({
        subject,
        paragraphs: body.replaceAll("{{lien}}", address).split(/\n{2,}/),
      }),
    ),
    mailedTo: mailedTo(definition, entry.answers),
    follow: address.replace(/^https?:\/\//, ""),
    code: await paperCode(ctx, entry),
    action: `${base}/recepisse`,
    back: base,
  });
  return c.html(html);
}
