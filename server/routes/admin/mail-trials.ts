import {
  type CompiledDefinition,
  fitSms,
  type MailEffect,
  MOST_SEGMENTS,
  mailSpecimen,
  plainSms,
  smsSegments,
  type Template,
} from "../../../engine/index.ts";
import { mailTrialsPage, type SmsTrial } from "../../../renderer/admin/mail-trials-page.tsx";
import { about } from "../../commands/write-entry.ts";
import { memberOrigin } from "../../member-url.ts";
import { notFound } from "../../problem.ts";
import { mailPage } from "../../worker/mail.ts";
import { type AgentScope, backFrame, definitionId, type PageContext, refuse } from "../back/agent-scope.ts";
import { mailDocument } from "../mail-document.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { definitionAtHand } from "./document-preview.ts";
import { overlaysHref } from "./overlay-scope.ts";

const LINK = "{{lien}}";
/** As long as a true one, and leads nowhere. */
const NO_TOKEN = "ExempleDeLienQuiNeMeneNullePart0";

/** Where the trials of a definition's mails are. */
export const mailTrialsHref = ({ member }: Pick<AgentScope, "member">, definition: string): string =>
  `/${member.id}/agent/${ADMINISTRATION}/courriels/${definition}`;

/** GET …/courriels/{domain}/{name}: its mails and text messages with made-up answers, as the member is writing them. */
export async function mailTrialsRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-fonctionnel"]);
  if (scope instanceof Response) return scope;
  const definition = await definitionAtHand(scope, definitionId(c));
  if (!definition) return refuse(c, notFound());
  const base = mailTrialsHref(scope, definition.id);
  const mails = [...definition.templates.values()].map((template) => {
    const { subject, body, sms } = trialOf(scope, definition, template);
    const shown = { id: template.id, subject, body: linked(scope, body), reminder: template.reminder };
    return { ...shown, href: `${base}/${template.id}`, sms: sms === undefined ? null : smsOf(scope, sms) };
  });
  const html = mailTrialsPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    definition: definition.title,
    back: `${overlaysHref(scope)}/${definition.id}`,
    mails,
    most: MOST_SEGMENTS,
  });
  return c.html(html);
}

/** GET …/courriels/{domain}/{name}/{template}: one of them as mail readers show it. */
export async function mailTrialRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-fonctionnel"]);
  if (scope instanceof Response) return scope;
  const definition = await definitionAtHand(scope, definitionId(c));
  const template = definition?.templates.get(c.req.param("template") ?? "");
  if (!definition || !template) return refuse(c, notFound());
  const { subject, body } = trialOf(scope, definition, template);
  return mailDocument(c, mailPage(scope.ctx, { member: scope.member.id, subject, body: linked(scope, body) }));
}

const trialOf = ({ ctx, member, now }: AgentScope, definition: CompiledDefinition, template: Template): MailEffect =>
  mailSpecimen(definition, template, now, about(ctx, member.id, definition));

const linkOf = ({ ctx, member }: AgentScope): string =>
  `${memberOrigin(ctx, member.id)}/${member.id}/suivi/${NO_TOKEN}`;

const linked = (scope: AgentScope, text: string): string => text.replaceAll(LINK, linkOf(scope));

/** As the worker would send it. */
function smsOf(scope: AgentScope, words: string): SmsTrial {
  const link = words.includes(LINK) ? linkOf(scope) : "";
  const bare = words.replaceAll(LINK, "").trim();
  const text = fitSms(bare, link);
  const whole = smsSegments(`${plainSms(bare)} ${link}`.trim());
  return { text, parts: smsSegments(text).segments, cut: whole.segments > MOST_SEGMENTS, unicode: whole.unicode };
}
