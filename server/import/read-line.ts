import { setImmediate } from "node:timers/promises";
import {
  type Answers,
  type Aside,
  display,
  type Form,
  fieldAt,
  type Imported,
  type Issue,
  type Json,
  type LineRead,
  settle,
} from "../../engine/index.ts";
import { canonical } from "../canonical.ts";
import type { Context } from "../context.ts";
import { withReferences } from "./find-references.ts";
import { type ImportJob, titleAt, whoOf } from "./job.ts";
import type { FileLine } from "./lines.ts";

/** A line as the register would take it. */
export interface ReadyLine {
  readonly line: FileLine;
  /** In hexadecimal. */
  readonly digest: string;
  readonly who: string;
  readonly aside: readonly Aside[];
  /** What may be kept of it; null when nothing may, and why. */
  readonly kept: { readonly answers: Answers; readonly lacking: readonly Issue[] } | null;
  readonly reasons: readonly string[];
}

const NOTHING: LineRead = { answers: {}, aside: [] };
/** Lines read before others are served: what is read takes time, and answers of the base wait. */
const AT_ONCE = 25;

/** Lines as the register would take them. */
export async function readyLines(
  ctx: Context,
  job: ImportJob,
  lines: readonly FileLine[],
): Promise<readonly ReadyLine[]> {
  const ready: ReadyLine[] = [];
  const read = lines.map(({ cells }) => job.read(cells));
  const named = job.refers ? await withReferences(ctx, job, read) : read;
  for (const [index, line] of lines.entries()) {
    ready.push(readyLine(ctx, job, line, named[index] ?? NOTHING));
    if (ready.length % AT_ONCE === 0) await setImmediate();
  }
  return ready;
}

/** Reads a line: values converted, what the form does not take set aside. */
function readyLine(ctx: Context, job: ImportJob, line: FileLine, { answers, aside }: LineRead): ReadyLine {
  const { definition, actor, turn } = job;
  const digest = ctx.secrets
    .mac("import-line", canonical([turn.definition, headingsOf(job), [...line.cells]]))
    .toString("hex");
  const context = {
    now: ctx.clock().toISOString(),
    actor: { kind: actor.kind, roles: actor.roles },
    about: job.about,
  };
  const settled = settle(definition.form, answers, context);
  const read = { line, digest, who: whoOf(definition, answers) };
  if (!settled.ok) return { ...read, aside, kept: null, reasons: settled.issues.map(({ message }) => message) };
  const refused = settled.value.aside.map(({ pointer, value, message }) => ({
    title: titleAt(definition.form.order, pointer),
    text: textOf(job, pointer, value),
    reason: message,
  }));
  const { answers: kept, lacking } = settled.value;
  return { ...read, aside: [...aside, ...refused], kept: { answers: kept, lacking }, reasons: [] };
}

const headingsOf = ({ turn }: ImportJob): readonly string[] => turn.profile.columns.map(({ heading }) => heading);

function textOf({ definition }: ImportJob, pointer: string, value: Json): string {
  const path = pointer
    .slice(1)
    .split("/")
    .filter((key) => !/^\d+$/.test(key))
    .join(".");
  const field = fieldAt(definition.form.order, path);
  return field ? display(field, value) : String(value);
}

/** What the history keeps of a line. */
export const importedBy = ({ turn }: ImportJob, { line, aside }: ReadyLine, fields: readonly string[]): Imported => ({
  id: turn.id,
  file: turn.fileName,
  line: line.line,
  fields,
  aside,
});

/** Dotted paths of the answers there are: those of groups one by one, lists whole. What is computed comes from none. */
export const givenPaths = ({ order }: Form, answers: Answers): readonly string[] => {
  const computed = new Set(order.filter((field) => field.computed !== undefined).map(({ key }) => key));
  return pathsOf(answers).filter((path) => !computed.has(path.split(".")[0] ?? ""));
};

export function pathsOf(answers: Answers, prefix = ""): readonly string[] {
  return Object.entries(answers).flatMap(([key, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? pathsOf(value as Answers, `${prefix}${key}.`)
      : [`${prefix}${key}`],
  );
}
