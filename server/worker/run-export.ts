import { parisDay } from "../../engine/index.ts";
import { exportWords } from "../../renderer/strings-exports.ts";
import type { Context } from "../context.ts";
import { seeingUnits } from "../db/seen-units.ts";
import { withActor } from "../db/with-actor.ts";
import { auditExport } from "../export/audit-export.ts";
import { exportBytes, nameOf, typeOf } from "../export/export-file.ts";
import { exportedBy } from "../export/exported-by.ts";
import { FilesAway } from "../files/file-place.ts";
import { putFile, removeFile } from "../files/vault.ts";
import { officesOf } from "../identity/actor-for.ts";
import { agentSubject } from "../identity/subject.ts";
import { listedBy, listStateOf } from "../routes/back/list-query.ts";
import { byArrival, TooWide, wholeList } from "../routes/works/whole-list.ts";
import { endExport, renewLease } from "../store/export-turns.ts";
import { agentNow, type ExportTurn } from "../store/work-turns.ts";
import type { ExportReport } from "../store/works.ts";

/** How long an exported file is kept, in milliseconds. */
export const EXPORT_LIFE = 7 * 86_400_000;
/** Times an export is begun. */
const MOST_ATTEMPTS = 3;
/** How often an export says that it lives, in milliseconds. */
const BEAT = 1_000;

/** It was stopped, taken over by another process, or its agent may no longer read the list. */
class Interrupted extends Error {}

/**
 * Writes the file of an export, alone of its kind in this process. Killed anywhere, it is begun again by whoever takes its
 * next turn; what was written of it is swept with interrupted files.
 */
export async function runExport(ctx: Context, turn: ExportTurn): Promise<boolean> {
  const exported = await prepared(ctx, turn);
  if (!exported) return failed(ctx, turn, exportWords.failures.rights);
  return seeingUnits(officesOf(ctx, exported.agent), () => writeExport(ctx, turn, exported));
}

type Prepared = NonNullable<Awaited<ReturnType<typeof prepared>>>;

/** The same with what is to be written, seeing what the exporter sees. */
async function writeExport(ctx: Context, turn: ExportTurn, exported: Prepared): Promise<boolean> {
  let rows = 0;
  try {
    const told = heartbeat(ctx, turn, (count) => {
      rows = count;
    });
    const { format } = turn.params;
    const asked = listStateOf(turn.params.list, exported.definition, exported.places);
    const state = byArrival(exported.definition, asked);
    const listed = await listedBy(ctx, { agent: exported.agent }, exported, state);
    const list = () => wholeList(ctx, listed, state);
    const kept = await putFile(ctx, turn.member, exportBytes(ctx, exported, format, list, told));
    const name = nameOf(exported, format, parisDay(ctx.clock().toISOString()));
    const members = exported.places.map(({ member }) => member.id);
    const report: ExportReport = {
      file: kept.id,
      name,
      type: typeOf(format, exported.layout),
      size: kept.size,
      members,
    };
    // The link may be used as soon as the work has ended: the log says so before.
    await auditExport(ctx, { ...exported, format, rows, list: turn.params.list });
    if (await end(ctx, turn, "done", rows, report)) return true;
    await removeFile(ctx, turn.member, kept.id);
    return true;
  } catch (error) {
    return missed(ctx, turn, rows, error);
  }
}

async function prepared(ctx: Context, { member, agent, definition, params }: ExportTurn) {
  const who = await withActor(ctx.db, { member }, (tx) => agentNow(tx, member, agent, ctx.clock()));
  return who && exportedBy(ctx, agentSubject(who), who, definition, params);
}

/** Says from time to time how far the export is; throws `Interrupted` when it is to go no further. */
function heartbeat(ctx: Context, turn: ExportTurn, count: (rows: number) => void) {
  let last = 0;
  return async (rows: number): Promise<void> => {
    count(rows);
    const now = performance.now();
    if (now - last < BEAT) return;
    last = now;
    if (!(await renewLease(ctx.db, turn, rows, ctx.clock()))) throw new Interrupted();
    if (!(await prepared(ctx, turn))) throw new Interrupted(exportWords.failures.rights);
  };
}

async function missed(ctx: Context, turn: ExportTurn, rows: number, error: unknown): Promise<boolean> {
  if (error instanceof Interrupted) {
    return error.message === "" ? true : failed(ctx, turn, error.message);
  }
  if (error instanceof TooWide) return failed(ctx, turn, exportWords.failures.tooWide);
  ctx.log.error({ err: error, work: turn.id, attempts: turn.attempts }, "export failed");
  const away = error instanceof FilesAway;
  if (turn.attempts >= MOST_ATTEMPTS) {
    return failed(ctx, turn, away ? exportWords.failures.away : exportWords.failures.broken);
  }
  await end(ctx, turn, "waiting", rows, {});
  // The lane rests before it tries again.
  return false;
}

async function failed(ctx: Context, turn: ExportTurn, failure: string): Promise<boolean> {
  await end(ctx, turn, "failed", 0, { failure });
  return true;
}

function end(ctx: Context, turn: ExportTurn, state: "done" | "failed" | "waiting", rows: number, report: ExportReport) {
  const now = ctx.clock();
  return endExport(ctx.db, turn, { state, rows, report, expiresAt: new Date(now.getTime() + EXPORT_LIFE) }, now);
}
