import {
  type CompiledDefinition,
  compileLetter,
  type DocumentTemplate,
  formatDate,
  type PostalAddress,
  parisDay,
  postalBlock,
} from "../../engine/index.ts";
import { labelsPdf } from "../../renderer/pdf/labels-pdf.ts";
import { type LetterView, lettersPdf } from "../../renderer/pdf/letters-pdf.ts";
import { exportWords } from "../../renderer/strings-exports.ts";
import { sendingWords as words } from "../../renderer/strings-sendings.ts";
import { workWords } from "../../renderer/strings-works.ts";
import { audit, auditWritten } from "../audit.ts";
import { type Addressed, type Addressee, type Asked, addressed, isSending, type Met } from "../commands/sending.ts";
import { composedFor } from "../commands/sending-text.ts";
import type { ActorIn } from "../commands/write-entry.ts";
import type { Context } from "../context.ts";
import { seeingUnits } from "../db/seen-units.ts";
import { withActor } from "../db/with-actor.ts";
import { FilesAway } from "../files/file-place.ts";
import { putFile, removeFile } from "../files/vault.ts";
import { actorsOf, officesOf } from "../identity/actor-for.ts";
import { type AgentIdentity, agentSubject } from "../identity/subject.ts";
import { loadFaces } from "../pdf/faces.ts";
import { letterheadOf } from "../pdf/letterhead.ts";
import { findAcross } from "../store/entries.ts";
import { type Drawn, endExport, endPrint, renewLease } from "../store/export-turns.ts";
import { readItems } from "../store/work-items.ts";
import { agentNow, type PrintTurn } from "../store/work-turns.ts";
import type { SendingAction } from "../store/works.ts";

/** How long a drawn file is kept, in milliseconds. */
const LIFE = 7 * 86_400_000;
const MOST_ATTEMPTS = 3;
/** How often a work says that it lives, in milliseconds. */
const BEAT = 1_000;
const CHUNK = 500;

/** It was stopped, taken over by another process, or its agent may no longer do it. */
class Interrupted extends Error {}

type Paper = Exclude<SendingAction, { type: "mailing" }>;

type Home = NonNullable<Extract<Addressed, { ok: false }>["home"]>;

interface Printing {
  readonly turn: PrintTurn;
  readonly action: Paper;
  readonly agent: AgentIdentity;
  readonly actorIn: ActorIn;
  readonly definition: CompiledDefinition;
  /** Hears how many are drawn. */
  readonly told: (count: number) => Promise<void>;
  /** What becomes of each entry. */
  readonly drawn: Drawn[];
  /** How many are drawn, by member. */
  readonly members: Map<string, number>;
}

/**
 * Draws the file of labels or letters, alone of its kind in this process, from the entries as they are now. Killed anywhere, it is
 * begun again by whoever takes its next turn: file and outcomes are kept together, at the end.
 */
export async function runPrint(ctx: Context, turn: PrintTurn): Promise<boolean> {
  const agent = await whoAsks(ctx, turn);
  const definition = ctx.catalogue.definition(turn.member, turn.definition);
  const { action } = turn.params;
  if (!agent || !definition || !isSending(action) || action.type === "mailing") {
    return failed(ctx, turn, exportWords.failures.rights);
  }
  const actorIn = actorsOf(ctx, agentSubject(agent));
  const told = heartbeat(ctx, turn);
  const printing: Printing = { turn, action, agent, actorIn, definition, told, drawn: [], members: new Map() };
  return seeingUnits(officesOf(ctx, agent), () => print(ctx, printing));
}

const whoAsks = (ctx: Context, { member, agent }: PrintTurn): Promise<AgentIdentity | null> =>
  withActor(ctx.db, { member }, (tx) => agentNow(tx, member, agent, ctx.clock()));

async function print(ctx: Context, printing: Printing): Promise<boolean> {
  const { turn, action, agent, definition, drawn } = printing;
  try {
    const { bytes } = await (action.type === "labels" ? labels(ctx, printing, action) : letters(ctx, printing, action));
    const kept = await putFile(ctx, turn.member, whole(bytes));
    const day = parisDay(ctx.clock().toISOString());
    const report = {
      ...{ file: kept.id, size: kept.size, type: "application/pdf" },
      name: `${words[action.type].file}-${turn.definition.replace("/", "-")}-${day}.pdf`,
      members: [...printing.members.keys()],
    };
    // The link may be used as soon as the work has ended: the log says so before.
    for (const [member, rows] of printing.members) {
      audit(ctx, {
        ...{ member, action: "export", definition: definition.id, detail: { of: action.type, rows } },
        actor: { kind: "agent", id: agent.id, name: agent.name },
      });
    }
    await auditWritten(ctx);
    const expiresAt = new Date(ctx.clock().getTime() + LIFE);
    if (await endPrint(ctx.db, turn, { drawn, report, expiresAt }, ctx.clock())) return true;
    await removeFile(ctx, turn.member, kept.id);
    return true;
  } catch (error) {
    return missed(ctx, turn, error);
  }
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

type ToDraw = Addressee & { readonly rank: number };

/** Those of the list who are written to, in its order; why the others are not goes to what was drawn. */
async function* addressees(
  ctx: Context,
  printing: Printing,
  joined: (home: Home) => void = () => undefined,
): AsyncGenerator<ToDraw> {
  const met: Met = new Map();
  for await (const [rank, asked] of chosen(ctx, printing)) {
    const found = asked ? addressed(ctx, asked, printing.action, met) : GONE;
    if (found.ok) yield { ...found.value, rank };
    else {
      printing.drawn.push({ rank, outcome: "refused", reason: found.reason });
      if (found.home) joined(found.home);
    }
  }
}

/** The entries of the work as they are now, each with its rank; null for one that is gone. */
async function* chosen(ctx: Context, { turn, actorIn }: Printing): AsyncGenerator<readonly [number, Asked | null]> {
  for (let after = 0; ; ) {
    const items = await readItems(ctx.db, turn, { limit: CHUNK, after });
    const last = items.at(-1);
    if (!last) return;
    after = last.rank;
    const members = items.map(({ entryMember }) => entryMember);
    const ids = items.map(({ entryId }) => entryId);
    const byId = new Map((await findAcross(ctx, members, ids)).map((entry) => [entry.id, entry]));
    for (const { rank, entryId } of items) {
      const entry = byId.get(entryId);
      const pinned = entry && (await ctx.catalogue.version(entry.member, entry.definition, entry.version));
      yield [rank, entry && pinned ? { entry, pinned, actor: actorIn(entry.member, pinned) } : null];
    }
  }
}

const GONE = { ok: false, reason: workWords.reasons.gone, home: undefined } as const;

function note(
  { drawn, members }: Printing,
  { rank, entry }: { rank: number; entry: Addressee["entry"] },
  cut: boolean,
) {
  drawn.push({ rank, outcome: "done", reason: cut ? words.cut : null });
  members.set(entry.member, (members.get(entry.member) ?? 0) + 1);
}

async function labels(ctx: Context, printing: Printing, action: Extract<Paper, { type: "labels" }>) {
  const { definition, turn, told } = printing;
  const homes = new Map<string, { names: Set<string>; address: PostalAddress; to: ToDraw }>();
  const joined = ({ reference, names }: Home) => {
    for (const name of names) homes.get(reference)?.names.add(name);
  };
  for await (const to of addressees(ctx, printing, joined)) {
    if (to.address) homes.set(to.entry.reference, { names: new Set(to.names), address: to.address, to });
    await told(0);
  }
  const blocks = [...homes.values()].map(({ names, address, to }) => {
    const block = postalBlock([...names], address);
    note(printing, to, block.cut);
    return block.lines;
  });
  return labelsPdf({
    ...{ title: `${words.labels.title} – ${definition.title}`, format: action.format, skipped: action.skipped },
    ...{ author: ctx.catalogue.member(turn.member)?.name ?? "", faces: await loadFaces(), labels: blocks },
    ...{ postal: true, at: ctx.clock(), told },
  });
}

async function letters(ctx: Context, printing: Printing, action: Extract<Paper, { type: "letters" }>) {
  const { definition, turn, told } = printing;
  const member = ctx.catalogue.member(turn.member);
  if (!member) throw new Interrupted(exportWords.failures.rights);
  const at = ctx.clock();
  const view = { title: action.title, day: formatDate(parisDay(at.toISOString())), at, told };
  return lettersPdf(
    { ...view, head: await letterheadOf(ctx, ctx.db, member, definition) },
    written(ctx, printing, action),
  );
}

/** The letters one by one; whoever's text cannot be made is told. */
async function* written(
  ctx: Context,
  printing: Printing,
  action: Extract<Paper, { type: "letters" }>,
): AsyncGenerator<LetterView> {
  const templates = new Map<CompiledDefinition, DocumentTemplate | null>();
  for await (const to of addressees(ctx, printing)) {
    const { definition, entry, rank } = to;
    if (!templates.has(definition)) {
      const compiled = compileLetter(definition, action);
      templates.set(definition, compiled.ok ? compiled.value : null);
    }
    const template = templates.get(definition);
    if (!template || !to.address) {
      printing.drawn.push({ rank, outcome: "refused", reason: words.left.broken });
      continue;
    }
    const block = postalBlock(to.names, to.address);
    note(printing, to, block.cut);
    const blocks = await composedFor(ctx, printing.agent, to, template);
    yield { to: block.lines, reference: entry.reference, blocks };
  }
}

/** Says from time to time how far it is; throws `Interrupted` when it is to go no further. */
function heartbeat(ctx: Context, turn: PrintTurn) {
  let last = performance.now();
  return async (count: number): Promise<void> => {
    const now = performance.now();
    if (now - last < BEAT) return;
    last = now;
    if (!(await renewLease(ctx.db, turn, count, ctx.clock()))) throw new Interrupted();
    if (!(await whoAsks(ctx, turn))) throw new Interrupted(exportWords.failures.rights);
  };
}

async function missed(ctx: Context, turn: PrintTurn, error: unknown): Promise<boolean> {
  if (error instanceof Interrupted) return error.message === "" ? true : failed(ctx, turn, error.message);
  ctx.log.error({ err: error, work: turn.id, attempts: turn.attempts }, "print failed");
  const away = error instanceof FilesAway;
  if (turn.attempts >= MOST_ATTEMPTS) {
    return failed(ctx, turn, away ? exportWords.failures.away : exportWords.failures.broken);
  }
  await end(ctx, turn, "waiting", {});
  // The lane rests before it tries again.
  return false;
}

async function failed(ctx: Context, turn: PrintTurn, failure: string): Promise<boolean> {
  await end(ctx, turn, "failed", { failure });
  return true;
}

function end(ctx: Context, turn: PrintTurn, state: "failed" | "waiting", report: { readonly failure?: string }) {
  const now = ctx.clock();
  return endExport(ctx.db, turn, { state, rows: 0, report, expiresAt: new Date(now.getTime() + LIFE) }, now);
}
