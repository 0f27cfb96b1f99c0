import { exportWords } from "../strings-exports.ts";

/** Leads to the export of a list as it is filtered. */
export function ExportLink({ base, list }: { readonly base: string; readonly list: string }) {
  return <a href={`${base}/export${list === "" ? "" : `?liste=${encodeURIComponent(list)}`}`}>{exportWords.link}</a>;
}
