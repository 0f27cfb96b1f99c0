/**
 * Who gets each of these entries, so that at the end everyone has as even a part as can be: each goes to whoever has the
 * fewest then, the first named where several do.
 * @param entries for each, the ids of those who may work it, in the order they are named
 * @param loads how many each has already; nobody who is not there has any
 * @returns an id for each entry; null where nobody may work it
 */
export function shareOut(
  entries: readonly (readonly string[])[],
  loads: ReadonlyMap<string, number>,
): readonly (string | null)[] {
  const now = new Map(loads);
  return entries.map((able) => {
    let chosen: string | null = null;
    for (const id of able) if (chosen === null || (now.get(id) ?? 0) < (now.get(chosen) ?? 0)) chosen = id;
    if (chosen !== null) now.set(chosen, (now.get(chosen) ?? 0) + 1);
    return chosen;
  });
}
