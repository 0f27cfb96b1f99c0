import { type CompiledDefinition, guessMapping, type Mapping, parisDay } from "../../engine/index.ts";
import { importWords as words } from "../../renderer/strings-imports.ts";
import type { Context } from "../context.ts";
import { putFile, removeFile } from "../files/vault.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { uuidv7 } from "../ids.ts";
import { LinesOf } from "../import/lines.ts";
import { Unreadable } from "../import/unreadable.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import { insertImport, purgeImports } from "../store/imports.ts";

/** How long the lines of an import are kept, in milliseconds: what they say is personal data, undoing needs it. */
const IMPORT_LIFE = 365 * 86_400_000;
const LONGEST_NAME = 120;

/** A file to be imported. */
export interface ReceivedImport {
  readonly member: string;
  readonly definition: CompiledDefinition;
  readonly agent: Pick<AgentIdentity, "id" | "name">;
  /** Where it is, whole. */
  readonly path: string;
  /** As its sender calls it. */
  readonly name: string;
  /** What columns of these headings meant before; guessed when absent. */
  readonly mapping?: Mapping;
}

/**
 * Reads a file into lines that are kept sealed, with what its columns most likely mean. Nothing is written to any entry. `invalid` with
 * a sentence for a file that is no table. Gives the id of the import.
 */
export async function receiveImport(ctx: Context, received: ReceivedImport): Promise<Outcome<string>> {
  const { member, definition, agent, path } = received;
  const lines = new LinesOf(path);
  const now = ctx.clock();
  try {
    const { id: file } = await putFile(ctx, member, lines.bytes());
    const { columns, first, lines: total } = lines.profile;
    const mapping = mappingFor(lines, definition, received.mapping, Number(parisDay(now.toISOString()).slice(0, 4)));
    const id = uuidv7(now, ctx.randomBytes(16));
    await insertImport(ctx.db, {
      ...{ id, member, agent: agent.id, agentName: agent.name, definition: definition.id, file, mapping, total },
      fileName: nameOf(received.name),
      profile: { columns, first },
      createdAt: now,
      expiresAt: new Date(now.getTime() + IMPORT_LIFE),
    });
    return done(id);
  } catch (error) {
    if (error instanceof Unreadable) return refused(problem("invalid", words.faults[error.fault]));
    throw error;
  }
}

/** What is known of the same headings, the rest guessed. */
function mappingFor(lines: LinesOf, { form }: CompiledDefinition, known: Mapping | undefined, year: number): Mapping {
  const guessed = guessMapping(form, lines.samples, year);
  if (!known) return guessed;
  const before = [...known.columns];
  const columns = guessed.columns.map((rule) => {
    const index = before.findIndex(({ heading }) => heading === rule.heading);
    return index < 0 ? { heading: rule.heading, use: "note" as const, to: [] } : (before.splice(index, 1)[0] ?? rule);
  });
  return { columns, constants: known.constants };
}

/** The last part of a name, without what no file system takes. */
const nameOf = (name: string): string =>
  (name.split(/[\\/]/).at(-1) ?? "")
    .replace(/\p{Cc}|\p{Cs}/gu, "")
    .trim()
    .slice(-LONGEST_NAME) || "fichier";

/** Lets go of what expired imports said. The worker calls it. */
export async function purgeExpiredImports(ctx: Context): Promise<void> {
  for (const { member, file } of await purgeImports(ctx.db, ctx.clock())) await removeFile(ctx, member, file);
}
