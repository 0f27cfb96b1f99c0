/**
 * The id of the first control of the field at a JSON Pointer: "/adresse/voie" → "root_adresse_voie". Hint and error
 * messages of the field are at `${id}-hint` and `${id}-error`, its box at `${id}-box`.
 */
export function fieldId(pointer: string, root = "root"): string {
  return [root, ...segments(pointer)].join("_");
}

/** The name under which the field at a JSON Pointer is posted: "/adresse/voie" → "root[adresse][voie]". */
export function fieldName(pointer: string, root = "root"): string {
  return (
    root +
    segments(pointer)
      .map((segment) => `[${segment}]`)
      .join("")
  );
}

/** "/a~1b/0" → ["a/b", "0"]. */
export function segments(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}
