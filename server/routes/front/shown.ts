import {
  type Actor,
  type Answers,
  actsByMandate,
  type CompiledDefinition,
  canRead,
  canReadEvery,
  display,
  type Entry,
  type Field,
  type Form,
  linked,
  valuesAt,
} from "../../../engine/index.ts";
import type { FileView, ReferenceOption, ReferenceView } from "../../../renderer/theme/form-context.ts";
import { MOST_OFFERED, type Offered } from "../../../renderer/theme/offered.ts";
import { auditRead } from "../../audit.ts";
import type { ActorIn } from "../../commands/write-entry.ts";
import type { Context } from "../../context.ts";
import { fileView } from "../../file-view.ts";
import { actorsOf } from "../../identity/actor-for.ts";
import { actorBefore, actorsAlike } from "../../identity/by-mandate.ts";
import type { Session } from "../../identity/subject.ts";
import { offeredAmong } from "../../offered.ts";
import { findReferred, referable } from "../../referred.ts";
import { findNamed } from "../../store/attachments.ts";
import { listAcross } from "../../store/list-across.ts";
import type { ListQuery } from "../../store/list-query.ts";
import type { Member } from "../../store/members.ts";

/** What stands for the ids in a citizen's answers. */
export interface Shown {
  readonly files: ReadonlyMap<string, FileView>;
  /** By pointer. */
  readonly references: ReadonlyMap<string, ReferenceView>;
  /** Names of files and entries, by id. */
  readonly labels: ReadonlyMap<string, string>;
}

interface Reader {
  readonly ctx: Context;
  readonly session: Session | null;
  readonly member: string;
  readonly actor: Actor;
  /** Id of the entry at hand; null while a draft is filled. */
  readonly entry: string | null;
}

/**
 * Names of the files and entries that answers refer to. What this person may not read stays unnamed.
 * @param fileBase address under which the files are read, or null before they belong to an entry
 */
export async function shown(
  { ctx, session, member, actor, entry: at }: Reader,
  form: Form,
  answers: Answers,
  fileBase: string | null,
): Promise<Shown> {
  const links = linked(form, answers);
  const labels = new Map<string, string>();
  const files = new Map<string, FileView>();
  const ids = links.filter((link) => link.definition === undefined).map((link) => link.id);
  const owners = [actor.id, ...actor.holders];
  for (const file of await findNamed(ctx, member, ids, { entry: at, owners })) {
    labels.set(file.id, file.name);
    files.set(file.id, fileView(ctx, file, fileBase, owners));
  }
  const references = new Map<string, ReferenceView>();
  const named = links.filter((link) => link.definition !== undefined);
  const found = new Map((await findReferred(ctx, member, named)).map((entry) => [entry.id, entry]));
  for (const { id, pointer } of named) {
    const entry = found.get(id);
    if (!entry) continue;
    const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
    if (!canRead(definition, entry, actorBefore(ctx, session, entry.member, definition, entry))) continue;
    const chosen = optionOf(definition, entry);
    labels.set(id, chosen.label);
    references.set(pointer, { chosen });
  }
  return { files, references, labels };
}

/** The person in front of a draft or an entry as she is for what its answers refer to. */
export const actorsFor = (
  ctx: Context,
  session: Session | null,
  {
    actor,
    member,
    definition,
  }: { readonly actor: Actor; readonly member: Member; readonly definition: CompiledDefinition },
): ActorIn =>
  session && actsByMandate(actor)
    ? actorsAlike(ctx, session, actor, { member: member.id, sector: definition.privacy.sector })
    : actorsOf(ctx, session);

/**
 * The entries of a definition that match this person's words, among those she may refer to: her own, or all of them when
 * the definition lets anyone like her read every one, as a public register does; those too of members that share the definition.
 */
export async function searchEntries(
  reader: Pick<Reader, "ctx" | "member">,
  actorIn: ActorIn,
  definitionId: string,
  q: string,
): Promise<readonly ReferenceOption[]> {
  return entriesFor(reader, actorIn, definitionId, { limit: 10, ...(q !== "" && { q }) });
}

/** The entries of small registers that these fields refer to, by register: offered at once rather than searched. */
export const offeredTo = (
  reader: Pick<Reader, "ctx" | "member">,
  actorIn: ActorIn,
  fields: readonly Field[],
): Promise<Offered> =>
  offeredAmong(reader.ctx, reader.member, fields, (id, asked) => entriesFor(reader, actorIn, id, asked, MOST_OFFERED));

async function entriesFor(
  { ctx, member }: Pick<Reader, "ctx" | "member">,
  actorIn: ActorIn,
  definitionId: string,
  asked: Pick<ListQuery, "limit" | "q" | "state">,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly ReferenceOption[]> {
  const places = referable(ctx, member, definitionId).flatMap((each) => {
    const definition = ctx.catalogue.definition(each, definitionId);
    if (!definition) return [];
    const actor = actorIn(each, definition);
    const own = canReadEvery(definition, actor) ? {} : { holders: actor.holders };
    return own.holders?.length === 0 ? [] : [{ member: each, definition, actor, own }];
  });
  const queries = places.map(({ member: of, definition, own }) => ({ member: of, definition, ...own, ...asked }));
  const { items } = await listAcross(ctx, queries);
  if (items.length > most) return [];
  for (const { member: of, definition, actor } of places) {
    const count = items.filter((entry) => entry.member === of).length;
    auditRead(ctx, actor, { member: of, definition: definition.id, detail: { entries: count }, action: "list-read" });
  }
  const known = new Map(places.map((place) => [place.member, place.definition]));
  return items.flatMap((entry) => {
    const definition = known.get(entry.member);
    return definition ? [optionOf(definition, entry)] : [];
  });
}

function optionOf(definition: CompiledDefinition, entry: Entry): ReferenceOption {
  const words = definition.list
    .filter(({ field }) => !field.internal)
    .slice(0, 2)
    .flatMap(({ key, field }) => valuesAt(entry.answers, key).map((value) => display(field, value)));
  const label = words.filter((text) => text !== "").join(", ");
  return { id: entry.id, label: label === "" ? entry.reference : label, hint: entry.reference };
}
