import { type CompiledDefinition, decode, displayAnswers } from "../../../engine/index.ts";
import { renderExpired } from "../../../renderer/front/expired-page.tsx";
import { actorFor } from "../../identity/actor-for.ts";
import { pairs } from "../../identity/keep-form.ts";
import { contextOf, draftGone, memberOf, type PageContext } from "./front-scope.ts";

/**
 * A page of a draft was posted that this session may not open: the session ended while it was being filled, or the draft
 * expired. What was typed is shown and travels in the page, towards a new draft or the sign-in page. Says the same
 * whether the draft exists or not.
 */
export async function expiredPage(c: PageContext): Promise<Response> {
  const member = memberOf(c);
  const fields = c.var.form?.fields;
  const definition = member && fields ? serviceOf(c, member.id, fields.get("_demarche")?.[0]) : null;
  if (!member || !fields || !definition) return draftGone(c);
  if (c.req.header("X-Partial") !== undefined) return c.body(null, 403);
  const { ctx, session } = c.var;
  const actor = actorFor(ctx, session, member.id, definition);
  const answers = decode(definition.form.order, fields);
  const typed = Object.fromEntries(Object.entries(answers).filter(([key]) => isPosted(fields, key)));
  const html = renderExpired(c.var.site(member.id), {
    serviceTitle: definition.title,
    action: `/${member.id}/${definition.id}/commencer`,
    fields: [
      { name: "_etape", value: c.req.param("step") ?? "" },
      ...pairs(fields)
        .filter(([name]) => name !== "_action" && name !== "_etape")
        .map(([name, value]) => ({ name, value })),
    ],
    sections: displayAnswers(definition.form, typed, contextOf(ctx, member, definition, actor))
      .map(({ step, rows }) => ({ step, rows: rows.filter((row) => row.value !== undefined && row.value !== null) }))
      .filter(({ rows }) => rows.length > 0),
  });
  return c.html(html, 403);
}

/** Whether the post says anything of a top-level field: an unticked box of another page reads as a no. */
export function isPosted(fields: ReadonlyMap<string, readonly string[]>, key: string): boolean {
  return [...fields.keys()].some((name) => name === `root[${key}]` || name.startsWith(`root[${key}][`));
}

function serviceOf(c: PageContext, member: string, id: string | undefined): CompiledDefinition | null {
  const definition = c.var.ctx.catalogue.definition(member, id ?? "");
  return definition?.kind === "service" ? definition : null;
}
