import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

const require = createRequire(import.meta.url);
/** Less than half of `axe.source`, which every page examined would read. */
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/**
 * axe finds nothing and the page is no wider than the screen. axe is run by the browser's inspector, so that it works
 * under a strict Content-Security-Policy. Where scripts are off it cannot run: `twin`, a page of a browser where they
 * are on, then shows the same HTML at the same address, without the page's own scripts.
 */
export async function checkPage(page: Page, twin: Page | null): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await check(page, twin);
    } catch (error) {
      // It left for another page meanwhile: that one is looked at.
      if (attempt === 50 || !/context was destroyed|is navigating/.test(String(error))) throw error;
      await page.waitForLoadState("load");
      await page.waitForTimeout(100);
    }
  }
}

async function check(page: Page, twin: Page | null): Promise<void> {
  const key = await likeness(page);
  if (!isExamined(key)) await examine(page, twin);
  noteExamined(key);
  const { needed, given } = await page.evaluate(() => ({
    needed: document.documentElement.scrollWidth,
    given: document.documentElement.clientWidth,
  }));
  expect(needed, `width of ${page.url()}`).toBeLessThanOrEqual(given);
}

/** Pages already examined in this run, by `likeness`: the sign-in page is opened a hundred times. */
const examined = new Set<string>();
/** The same among the workers of the run: one empty file each. */
const shared = process.env["TEST_DEMOS"];

const isExamined = (key: string): boolean =>
  examined.has(key) || (shared !== undefined && existsSync(join(shared, `page-${key}`)));

function noteExamined(key: string): void {
  examined.add(key);
  if (shared !== undefined) writeFileSync(join(shared, `page-${key}`), "");
}

/**
 * The same for two pages axe cannot tell apart: same screen, same style, same elements with the same attributes and words
 * in the same places, whatever the words and the addresses are.
 */
async function likeness(page: Page): Promise<string> {
  const shape = await page.evaluate(() => {
    /** Attributes whose value says what is shown or where it leads, not how. */
    const words = /^(value|action|datetime|content|src|title|alt|aria-label|placeholder|data-.*)$/;
    const attribute = ({ name, value }: Attr): string => {
      const told = words.test(name) || (name === "href" && !/^#|assets|theme/.test(value));
      return `${name}=${told ? value.trim() !== "" : value.replace(/[0-9a-f-]{20,}/g, "~")}`;
    };
    const outline = (element: Element): string => {
      const parts = [...element.childNodes].map((node) => {
        if (node instanceof Element) return outline(node);
        return node.nodeType === Node.TEXT_NODE && node.textContent?.trim() ? "x" : "";
      });
      // Rows and items beyond the second alike add nothing.
      const kept = parts.filter((part, index) => part === "" || part !== parts[index - 1] || part !== parts[index - 2]);
      return `<${element.localName} ${[...element.attributes].map(attribute).join(" ")}>${kept.join("")}`;
    };
    const root: Element | null = document.documentElement;
    if (root === null || document.readyState !== "complete") throw new Error("the page is navigating");
    return outline(root);
  });
  return createHash("sha256").update(`${page.viewportSize()?.width} ${shape}`).digest("hex");
}

async function examine(page: Page, twin: Page | null): Promise<void> {
  const shown = twin ? await copy(page, twin) : page;
  const url = page.url();
  await shown.evaluate(AXE);
  const violations = await shown.evaluate(async () => {
    const inPage = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
    // Every style sheet read again would serve one rule, on turned screens: a test of the styles sees that none speaks of them.
    return (await inPage.axe.run({ resultTypes: ["violations"], preload: false })).violations;
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
