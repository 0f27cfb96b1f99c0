import { type CivilIdentity, pivotText } from "../connectors/franceconnect/civil-identity.ts";
import type { Context } from "../context.ts";
import type { OutsideKey } from "../store/outside-identities.ts";

/** How a provider's person is kept and looked for: the base alone does not say who she is there. */
export function outsideKey(
  ctx: Pick<Context, "secrets">,
  { issuer, subject }: { readonly issuer: string; readonly subject: string },
): OutsideKey {
  return { issuer, subjectHash: ctx.secrets.mac("outside-subject", JSON.stringify([issuer, subject])) };
}

/** Recognises a pivot identity without telling it. */
export const pivotHash = (ctx: Pick<Context, "secrets">, person: CivilIdentity): Buffer =>
  ctx.secrets.mac("outside-pivot", pivotText(person));
