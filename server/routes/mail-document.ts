import type { PageContext } from "../app-env.ts";

/**
 * A mail shown by itself, as mail readers show it: its styles are inline. Nothing runs, nothing is sent, and no other site is asked
 * for anything.
 */
export function mailDocument(c: PageContext, html: string): Response | Promise<Response> {
  c.header(
    "Content-Security-Policy",
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox; frame-ancestors 'none'",
  );
  return c.html(html);
}
