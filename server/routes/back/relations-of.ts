import { type CompiledDefinition, cites, fieldAt, fillsReference, type Relation } from "../../../engine/index.ts";
import { mayOpen } from "../../commands/may-open.ts";
import type { Context } from "../../context.ts";
import type { Subject } from "../../identity/subject.ts";
import type { CountedRelation } from "../../store/related-counts.ts";
import { type Reached, reach, reachedOf } from "./reach.ts";

/** A relation whose other entries an agent may read, and where. */
export interface ReachedRelation {
  /** Id of the definition it is a relation of. */
  readonly of: string;
  readonly relation: Relation;
  readonly reached: Reached;
}

/**
 * The relations of a definition that an agent of this member may follow: to lists she reads, in members whose version of the other
 * definition has the field that refers back.
 */
export function relationsOf(
  ctx: Context,
  who: Subject,
  home: string,
  { id, relations }: Pick<CompiledDefinition, "id" | "relations">,
): readonly ReachedRelation[] {
  return relations.flatMap((relation) => {
    const places = reach(ctx, who, home, relation.definition).filter(
      ({ definition }) => fieldAt(definition.form.order, relation.field)?.ref === id,
    );
    return reachedOf(places).map((reached) => ({ of: id, relation, reached }));
  });
}

/** What the store counts of them. */
export const countedRelations = (relations: readonly ReachedRelation[]): readonly CountedRelation[] =>
  relations.map(({ of, relation: { id, definition, field }, reached }) => ({
    ...{ id, definition, field },
    alone: reached.places.every((place) => cites(place.definition.form, of) === 1),
    members: reached.places.map(({ member }) => member.id),
  }));

/** The member in which an agent opens one more entry of a relation, her own when she may; null when nowhere. */
export function opensIn(ctx: Context, home: string, { relation, reached }: ReachedRelation): string | null {
  if (relation.add === null) return null;
  const open = reached.places.filter(
    ({ member, definition, actor }) =>
      fillsReference(definition, relation) && mayOpen(ctx, member.id, definition, actor),
  );
  return (open.find(({ member }) => member.id === home) ?? open[0])?.member.id ?? null;
}
