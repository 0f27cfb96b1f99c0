import type { Browser } from "../server/identity/installation.ts";

/** A number of a report, and the list it counts. */
export interface ReportCell {
  readonly text: string;
  readonly href: string | null;
}

const unescaped = (html: string): string => html.replaceAll("&amp;", "&").replaceAll("&#38;", "&");

/** The cells of each figure of a report's page, by its id: the year, the one before, then each member. */
export function cellsOf(html: string): ReadonlyMap<string, readonly ReportCell[]> {
  return new Map(
    [...html.matchAll(/<tr id="chiffre-([a-z0-9-]+)">(.*?)<\/tr>/gs)].map(([, id = "", row = ""]) => [
      id,
      [...row.matchAll(/<td[^>]*>(?:<a href="([^"]+)">)?([^<]*)/g)].map(([, href, text = ""]) => ({
        text,
        href: href === undefined ? null : unescaped(href),
      })),
    ]),
  );
}

/** The number that a page writes: "1 234", "12,5 %". */
export const numberOf = (text: string): number =>
  Number(
    text
      .replaceAll(/[\s\u00a0\u202f]/g, "")
      .replace(",", ".")
      .replace(/[^\d.].*$/, ""),
  );

/** How many lines a list has, all its pages together. */
export async function linesOf(browser: Browser, href: string): Promise<number> {
  const path = href.split("?")[0]?.split("/").slice(-2).join("/") ?? "";
  const found = new Set<string>();
  for (let page: string | null = href; page !== null; ) {
    const html: string = await (await browser.get(page)).text();
    const body = html.slice(html.indexOf("<tbody"), html.lastIndexOf("</tbody>"));
    for (const [, id = ""] of body.matchAll(new RegExp(`/agent/${path}/([0-9a-f-]{36})`, "g"))) found.add(id);
    const next: string | undefined = /<a[^>]*href="([^"]*[?&;]apres=[^"]*)"/.exec(html)?.[1];
    page = next === undefined ? null : unescaped(next);
  }
  return found.size;
}
