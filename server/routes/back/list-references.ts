import { type CompiledDefinition, type Entry, fieldAt, type Linked, valuesAt } from "../../../engine/index.ts";
import { type Referable, shownColumns } from "../../../renderer/back/list-columns.ts";
import type { ListState } from "../../../renderer/back/list-state.ts";
import type { Context } from "../../context.ts";

/** The definitions that fields of this one refer to, as the member knows them. */
export function referableFrom(ctx: Context, member: string, { form }: CompiledDefinition): Referable {
  const refs = new Set<string>();
  const collect = (fields: CompiledDefinition["form"]["order"]) => {
    for (const { ref, fields: inner } of fields) {
      if (ref !== undefined) refs.add(ref);
      if (inner) collect(inner);
    }
  };
  collect(form.order);
  const owners = (id: string) => [member, ...ctx.catalogue.sharing(id, member)];
  const found = (id: string) => owners(id).flatMap((each) => ctx.catalogue.definition(each, id) ?? [])[0];
  return new Map(
    [...refs].flatMap((id) => [[id, found(id)] as const]).flatMap(([id, each]) => (each ? [[id, each]] : [])),
  );
}

/** The entries that the columns of these refer to. */
export function linkedIn(
  definition: CompiledDefinition,
  state: Pick<ListState, "columns">,
  referable: Referable,
  entries: readonly Entry[],
): readonly Linked[] {
  const keys = shownColumns(definition, state, referable).map(({ key, through }) => through?.key ?? key);
  return [...new Set(keys)].flatMap((key) => {
    const ref = fieldAt(definition.form.order, key)?.ref;
    if (ref === undefined) return [];
    return entries.flatMap((entry) => {
      const ids = valuesAt(entry.answers, key).filter((value) => typeof value === "string");
      return ids.map((id) => ({ id, pointer: `/${key}`, definition: ref }));
    });
  });
}
