import type { Dimension, FigureRow, Statistic, StatisticField } from "../../../engine/index.ts";
import type { Context } from "../../context.ts";
import type { Subject } from "../../identity/subject.ts";
import { isUuid } from "../../store/entries.ts";
import { ELSEWHERE } from "../../store/figures.ts";
import { idsStatement, valuesStatement } from "../../store/figures-filters.ts";
import { readInTurn } from "../../store/in-turn.ts";
import { type Place, reach } from "../back/reach.ts";

/** Where whoever makes figures reads the entries that fields refer to, by definition. */
export type Followed = ReadonlyMap<string, readonly Pick<Place, "member" | "definition">[]>;

/** Where an agent reads what the fields of a definition refer to; what she does not read is left out. */
export function followedBy(ctx: Context, who: Subject, member: string, places: readonly Place[]): Followed {
  const fields = places[0]?.definition.form.order ?? [];
  const refs = (of: typeof fields): readonly string[] =>
    of.flatMap(({ ref, fields: inner }) => [...(ref === undefined ? [] : [ref]), ...refs(inner ?? [])]);
  return new Map(
    [...new Set(refs(fields))].flatMap((id) => {
      const found = reach(ctx, who, member, id);
      return found.length > 0 ? [[id, found] as const] : [];
    }),
  );
}

/** The definitions followed, as the first place of each offers it. */
export const aroundOf = (followed: Followed) =>
  new Map([...followed].flatMap(([id, [first]]) => (first ? [[id, first.definition] as const] : [])));

/** Definitions whose entries are not read in this member. */
export const closedIn = (followed: Followed, member: string): readonly string[] =>
  [...followed].flatMap(([id, places]) => (places.some((place) => place.member.id === member) ? [] : [id]));

/** The same statistic with, for each filter through a reference, the ids of the entries there that answer it. Rejects with `TooLong`. */
export async function withReferred(
  ctx: Context,
  statistic: Statistic,
  followed: Followed,
  budget: number,
): Promise<Statistic> {
  if (statistic.values.every(({ of }) => of.through === undefined)) return statistic;
  const values = await Promise.all(
    statistic.values.map(async (filter) => {
      const { through } = filter.of;
      if (!through) return filter;
      const statements = (followed.get(through.definition) ?? []).map(({ member }) => ({
        member: member.id,
        statement: idsStatement(member.id, through.definition, filter),
      }));
      const found = await readInTurn<{ id: string }>(ctx.db, statements, budget);
      return { ...filter, ids: found.flatMap((rows) => rows.map(({ id }) => id)) };
    }),
  );
  return { ...statistic, values };
}

/** The rows with what entries of other members say in the place of their ids; "" where she does not read them. Rejects with `TooLong`. */
export async function resolved(
  ctx: Context,
  { by }: Pick<Statistic, "by">,
  rows: readonly FigureRow[],
  followed: Followed,
  budget: number,
): Promise<readonly FigureRow[]> {
  const [first, second] = by;
  const told = new Map<string, string>();
  for (const [dimension, part] of [
    [first, "g1"],
    [second, "g2"],
  ] as const) {
    const of = fieldOf(dimension);
    const { through } = of ?? {};
    if (!of || !through) continue;
    const ids = [...new Set(rows.flatMap((row) => elsewhere(row[part]) ?? []))].filter(isUuid);
    if (ids.length === 0) continue;
    const statements = (followed.get(through.definition) ?? []).map(({ member }) => ({
      member: member.id,
      statement: valuesStatement(member.id, through.definition, of.path, ids),
    }));
    const found = await readInTurn<{ id: string; value: string }>(ctx.db, statements, budget);
    for (const { id, value } of found.flat()) told.set(`${of.key} ${id}`, value);
  }
  const key = (dimension: Dimension | undefined, text: string | null) => {
    const id = elsewhere(text);
    return id === null ? text : (told.get(`${fieldOf(dimension)?.key ?? ""} ${id}`) ?? "");
  };
  return rows.map((row) => ({ ...row, g1: key(first, row.g1), g2: key(second, row.g2) }));
}

const fieldOf = (dimension: Dimension | undefined): StatisticField | undefined =>
  dimension?.kind === "field" && dimension.of.through ? dimension.of : undefined;

const elsewhere = (text: string | null): string | null =>
  text?.startsWith(ELSEWHERE) ? text.slice(ELSEWHERE.length) : null;
