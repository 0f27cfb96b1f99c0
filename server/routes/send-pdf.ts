import type { PageContext } from "../app-env.ts";
import { disposition } from "./files.ts";

/** A PDF made for this answer, to keep or to look at. It holds nothing that runs. */
export function sendPdf(
  c: PageContext,
  bytes: Uint8Array,
  name: string,
  how: "attachment" | "inline" = "attachment",
): Response {
  return c.body(new Uint8Array(bytes), 200, {
    "Content-Type": "application/pdf",
    "Content-Disposition": disposition(name).replace(/^attachment/, how),
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "private, no-store",
  });
}
