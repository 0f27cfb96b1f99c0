import {
  type CompiledDefinition,
  type Entry,
  freePlaces,
  type Issue,
  isUsedBy,
  parisDay,
  searchedDays,
  type UsedBy,
  useOf,
  valuesAt,
  within,
} from "../../engine/index.ts";
import { occupationWords as words } from "../../renderer/strings-occupation.ts";
import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import { readOccupation } from "../occupation.ts";
import { referable } from "../referred.ts";
import type { EntryWriter } from "../store/entry-write.ts";

/** Whether entries of a definition of this member take places of others. */
export const takesPlaces = (ctx: Context, member: string, definition: CompiledDefinition): boolean =>
  usedBy(ctx, member, definition).length > 0;

/**
 * Runs a write: within `tx` when given; else, where it takes places, in a transaction of its own, so that what `occupationIssues` found
 * free is still free when it is written.
 */
export function inTurn<T>(
  ctx: Context,
  member: string,
  definition: CompiledDefinition,
  tx: Tx | undefined,
  write: (tx: Tx | undefined) => Promise<T>,
): Promise<T> {
  if (tx || !takesPlaces(ctx, member, definition)) return write(tx);
  return withActor(ctx.db, { member }, write);
}

/**
 * Why an entry about to be written cannot take a place where it says, at all the hours it says; none when it takes no place, or no more
 * than before. Whoever takes one of the same comes after the end of the transaction: see `inTurn`.
 * @param before the entry as it is; null for a new one
 */
export async function occupationIssues(
  ctx: Context,
  writer: EntryWriter,
  definition: CompiledDefinition,
  before: Entry | null,
  entry: Entry,
): Promise<readonly Issue[]> {
  const taken = takenBy(ctx, definition, entry).filter((each) => !isKept(each, before, entry));
  if (taken.length === 0) return [];
  await writer.take(taken.map(({ id }) => id));
  const issues: Issue[] = [];
  for (const { target, use, id } of taken) {
    const owner = await ownerOf(ctx, writer, entry.member, target.id, id);
    if (!owner || !target.occupied) continue;
    const occupation = await readOccupation(ctx, writer.citing, target.occupied, owner, entry.id);
    const wanted = useOf(use, entry.answers);
    const from = wanted.from ?? parisDay(entry.updatedAt);
    const { free, where } = freePlaces(occupation, { ...wanted, ...searchedDays(occupation, from, wanted.to) });
    if (free > 0 || where === null) continue;
    const key = use.week?.list ?? use.field;
    issues.push({ code: "occupation", pointer: `/${key.replaceAll(".", "/")}`, message: words.refused(where) });
  }
  return issues;
}

/** What takes places of another: its definition, how, and the entry it is taken of. */
interface Taken {
  readonly target: CompiledDefinition;
  readonly use: UsedBy;
  readonly id: string;
}

/** What this entry takes places of, as this member knows it. */
const takenBy = (ctx: Context, definition: CompiledDefinition, entry: Entry): readonly Taken[] =>
  usedBy(ctx, entry.member, definition).flatMap(({ target, use }) => {
    const [id] = valuesAt(entry.answers, use.field);
    return isCounted(use, entry) && typeof id === "string" ? [{ target, use, id }] : [];
  });

function usedBy(ctx: Context, member: string, definition: CompiledDefinition) {
  const refs = [...new Set(definition.form.order.flatMap(({ ref }) => ref ?? []))];
  return refs.flatMap((id) => {
    const [target] = referable(ctx, member, id).flatMap((each) => ctx.catalogue.definition(each, id) ?? []);
    const uses = (target?.occupied?.uses ?? []).filter(isUsedBy);
    return target ? uses.filter((use) => use.definition === definition.id).map((use) => ({ target, use })) : [];
  });
}

const isCounted = ({ states }: UsedBy, { state }: Entry): boolean => states?.includes(state) ?? true;

/** Whether the entry took the same places before, or more: whoever shortens a stay is not refused where a limit was passed since. */
function isKept({ use, id }: Taken, before: Entry | null, entry: Entry): boolean {
  if (!before || !isCounted(use, before) || valuesAt(before.answers, use.field)[0] !== id) return false;
  return within(useOf(use, entry.answers), useOf(use, before.answers));
}

async function ownerOf(ctx: Context, writer: EntryWriter, member: string, definition: string, id: string) {
  for (const each of referable(ctx, member, definition)) {
    const found = await writer.find(each, id);
    if (found?.definition === definition) return found;
  }
  return null;
}
