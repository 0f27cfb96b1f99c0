import { renderBackCertificate } from "../../../renderer/certificate.tsx";
import { auditRead } from "../../audit.ts";
import { certificateOf } from "../../certificate.ts";
import { notFound } from "../../problem.ts";
import { backFrame, type PageContext, refuse } from "./agent-scope.ts";
import { entryScope } from "./entry-scope.ts";

/** GET /{member}/agent/{domain}/{name}/{id}/attestation: that silence accepted the request, for those who ask at the desk. */
export async function backCertificateRoute(c: PageContext): Promise<Response> {
  const scope = await entryScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, definition, entry, actor, base } = scope;
  const view = certificateOf(ctx, definition, entry, base);
  if (!view) return refuse(c, notFound());
  const detail = { certificate: true };
  auditRead(ctx, actor, {
    member: member.id,
    action: "entry-read",
    definition: definition.id,
    target: entry.id,
    detail,
  });
  return c.html(renderBackCertificate(await backFrame(c, scope, definition.id), view));
}
