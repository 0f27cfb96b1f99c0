import { type CompiledDefinition, type Dimension, timeLabel } from "../../../engine/index.ts";
import { figureWords as words } from "../../../renderer/strings-figures.ts";
import type { Context } from "../../context.ts";
import type { Session } from "../../identity/subject.ts";
import { agentNames } from "../../store/agent-list.ts";
import { NO_ENTRY, shown } from "../back/labels.ts";
import type { Place } from "../back/reach.ts";

/** Referenced fiches named in one table; the others keep their ids. */
const MOST_REFERENCES = 200;

/** The words for the groups of a dimension, in their order. Who refers to what she may not read reads its id. */
export async function labelsOf(
  ctx: Context,
  session: Session,
  member: string,
  dimension: Dimension | undefined,
  keys: readonly (string | null)[],
  { definition, places }: { readonly definition: CompiledDefinition; readonly places: readonly Place[] },
): Promise<readonly string[]> {
  const known = keys.map((key) => key ?? "");
  switch (dimension?.kind) {
    case undefined:
      return known;
    case "time":
      return known.map((key) => (key === "" ? words.absent : timeLabel(dimension.unit, key)));
    case "state":
      return known.map((key) => definition.workflow.states.get(key)?.label ?? key);
    case "member":
      return known.map((key) => ctx.catalogue.member(key)?.name ?? key);
    case "unit":
      return known.map((key) => unitName(places, key));
    case "channel":
      return known.map((key) => words.channels[key] ?? key);
    case "assignee":
      return agentLabels(ctx, places, known);
    case "field": {
      const { field } = dimension.of;
      if (field.widget === "reference" && field.ref !== undefined) {
        const links = known.slice(0, MOST_REFERENCES).map((id) => ({ id, pointer: "", definition: field.ref ?? "" }));
        const { labels } = await shown(
          ctx,
          session,
          member,
          links.filter(({ id }) => id !== ""),
          NO_ENTRY,
        );
        return known.map((key) => (key === "" ? words.absent : (labels.get(key) ?? key)));
      }
      return known.map((key) => fieldLabel(dimension, key));
    }
  }
}

function fieldLabel({ of: { field } }: Extract<Dimension, { kind: "field" }>, key: string): string {
  if (key === "") return words.absent;
  if (field.type === "boolean") return key === "true" ? words.yes : words.no;
  return field.choices?.find(({ value }) => value === key)?.label ?? key;
}

function unitName(places: readonly Place[], unit: string): string {
  if (unit === "") return words.noUnit;
  return places.flatMap(({ member }) => member.units).find(({ id }) => id === unit)?.name ?? unit;
}

async function agentLabels(
  ctx: Context,
  places: readonly Place[],
  keys: readonly string[],
): Promise<readonly string[]> {
  const names = new Map<string, string>();
  for (const { member } of places) {
    for (const { id, name } of await agentNames(ctx.db, member.id, "closed too")) names.set(id, name);
  }
  return keys.map((key) => (key === "" ? words.nobody : (names.get(key) ?? words.formerAgent)));
}
