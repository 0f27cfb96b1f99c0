import { createHash } from "node:crypto";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

/**
 * axe finds nothing and the page is no wider than the screen. axe is run by the browser's inspector, so that it works
 * under a strict Content-Security-Policy. Where scripts are off it cannot run: `twin`, a page of a browser where they
 * are on, then shows the same HTML at the same address, without the page's own scripts.
 */
export async function checkPage(page: Page, twin: Page | null): Promise<void> {
  const key = await likeness(page);
  if (!examined.has(key)) await examine(page, twin);
  examined.add(key);
  const { needed, given } = await page.evaluate(() => ({
    needed: document.documentElement.scrollWidth,
    given: document.documentElement.clientWidth,
  }));
  expect(needed, `width of ${page.url()}`).toBeLessThanOrEqual(given);
}

/** Pages already examined in this run, by `likeness`: the sign-in page is opened a hundred times. */
const examined = new Set<string>();

/** The same for two pages axe cannot tell apart: same screen, same head, same body but for tokens and references. */
async function likeness(page: Page): Promise<string> {
  const [head, body] = await page.evaluate(() => [document.head.outerHTML, document.body.outerHTML]);
  const told = body?.replace(/[\w-]{20,}|\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/g, "~");
  const width = page.viewportSize()?.width;
  return createHash("sha256").update(`${width} ${head} ${told}`).digest("hex");
}

async function examine(page: Page, twin: Page | null): Promise<void> {
  const shown = twin ? await copy(page, twin) : page;
  const url = page.url();
  await shown.evaluate(axe.source);
  const violations = await shown.evaluate(async () => {
    const inPage = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
    return (await inPage.axe.run({ resultTypes: ["violations"] })).violations;
  });
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.slice(0, 3).map((node) => `${node.target.join(" ")}: ${node.failureSummary ?? ""}`),
  }));
  expect(found, `axe on ${url}`).toEqual([]);
}

async function copy(page: Page, twin: Page): Promise<Page> {
  const html = await page.content();
  const address = page.url();
  const answer = { status: 200, contentType: "text/html; charset=utf-8", body: html };
  await twin.route("**/*", (route) => {
    if (route.request().url() === address) return route.fulfill(answer);
    return route.request().resourceType() === "script" ? route.abort() : route.fallback();
  });
  await twin.goto(address);
  await twin.unrouteAll();
  return twin;
}
