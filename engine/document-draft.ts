import type { Node, Piece } from "./document.ts";
import type { Expression } from "./form.ts";

/** A document's template being read, line after line. */
export interface Draft {
  /** A line of a paragraph. */
  write(text: readonly Piece[]): void;
  /** Ends the paragraph. */
  pause(): void;
  add(node: Node): void;
  /** What follows depends on a condition; undefined for one that is wrong. */
  open(line: number, condition: Expression | undefined): void;
  /** What follows is for when the condition does not hold. False when there is none, or it was said already. */
  turn(): boolean;
  /** Ends what depends on the condition. False when there is none. */
  end(): boolean;
  /** What was read, and the lines of the conditions that nothing ended. */
  finish(): { readonly nodes: readonly Node[]; readonly unclosed: readonly number[] };
}

interface Part {
  readonly line: number;
  readonly condition: Expression | undefined;
  readonly holds: Node[];
  otherwise: Node[] | undefined;
}

/** Nothing read yet. */
export function newDraft(): Draft {
  const root: Node[] = [];
  const parts: Part[] = [];
  let paragraph: Piece[] = [];
  const into = (): Node[] => parts.at(-1)?.otherwise ?? parts.at(-1)?.holds ?? root;
  const pause = () => {
    if (paragraph.length > 0) into().push({ kind: "paragraph", text: paragraph });
    paragraph = [];
  };
  return {
    write(text) {
      if (paragraph.length > 0) paragraph.push({ text: "\n", bold: false });
      paragraph.push(...text);
    },
    pause,
    add(node) {
      pause();
      into().push(node);
    },
    open(line, condition) {
      pause();
      parts.push({ line, condition, holds: [], otherwise: undefined });
    },
    turn() {
      pause();
      const part = parts.at(-1);
      if (!part || part.otherwise) return false;
      part.otherwise = [];
      return true;
    },
    end() {
      pause();
      const part = parts.pop();
      if (!part) return false;
      const { condition, holds, otherwise = [] } = part;
      if (condition) into().push({ kind: "when", condition, holds, otherwise });
      return true;
    },
    finish() {
      pause();
      return { nodes: root, unclosed: parts.map(({ line }) => line) };
    },
  };
}
