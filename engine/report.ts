import type { CompileCode } from "./compile-codes.ts";
import { escapeSegment } from "./json.ts";
import type { Issue } from "./result.ts";

/** A place in a definition's files. */
export interface At {
  readonly file: string;
  /** JSON Pointer. */
  readonly pointer: string;
}

/** The place of a member, or of a member of a member. */
export const under = (at: At, ...segments: readonly (string | number)[]): At => ({
  file: at.file,
  pointer: segments.reduce<string>((pointer, segment) => `${pointer}/${escapeSegment(String(segment))}`, at.pointer),
});

/** Gathers every issue met while compiling, so that an admin mends them all at once. */
export interface Report {
  add(code: CompileCode, at: At, message: string): void;
  /** All issues, by file then by place. */
  issues(): readonly Issue[];
}

/** An empty report. */
export function newReport(): Report {
  const found = new Map<string, Issue>();
  return {
    add(code, at, message) {
      found.set(`${at.file}\n${at.pointer}\n${code}\n${message}`, {
        code,
        file: at.file,
        pointer: at.pointer,
        message,
      });
    },
    issues: () =>
      [...found.values()].sort((a, b) => compareText(a.file ?? "", b.file ?? "") || compareText(a.pointer, b.pointer)),
  };
}

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
