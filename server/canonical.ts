import type { Json } from "../engine/index.ts";

/**
 * JSON with keys sorted at every level: the same text before storing and after reading back, since jsonb
 * does not keep the order of keys.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(sorted(value as Json));
}

function sorted(value: Json): Json {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(sorted);
  const record = value as { readonly [key: string]: Json };
  const result: Record<string, Json> = Object.create(null);
  for (const key of Object.keys(record).sort()) {
    const item = record[key];
    if (item !== undefined) result[key] = sorted(item);
  }
  return result;
}
