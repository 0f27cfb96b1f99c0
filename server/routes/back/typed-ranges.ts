/** What an address says, with the ranges that someone typed in two boxes made values of their filters. */
export function typedRanges(params: URLSearchParams): { readonly params: URLSearchParams; readonly typed: boolean } {
  const read = new URLSearchParams();
  const ends = new Map<string, { from: string; to: string }>();
  for (const [name, value] of params) {
    const [, end, key] = /^(de|a)\[([\w.-]{1,200})\]$/.exec(name) ?? [];
    if (key === undefined) read.append(name, value);
    else ends.set(key, { ...(ends.get(key) ?? { from: "", to: "" }), [end === "de" ? "from" : "to"]: value.trim() });
  }
  for (const [key, { from, to }] of ends) if (from !== "" || to !== "") read.append(`filtre[${key}]`, `${from}..${to}`);
  return { params: read, typed: ends.size > 0 };
}
