import type { Json } from "../../engine/index.ts";
import type { HiddenField } from "../../renderer/page.tsx";
import type { PageContext } from "../app-env.ts";
import { csrfField } from "./csrf.ts";
import { KEPT_FIELD, unsealForm } from "./keep-form.ts";
import { localPath } from "./local-path.ts";

/** Where someone was going when she had to prove who she is. */
export interface Onward {
  /** A path of this site. */
  readonly back: string | null;
  /** The form under way, sealed: see `keep-form.ts`. */
  readonly kept: string | null;
}

export const NOWHERE: Onward = { back: null, kept: null };

/** The same from what a code kept. */
export function onwardFrom(payload: { readonly [key: string]: Json }): Onward {
  const { back, kept } = payload;
  return {
    back: localPath(typeof back === "string" ? back : undefined),
    kept: typeof kept === "string" ? kept : null,
  };
}

/** Where this page is asked to lead afterwards: by its address, or by the hidden fields of its form. */
export function onwardOf(c: PageContext): Onward {
  const { form, ctx } = c.var;
  if (form === null) return { ...NOWHERE, back: localPath(c.req.query("retour")) };
  const field = (name: string) => form.fields.get(name)?.[0];
  const sealed = field(KEPT_FIELD);
  return { back: localPath(field("retour")), kept: sealed !== undefined && unsealForm(ctx, sealed) ? sealed : null };
}

/** The hidden fields of a form: the session's token, and where it leads afterwards. */
export function hiddenFields(c: PageContext, { back, kept }: Onward = NOWHERE): readonly HiddenField[] {
  const csrf = csrfField(c.var.session);
  return [
    ...(csrf ? [csrf] : []),
    ...(back === null ? [] : [{ name: "retour", value: back }]),
    ...(kept === null ? [] : [{ name: KEPT_FIELD, value: kept }]),
  ];
}
