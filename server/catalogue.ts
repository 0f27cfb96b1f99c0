import type { CompiledDefinition, Tariffs, TariffVersion } from "../engine/index.ts";
import type { Db } from "./db/with-actor.ts";
import { latestVersions, loadAdoptions, loadOffers, loadVersion, type StoredVersion } from "./store/definitions.ts";
import { loadMembers, type Member } from "./store/members.ts";
import { latestOverlays, loadOverlay } from "./store/overlays.ts";
import { loadShares, type Share } from "./store/sharing.ts";
import { everyTariff } from "./store/tariffs.ts";
import { compileStored } from "./stored-definition.ts";

/** Members and compiled definitions, kept in memory and reloaded when one is published. */
export interface Catalogue {
  /** Those that citizens see. */
  members(): readonly Member[];
  /** Those too that are not active yet, or any more. */
  everyMember(): readonly Member[];
  member(id: string): Member | null;
  /** Latest versions of the definitions in use in this member, as it personalised them, by title: those it no longer offers too. */
  definitions(member: string): readonly CompiledDefinition[];
  definition(member: string, id: string): CompiledDefinition | null;
  /** Whether new entries may open: false once a member has stopped offering what it adopted. */
  offers(member: string, id: string): boolean;
  /** What a member may adopt or has adopted, by title. */
  shelf(member: string): readonly Shelved[];
  /** How `member` shares a definition's entries with the agents of `other`, if it does. */
  sharedWith(member: string, id: string, other: string): readonly Share[];
  /** The members whose entries of this definition the agents of `other` may see by such a share. */
  sharing(id: string, other: string): readonly string[];
  /** Ids of the definitions whose entries some member shares with the agents of `other`. */
  shared(other: string): readonly string[];
  /** The shares by which each other member's agents see this member's entries of a definition; `with` is never "*". */
  sharedBy(member: string, id: string): readonly Share[];
  /**
   * The version an entry or a draft of this member is pinned to: one of its own numbers, else one of the base's.
   * Rejects when it was never published.
   */
  version(member: string, id: string, version: number): Promise<CompiledDefinition>;
  /** What a member decided of the tables of a definition, all days together. */
  tariffs(member: string, id: string): Tariffs;
  /** Resolves once all that was committed before this call is known. */
  reload(): Promise<void>;
}

/** A published definition in the catalogue of the group. */
export interface Shelved {
  readonly definition: CompiledDefinition;
  /** The member that wrote it; null for what is common. */
  readonly owner: string | null;
  /** Whether its owner lets the others adopt it. */
  readonly offered: boolean;
  /** The members of the same group that use it, those that no longer offer it too. */
  readonly adopters: readonly string[];
}

interface Snapshot {
  readonly members: ReadonlyMap<string, Member>;
  readonly latest: ReadonlyMap<string, CompiledDefinition>;
  readonly owners: ReadonlyMap<string, string | null>;
  /** Members whose own definition others may adopt: "member definition". */
  readonly offers: ReadonlySet<string>;
  /** By member, then definition: whether new entries may open. */
  readonly adopted: ReadonlyMap<string, ReadonlyMap<string, boolean>>;
  /** What it uses, by member then by id, in the order of their titles. */
  readonly used: ReadonlyMap<string, ReadonlyMap<string, CompiledDefinition>>;
  /** "member id" of what has versions of its own. */
  readonly personalised: ReadonlySet<string>;
  readonly shares: readonly Share[];
  /** By "member definition". */
  readonly tariffs: ReadonlyMap<string, Tariffs>;
  /** Found so far, by the member that receives them: see `received`. */
  readonly received: Map<string, ReadonlyMap<string, readonly Share[]>>;
}

/** Opens the catalogue on a base that holds members, published versions and adoptions. */
export async function openCatalogue(db: Db): Promise<Catalogue> {
  const versions = new Map<string, CompiledDefinition>();
  let snapshot = await read(db, versions);
  return {
    members: () => [...snapshot.members.values()].filter(({ status }) => status === "active"),
    everyMember: () => [...snapshot.members.values()],
    member: (id) => snapshot.members.get(id) ?? null,
    definitions: (member) => [...(snapshot.used.get(member)?.values() ?? [])],
    definition: (member, id) => snapshot.used.get(member)?.get(id) ?? null,
    offers: (member, id) => snapshot.adopted.get(member)?.get(id) ?? false,
    shelf: (member) => shelfOf(snapshot, member),
    sharedWith: (member, id, other) => sharesOf(snapshot, member, id, other),
    sharing: (id, other) => [
      ...new Set(
        received(snapshot, other)
          .get(id)
          ?.map((share) => share.member),
      ),
    ],
    shared: (other) => [...received(snapshot, other).keys()],
    sharedBy: (member, id) =>
      [...snapshot.members.keys()].flatMap((other) =>
        sharesOf(snapshot, member, id, other).map((share) => ({ ...share, with: other })),
      ),
    async version(member, id, version) {
      const own = versions.get(ownKey(member, id, version));
      if (own) return own;
      const base = versions.get(baseKey(id, version));
      if (base && !snapshot.personalised.has(`${member} ${id}`)) return base;
      const overlay = await loadOverlay(db, member, id, version);
      if (overlay) return remembered(versions, ownKey(member, id, version), overlay);
      const stored = base ? null : await loadVersion(db, id, version);
      if (!base && !stored) throw new Error(`No version ${version} of ${id}`);
      const found = base ?? remembered(versions, baseKey(id, version), stored as StoredVersion);
      // No later version of the member's own takes a number it already used.
      versions.set(ownKey(member, id, version), found);
      return found;
    },
    tariffs: (member, id) => snapshot.tariffs.get(`${member} ${id}`) ?? NO_TARIFFS,
    reload: oneAtATime(async () => {
      snapshot = await read(db, versions);
    }),
  };
}

/**
 * Runs `work` as often as needed for each call to be followed by a whole run, never two at once: of two readings, the one
 * that began first could end last and bring the past back.
 */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let waiting: Promise<void> | null = null;
  const start = (): Promise<void> => {
    waiting = null;
    running = work().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (waiting === null && running !== null) waiting = running.then(start, start);
    return waiting ?? start();
  };
}

async function read(db: Db, versions: Map<string, CompiledDefinition>): Promise<Snapshot> {
  const [members, stored, adoptions, shares, offers, tariffs] = await Promise.all([
    loadMembers(db),
    latestVersions(db),
    loadAdoptions(db),
    loadShares(db),
    loadOffers(db),
    loadTariffs(db),
  ]);
  // Read after the bases: whoever knows a version of a base then knows the overlays whose numbers it may take.
  const overlays = await latestOverlays(db);
  const latest = byTitle(stored.map((each) => remembered(versions, baseKey(each.id, each.version), each)));
  const own = new Map(
    overlays.map((each) => [
      `${each.member} ${each.id}`,
      remembered(versions, ownKey(each.member, each.id, each.version), each),
    ]),
  );
  const adopted = new Map<string, Map<string, boolean>>();
  for (const { member, definition, closed } of adoptions) {
    adopted.set(member, (adopted.get(member) ?? new Map<string, boolean>()).set(definition, !closed));
  }
  const usedBy = (member: string, ids: Iterable<string>) =>
    byTitle([...ids].flatMap((id) => own.get(`${member} ${id}`) ?? latest.get(id) ?? []));
  return {
    members: new Map(members.map((member) => [member.id, member])),
    latest,
    owners: new Map(stored.map(({ id, owner }) => [id, owner])),
    offers: new Set(offers.map(({ member, definition }) => `${member} ${definition}`)),
    adopted,
    used: new Map([...adopted].map(([member, ids]) => [member, usedBy(member, ids.keys())])),
    personalised: new Set(own.keys()),
    shares,
    tariffs,
    received: new Map(),
  };
}

const NO_TARIFFS: Tariffs = new Map();

/** What each member decided of the tables of each definition, by "member definition". */
async function loadTariffs(db: Db): Promise<ReadonlyMap<string, Tariffs>> {
  const found = new Map<string, Map<string, TariffVersion[]>>();
  for (const { member, definition, tariff, since, rows, decision } of await everyTariff(db)) {
    const tables = found.get(`${member} ${definition}`) ?? new Map<string, TariffVersion[]>();
    const version = { since, rows, ...(decision !== undefined && { decision }) };
    tables.set(tariff, [...(tables.get(tariff) ?? []), version]);
    found.set(`${member} ${definition}`, tables);
  }
  return found;
}

/** Common definitions, its own, and those another member of its group offers; what runs the group, to a coordinator only. */
function shelfOf(snapshot: Snapshot, id: string): readonly Shelved[] {
  const member = snapshot.members.get(id);
  if (!member) return [];
  const group = [...snapshot.members.values()].filter(({ groupName }) => groupName === member.groupName);
  return [...snapshot.latest.values()].flatMap((definition): readonly Shelved[] => {
    const owner = snapshot.owners.get(definition.id) ?? null;
    const offered = owner !== null && snapshot.offers.has(`${owner} ${definition.id}`);
    const uses = (one: string) => snapshot.adopted.get(one)?.has(definition.id) ?? false;
    const ours = owner === null || owner === id || (offered && group.some((one) => one.id === owner));
    if (!(ours || uses(id)) || (definition.governs && !member.coordinator)) return [];
    return [{ definition, owner, offered, adopters: group.map((one) => one.id).filter(uses) }];
  });
}

const byTitle = (definitions: readonly CompiledDefinition[]): ReadonlyMap<string, CompiledDefinition> =>
  new Map([...definitions].sort((a, b) => a.title.localeCompare(b.title, "fr")).map((each) => [each.id, each]));

const baseKey = (id: string, version: number): string => `${id}@${version}`;
const ownKey = (member: string, id: string, version: number): string => `${member} ${id}@${version}`;

const NONE: readonly Share[] = [];

function sharesOf(snapshot: Snapshot, member: string, id: string, other: string): readonly Share[] {
  return (
    received(snapshot, other)
      .get(id)
      ?.filter((share) => share.member === member) ?? NONE
  );
}

/** What other members share with the agents of this one, by definition. */
function received(snapshot: Snapshot, other: string): ReadonlyMap<string, readonly Share[]> {
  const known = snapshot.received.get(other);
  if (known) return known;
  const { members, used, shares } = snapshot;
  const found = new Map<string, Share[]>();
  for (const share of shares) {
    const { member, definition: id } = share;
    const sameGroup = members.get(member)?.groupName === members.get(other)?.groupName;
    const meant = share.with === other || (share.with === "*" && sameGroup && used.get(other)?.has(id) === true);
    if (!meant || member === other || members.get(member)?.status !== "active" || !used.get(member)?.has(id)) continue;
    found.set(id, [...(found.get(id) ?? []), share]);
  }
  snapshot.received.set(other, found);
  return found;
}

function remembered(versions: Map<string, CompiledDefinition>, key: string, stored: StoredVersion): CompiledDefinition {
  const known = versions.get(key);
  if (known) return known;
  const compiled = compileStored(stored);
  versions.set(key, compiled);
  return compiled;
}
