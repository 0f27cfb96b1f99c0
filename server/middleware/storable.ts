import type { Issue } from "../../engine/index.ts";

/** Deepest JSON accepted: far beyond any form, far below what exhausts a recursive reader. */
const MAX_DEPTH = 64;

/** What makes a JSON value unfit for storage: nesting is the caller's syntax error, the others a wrong answer. */
export type Unstorable = { readonly kind: "depth" } | { readonly kind: "issue"; readonly issue: Issue };

/**
 * The first reason why PostgreSQL or the engine could not keep a value: text with NUL or half a character (a lone
 * surrogate), a key that JavaScript treats apart, or absurd nesting. Null when it is fit. Walks without recursion.
 */
export function unstorable(value: unknown): Unstorable | null {
  const waiting: Place[] = [{ value, pointer: "", depth: 0 }];
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const fault = faultAt(place);
    if (fault) return fault;
    const { value: item, pointer, depth } = place;
    if (item === null || typeof item !== "object") continue;
    for (const [key, child] of Object.entries(item)) {
      waiting.push({ value: child, pointer: `${pointer}/${pointerToken(key)}`, depth: depth + 1 });
    }
  }
  return null;
}

interface Place {
  readonly value: unknown;
  readonly pointer: string;
  readonly depth: number;
}

function faultAt({ value, pointer, depth }: Place): Unstorable | null {
  if (typeof value === "string") return hasNul(value) ? textIssue(pointer) : null;
  if (value === null || typeof value !== "object") return null;
  if (depth >= MAX_DEPTH) return { kind: "depth" };
  const keys = Object.keys(value);
  if (keys.includes("__proto__")) return keyIssue(pointer);
  return keys.some((key) => hasNul(key)) ? textIssue(pointer) : null;
}

/** Whether a text, or any text or key inside a JSON value, has a NUL or a lone surrogate: `jsonb` refuses both. */
export function hasNul(value: unknown): boolean {
  if (typeof value === "string") return value.includes("\0") || /\p{Surrogate}/u.test(value);
  return unstorable(value) !== null;
}

function textIssue(pointer: string): Unstorable {
  const message = "Ce texte contient un caractère qui ne peut pas être enregistré. Retapez-le.";
  return { kind: "issue", issue: { code: "characters", pointer, message } };
}

function keyIssue(pointer: string): Unstorable {
  return { kind: "issue", issue: { code: "additionalProperties", pointer, message: "Ce champ n’existe pas." } };
}

const pointerToken = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");
