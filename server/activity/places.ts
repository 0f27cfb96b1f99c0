import { type CompiledDefinition, type Entry, tellsAll } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import type { Followed } from "../routes/figures/follow-references.ts";

/** A member whose entries a report counts. */
export interface ActivityPlace {
  readonly member: string;
  readonly name: string;
}

/**
 * Whose activity a report tells: its member's, or that of every member which shares its own reports with it. Sharing its reports is how
 * a member lets its numbers be counted with those of others.
 */
export function activityPlaces(
  { catalogue }: Pick<Context, "catalogue">,
  definition: CompiledDefinition,
  entry: Pick<Entry, "member" | "answers">,
): readonly ActivityPlace[] {
  const { activity, id } = definition;
  const others = activity && tellsAll(activity, entry.answers) ? catalogue.sharing(id, entry.member) : [];
  const ids = [entry.member, ...others.filter((member) => catalogue.definition(member, id))];
  return ids.flatMap((member) => {
    const found = catalogue.member(member);
    return found ? [{ member, name: found.name }] : [];
  });
}

/** What the fields of a definition refer to, where the agents of this member read it. */
export function followedFrom(
  { catalogue }: Pick<Context, "catalogue">,
  member: string,
  { form }: Pick<CompiledDefinition, "form">,
): Followed {
  const refs = (fields: typeof form.order): readonly string[] =>
    fields.flatMap(({ ref, fields: inner }) => [...(ref === undefined ? [] : [ref]), ...refs(inner ?? [])]);
  return new Map(
    [...new Set(refs(form.order))].map((id) => {
      const places = [member, ...catalogue.sharing(id, member)].flatMap((each) => {
        const [found, definition] = [catalogue.member(each), catalogue.definition(each, id)];
        return found && definition ? [{ member: found, definition }] : [];
      });
      return [id, places] as const;
    }),
  );
}
