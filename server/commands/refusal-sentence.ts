import { workWords } from "../../renderer/strings-works.ts";
import type { Problem } from "../problem.ts";

/** A refusal of the engine or of a command, either way. */
interface Refused extends Pick<Problem, "issues"> {
  readonly code: string;
  readonly detail?: string;
  readonly message?: string;
}

/** Why an entry refuses what is asked of many, in one sentence or several. */
export function refusalSentence({ code, detail, message, issues }: Refused): string {
  if (code === "not-found") return workWords.reasons.gone;
  if (code === "unknown-event") return workWords.reasons.state;
  const details = [...new Set(issues.map((issue) => issue.message))].slice(0, 3);
  return (details.length > 0 ? details.join(" ") : (detail ?? message ?? "")).slice(0, 1000);
}
