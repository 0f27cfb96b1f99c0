import {
  type Answers,
  type CompiledDefinition,
  canRead,
  type Entry,
  knownAnswers,
  type Layout,
  type Linked,
  linked,
} from "../../engine/index.ts";
import type { ActorIn } from "../commands/write-entry.ts";
import type { Context } from "../context.ts";
import { entryLabel } from "../entry-label.ts";
import { findReferred } from "../referred.ts";
import { agentNames } from "../store/agent-list.ts";
import { type EntryFile, filesOfEntries } from "../store/attachments.ts";
import { type CountedRelation, countRelated } from "../store/related-counts.ts";
import type { Cell } from "./cell.ts";
import type { ExportColumn, Names, Values } from "./columns.ts";

/** Whose list is exported, and for whom. */
export interface Exported {
  readonly definition: CompiledDefinition;
  /** Names by id of the members it covers, the exporter's own first. */
  readonly members: ReadonlyMap<string, string>;
  readonly columns: readonly ExportColumn[];
  readonly values: Values;
  /** Set for a file in the words of another software: its columns are its own. */
  readonly layout?: Layout;
  readonly actorIn: ActorIn;
  /** What the columns count of other lists. */
  readonly counted: readonly CountedRelation[];
}

/** The rows of an export, by some at a time, as its entries come. `told` hears how many were given so far. */
export async function* exportRows(
  ctx: Context,
  exported: Exported,
  entries: AsyncIterable<readonly Entry[]>,
  told: (rows: number) => Promise<void> | void,
): AsyncGenerator<readonly (readonly Cell[])[]> {
  const agents = new Map<string, string>();
  for (const member of exported.members.keys()) {
    for (const { id, name } of await agentNames(ctx.db, member, "closed too")) agents.set(id, name);
  }
  let rows = 0;
  for await (const some of entries) {
    const labels = exported.values === "codes" ? new Map<string, string>() : await labelsOf(ctx, exported, some);
    const referred = await referredBy(ctx, exported, some);
    const related = await countRelated(
      ctx,
      exported.counted,
      exported.counted.length > 0 ? some.map(({ id }) => id) : [],
    );
    const names: Names = { labels, agents, members: exported.members, referred, related };
    yield some.map((entry) => exported.columns.map((column) => column.read(entry, names, exported.values)));
    rows += some.length;
    await told(rows);
  }
}

/** What the exporter may read of the entries that these refer to, where a column asks for it. */
async function referredBy(
  ctx: Context,
  { definition, columns, actorIn }: Pick<Exported, "definition" | "columns" | "actorIn">,
  entries: readonly Entry[],
): Promise<ReadonlyMap<string, Answers>> {
  const found = new Map<string, Answers>();
  const asked = definition.form.order.filter(
    ({ key, ref }) => ref !== undefined && columns.some((column) => column.key.startsWith(`${key}.`)),
  );
  if (asked.length === 0) return found;
  const keys = asked.map(({ key }) => `/${key}`);
  for (const [member, own] of byMember(entries)) {
    const links = own.flatMap((entry) => linked(definition.form, entry.answers));
    const references = links.filter(({ pointer }) => keys.includes(pointer));
    for (const entry of await findReferred(ctx, member, references)) {
      const pinned = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
      const actor = actorIn(entry.member, pinned);
      if (canRead(pinned, entry, actor)) found.set(entry.id, knownAnswers(pinned.form, entry.answers, actor));
    }
  }
  return found;
}

/** Names of the files and of the entries that these refer to, as far as the exporter may know of them. */
export async function labelsOf(
  ctx: Context,
  { definition, actorIn }: Pick<Exported, "definition" | "actorIn">,
  entries: readonly Entry[],
): Promise<ReadonlyMap<string, string>> {
  const labels = new Map<string, string>();
  for (const [member, own] of byMember(entries)) {
    const links = own.flatMap((entry) => linked(definition.form, entry.answers));
    const attached = links.some((link) => link.definition === undefined);
    const files = attached
      ? await filesOfEntries(
          ctx,
          member,
          own.map(({ id }) => id),
        )
      : [];
    for (const { id, name } of files) labels.set(id, name);
    const references: readonly Linked[] = links.filter((link) => link.definition !== undefined);
    for (const entry of references.length > 0 ? await findReferred(ctx, member, references) : []) {
      const pinned = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
      if (canRead(pinned, entry, actorIn(entry.member, pinned))) labels.set(entry.id, entryLabel(pinned, entry));
    }
  }
  return labels;
}

function byMember(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const members = new Map<string, Entry[]>();
  for (const entry of entries) members.set(entry.member, [...(members.get(entry.member) ?? []), entry]);
  return members;
}

/** The files of entries, each with the entry it belongs to. */
export async function* exportFiles(
  ctx: Context,
  entries: AsyncIterable<readonly Entry[]>,
): AsyncGenerator<{ readonly entry: Entry; readonly file: EntryFile }> {
  for await (const some of entries) {
    for (const [member, own] of byMember(some)) {
      const byId = new Map(own.map((entry) => [entry.id, entry]));
      for (const file of await filesOfEntries(ctx, member, [...byId.keys()])) {
        const entry = byId.get(file.entryId);
        if (entry) yield { entry, file };
      }
    }
  }
}
