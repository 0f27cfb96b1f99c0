import { type Answers, canRead, knownAnswers, type Labels, type Linked } from "../../../engine/index.ts";
import type { FileView } from "../../../renderer/theme/form-context.ts";
import type { Context } from "../../context.ts";
import { entryLabel } from "../../entry-label.ts";
import { fileView } from "../../file-view.ts";
import { actorFor } from "../../identity/actor-for.ts";
import type { Session } from "../../identity/subject.ts";
import { findReferred } from "../../referred.ts";
import { findNamed } from "../../store/attachments.ts";

/** What stands for ids on a page: names, and where to read them. */
export interface Shown {
  readonly labels: Labels;
  /** Addresses by id. */
  readonly links: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, FileView>;
  /** What she may read of the entries referred to, by id. */
  readonly referred: ReadonlyMap<string, Answers>;
}

/** The entry a page is about; nulls before it exists. */
export interface FilePlace {
  readonly entry: string | null;
  /** Address under which its files are read. */
  readonly fileBase: string | null;
}

export const NO_ENTRY: FilePlace = { entry: null, fileBase: null };

/**
 * Names and addresses of the files and referenced entries of a page. A referenced entry the agent may not read keeps
 * its id and has no address.
 */
export async function shown(
  ctx: Context,
  session: Session,
  member: string,
  links: readonly Linked[],
  place: FilePlace,
): Promise<Shown> {
  const { fileBase, entry: at } = place;
  const labels = new Map<string, string>();
  const hrefs = new Map<string, string>();
  const files = new Map<string, FileView>();
  const referred = new Map<string, Answers>();
  const ids = links.filter((link) => link.definition === undefined).map((link) => link.id);
  const owners = session.agent ? [session.agent.id] : [];
  for (const file of await findNamed(ctx, member, ids, { entry: at, owners })) {
    const view = fileView(ctx, file, fileBase, owners);
    labels.set(file.id, file.name);
    files.set(file.id, view);
    if (view.href !== undefined) hrefs.set(file.id, view.href);
  }
  const references = links.filter((link) => link.definition !== undefined);
  for (const entry of await findReferred(ctx, member, references)) {
    const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
    const actor = actorFor(ctx, session, entry.member, definition);
    if (!canRead(definition, entry, actor)) continue;
    referred.set(entry.id, knownAnswers(definition.form, entry.answers, actor));
    const of = entry.member === member ? "" : ` – ${ctx.catalogue.member(entry.member)?.name ?? entry.member}`;
    labels.set(entry.id, `${entryLabel(definition, entry)}${of}`);
    hrefs.set(entry.id, `/${entry.member}/agent/${entry.definition}/${entry.id}`);
  }
  return { labels, links: hrefs, files, referred };
}
