import {
  type Actor,
  type CompiledDefinition,
  type Entry,
  parisDay,
  permits,
  renewable,
  renewalFailed,
} from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { uuidFrom } from "../ids.ts";
import { findEntries } from "../store/entries.ts";
import { mayOpen } from "./may-open.ts";

/** Renewals of one entry that may fail before a new request is asked for. */
const MOST_TRIES = 5;

/** What became of the renewals of an entry. */
export interface Renewals {
  /** The one under way, or that held. */
  readonly done: Entry | null;
  /** Id of the next one; null when too many failed. */
  readonly next: string | null;
}

/**
 * Id of the renewal of an entry: made from that one's, so that two people at once cannot both renew it, and that it is found
 * again without a table. `rank` counts those that failed before.
 */
export const renewalId = (
  ctx: Pick<Context, "secrets">,
  { member, id }: Pick<Entry, "member" | "id">,
  rank: number,
): string => uuidFrom(ctx.secrets.mac("renewal", JSON.stringify([member, id, rank])));

/** The renewals of these entries, by id. One round trip. */
export async function renewalsOf(ctx: Context, entries: readonly Entry[]): Promise<ReadonlyMap<string, Renewals>> {
  const ids = new Map<string, string[]>();
  const ranks = Array.from({ length: MOST_TRIES }, (_, rank) => rank);
  for (const entry of entries) {
    ids.set(entry.member, [...(ids.get(entry.member) ?? []), ...ranks.map((rank) => renewalId(ctx, entry, rank))]);
  }
  const found = new Map((await findEntries(ctx, ids)).map((entry) => [entry.id, entry]));
  const known = new Map<string, Renewals>();
  for (const entry of entries) {
    const tried = ranks.flatMap((rank) => found.get(renewalId(ctx, entry, rank)) ?? []);
    const last = tried.at(-1);
    const failed = last === undefined || (await hasFailed(ctx, last));
    const next = tried.length < MOST_TRIES ? renewalId(ctx, entry, tried.length) : null;
    known.set(entry.id, { done: failed ? null : last, next });
  }
  return known;
}

async function hasFailed(ctx: Context, entry: Entry): Promise<boolean> {
  return renewalFailed(await ctx.catalogue.version(entry.member, entry.definition, entry.version), entry);
}

/** What an entry offers whoever holds it. `renew` and `change` say with which definition, and the id of what it makes. */
export type RenewalOffer =
  | { readonly kind: "renew" | "change"; readonly definition: CompiledDefinition; readonly id: string }
  | { readonly kind: "done"; readonly entry: Entry }
  | { readonly kind: "early"; readonly from: string }
  | { readonly kind: "late" | "exhausted" | "retired" | "sign-in" };

/**
 * Whether an entry may be renewed now by this actor: whoever holds it, by her account, by her tracking link or by mandate.
 * Null when nothing is to be said of it. An entry whose definition grants nothing for a time costs no reading.
 * @param definition the version the entry is pinned to
 */
export async function renewalOffer(
  ctx: Context,
  definition: CompiledDefinition,
  entry: Entry,
  actor: Actor,
): Promise<RenewalOffer | null> {
  const holds = entry.holder !== null && actor.kind !== "agent" && actor.holders.includes(entry.holder);
  if (!definition.validity?.renewal || !holds || !permits(actor, "open")) return null;
  return offered(ctx, definition, entry, actor);
}

/**
 * The same for an agent who works the entry and asks for whoever holds it. Nothing is read of an entry that is not to be
 * renewed today.
 */
export async function deskRenewal(
  ctx: Context,
  definition: CompiledDefinition,
  entry: Entry,
  actor: Actor,
): Promise<RenewalOffer | null> {
  const works = actor.kind === "agent" && actor.roles.includes("agent");
  if (!works || renewable(definition, entry, parisDay(ctx.clock().toISOString())).kind === "none") return null;
  return offered(ctx, definition, entry, actor);
}

async function offered(
  ctx: Context,
  definition: CompiledDefinition,
  entry: Entry,
  actor: Actor,
): Promise<RenewalOffer | null> {
  const known = (await renewalsOf(ctx, [entry])).get(entry.id);
  if (known?.done) return { kind: "done", entry: known.done };
  const when = renewable(definition, entry, parisDay(ctx.clock().toISOString()));
  if (when.kind === "none") {
    if (when.why === "early" && when.from !== undefined) return { kind: "early", from: when.from };
    return when.why === "late" ? { kind: "late" } : null;
  }
  const today = ctx.catalogue.definition(entry.member, entry.definition);
  if (!today?.validity?.renewal || !ctx.catalogue.offers(entry.member, entry.definition)) return { kind: "retired" };
  if (!mayOpen(ctx, entry.member, today, actor)) return { kind: "sign-in" };
  return known?.next ? { kind: when.kind, definition: today, id: known.next } : { kind: "exhausted" };
}
