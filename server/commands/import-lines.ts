import type { JSONValue } from "postgres";
import { open, reference, sectorFieldsOf, type Transition } from "../../engine/index.ts";
import { importWords as words } from "../../renderer/strings-imports.ts";
import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import { chain, digestAnswers, type Link } from "../history.ts";
import { sealNames } from "../identity/sealed-names.ts";
import { uuidv7 } from "../ids.ts";
import { completeEntry } from "../import/complete-entry.ts";
import { Counter } from "../import/counter.ts";
import type { Finder, Found, Someone } from "../import/find-entries.ts";
import { type ImportJob, lackingTitles, titleAt } from "../import/job.ts";
import { givenPaths, importedBy, type ReadyLine } from "../import/read-line.ts";
import { withSectors } from "../sectors.ts";
import type { StoredEntry } from "../store/entries.ts";
import { entryWriter, owedEffects } from "../store/entry-write.ts";
import {
  entriesOfDigests,
  insertLines,
  type LineDetails,
  lockedEntries,
  type NewLine,
  openEntries,
} from "../store/import-lines.ts";
import { keepImport, lockRegister, writeOwedWords } from "../store/import-turns.ts";
import type { ImportCounts, LineOutcome } from "../store/imports.ts";
import { indexed } from "./write-entry.ts";

/** It was stopped, or another process has it: nothing of the transaction stays. */
export class ImportTaken extends Error {}

export interface BatchProgress {
  readonly progress: number;
  readonly counts: ImportCounts;
}

/**
 * Makes entries of some lines, in one transaction with what became of each: killed anywhere, all of them are done and told, or none.
 * Each is looked for first, among the entries of the register and the lines before it. A trial writes what would become of them and
 * no entry. Throws `ImportTaken`.
 */
export async function importLines(
  ctx: Context,
  job: ImportJob,
  finder: Finder,
  ready: readonly ReadyLine[],
  before: BatchProgress,
): Promise<BatchProgress> {
  const { member, definition } = job.turn;
  if (!job.trial) await writeOwedWords(ctx.db, member, definition);
  const kept = ready.filter((line) => line.kept !== null);
  const found = await finder.find(kept.map((line) => line.kept?.answers ?? {}));
  const foundFor = new Map(kept.map((line, index) => [line, found[index]]));
  return withActor(ctx.db, { member }, async (tx) => {
    await lockRegister(tx, member, definition);
    const batch = new Batch(ctx, job, before.counts);
    await batch.prepare(tx, ready, foundFor, kept);
    for (const line of ready) await batch.take(tx, line);
    await batch.write(tx);
    const after = { progress: before.progress + ready.length, counts: batch.counter.counts };
    if (!(await keepImport(tx, job.turn, after, ctx.clock()))) throw new ImportTaken();
    return after;
  });
}

/** Lines on their way to the base, together. */
class Batch {
  readonly counter: Counter;
  readonly #ctx: Context;
  readonly #job: ImportJob;
  /** Entries that lines of this batch are about, as they become. */
  readonly #entries = new Map<string, StoredEntry>();
  readonly #opened: { readonly transition: Transition; readonly link: Link }[] = [];
  readonly #completed: { readonly transition: Transition; readonly link: Link; readonly expected: number }[] = [];
  readonly #told: NewLine[] = [];
  /** Ids of entries, by line. */
  readonly #led = new Map<ReadyLine, string>();
  /** The same, by digest. */
  #known = new Map<string, string>();
  #found: ReadonlyMap<ReadyLine, Found | undefined> = new Map();
  #kept: readonly ReadyLine[] = [];

  constructor(ctx: Context, job: ImportJob, counts: ImportCounts) {
    this.#ctx = ctx;
    this.#job = job;
    this.counter = new Counter(counts);
  }

  /** Reads and locks the entries that the lines are about. */
  async prepare(
    tx: Tx,
    lines: readonly ReadyLine[],
    found: ReadonlyMap<ReadyLine, Found | undefined>,
    kept: readonly ReadyLine[],
  ): Promise<void> {
    const { member, definition } = this.#job.turn;
    this.#found = found;
    this.#kept = kept;
    const digests = lines.map(({ digest }) => digest);
    this.#known = new Map(await entriesOfDigests(tx, member, definition, digests));
    const sure = [...found.values()].flatMap((each) => {
      const [first] = each?.like ?? [];
      return each?.outcome === "same" && first?.kind === "entry" ? [first.id] : [];
    });
    const entries = await lockedEntries(tx, member, [...this.#known.values(), ...sure]);
    for (const [id, entry] of entries) this.#entries.set(id, entry);
  }

  async take(tx: Tx, line: ReadyLine): Promise<void> {
    if (line.line.cells.every((cell) => cell.trim() === "")) return this.#tell(line, "blank", {});
    if (line.kept === null) return this.#tell(line, "refused", { reasons: line.reasons });
    const known = this.#known.get(line.digest);
    const target = (known !== undefined && this.#entries.get(known)) || this.#sameAs(line);
    if (target) return this.#complete(line, target);
    await this.#open(tx, line);
  }

  /** The entry that a line is surely about. */
  #sameAs(line: ReadyLine): StoredEntry | undefined {
    const found = this.#found.get(line);
    if (found?.outcome !== "same") return undefined;
    const id = found.like[0] && this.#idOf(found.like[0]);
    return id === undefined ? undefined : this.#entries.get(id);
  }

  #idOf(someone: Someone): string | undefined {
    if (someone.kind === "entry") return someone.id;
    const line = this.#kept[someone.row];
    return line && this.#led.get(line);
  }

  #complete(line: ReadyLine, entry: StoredEntry): void {
    const { definition } = this.#job;
    const { transition, taken, conflicts, reasons } = completeEntry(this.#ctx, this.#job, entry, line);
    const details = {
      ...{ conflicts, reasons, reference: entry.reference },
      taken: taken.map((path) => titleAt(definition.form.order, path)),
    };
    this.#remember(line, entry.id);
    if (!transition) {
      this.#tell(line, "same", details, { entryId: entry.id, seq: null });
      return;
    }
    const sent = sealNames(this.#ctx.secrets, transition);
    const link = chain(this.#ctx.secrets, entry.head, entry, sent.event, digestAnswers(sent.entry.answers));
    this.#completed.push({ transition: sent, link, expected: entry.revision });
    this.#entries.set(entry.id, { ...sent.entry, head: link.hash });
    this.#tell(line, "completed", details, { entryId: entry.id, seq: sent.event.seq });
  }

  async #open(tx: Tx, line: ReadyLine): Promise<void> {
    const { definition, actor, turn } = this.#job;
    const now = this.#ctx.clock();
    const { answers = {}, lacking = [] } = line.kept ?? {};
    const transition = open(definition, {
      id: uuidv7(now, this.#ctx.randomBytes(16)),
      reference: reference(this.#ctx.randomBytes(16)),
      member: turn.member,
      holder: null,
      answers,
      actor,
      now: now.toISOString(),
      about: await this.#aboutOpening(tx, answers),
      imported: importedBy(this.#job, line, givenPaths(definition.form, answers)),
    });
    if (!transition.ok) return this.#tell(line, "refused", { reasons: [transition.message] });
    const sent = sealNames(this.#ctx.secrets, transition);
    const link = chain(this.#ctx.secrets, null, sent.entry, sent.event, digestAnswers(sent.entry.answers));
    this.#opened.push({ transition: sent, link });
    this.#entries.set(sent.entry.id, { ...sent.entry, head: link.hash });
    const like = this.#likeOf(line);
    this.#remember(line, sent.entry.id);
    if (lacking.length > 0) this.counter.incomplete();
    const details = {
      ...{ reference: sent.entry.reference, like },
      lacking: lackingTitles(definition.form.order, lacking),
    };
    this.#tell(line, like.length > 0 ? "probable" : "created", details, { entryId: sent.entry.id, seq: 1 });
  }

  async #aboutOpening(tx: Tx, answers: NonNullable<ReadyLine["kept"]>["answers"]): Promise<ImportJob["about"]> {
    const { definition, actor, about, turn } = this.#job;
    if (sectorFieldsOf(definition.form).length === 0) return about;
    const now = this.#ctx.clock().toISOString();
    const context = { now, actor: { kind: actor.kind, roles: actor.roles }, about };
    return (await withSectors(this.#ctx, turn.member, definition.form, answers, context, tx)).about ?? about;
  }

  #likeOf(line: ReadyLine): NonNullable<LineDetails["like"]> {
    return (this.#found.get(line)?.like ?? []).flatMap((someone) => {
      const entry = this.#idOf(someone);
      if (entry === undefined) return [];
      const known = someone.kind === "entry" ? someone.reference : (this.#entries.get(entry)?.reference ?? "");
      return [{ entry, reference: known, reasons: someone.reasons }];
    });
  }

  #remember(line: ReadyLine, id: string): void {
    this.#led.set(line, id);
    this.#known.set(line.digest, id);
  }

  #tell(
    { line, digest, who, aside }: ReadyLine,
    outcome: LineOutcome,
    details: Omit<LineDetails, "who" | "aside">,
    at: Pick<NewLine, "entryId" | "seq"> = { entryId: null, seq: null },
  ): void {
    this.counter.add(outcome, aside);
    const said = Object.fromEntries(
      Object.entries(details).filter(([, value]) => !(Array.isArray(value) && value.length === 0)),
    );
    const { cells } = line;
    const entry = this.#job.trial && at.seq === 1 ? { entryId: null, seq: null } : at;
    const full = { who, ...(aside.length > 0 && { aside }), ...said };
    this.#told.push({ line: line.line, outcome, ...entry, digest, cells, details: full });
  }

  /** Entries, histories and what is owed, then what became of each line. */
  async write(tx: Tx): Promise<void> {
    const { turn, trial } = this.#job;
    if (!trial) {
      await this.#writeOpened(tx);
      await this.#writeCompleted(tx);
    }
    await insertLines(tx, turn, trial, this.#told);
  }

  async #writeOpened(tx: Tx): Promise<void> {
    const { turn, definition } = this.#job;
    const plain = this.#opened.filter(({ transition }) => isPlain(transition));
    const rows = plain.map(({ transition, link }) => openRow(this.#ctx, this.#job, transition, link));
    await openEntries(tx, turn.member, rows);
    const writer = entryWriter(this.#ctx, tx);
    for (const { transition: whole, link } of this.#opened) {
      if (isPlain(whole)) continue;
      const transition = withoutMails(whole);
      const listed = indexed(this.#ctx, transition.entry, definition);
      await writer.open({ transition, link, ...listed, owners: [this.#job.actor.id], attachments: [] });
    }
  }

  async #writeCompleted(tx: Tx): Promise<void> {
    const writer = entryWriter(this.#ctx, tx);
    for (const { transition: whole, link, expected } of this.#completed) {
      const transition = withoutMails(whole);
      const listed = indexed(this.#ctx, transition.entry, this.#job.definition);
      const params = { transition, link, ...listed, owners: [this.#job.actor.id], attachments: [], expected };
      // The entry is locked: only a fault of ours could have moved it.
      if (!(await writer.apply({ ...params, answersChanged: true }))) throw new Error(words.moved);
    }
  }
}

/** Opening it touches nothing but itself. */
const isPlain = ({ entry, bookings, seats, sitting }: Transition): boolean =>
  entry.unit === undefined && bookings.length === 0 && seats.length === 0 && sitting === undefined;

/** What a file says writes to nobody and makes no paper: only what must happen at a date is owed. */
const withoutMails = (transition: Transition): Transition => ({
  ...transition,
  effects: transition.effects.filter(({ type }) => type === "timer" || type === "cancel"),
});

function openRow(ctx: Context, { definition }: ImportJob, whole: Transition, link: Link): JSONValue {
  const { entry, event, effects } = withoutMails(whole);
  const { keys, search } = indexed(ctx, entry, definition);
  const [k1 = null, k2 = null, k3 = null, k4 = null, k5 = null, k6 = null] = keys;
  return {
    ...{
      id: entry.id,
      reference: entry.reference,
      definition: entry.definition,
      version: entry.version,
      kind: entry.kind,
    },
    ...{
      state: entry.state,
      answers: entry.answers as JSONValue,
      holder: entry.holder,
      search,
      k1,
      k2,
      k3,
      k4,
      k5,
      k6,
    },
    ...{ head: link.hash.toString("hex"), digest: link.answersDigest.toString("hex"), at: entry.createdAt },
    ...{ type: event.type, actor: event.actor as unknown as JSONValue, data: event.data as unknown as JSONValue },
    effects: owedEffects(ctx, effects),
    ...{ clock: (entry.clock ?? null) as JSONValue, due: entry.clock?.due ?? null },
  };
}
