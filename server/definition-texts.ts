import { type CompiledDefinition, compile, type Issue } from "../engine/index.ts";
import { type PlacedIssue, shippedPieces, shippedWorkflows } from "./definition-files.ts";
import { type JsonText, readJsonText } from "./json-text.ts";

/** What an administrator wrote of a definition: its text, and its workflow's or the id of a shared one. */
export interface DefinitionTexts {
  readonly definition: string;
  readonly workflow: { readonly text: string } | { readonly shared: string };
}

export type CompiledTexts =
  | { readonly ok: true; readonly definition: CompiledDefinition }
  | { readonly ok: false; readonly issues: readonly PlacedIssue[] };

const DEFINITION = "définition";
const WORKFLOW = "parcours";

/**
 * Compiles what was written, with every issue of both texts, placed by line.
 * @param largestFile bytes of the largest file the installation takes
 */
export async function compileTexts(
  { definition, workflow }: DefinitionTexts,
  largestFile: number,
): Promise<CompiledTexts> {
  const schema = readOne(DEFINITION, definition);
  const own = "text" in workflow ? readOne(WORKFLOW, workflow.text) : null;
  const shared = "shared" in workflow ? (await shippedWorkflows()).get(workflow.shared) : undefined;
  const unread = [...schema.issues, ...(own?.issues ?? [])];
  if (unread.length > 0) return { ok: false, issues: unread };
  const source = {
    file: DEFINITION,
    schema: schema.text?.value,
    workflowFile: WORKFLOW,
    workflow: own ? own.text?.value : shared,
  };
  const compiled = compile(source, await shippedPieces(), { largestFile });
  if (compiled.ok) return { ok: true, definition: compiled.value };
  const texts = new Map([
    [DEFINITION, schema.text],
    [WORKFLOW, own?.text],
  ]);
  return { ok: false, issues: compiled.issues.map((issue) => withLine(issue, texts.get(issue.file ?? ""))) };
}

/** The same issue with the name and line of what was written, for those that publishing finds. */
export function placedInTexts(issue: Issue, id: string, { definition, workflow }: DefinitionTexts): PlacedIssue {
  const read = readJsonText(issue.file === `${id}.json` ? definition : "text" in workflow ? workflow.text : "null");
  const file = issue.file === `${id}.json` ? DEFINITION : WORKFLOW;
  return withLine({ ...issue, file }, read.ok ? read.text : undefined);
}

interface ReadOne {
  readonly text?: JsonText;
  readonly issues: readonly PlacedIssue[];
}

function readOne(file: string, text: string): ReadOne {
  const read = readJsonText(text);
  if (!read.ok) {
    const { line, message } = read.mistake;
    return { issues: [{ code: "not-json", file, pointer: "", line, message }] };
  }
  const issues = read.text.twice.map(({ key, line }) => ({
    code: "duplicate-key",
    file,
    pointer: "",
    line,
    message: `Le nom « ${key} » est employé deux fois au même endroit : le premier serait perdu, changez l’un des deux.`,
  }));
  return { text: read.text, issues };
}

const withLine = (issue: PlacedIssue, text: JsonText | undefined): PlacedIssue =>
  text ? { ...issue, line: text.lineOf(issue.pointer) } : issue;
