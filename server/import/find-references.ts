import {
  type Answers,
  type Aside,
  canRead,
  type Entry,
  fieldAt,
  type Json,
  type LineRead,
  type Linked,
  linked,
  MERGED,
  normalise,
  phoneWord,
} from "../../engine/index.ts";
import { importWords as words } from "../../renderer/strings-imports.ts";
import type { Context } from "../context.ts";
import { referable } from "../referred.ts";
import { findEntries } from "../store/entries.ts";
import { findBearing } from "../store/match-words.ts";
import { type ImportJob, titleAt } from "./job.ts";

/** What a text names: an entry that may be referred to, or why it is none. */
type Named = Entry | "none" | "several";

/**
 * Lines whose texts that name entries of other registers became those entries: by reference, by telephone, or by words that one entry
 * alone bears, a number or a name. What names none, several, or one that does not suit is set aside with the reason. Two reads for
 * each register named, whatever the lines.
 */
export async function withReferences(
  ctx: Context,
  job: ImportJob,
  read: readonly LineRead[],
): Promise<readonly LineRead[]> {
  const { form } = job.definition;
  const links = read.map(({ answers }) => linked(form, answers));
  const named = new Map<string, ReadonlyMap<string, Named>>();
  for (const definition of new Set(links.flat().flatMap((link) => link.definition ?? []))) {
    const texts = links.flat().flatMap((link) => (link.definition === definition ? [link.id] : []));
    named.set(definition, await namedBy(ctx, job, definition, [...new Set(texts)]));
  }
  return read.map((line, index) =>
    (links[index] ?? []).reduce((kept, link) => {
      const found = named.get(link.definition ?? "")?.get(link.id);
      return found === undefined ? kept : referred(job, kept, link, found);
    }, line),
  );
}

/** The line with the entry in place of the text, or without it. */
function referred(job: ImportJob, { answers, aside }: LineRead, { id: text, pointer }: Linked, found: Named): LineRead {
  const { order } = job.definition.form;
  const field = fieldAt(order, pointer.slice(1).replace(/\/\d+/g, "").replaceAll("/", "."));
  const suits =
    typeof found === "string" ||
    Object.entries(field?.refWhere ?? {}).every(([key, value]) => found.answers[key] === value);
  const path = pointer.slice(1).split("/");
  if (typeof found !== "string" && suits) return { answers: put(answers, path, found.id) as Answers, aside };
  const reason = typeof found === "string" ? words.named[found] : words.named.unsuited;
  const told: Aside = { title: titleAt(order, pointer), text, reason };
  return { answers: put(answers, path, undefined) as Answers, aside: [...aside, told] };
}

/** A copy with a value at a place that exists, or without it. */
function put(value: Json, [first, ...rest]: readonly string[], given: Json | undefined): Json {
  if (first === undefined) return given ?? null;
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    return items.map((item, index) => (String(index) === first ? put(item, rest, given) : item));
  }
  return Object.fromEntries(
    Object.entries(value as Answers).flatMap(([key, inner]): [string, Json][] => {
      if (key !== first) return [[key, inner]];
      return rest.length === 0 && given === undefined ? [] : [[key, put(inner, rest, given)]];
    }),
  );
}

/** What each text names among the entries of a register that the agent may read. */
async function namedBy(
  ctx: Context,
  job: ImportJob,
  definition: string,
  texts: readonly string[],
): Promise<ReadonlyMap<string, Named>> {
  const members = referable(ctx, job.turn.member, definition);
  const asked = texts.map(wordsOf);
  const found = await findBearing(ctx, members, definition, asked);
  const ids = new Map<string, string[]>();
  for (const { member, entry } of found.flat()) ids.set(member, [...(ids.get(member) ?? []), entry]);
  const read = await findEntries(ctx, ids);
  const seen = new Map<string, Entry>();
  for (const entry of read) {
    const pinned = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
    if (entry.state !== MERGED && canRead(pinned, entry, job.actorIn(entry.member, pinned))) seen.set(entry.id, entry);
  }
  return new Map(
    texts.map((text, index): [string, Named] => {
      const all = (found[index] ?? []).flatMap(({ entry }) => seen.get(entry) ?? []);
      const [first] = all;
      return [text, first === undefined ? "none" : all.length > 1 ? "several" : first];
    }),
  );
}

const REFERENCE = /^[0-9a-z]{4}-[0-9a-z]{4}$/i;

/** The words of the index that an entry named so bears. Numbers of one or two figures are no words. */
function wordsOf(text: string): readonly string[] {
  if (REFERENCE.test(text)) return [text.toLowerCase().replace("-", "")];
  const phone = phoneWord(text);
  if (phone !== null) return [phone];
  return normalise(text)
    .split(" ")
    .filter((word) => word !== "" && !/^\d{1,2}$/.test(word));
}
