import { importWords as words } from "../../../renderer/strings-imports.ts";
import type { LineDetails } from "../../store/import-lines.ts";

/** What a line came to, in sentences. */
export function lineTexts(details: LineDetails): readonly string[] {
  const { reasons = [], like = [], taken = [], conflicts = [], lacking = [], aside = [] } = details;
  return [
    ...reasons,
    ...like.map(({ reference, reasons: why }) => words.detail.like(reference, why)),
    ...(taken.length > 0 ? [words.detail.taken(taken)] : []),
    ...conflicts.map(({ title, kept, offered }) => words.detail.conflict(title, kept, offered)),
    ...(lacking.length > 0 ? [words.detail.lacking(lacking)] : []),
    ...aside.map(({ title, text, reason }) => words.detail.aside(title, text, reason)),
  ];
}
