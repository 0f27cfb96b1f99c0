import type { QuickPart } from "./meta.generated.ts";

/** A quick form once a question is asked no more; undefined when nothing is left to ask. */
export function quickWithout({ fields, defaults, find, ...rest }: QuickPart, key: string): QuickPart | undefined {
  const left = fields.filter((each) => each !== key);
  if (left.length === 0) return undefined;
  return withFind(
    { ...rest, fields: left, ...(defaults && { defaults: without(defaults, (name) => name === key) }) },
    find && { ...find, among: find.among.filter(({ field, set = {} }) => field !== key && !Object.hasOwn(set, key)) },
  );
}

/** The same once a question no longer offers a choice: nothing gives it by itself any more. */
export function quickWithoutChoice({ defaults, find, ...rest }: QuickPart, key: string, choice: string): QuickPart {
  const gives = (name: string, source: string) => name === key && source.trim() === `'${choice}'`;
  return withFind(
    { ...rest, ...(defaults && { defaults: without(defaults, gives) }) },
    find && { ...find, among: find.among.filter(({ set = {} }) => set[key] !== choice) },
  );
}

const withFind = (quick: Omit<QuickPart, "find">, find: QuickPart["find"]): QuickPart =>
  find && find.among.length > 0 ? { ...quick, find } : quick;

const without = (
  defaults: Readonly<Record<string, string>>,
  gone: (name: string, source: string) => boolean,
): Record<string, string> =>
  Object.fromEntries(Object.entries(defaults).filter(([name, source]) => !gone(name, source)));
