import type { Answers, Change, Json } from "./entry.ts";
import { isObject, own } from "./json.ts";

/** The top-level fields that differ, in the order of `after`, then those that went; absent is null. */
export function changes(before: Answers, after: Answers): readonly Change[] {
  const found: Change[] = [];
  for (const field of new Set([...Object.keys(after), ...Object.keys(before)])) {
    const old = own(before, field) ?? null;
    const now = own(after, field) ?? null;
    if (!same(old, now)) {
      found.push({ field, before: old, after: now });
    }
  }
  return found;
}

function same(a: Json, b: Json): boolean {
  if (a === b) {
    return true;
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item: Json, index) => same(item, b[index] ?? null))
    );
  }
  if (!isObject(a) || !isObject(b)) {
    return false;
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key] ?? null, b[key] ?? null))
  );
}
