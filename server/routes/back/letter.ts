import { formatDate, parisDay } from "../../../engine/index.ts";
import { letterPage } from "../../../renderer/back/deliveries.tsx";
import { auditRead } from "../../audit.ts";
import { notFound } from "../../problem.ts";
import { findDelivery } from "../../store/deliveries.ts";
import { isUuid } from "../../store/entries.ts";
import { backFrame, type PageContext, refuse } from "./agent-scope.ts";
import { entryScope } from "./entry-scope.ts";

/** GET /{member}/agent/{domain}/{name}/{id}/courriers/{delivery}: a letter to print. */
export async function letterRoute(c: PageContext): Promise<Response> {
  const scope = await entryScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, definition, entry, base, actor } = scope;
  const id = c.req.param("delivery") ?? "";
  const letter = isUuid(id) ? await findDelivery(ctx, member.id, entry.id, id) : null;
  if (letter?.channel !== "post") return refuse(c, notFound());
  auditRead(ctx, actor, { member: member.id, action: "entry-read", definition: definition.id, target: entry.id });
  const unit = member.units.find((each) => each.id === definition.unit);
  const html = letterPage({
    frame: await backFrame(c, scope, definition.id),
    base,
    reference: entry.reference,
    from: {
      name: unit ? `${member.name}, ${unit.name}` : member.name,
      address: unit?.contact.address ?? member.contact.address,
    },
    day: formatDate(parisDay(letter.at.toISOString())),
    subject: letter.subject,
    text: letter.body ?? "",
  });
  return c.html(html);
}
