import { createHash } from "node:crypto";
import { type CompiledDefinition, isUsedBy, type PublicView, parisDay, publishedOf } from "../engine/index.ts";
import { canonical } from "./canonical.ts";
import type { Context } from "./context.ts";
import { seeingUnits } from "./db/seen-units.ts";
import { readPlacesLeft } from "./occupation.ts";
import { findEntries } from "./store/entries.ts";
import {
  beginPublication,
  endPublication,
  keepPublished,
  nextPublicationDue,
  type Publication,
  type PublicationDue,
  publicationState,
  renewPublication,
} from "./store/published.ts";
import type { PublishedQuery } from "./store/published-read.ts";

/** A definition that publishes what is in its register. */
export type Publishing = CompiledDefinition & { readonly publicView: PublicView };

/** Copies made at once. */
const MOST_AT_ONCE = 500;
/** Copies made before someone reads; an import leaves more, which the worker makes. */
const ROUNDS_BEFORE_A_READ = 2;

/** Whether a member offers a register of which anyone may read something. */
export const publishes = (definition: CompiledDefinition | null): definition is Publishing =>
  definition !== null && definition.publicView !== null;

/** What a member publishes of a register, as it is read on its pages; null when it publishes nothing of it. */
export interface PublishedRegister extends Pick<PublishedQuery, "publications" | "today"> {
  readonly definition: Publishing;
  /** The definition as each member whose entries are here has it. */
  readonly definitions: ReadonlyMap<string, Publishing>;
  /** Some entries are not here yet. */
  readonly unfinished: boolean;
}

/**
 * The register a member publishes, with those that others of its group share with it, once the copies of what has just changed are
 * made; null when it publishes none of this id.
 */
export async function publishedRegister(ctx: Context, member: string, id: string): Promise<PublishedRegister | null> {
  const definition = publishingIn(ctx, member, id);
  if (!definition) return null;
  const others = ctx.catalogue.sharing(id, member).filter((other) => other !== member);
  const definitions = new Map([[member, definition]]);
  for (const other of others) {
    const theirs = publishingIn(ctx, other, id);
    if (theirs) definitions.set(other, theirs);
  }
  return {
    ...{ definition, definitions, ...(await placesRegister(ctx, definitions)) },
    today: parisDay(ctx.clock().toISOString()),
  };
}

/** Makes what is due of the copies of registers whose places are searched at a desk. False when some are left to the worker. */
export async function placesRegister(
  ctx: Context,
  definitions: ReadonlyMap<string, CompiledDefinition>,
): Promise<{ readonly publications: readonly Publication[]; readonly unfinished: boolean }> {
  const publications = [...definitions].map(([member, each]) => ({
    member,
    definition: each.id,
    shape: shapeOf(each),
  }));
  const rests = await Promise.all(
    [...definitions.values()].map((each, index) => {
      const publication = publications[index];
      return publication ? refresh(ctx, publication, each) : false;
    }),
  );
  return { publications, unfinished: rests.includes(true) };
}

function publishingIn(ctx: Context, member: string, id: string): Publishing | null {
  const definition = ctx.catalogue.definition(member, id);
  return publishes(definition) && ctx.catalogue.offers(member, id) ? definition : null;
}

/** Makes the copies that are due of one register. True when some are left to the worker. */
async function refresh(ctx: Context, publication: Publication, { occupied }: CompiledDefinition): Promise<boolean> {
  const { known, current, due } = await publicationState(ctx.db, publication);
  if (current && !due) return false;
  const uses = (occupied?.uses ?? []).filter(isUsedBy);
  if (!known || (!current && uses.length > 0)) await beginPublication(ctx.db, publication, uses);
  if (!current) await renewPublication(ctx.db, publication);
  for (let round = 0; round < ROUNDS_BEFORE_A_READ; round++) {
    const next = await nextPublicationDue(ctx.db, MOST_AT_ONCE, publication);
    if (!next) return false;
    await makeCopies(ctx, next);
  }
  return (await publicationState(ctx.db, publication)).due;
}

/** Makes copies that are due, of one register. True when there were some. */
export async function publishDue(ctx: Context): Promise<boolean> {
  const due = await nextPublicationDue(ctx.db, MOST_AT_ONCE);
  if (!due) return false;
  await makeCopies(ctx, due);
  return true;
}

async function makeCopies(ctx: Context, due: PublicationDue): Promise<void> {
  const { member, definition: id } = due;
  const definition = ctx.catalogue.definition(member, id);
  if (!definition || !isCopied(definition)) return endPublication(ctx.db, member, id);
  const { publicView, occupied } = definition;
  const entries = await findEntries(ctx, new Map([[member, due.entries.map((entry) => entry.id)]]));
  const copies = entries.flatMap((entry) => {
    const copy = publicView && publishedOf(publicView, entry);
    return copy ? [[entry.id, copy] as const] : [];
  });
  // Whoever keeps what takes a place, it is taken; nothing of it is told but the hours.
  const places = occupied ? await seeingUnits("every", () => readPlacesLeft(ctx, occupied, entries)) : new Map();
  await keepPublished(ctx.db, due, shapeOf(definition), new Map(copies), places);
}

/** Whether something is worked out of the entries of a register, to be searched. */
const isCopied = ({ publicView, occupied }: CompiledDefinition): boolean => publicView !== null || occupied !== null;

/** Changes with how copies are made. */
const COPIES = "2";
const shapes = new WeakMap<CompiledDefinition, string>();

/** Changes with anything of a definition: its copies are then made anew. */
function shapeOf(definition: CompiledDefinition): string {
  const known = shapes.get(definition);
  if (known !== undefined) return known;
  const made = createHash("sha256")
    .update(`${COPIES} ${canonical(definition.schema)}`)
    .digest("hex")
    .slice(0, 32);
  shapes.set(definition, made);
  return made;
}
