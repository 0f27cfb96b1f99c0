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
  const shown = twin ? await copy(page, twin) : page;
  const url = page.url();
  await shown.evaluate(axe.source);
  const violations = await shown.evaluate(async () => {
    const inPage = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    return (await inPage.axe.run()).violations;
  });
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.slice(0, 3).map((node) => `${node.target.join(" ")}: ${node.failureSummary ?? ""}`),
  }));
  expect(found, `axe on ${url}`).toEqual([]);
  const { needed, given } = await page.evaluate(() => ({
    needed: document.documentElement.scrollWidth,
    given: document.documentElement.clientWidth,
  }));
  expect(needed, `width of ${url}`).toBeLessThanOrEqual(given);
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
