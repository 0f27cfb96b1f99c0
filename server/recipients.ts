import type { CompiledDefinition, Field, Form } from "../engine/index.ts";
import type { Context } from "./context.ts";
import type { Member } from "./store/members.ts";

/** The members of its group that a member may forward an entry to: active ones that offer the same definition. */
export function recipients(ctx: Pick<Context, "catalogue">, member: string, definition: string): readonly Member[] {
  const group = ctx.catalogue.member(member)?.groupName;
  return ctx.catalogue
    .members()
    .filter(({ id, groupName }) => id !== member && groupName === group && ctx.catalogue.offers(id, definition));
}

const asked = new WeakMap<Form, boolean>();

/** Whether a form asks for a member to forward to. */
export function asksForMember(form: Form): boolean {
  const known = asked.get(form) ?? form.order.some(({ widget }) => widget === "member");
  asked.set(form, known);
  return known;
}

/** The same form, its fields that ask for a member with those there are to choose from. */
export function withRecipients(
  ctx: Pick<Context, "catalogue">,
  member: string,
  { id }: Pick<CompiledDefinition, "id">,
  form: Form,
): Form {
  if (!asksForMember(form)) return form;
  const choices = recipients(ctx, member, id).map(({ name }) => ({ value: name, label: name }));
  const chosen = (field: Field): Field => (field.widget === "member" ? { ...field, choices } : field);
  return {
    ...form,
    order: form.order.map(chosen),
    steps: form.steps.map((step) => ({ ...step, fields: step.fields.map(chosen) })),
  };
}
