import { renderCertificate } from "../../../renderer/certificate.tsx";
import { certificateOf } from "../../certificate.ts";
import { citizenScope, entryGone } from "./entry-scope.ts";
import type { PageContext } from "./front-scope.ts";

/** GET /{member}/demandes/{entry}/attestation: that silence accepted the demande, for whoever holds it. */
export async function certificateRoute(c: PageContext): Promise<Response> {
  const scope = await citizenScope(c);
  const view = scope && certificateOf(scope.ctx, scope.definition, scope.entry, scope.href);
  if (!scope || !view) return entryGone(c);
  return c.html(renderCertificate(c.var.site(scope.member.id), view));
}
